"""Shorten long text at a word, for places where a page has room for a few lines only."""

from __future__ import annotations

ELLIPSIS = " …"


def shortened(text: str, most: int) -> str:
    """The text on one line, at most this many characters, with three dots if it was cut."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - len(ELLIPSIS)]
    at_a_word = cut.rpartition(" ")[0] or cut
    return at_a_word.rstrip(",;:") + ELLIPSIS
