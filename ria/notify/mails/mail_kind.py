"""The definition of one kind of mail."""

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

    `why` tells the reader why the mail came; `why_to_address` tells a reader who has no account and
    is written to at an address. A kind without the latter goes to accounts only. `needed` and
    `reader` are asked when the mail is sent: is there still something to say, and may the recipient
    still be told? For a reader without an account only the first is asked. A `personal` mail never
    goes to somebody who stands in for an absent reader; any other does if that person may read it.
    `dated` is the day for the reader's calendar, if one is agreed. `sample` holds details as they
    are passed to `enqueue`, for previews and tests.
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
