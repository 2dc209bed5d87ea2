"""Tables: consultations."""
