"""Commands: mail."""
