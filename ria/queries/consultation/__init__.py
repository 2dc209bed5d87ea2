"""Queries: consultations."""
