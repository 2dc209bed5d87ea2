"""Long lists, one page at a time, with the last page as quick as the first.

A page begins after (or ends before) a row, found by its key: nothing is counted or skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 50

T = TypeVar("T")


@dataclass(frozen=True)
class Slice(Generic[T]):
    """The rows of one page, and the ids to page on from (None if there is no such page)."""

    rows: list[T]
    after: int | None
    before: int | None


@dataclass(frozen=True)
class From:
    """Where a page begins: after a row, before a row, or at the start of the list."""

    after: int | None = None
    before: int | None = None


def sliced(
    found: Sequence[T], start: From, id_of: Callable[[T], int], size: int = PAGE_SIZE
) -> Slice[T]:
    """One page of a result. `found` holds up to size + 1 rows, nearest to the start first."""
    more = len(found) > size
    rows = list(found[:size])
    if start.before is not None:
        rows.reverse()
    earlier, later = _neighbours(start, more)
    return Slice(
        rows=rows,
        after=id_of(rows[-1]) if rows and later else None,
        before=id_of(rows[0]) if rows and earlier else None,
    )


def _neighbours(start: From, more: bool) -> tuple[bool, bool]:
    """Whether there are pages before and after this one."""
    if start.before is not None:
        return more, True
    return start.after is not None, more
