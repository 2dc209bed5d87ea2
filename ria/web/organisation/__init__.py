"""Pages: units, committees, functions, settings."""
