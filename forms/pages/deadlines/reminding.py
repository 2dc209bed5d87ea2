"""The forms about reminders: the day to look at, a pause, and how one's own reminders come."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def day_form(day: str | None = None) -> type[PageForm]:
    """The day on which to look at who is told."""
    return _DECLARED.form("reminders", answers={"day": day} if day else None)


def pause_form(days: int) -> type[PageForm]:
    """Until when nobody is reminded, and why."""
    return _DECLARED.form("pause", days=days)


def mails_form(answers: Mapping[str, JsonValue]) -> type[PageForm]:
    """How one's reminders come."""
    return _DECLARED.form("mails", answers=answers)
