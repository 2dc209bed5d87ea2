"""Pages: assessments and their forms."""
