"""Queries: what falls due, reminders, what is overdue."""
