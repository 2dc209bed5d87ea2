"""Pages: monitoring reports."""
