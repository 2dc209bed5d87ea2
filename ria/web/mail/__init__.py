"""Pages: mails."""
