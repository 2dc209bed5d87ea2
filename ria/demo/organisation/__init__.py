"""The demonstration's organisation: its people, committees, functions, sources and policies."""
