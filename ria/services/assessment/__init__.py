"""Commands: assessments and their forms."""
