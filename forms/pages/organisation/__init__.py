"""Hand-written forms: units, committees, functions, settings."""
