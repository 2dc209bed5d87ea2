"""From the outbox to the mail server, and what became of each mail."""
