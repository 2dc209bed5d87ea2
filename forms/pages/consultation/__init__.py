"""Hand-written forms: consultations."""
