"""Tables: mail."""
