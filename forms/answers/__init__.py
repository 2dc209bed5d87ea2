"""Answers: read from a post, held, shown, compared, and what the rating rule makes of them."""
