"""The questions, as data, and how they become a page."""
