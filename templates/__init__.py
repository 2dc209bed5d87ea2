"""The pages and mails, as package data: one loader finds them wherever RIA is installed."""
