"""Queries: mail."""
