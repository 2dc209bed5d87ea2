"""Queries: what the public reads."""
