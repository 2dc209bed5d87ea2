"""Queries: assessments and their forms."""
