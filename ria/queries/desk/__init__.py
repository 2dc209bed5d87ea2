"""Queries: the Strategy Unit's desk and My work."""
