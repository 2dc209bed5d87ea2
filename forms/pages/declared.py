"""The forms of a subject's pages: their questions are declared in a YAML file beside the module.

`reading.py` describes the file. Python adds only what is not known before: options from the
database, values in texts (`{name}`), what is left out, the answers and the people.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import JsonValue

from forms.pages.page import PageForm, page_form
from forms.pages.page_files import Forms, read_forms
from forms.questions.question import Option, Question

Named = Iterable[tuple[int, str]]
"""Rows that can be chosen: id and name."""

_PLACE = re.compile(r"\{([a-z_]+)\}")
_TEXTS = ("label", "hint", "help", "example", "missing")
_Worded = TypeVar("_Worded", Question, Option)


class Declared:
    """The forms of one file, read once. Raises `SetError` with every problem of the file."""

    def __init__(self, path: Path) -> None:
        self.forms: Forms = read_forms(path)

    @classmethod
    def beside(cls, module: str) -> Declared:
        """The forms declared beside a module, whose `__file__` is given."""
        return cls(Path(module).with_suffix(".yaml"))

    @classmethod
    def of(cls, subject: str) -> Declared:
        """The forms of a subject that needs no module, such as `organisation/places`."""
        return cls(Path(__file__).parent / f"{subject}.yaml")

    def question(self, form: str, key: str, **words: object) -> Question:
        """One question, with `words` filled in. Raises `KeyError` for what is not there."""
        question = _worded(self.forms[form][key], words)
        options = tuple(_worded(option, words) for option in question.options)
        same = options == question.options
        return question if same else question.model_copy(update={"options": options})

    def questions(
        self,
        form: str,
        *,
        without: Collection[str] = (),
        options: Mapping[str, tuple[Option, ...]] | None = None,
        **words: object,
    ) -> tuple[Question, ...]:
        """The questions of a form in the order asked.

        `without`: questions left out, and single options as `question.option`. `options`: by
        question, those offered. `words`: by name, what stands in the texts for `{name}`.
        Raises `KeyError` for a form, a question or a word that is not there.
        """
        kept = (key for key in self.forms[form] if key not in without)
        asked = {key: self.question(form, key, **words) for key in kept}
        for key, offered in (options or {}).items():
            asked[key] = asked[key].model_copy(update={"options": offered})
        for key, _, value in (name.partition(".") for name in without if "." in name):
            left = tuple(option for option in asked[key].options if option.value != value)
            asked[key] = asked[key].model_copy(update={"options": left})
        return tuple(asked.values())

    def form(
        self,
        form: str,
        *,
        answers: Mapping[str, JsonValue] | None = None,
        people: Mapping[str, str] | None = None,
        **filled: Any,
    ) -> type[PageForm]:
        """A form class of the questions that `questions()` returns for `filled`."""
        return page_form(form, *self.questions(form, **filled), answers=answers, people=people)


def labelled(labels: Mapping[str, str]) -> tuple[Option, ...]:
    """Options by value and label."""
    return tuple(Option(value=value, label=label) for value, label in labels.items())


def row_options(rows: Named) -> tuple[Option, ...]:
    """A choice for each row of the database."""
    return tuple(Option(value=f"n{row}", label=label) for row, label in rows)


def _worded(worded: _Worded, words: Mapping[str, object]) -> _Worded:
    texts = {name: getattr(worded, name, "") for name in _TEXTS}
    filled = {
        name: _PLACE.sub(lambda place: str(words[place[1]]), text)
        for name, text in texts.items()
        if "{" in text
    }
    return worded.model_copy(update=filled) if filled else worded
