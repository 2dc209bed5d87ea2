"""Hand-written forms: what falls due, reminders, what is overdue."""
