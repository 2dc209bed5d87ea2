"""The definition of one kind of mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ria.notify.mails import destinations, relevance
from ria.notify.mails.context import AgreedDay, DayOf, Judge, LinkOf, MailContext


def no_day(_context: MailContext) -> AgreedDay | None:
    """No day is agreed with this mail."""
    return None


@dataclass(frozen=True)
class Audience:
    """Those who get a kind of mail: why they do, and whether somebody is still one of them."""

    because: str
    reader: Judge = relevance.always


@dataclass(frozen=True)
class MailKind:
    """A kind of mail.

    `audience` says who gets it and why; `why_to_address` tells a reader who has no account and is
    written to at an address. A kind without the latter goes to accounts only. `needed` and the
    audience's `reader` are asked when the mail is sent: is there still something to say, and may
    the recipient still be told? For a reader without an account only the first is asked. A
    `personal` mail never goes to somebody who stands in for an absent reader; any other does if
    that person may read it. `dated` is the day for the reader's calendar, if one is agreed.
    `sample` holds details as they are passed to `enqueue`, for previews and tests.
    """

    id: str
    audience: Audience
    link: LinkOf = destinations.policy
    needed: Judge = relevance.always
    personal: bool = False
    dated: DayOf = no_day
    why_to_address: str = ""
    sample: Mapping[str, Any] = field(default_factory=dict)

    @property
    def why(self) -> str:
        """The sentence that tells the reader why the mail came."""
        return because(self.audience.because)


def because(reason: str) -> str:
    """The sentence for a reason."""
    return f"You get this mail because {reason}."
