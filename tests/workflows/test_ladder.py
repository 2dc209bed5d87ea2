"""The reminder ladder: which step, on which day, and who is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.ladder import (
    LADDER,
    Told,
    add_working_days,
    approval_due,
    firings,
    is_working_day,
    working_days_since,
)
from workflows.levels import Level

DUE = date(2026, 6, 17)
LONG_AGO = date(2025, 1, 1)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
levels = st.sampled_from([None, *Level])


def told_at(number):
    return {told for step in LADDER if step.days == number for told in step.told}


def fired(level=None, created=LONG_AGO, due=DUE, holidays=frozenset()):
    return {step.days: on for step, on in firings(due, created, level, holidays)}


def test_the_steps_of_the_ladder():
    weekly = range(7, 85, 7)
    assert [step.days for step in LADDER] == sorted([-90, -30, -7, 0, 1, *weekly, 30, 60, 76, 90])


@pytest.mark.parametrize(
    ("number", "told"),
    [
        *((before, {Told.HOLDER}) for before in (-90, -30, -7, 0)),
        (1, {Told.OWNER}),
        *((week, {Told.OWNER, Told.HOLDER}) for week in (7, 21, 28, 35, 84)),
        (14, {Told.OWNER, Told.HOLDER, Told.CHAIR}),
        (30, {Told.STRATEGY_UNIT, Told.ADVISER}),
        (60, {Told.BOARD}),
        (76, {Told.OWNER, Told.HOLDER}),
        (90, {Told.PUBLIC}),
    ],
)
def test_who_is_told_at_a_step(number, told):
    assert told_at(number) == told


def test_only_the_step_two_weeks_before_the_naming_warns_of_it():
    assert [step.days for step in LADDER if step.warns] == [76]


@pytest.mark.parametrize(
    ("number", "on"),
    [
        (-90, date(2026, 3, 19)),
        (-30, date(2026, 5, 18)),
        (-7, date(2026, 6, 10)),
        (0, DUE),
        (1, date(2026, 6, 18)),
        (7, date(2026, 6, 24)),
        (30, date(2026, 7, 17)),
        (60, date(2026, 8, 17)),
        (76, date(2026, 9, 1)),
        (90, date(2026, 9, 15)),
    ],
)
def test_the_day_of_a_step(number, on):
    assert fired()[number] == on


def test_for_a_high_level_only_the_steps_after_the_due_day_are_halved():
    offsets = {step.days: step.offset(Level.HIGH) for step in LADDER}
    assert [offsets[number] for number in (-90, -30, -7, 0)] == [-90, -30, -7, 0]
    assert {number: offsets[number] for number in (1, 7, 14, 21, 30, 60, 84, 90)} == {
        **{1: 1, 7: 4, 14: 7, 21: 11, 30: 15},
        **{60: 30, 84: 42, 90: 45},
    }
    for level in (None, Level.MEDIUM, Level.LOW, Level.NONE):
        assert all(step.offset(level) == step.days for step in LADDER)


@pytest.mark.parametrize("level", [None, *Level])
def test_the_warning_always_comes_two_weeks_before_the_naming(level):
    offsets = {step.days: step.offset(level) for step in LADDER}
    assert offsets[90] - offsets[76] == 14


def test_steps_before_the_task_was_created_are_dropped():
    created = DUE - timedelta(days=28)
    assert -30 not in fired(created=created)
    assert -7 in fired(created=created)
    assert -7 in fired(created=DUE - timedelta(days=7))
    assert -7 not in fired(created=DUE - timedelta(days=6))


def test_a_step_on_a_weekend_comes_before_the_due_day_or_waits_after_it():
    sunday = date(2026, 6, 21)
    days_of = fired(due=sunday)
    assert days_of[0] == date(2026, 6, 19)
    assert days_of[-7] == date(2026, 6, 12)
    assert days_of[1] == date(2026, 6, 22)
    assert days_of[7] == date(2026, 6, 29)


def test_a_step_on_a_holiday_does_the_same():
    days_of = fired(due=date(2026, 12, 25), holidays=CHRISTMAS)
    assert days_of[0] == date(2026, 12, 24)
    assert days_of[1] == date(2026, 12, 29)


def test_a_step_is_not_brought_forward_to_before_its_task():
    saturday = date(2026, 6, 20)
    assert fired(due=saturday, created=saturday)[0] == date(2026, 6, 22)
    assert fired(due=saturday + timedelta(days=1), created=saturday)[0] == date(2026, 6, 22)


@pytest.mark.parametrize(
    ("today", "reached", "coming"),
    [
        (date(2026, 3, 18), None, -90),
        (date(2026, 3, 19), -90, -30),
        (DUE - timedelta(days=1), -7, 0),
        (DUE, 0, 1),
        (date(2026, 6, 18), 1, 7),
        (date(2026, 7, 16), 28, 30),
        (date(2026, 9, 14), 84, 90),
        (date(2026, 9, 15), 90, None),
        (date(2030, 1, 1), 90, None),
    ],
)
def test_the_step_reached_and_the_next(today, reached, coming):
    days = fired()
    assert [None, *(step for step, on in days.items() if on <= today)][-1] == reached
    assert next((step for step, on in days.items() if on > today), None) == coming


def test_after_a_long_silence_each_is_told_the_highest_step_of_theirs():
    today = DUE + timedelta(days=65)
    passed = [step for step, on in firings(DUE, LONG_AGO) if on <= today]
    assert {told: step.days for step in passed for told in step.told} == {
        Told.OWNER: 63,
        Told.HOLDER: 63,
        Told.CHAIR: 14,
        Told.STRATEGY_UNIT: 30,
        Told.ADVISER: 30,
        Told.BOARD: 60,
    }


@given(days, st.integers(0, 400), levels, st.frozensets(days, max_size=5))
def test_steps_fire_in_order_on_working_days_never_before_their_task(due, age, level, holidays):
    created = due - timedelta(days=age)
    found = firings(due, created, level, holidays)
    assert [on for _, on in found] == sorted(on for _, on in found)
    for step, on in found:
        planned = due + timedelta(days=step.offset(level))
        assert is_working_day(on, holidays)
        assert on >= created
        assert on <= planned or step.days > 0 or planned <= created + timedelta(days=10)
        assert on >= planned or step.days <= 0


def test_working_days_leave_out_weekends_and_holidays():
    assert is_working_day(date(2026, 12, 24), CHRISTMAS)
    assert not is_working_day(date(2026, 12, 25), CHRISTMAS)
    assert not is_working_day(date(2026, 12, 26))
    assert is_working_day(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("day", "number", "later"),
    [
        (date(2026, 6, 17), 0, date(2026, 6, 17)),
        (date(2026, 6, 20), 0, date(2026, 6, 22)),
        (date(2026, 6, 19), 1, date(2026, 6, 22)),
        (date(2026, 6, 20), 1, date(2026, 6, 22)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 2, date(2026, 12, 30)),
    ],
)
def test_adding_working_days(day, number, later):
    assert add_working_days(day, number, CHRISTMAS) == later


@given(days, st.integers(1, 60))
def test_the_days_added_are_counted(day, number):
    later = add_working_days(day, number)
    between = (day + timedelta(days=n) for n in range(1, (later - day).days + 1))
    assert sum(is_working_day(one) for one in between) == number


def test_an_approval_is_due_in_ten_working_days():
    assert approval_due(date(2026, 6, 17)) == date(2026, 7, 1)
    assert approval_due(date(2026, 12, 21), CHRISTMAS) == date(2027, 1, 6)


@given(days, st.integers(0, 40))
def test_working_days_are_counted_as_they_are_added(start, number):
    end = add_working_days(start, number, CHRISTMAS)
    shift = number == 0 and not is_working_day(start, CHRISTMAS)
    assert working_days_since(start, end, CHRISTMAS) == number + shift
    assert working_days_since(end, start, CHRISTMAS) == 0 or start > end
