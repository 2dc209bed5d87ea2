"""Pages: consultations."""
