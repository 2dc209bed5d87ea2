"""Which characters a text may contain, and how it is stored.

Text is stored as typed after two changes: Unicode form NFC, and LF line endings. NUL, lone
surrogates and control characters other than tab and newline are refused, because databases, mails
and XML exports cannot all represent them. Everything else is kept exactly, including marks of
writing direction.
"""

from __future__ import annotations

import re
import unicodedata

# Decomposed text can be a few times longer than its NFC form but never ten times. The length is
# checked first, because normalising a megabyte of combining marks takes minutes.
_LONGEST_RATIO = 10
_LONGEST_RUN = 3
_FEWEST_DIFFERENT = 4
_SHORT = 8
_SAYS = "LMN"
_RUN = re.compile(rf"(.)\1{{{_LONGEST_RUN},}}")
_GAP = re.compile(r"\S ")
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class BadText(ValueError):
    """A text that cannot be stored; `str()` is the message for the user."""


def clean(text: str, longest: int) -> str:
    """Return the text as it is stored. Raises `BadText`."""
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


def folded(text: str) -> str:
    """Fold case and accents for searching, so that "cafe" finds "Café" and "CAFÉ"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in plain if unicodedata.category(char) != "Mn")


def printable(text: str) -> str:
    """Make a refused text safe to show again in a page."""
    return _REFUSED.sub("\N{REPLACEMENT CHARACTER}", _one_kind_of_line_end(text))


def _one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_long(longest: int) -> str:
    """The message for a text over its maximum."""
    return f"This must be {longest:,} characters or fewer"


def substance(text: str) -> int:
    """Measure how much a text says: the number of letters, marks and digits, plus one blank between
    words.

    A repeated character counts at most three times, and a long text made of fewer than four
    different characters counts for almost nothing.
    """
    spoken = text.casefold().rstrip().translate(_spoken)
    said = spoken.replace(" ", "")
    different = len(set(said))
    if len(said) > _SHORT and different < _FEWEST_DIFFERENT:
        return different
    again = sum(len(run[0]) - _LONGEST_RUN for run in _RUN.finditer(said))
    return len(said) - again + len(_GAP.findall(spoken))


class _Spoken(dict[int, str]):
    """A translation table that keeps letters, marks and digits and blanks all other characters."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if unicodedata.category(char)[0] in _SAYS else " "
        return self[code]


_spoken = _Spoken()


def words(text: str) -> int:
    """Return the number of words in a text: runs of characters between white space."""
    return len(text.split())


def too_many_words(most: int, found: int) -> str:
    """The message for a text with more words than it may have."""
    return f"This must be {most:,} words or fewer. It has {found:,}"
