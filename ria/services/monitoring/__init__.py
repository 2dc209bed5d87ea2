"""Commands: monitoring reports."""
