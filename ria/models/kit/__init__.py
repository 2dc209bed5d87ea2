"""Tables that every subject uses: tokens that make things happen once, and counters."""
