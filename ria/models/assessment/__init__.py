"""Tables: assessments and their forms."""
