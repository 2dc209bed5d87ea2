"""Commands: consultations."""
