"""Tables that every subject uses: idempotency tokens, counters, heartbeats and throttle counts."""
