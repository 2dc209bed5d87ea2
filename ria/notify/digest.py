"""Several things that are due, in the order their reader needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ria.notify.matter import DueItem

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Part:
    """The things that stand alike, the oldest first, under a heading."""

    heading: str
    items: tuple[DueItem, ...]


@dataclass(frozen=True)
class Digest:
    """All of a digest: what it is about in one line, and its parts."""

    subject: str
    parts: tuple[Part, ...]


def digest_of(items: Iterable[DueItem], today: date) -> Digest:
    """What is overdue first, then what is due today, then what is to come."""
    found = sorted(items, key=lambda item: (item.due_on, item.reference, item.kind, item.item))
    late = tuple(item for item in found if item.due_on < today)
    now = tuple(item for item in found if item.due_on == today)
    ahead = tuple(item for item in found if item.due_on > today)
    parts = (Part("Overdue", late), Part("Due today", now), Part("To come", ahead))
    return Digest(
        _subject(len(late), len(now), [item.due_on for item in ahead], today),
        tuple(part for part in parts if part.items),
    )


def _subject(late: int, now: int, ahead: list[date], today: date) -> str:
    """`3 things are due this week`, `3 things are due, 1 of them overdue`, `1 thing is overdue`."""
    number = late + now + len(ahead)
    things = "1 thing is" if number == 1 else f"{number} things are"
    if late == number:
        return f"{things} overdue"
    if late:
        return f"{things} due, {late} of them overdue"
    if now == number:
        return f"{things} due today"
    within = "this week" if max(ahead) - today <= _WEEK else f"from {_day(min(ahead))} on"
    return f"{things} due, {now} of them today" if now else f"{things} due {within}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
