"""Hand-written forms: assessments and their forms."""
