"""The form of the organisation's own settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import JsonValue

from forms.pages.declared import Declared, labelled
from forms.pages.page import PageForm, page_form
from forms.questions.question import Question

_DECLARED = Declared.beside(__file__)


class Settable(Protocol):
    """The attributes of a setting that the form needs."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def label(self) -> str:
        """What it is called on the page."""

    @property
    def effect(self) -> str:
        """What it does, in plain words."""

    @property
    def default(self) -> JsonValue:
        """Its value while nobody has set it."""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The options to choose from; none for a number."""

    @property
    def least(self) -> int:
        """The smallest number."""

    @property
    def most(self) -> int:
        """The largest number."""

    @property
    def is_day(self) -> bool:
        """Whether the value is a date or none."""

    def in_words(self, value: JsonValue) -> str:
        """Return a value as a page shows it."""


def settings_form(settings: Sequence[Settable], values: Mapping[str, JsonValue]) -> type[PageForm]:
    """A question for each setting, showing its present value."""
    known = {name: value for name, value in values.items() if value is not None}
    return page_form("settings", *(_question(each) for each in settings), answers=known)


def _question(setting: Settable) -> Question:
    several = isinstance(setting.default, list)
    number = not (several or setting.options or setting.is_day)
    sort = "several" if several else "choice" if setting.options else "number"
    question = _DECLARED.question(
        "setting",
        "day" if setting.is_day else sort,
        label=setting.label,
        effect=setting.effect,
        default=setting.in_words(setting.default),
    )
    limits = {"minimum": setting.least, "maximum": setting.most} if number else {}
    options = labelled(dict(setting.options))
    return question.model_copy(update={"key": setting.id, "options": options, **limits})
