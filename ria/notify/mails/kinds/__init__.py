"""The mails of each subject."""
