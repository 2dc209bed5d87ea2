"""When things fall due: reviews, monitoring reports, and the forms of each stage.

Two limits cannot be widened by any setting: a review at least every 36 months, and a monitoring
report at least every 3 months for a high level. Everything else is a default that an organisation
may replace with its own value.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from workflows.errors import IntervalError
from workflows.levels import Level

MAX_REVIEW_MONTHS = 36
MAX_REPORT_MONTHS_HIGH = 3
REVIEW_START_DAYS = 90
"""The system starts a review this many days before it is due."""

DEFAULT_INTERVALS: Mapping[Level, int] = MappingProxyType(
    {Level.HIGH: 12, Level.MEDIUM: 24, Level.LOW: 36, Level.NONE: 36}
)
"""Months between reviews."""

SCREENING_DAYS = 28
ASSESSMENT_DAYS: Mapping[Level, int] = MappingProxyType(
    {Level.HIGH: 56, Level.MEDIUM: 84, Level.LOW: 112}
)
URGENT_ASSESSMENT_DAYS = 56
CONSULTATION_DAYS: Mapping[Level, int] = MappingProxyType({Level.HIGH: 84, Level.MEDIUM: 28})
MIN_CONSULTATION_DAYS = 14
"""The shortest consultation, and the default for a low level if it is not waived."""
RESULTS_DAYS = 28
"""How long after the last day of a consultation its results are due."""


def add_months(day: date, months: int) -> date:
    """The same day of the month this many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def checked_interval(months: int) -> int:
    """The review interval, unchanged. Raises IntervalError unless it is 1 to 36 months."""
    if not 1 <= months <= MAX_REVIEW_MONTHS:
        raise IntervalError(
            f"The review interval must be between 1 and {MAX_REVIEW_MONTHS} months, not {months}"
        )
    return months


def next_review(
    *,
    approved_on: date,
    assessed_on: date,
    interval: int,
    settles: date | None = None,
) -> date:
    """The day on which the next review is due, never later than 36 months after the assessment.

    `approved_on` is the approval from which the interval is counted: the original one while the
    interval is unchanged, so that a policy approved on 29 February returns to that day in every
    leap year. `assessed_on` is the approval of the assessment or, since then, of the latest review
    that let the policy continue. `settles` is the planned review day that this latest review
    fulfilled; a review held out of turn fulfils none and leaves the rhythm as it was. Raises
    IntervalError.
    """
    step = checked_interval(interval)
    passed = max(approved_on, assessed_on, settles or approved_on)
    multiple = step
    while add_months(approved_on, multiple) <= passed:
        multiple += step
    return min(add_months(approved_on, multiple), _latest(assessed_on, approved_on, step))


def review_once(*, wanted: date, approved_on: date, assessed_on: date) -> date:
    """The day of the review of something done once (a project, a decision): the wanted day, but not
    before the approval and never later than 36 months after the assessment.
    """
    return max(approved_on, min(wanted, add_months(assessed_on, MAX_REVIEW_MONTHS)))


def _latest(assessed_on: date, anchor: date, interval: int) -> date:
    """36 months after the assessment. If a short month moved the assessment back from the anchor's
    day of the month, the anchor's day is used again.
    """
    months = 12 * (assessed_on.year - anchor.year) + assessed_on.month - anchor.month
    if months > 0 and months % interval == 0 and add_months(anchor, months) == assessed_on:
        return add_months(anchor, months + MAX_REVIEW_MONTHS)
    return add_months(assessed_on, MAX_REVIEW_MONTHS)


def next_screening(screened_out_on: date, interval: int = MAX_REVIEW_MONTHS) -> date:
    """The day by which a screened-out policy must be screened again. Raises IntervalError."""
    return add_months(screened_out_on, checked_interval(interval))


def review_start(due: date) -> date:
    """The day on which the system starts the review that is due on this day."""
    return due - timedelta(days=REVIEW_START_DAYS)


def checked_report_months(months: int, level: Level) -> int:
    """The months between reports. Raises IntervalError if under 1, or over 3 for a high level."""
    limit = MAX_REPORT_MONTHS_HIGH if level == Level.HIGH else MAX_REVIEW_MONTHS
    if not 1 <= months <= limit:
        raise IntervalError(
            f"Monitoring reports must be between 1 and {limit} months apart, not {months}"
        )
    return months


def report_due(current_from: date, months: int, level: Level, number: int = 1) -> date:
    """The day on which the nth monitoring report is due. All reports are counted from the first
    day.
    """
    return add_months(current_from, number * checked_report_months(months, level))


def report_period(
    current_from: date, months: int, level: Level, number: int = 1, *, data_weeks: int = 0
) -> tuple[date, date]:
    """The first and the last day that the nth report covers. The figures are only available some
    weeks after a period, so the period ends that long before its report is due.
    """
    lag = timedelta(weeks=data_weeks)
    begins = report_due(current_from, months, level, number - 1) if number > 1 else current_from
    ends = report_due(current_from, months, level, number)
    return begins - lag, ends - lag - timedelta(days=1)


def screening_due(registered_on: date, days: int = SCREENING_DAYS) -> date:
    """The day the screening is due."""
    return registered_on + timedelta(days=days)


def assessment_due(
    started_on: date,
    level: Level,
    *,
    urgent: bool = False,
    allowed: Mapping[Level, int] = ASSESSMENT_DAYS,
) -> date:
    """The day the assessment is due. A policy that is not relevant has no such day: ValueError."""
    if level == Level.NONE:
        raise ValueError("A policy that is not relevant has no assessment")
    days = allowed[level]
    return started_on + timedelta(days=min(days, URGENT_ASSESSMENT_DAYS) if urgent else days)


def consultation_closes(opened_on: date, level: Level, days: int | None = None) -> date:
    """The last day of a consultation: by default for its level, or after this many days, but at
    least 14.
    """
    if days is None:
        days = CONSULTATION_DAYS.get(level, MIN_CONSULTATION_DAYS)
    return opened_on + timedelta(days=max(days, MIN_CONSULTATION_DAYS))


def results_due(closes_on: date) -> date:
    """The day by which the results of a consultation are due."""
    return closes_on + timedelta(days=RESULTS_DAYS)
