"""Search: which records are looked for by words, and by which of their words."""
