"""Decide whether a text names a group, by any distinctive word of its label."""

from __future__ import annotations

import re

_TELLS_NOTHING = frozenset(
    {"any", "other", "another", "group", "groups", "people", "with", "and", "the", "from", "who",
     "are", "aged", "over", "under", "every", "not", "sure", "which", "have", "has", "such"}
)  # fmt: skip
"""Words of group labels that are not distinctive."""


def names(written: str, label: str) -> bool:
    """Whether the text speaks of the group with this label."""
    words = {word for word in re.findall(r"[a-z]+", label.lower()) if len(word) > 2}
    telling = {word.removesuffix("s") for word in words - _TELLS_NOTHING}
    return any(re.search(rf"\b{word}", written.lower()) for word in telling)


def speaks_for_all(written: str) -> bool:
    """Whether the text speaks of every group: "all racial groups", "everyone"."""
    return bool(re.search(r"\b(?:all|each|every\w*)\b", written.lower()))
