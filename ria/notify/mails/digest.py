"""Several due items, in the order in which their reader needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ria.notify.mails.context import DueItem

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Part:
    """The due items in the same situation, oldest first, under a heading."""

    heading: str
    items: tuple[DueItem, ...]


@dataclass(frozen=True)
class Digest:
    """A whole digest: a subject line and its parts.

    `lead` is the one item among several that is overdue for the first time, or is a decision needed
    today. The subject names it, because it is the news among them.
    """

    subject: str
    parts: tuple[Part, ...]
    lead: DueItem | None = None


def digest_of(items: Iterable[DueItem], today: date) -> Digest:
    """Group the items: newly overdue first, then decisions needed today, what has been overdue for
    longer, what is due today, and what is to come.
    """
    found = sorted(items, key=lambda item: (item.due_on, item.reference, item.kind, item.item))
    parts: dict[str, list[DueItem]] = {heading: [] for heading in _HEADINGS}
    for item in found:
        parts[_heading(item, today)].append(item)
    first = parts[NEW] or parts[DECIDE]
    return Digest(
        _subject(found, len(parts[NEW]), today),
        tuple(Part(heading, tuple(theirs)) for heading, theirs in parts.items() if theirs),
        first[0] if len(first) == 1 and len(found) > 1 else None,
    )


NEW, DECIDE = "Overdue for the first time", "Decision needed today"
OVERDUE, NOW, AHEAD = "Overdue", "Due today", "To come"
_HEADINGS = (NEW, DECIDE, OVERDUE, NOW, AHEAD)


def _heading(item: DueItem, today: date) -> str:
    if item.due_on < today:
        return NEW if item.is_newly_overdue else OVERDUE
    if item.due_on > today:
        return AHEAD
    return DECIDE if item.is_to_be_decided(today) else NOW


def _subject(items: list[DueItem], new: int, today: date) -> str:
    """`3 things are due this week`, `3 things are due, 1 of them overdue`, `1 thing is overdue`."""
    number = len(items)
    late = sum(item.due_on < today for item in items)
    now = sum(item.due_on == today for item in items)
    things = "1 thing is" if number == 1 else f"{number} things are"
    if new:
        some = f"{new} things are overdue for the first time"
        return some if new == number else f"{some}, and {number - new} more due"
    if late == number:
        return f"{things} overdue"
    if late:
        return f"{things} due, {late} of them overdue"
    if now == number:
        return f"{things} due today"
    ahead = [item.due_on for item in items if item.due_on > today]
    within = "this week" if max(ahead) - today <= _WEEK else f"from {_day(min(ahead))} on"
    return f"{things} due, {now} of them today" if now else f"{things} due {within}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
