"""One clock: instants in UTC, the law's days in London."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from ria.clock import (
    FileClock,
    FixedClock,
    SystemClock,
    bank_holidays,
    clock_for,
    london_date,
    parse_instant,
)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-06-30T22:59:59+00:00", date(2026, 6, 30)),
        ("2026-06-30T23:00:00+00:00", date(2026, 7, 1)),  # summer time: midnight in London
        ("2026-12-31T23:59:59+00:00", date(2026, 12, 31)),
        ("2027-01-01T00:00:00+00:00", date(2027, 1, 1)),
        ("2026-03-29T00:59:59+00:00", date(2026, 3, 29)),  # the clocks go forward
        ("2026-03-28T23:30:00+00:00", date(2026, 3, 28)),
        ("2026-10-24T23:30:00+00:00", date(2026, 10, 25)),  # they go back later that night
        ("2026-10-25T23:30:00+00:00", date(2026, 10, 25)),
        ("2026-07-01T08:30:00+09:00", date(2026, 7, 1)),
        ("2026-06-30T19:30:00-05:00", date(2026, 7, 1)),
    ],
)
def test_the_day_in_london(instant, day):
    assert london_date(parse_instant(instant)) == day


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_machines_own_time_zone_does_not_matter(zone):
    told = (
        "from ria.clock import *; from datetime import timedelta\n"
        "now = SystemClock().now(); print(now.utcoffset() == timedelta(0), "
        "london_date(parse_instant('2026-06-30T23:30:00+00:00')), "
        "abs(now.timestamp() - __import__('time').time()) < 5)"
    )
    command = [sys.executable, "-c", told]
    done = subprocess.run(
        command, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "2026-07-01", "True"]


def test_the_system_clock_tells_aware_utc():
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= before + timedelta(seconds=5)
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_stands_still_until_moved():
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 1, 1, tzinfo=UTC)
    clock.at += timedelta(days=90)
    assert clock.now() == datetime(2026, 4, 1, tzinfo=UTC)


def test_a_file_clock_reads_its_file_every_time(tmp_path):
    file = tmp_path / "now"
    clock = clock_for(file)
    assert isinstance(clock, FileClock)
    file.write_text("2029-11-23T09:00:00+00:00\n")
    assert clock.now() == datetime(2029, 11, 23, 9, tzinfo=UTC)
    file.write_text("2029-07-23T10:00:00+01:00")
    assert clock.now() == datetime(2029, 7, 23, 9, tzinfo=UTC)


def test_without_its_file_it_is_the_machines_clock(tmp_path):
    now = FileClock(tmp_path / "nothing").now()
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-01-01", "2026-01-01T09:00:00"])
def test_a_file_with_anything_else_is_an_error(tmp_path, text):
    file = tmp_path / "now"
    file.write_text(text)
    with pytest.raises(ValueError, match=r".+"):
        FileClock(file).now()


def test_no_file_means_the_machines_clock():
    assert isinstance(clock_for(None), SystemClock)


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 12, 25), True),
        (date(2026, 4, 6), True),  # Easter Monday
        (date(2027, 12, 27), True),  # Christmas Day falls on a Saturday
        (date(2034, 5, 1), True),
        (date(2026, 12, 24), False),
        (date(2026, 3, 17), False),  # a holiday in Northern Ireland alone
    ],
)
def test_bank_holidays_are_those_of_england(day, is_one):
    assert (day in bank_holidays()) is is_one
