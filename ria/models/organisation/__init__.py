"""Tables: units, committees, functions, settings."""
