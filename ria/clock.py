"""The application's only clock. Instants are aware UTC; legal days are civil dates in London.

For demos and tests, `RIA_FAKE_NOW_FILE` names a file that holds one ISO instant, which stands in
for the current time. The file is read at every call and never cached, so the date can be moved
while the product runs.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Anything that tells the current time."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant to which the clock was last set."""
        return self.at


class FileClock:
    """A clock that reads its instant from a file, or the system clock while there is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        """The instant in the file, aware, in UTC. ValueError if it holds anything else."""
        try:
            written = self.path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return datetime.now(UTC)
        return parse_instant(written)


def parse_instant(text: str) -> datetime:
    """Parse an ISO instant with an offset. Raises ValueError without an offset, because a time
    without one is ambiguous.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return instant.astimezone(UTC)


def london_date(instant: datetime) -> date:
    """Return the civil date in London at this instant. In summer it is an hour ahead of UTC: 00:30
    on 1 July in London is still 30 June in UTC.
    """
    return instant.astimezone(LONDON).date()


def clock_for(fake_now_file: Path | None) -> Clock:
    """Return the clock that the settings ask for."""
    return FileClock(fake_now_file) if fake_now_file else SystemClock()


@lru_cache(maxsize=4)
def bank_holidays(part: str = "eng") -> Container[date]:
    """The bank holidays of a part of the United Kingdom, for any year: eng, wls, sct or nir."""
    import holidays

    return holidays.country_holidays("GB", subdiv=part.upper())
