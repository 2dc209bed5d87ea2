"""Commands: what falls due, reminders, lateness."""
