"""Search a long list of sources by words.

It works without JavaScript: the words are a field of the section's own form, and a button of the
form shows the page again. Ticked sources stay ticked and are listed first, whatever was searched
for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.answers.text import folded, printable
from forms.answers.values import Choices
from forms.questions.question import Option

SEARCHED_FROM = 10
"""Shorter lists have no search, since reading through them is faster."""
LONGEST_WORDS = 200
TICKED = "What you ticked"


@dataclass(frozen=True)
class Looked:
    """The search at one question. `again`: show the page again, save nothing."""

    words: str = ""
    again: bool = False


@dataclass(frozen=True)
class Part:
    """Sources of one kind, or the ticked ones."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Sources:
    """The sources to show, in their parts, with the number shown and the total."""

    parts: tuple[Part, ...]
    shown: int
    total: int

    @property
    def is_long(self) -> bool:
        """Whether there are enough sources to need a search."""
        return self.total >= SEARCHED_FROM


def looked_for(key: str, posted: Mapping[str, Sequence[Any]]) -> Looked:
    """Return the words searched for at a question. The Enter key presses the form's first button,
    which saves; pressed in the search field, it means to search.
    """
    words, last = (
        printable(str(next(iter(posted.get(name, ())), "")))[:LONGEST_WORDS]
        for name in (f"find-{key}", f"find-{key}-last")
    )
    entered = "save" in posted and words != last
    return Looked(words, again=entered or key in posted.get("find", ()))


def sources(
    options: Iterable[Option], choices: Choices, ticked: Collection[str], words: str
) -> Sources:
    """Return the sources that match every word, by kind, after those that are ticked."""
    every, wanted = list(options), folded(words).split()
    mine = tuple(option for option in every if option.value in ticked)
    found = [
        option
        for option in every
        if option not in mine and all(word in _words(option, choices) for word in wanted)
    ]
    parts = [Part(TICKED, mine)]
    for kind, title in choices.kind_names.items():
        parts.append(Part(title, tuple(o for o in found if choices.kinds.get(o.value) == kind)))
    rest = tuple(o for o in found if choices.kinds.get(o.value) not in choices.kind_names)
    parts.append(Part("More", rest))
    return Sources(
        tuple(part for part in parts if part.options), len(mine) + len(found), len(every)
    )


def _words(option: Option, choices: Choices) -> str:
    return choices.texts.get(option.value) or folded(option.label)
