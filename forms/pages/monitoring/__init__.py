"""Hand-written forms: monitoring reports."""
