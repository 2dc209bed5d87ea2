"""Queries: units, committees, functions, settings."""
