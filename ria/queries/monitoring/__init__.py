"""Queries: monitoring reports."""
