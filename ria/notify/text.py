"""User input made fit for a mail: on one line, without invisible characters."""

from __future__ import annotations

import unicodedata

TITLE_LENGTH = 200
REASON_LENGTH = 4_000
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""Format characters that are needed to spell words and emoji; the others reorder or hide text."""


def one_line(text: str, limit: int = TITLE_LENGTH) -> str:
    """The text on one line without invisible characters, cut with an ellipsis at `limit`."""
    line = " ".join(_visible(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def paragraphs(text: str, limit: int = REASON_LENGTH) -> list[str]:
    """The text's paragraphs, each on one line; text beyond `limit` is cut with an ellipsis."""
    cut = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    lines = (one_line(line, limit) for line in cut.splitlines())
    return [line for line in lines if line]


def _visible(text: str) -> str:
    return "".join(
        char if char in _JOINERS or unicodedata.category(char) not in _UNSEEN else " "
        for char in text
    )
