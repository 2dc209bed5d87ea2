"""What is allowed in a text, and how it is kept.

Text is stored as typed, after two changes: Unicode form NFC, and line ends as LF.
Refused are NUL, lone surrogates and control characters other than tab and line end:
databases, mails and XML exports cannot all carry them. Everything else, marks of
writing direction included, is kept exactly.
"""

from __future__ import annotations

import re
import unicodedata

# Decomposed text can be some times longer than its NFC form, never ten times. Checked
# first, because normalising a megabyte of combining marks takes minutes.
_LONGEST_RATIO = 10
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class BadText(ValueError):
    """A text that cannot be stored; `str()` is the message for the person."""


def clean(text: str, longest: int) -> str:
    """The text as it is stored; raises `BadText`."""
    if len(text) > longest * _LONGEST_RATIO:
        raise BadText(too_long(longest))
    text = _one_kind_of_line_end(text)
    refused = _REFUSED.search(text)
    if refused:
        place = f"U+{ord(refused[0]):04X}, character {refused.start() + 1}"
        raise BadText(f"There is a hidden character that cannot be saved ({place}). Delete it")
    text = unicodedata.normalize("NFC", text)
    if len(text) > longest:
        raise BadText(too_long(longest))
    return text


def printable(text: str) -> str:
    """The text fit to be shown again in a page although it was refused."""
    return _REFUSED.sub("\N{REPLACEMENT CHARACTER}", _one_kind_of_line_end(text))


def _one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_long(longest: int) -> str:
    """The message for a text over its maximum."""
    return f"This must be {longest:,} characters or fewer"


def words(text: str) -> int:
    """How many words a text has: runs of characters between white space."""
    return len(text.split())


def too_many_words(most: int, found: int) -> str:
    """The message for a text with more words than it may have."""
    return f"This must be {most:,} words or fewer. It has {found:,}"
