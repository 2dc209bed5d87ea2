"""What is said of one kind of mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ria.notify.mails.context import AgreedDay, DayOf, Judge, LinkOf, MailContext


def no_day(_context: MailContext) -> AgreedDay | None:
    """No day is agreed with this mail."""
    return None


@dataclass(frozen=True)
class MailKind:
    """A kind of mail.

    `why` says to its reader why it came; `why_to_address` to a reader who has no account and is
    written to at an address. A kind without it goes to accounts only. `needed` and `reader` are
    asked at sending: is there still something to tell, and is the recipient still the one to tell
    it? Of a reader at an address only the first is asked. A `personal` mail never goes to whoever
    stands in for an absent reader; any other does if they may read it. `dated` is the day that
    comes with it for a calendar, where one is agreed. `sample` holds details as `enqueue` is given
    them, for previews and tests.
    """

    id: str
    why: str
    link: LinkOf
    needed: Judge
    reader: Judge
    personal: bool = False
    dated: DayOf = no_day
    why_to_address: str = ""
    sample: Mapping[str, Any] = field(default_factory=dict)
