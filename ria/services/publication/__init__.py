"""Commands: what the public reads."""
