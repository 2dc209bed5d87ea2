"""Tables: monitoring reports."""
