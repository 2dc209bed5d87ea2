"""The form of the organisation's own settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import JsonValue

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Option, Question


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
    kind = Kind.MANY if several else Kind.ONE if setting.options else Kind.NUMBER
    kind = Kind.DATE if setting.is_day else kind
    default = setting.in_words(setting.default)
    return Question(
        key=setting.id,
        kind=kind,
        required=not several and not setting.is_day,
        label=setting.label,
        hint=f"{setting.effect} Default: {default}.",
        help="It counts as soon as it is saved. The history keeps the old and the new value, and "
        "who changed it.",
        example=default,
        missing="Choose one" if setting.options else "Enter a number",
        options=tuple(Option(value=value, label=label) for value, label in setting.options),
        minimum=setting.least if kind is Kind.NUMBER else None,
        maximum=setting.most if kind is Kind.NUMBER else None,
    )
