"""Tables: what the public reads."""
