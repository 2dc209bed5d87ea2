"""Queries: the process: actions, facts, decisions."""
