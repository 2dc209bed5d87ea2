"""Commands: units, committees, functions, settings."""
