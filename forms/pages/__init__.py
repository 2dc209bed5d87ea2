"""The hand-written forms: those that belong to no question set of an assessment."""
