"""The days on which things fall due."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import IntervalError
from workflows.levels import Level
from workflows.review_cycle import (
    DEFAULT_INTERVALS,
    add_months,
    assessment_due,
    checked_interval,
    checked_report_months,
    consultation_closes,
    next_review,
    next_screening,
    report_due,
    report_period,
    review_once,
    review_start,
    screening_due,
)

days = st.dates(date(2000, 1, 1), date(2200, 12, 31))


def reviewed(approved, assessed=None, *, interval=36, settles=None):
    return next_review(
        approved_on=approved, assessed_on=assessed or approved, interval=interval, settles=settles
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 36, date(2029, 1, 15)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 1), 1, date(2026, 12, 1)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_end_with_the_month(day, months, later):
    assert add_months(day, months) == later


def test_a_review_comes_after_the_interval():
    assert reviewed(date(2026, 1, 15)) == date(2029, 1, 15)
    assert reviewed(date(2028, 2, 29)) == date(2031, 2, 28)
    assert reviewed(date(2026, 1, 15), interval=12) == date(2027, 1, 15)


def test_a_review_is_never_later_than_36_months_after_the_assessment():
    assert reviewed(date(2026, 6, 30), date(2026, 1, 15)) == date(2029, 1, 15)
    assert reviewed(date(2026, 6, 30), date(2026, 1, 15), interval=24) == date(2028, 6, 30)


def test_reviews_held_on_their_day_keep_the_first_day_of_all():
    approved = assessed = date(2024, 2, 29)
    due = []
    for _ in range(4):
        assessed = reviewed(approved, assessed, settles=assessed)
        due.append(assessed)
    assert due == [date(2027, 2, 28), date(2030, 2, 28), date(2033, 2, 28), date(2036, 2, 29)]


def test_a_review_held_early_settles_the_day_it_was_held_for():
    first = date(2027, 1, 15)
    early = reviewed(date(2026, 1, 15), date(2026, 12, 1), interval=12, settles=first)
    assert early == date(2028, 1, 15)


def test_a_review_held_out_of_turn_leaves_the_rhythm_as_it_was():
    assert reviewed(date(2026, 1, 15), date(2026, 5, 1), interval=12) == date(2027, 1, 15)


def test_a_review_held_late_never_falls_due_in_the_past():
    late = reviewed(date(2026, 1, 15), date(2028, 3, 1), interval=12, settles=date(2027, 1, 15))
    assert late == date(2029, 1, 15)


def test_an_early_review_at_the_longest_interval_still_keeps_to_36_months():
    early = reviewed(date(2024, 2, 29), date(2026, 12, 10), settles=date(2027, 2, 28))
    assert early == date(2029, 12, 10)


@given(days, days, st.integers(1, 36), st.none() | days)
def test_the_next_review_lies_ahead_and_within_its_limits(approved, assessed, interval, settles):
    due = reviewed(approved, assessed, interval=interval, settles=settles)
    assert assessed < due <= add_months(assessed, 36) + timedelta(days=1)
    if approved == assessed and settles is None:
        assert due == add_months(approved, interval)


@pytest.mark.parametrize(
    ("wanted", "day"),
    [
        (date(2027, 10, 1), date(2027, 10, 1)),
        (date(2029, 1, 15), date(2029, 1, 15)),
        (date(2029, 1, 16), date(2029, 1, 15)),
        (date(2099, 1, 1), date(2029, 1, 15)),
        (date(2026, 2, 1), date(2026, 3, 1)),  # approved so late that the day has passed
    ],
)
def test_what_is_done_once_is_reviewed_on_its_day_within_36_months(wanted, day):
    found = review_once(wanted=wanted, approved_on=date(2026, 3, 1), assessed_on=date(2026, 1, 15))
    assert found == day


def test_36_months_from_a_leap_day_end_with_february():
    day = date(2028, 2, 29)
    assert review_once(wanted=date.max, approved_on=day, assessed_on=day) == date(2031, 2, 28)


@pytest.mark.parametrize("months", [-1, 0, 37, 120])
def test_an_interval_outside_1_to_36_months_is_refused(months):
    with pytest.raises(IntervalError, match="between 1 and 36 months"):
        checked_interval(months)
    with pytest.raises(IntervalError):
        reviewed(date(2026, 1, 15), interval=months)
    with pytest.raises(IntervalError):
        next_screening(date(2026, 1, 15), months)


def test_default_intervals_are_allowed_and_shorter_for_a_higher_level():
    assert [DEFAULT_INTERVALS[level] for level in Level] == [12, 24, 36, 36]
    assert all(checked_interval(months) for months in DEFAULT_INTERVALS.values())


def test_a_screened_out_policy_is_screened_again():
    assert next_screening(date(2026, 3, 1)) == date(2029, 3, 1)


def test_the_system_starts_a_review_90_days_before():
    assert review_start(date(2029, 1, 15)) == date(2028, 10, 17)


def test_monitoring_reports_count_from_the_first_day():
    assert report_due(date(2026, 2, 1), 3, Level.HIGH) == date(2026, 5, 1)
    assert report_due(date(2026, 11, 30), 3, Level.HIGH) == date(2027, 2, 28)
    assert report_due(date(2026, 11, 30), 3, Level.HIGH, 2) == date(2027, 5, 30)
    assert report_due(date(2026, 2, 1), 6, Level.MEDIUM, 2) == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("months", "level"), [(4, Level.HIGH), (0, Level.HIGH), (0, Level.LOW), (37, Level.LOW)]
)
def test_reports_too_far_apart_are_refused(months, level):
    with pytest.raises(IntervalError, match="months apart"):
        checked_report_months(months, level)
    with pytest.raises(IntervalError):
        report_due(date(2026, 2, 1), months, level)


def test_a_report_every_three_months_is_allowed():
    assert checked_report_months(3, Level.HIGH) == 3


def test_screening_is_due_28_days_after_registration():
    assert screening_due(date(2026, 3, 1)) == date(2026, 3, 29)
    assert screening_due(date(2026, 3, 1), 14) == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("level", "ordinary", "urgent"),
    [(Level.HIGH, 56, 56), (Level.MEDIUM, 84, 56), (Level.LOW, 112, 56)],
)
def test_an_assessment_is_due_by_its_level(level, ordinary, urgent):
    start = date(2026, 3, 1)
    assert (assessment_due(start, level) - start).days == ordinary
    assert (assessment_due(start, level, urgent=True) - start).days == urgent


def test_a_policy_that_is_not_relevant_has_no_assessment_to_be_due():
    with pytest.raises(ValueError, match="not relevant"):
        assessment_due(date(2026, 3, 1), Level.NONE)


@pytest.mark.parametrize(
    ("level", "chosen", "lasts"),
    [
        (Level.HIGH, None, 84),
        (Level.MEDIUM, None, 28),
        (Level.LOW, None, 14),
        (Level.HIGH, 100, 100),
        (Level.HIGH, 13, 14),
        (Level.LOW, 0, 14),
    ],
)
def test_a_consultation_lasts_by_its_level_and_never_under_14_days(level, chosen, lasts):
    start = date(2026, 3, 1)
    assert (consultation_closes(start, level, chosen) - start).days == lasts


def test_a_report_covers_the_months_before_its_figures_are_there():
    since = date(2026, 2, 1)
    assert report_period(since, 3, Level.HIGH, 1) == (date(2026, 2, 1), date(2026, 4, 30))
    assert report_period(since, 3, Level.HIGH, 2) == (date(2026, 5, 1), date(2026, 7, 31))
    late = [report_period(since, 3, Level.HIGH, n, data_weeks=3) for n in (1, 2)]
    assert late == [
        (date(2026, 1, 11), date(2026, 4, 9)),
        (date(2026, 4, 10), date(2026, 7, 10)),
    ]


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 3), st.integers(0, 26))
def test_the_periods_of_reports_follow_without_gap_or_overlap(since, months, weeks):
    periods = [report_period(since, months, Level.HIGH, n, data_weeks=weeks) for n in range(1, 14)]
    for (_, end), (begin, _) in pairwise(periods):
        assert begin == end + timedelta(days=1)


@pytest.mark.parametrize("first", [year for year in range(2028, 2100, 4) if year % 100])
def test_leap_days_to_2100_are_found_again(first):
    """Held on their day, reviews of every three years come back to 29 February every twelve."""
    anchor = due = assessed = date(first, 2, 29)
    for _ in range((2100 - first) // 3):
        due = next_review(approved_on=anchor, assessed_on=assessed, interval=36, settles=due)
        assessed = due
        leap = due.year % 4 == 0 and due.year % 100 != 0
        assert (due.month, due.day) == (2, 29 if leap else 28)
        assert (due.year - first) % 3 == 0
