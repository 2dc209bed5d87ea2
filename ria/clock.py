"""The one clock. Instants are aware UTC; the law's days are civil dates in London.

A pretended time (`RIA_FAKE_NOW_FILE`, demo and test only) is a file that holds one ISO instant, so
that three years can be lived in an hour: the file is read at every call, never cached.
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
    """Whoever tells the time."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The instant it was last set to."""
        return self.at


class FileClock:
    """The instant written in a file; the machine's own while there is no such file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        """The instant in the file, aware, in UTC. ValueError if the file holds anything else."""
        try:
            written = self.path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return datetime.now(UTC)
        return parse_instant(written)


def parse_instant(text: str) -> datetime:
    """An ISO instant with an offset. ValueError without one: a bare time is nobody's time."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return instant.astimezone(UTC)


def london_date(instant: datetime) -> date:
    """The civil date in London at this instant: 00:30 on 1 July there is still 30 June in UTC."""
    return instant.astimezone(LONDON).date()


def clock_for(fake_now_file: Path | None) -> Clock:
    """The clock the settings ask for."""
    return FileClock(fake_now_file) if fake_now_file else SystemClock()


@lru_cache(maxsize=4)
def bank_holidays(part: str = "eng") -> Container[date]:
    """The bank holidays of a part of the United Kingdom (eng, wls, sct, nir), for any year."""
    import holidays

    return holidays.country_holidays("GB", subdiv=part.upper())
