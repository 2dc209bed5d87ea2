"""Tables: the history."""
