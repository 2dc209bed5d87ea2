"""The pages of reminders: a day to look at, runs that wait, what is long overdue, own mails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ria.models import ReminderPause
from ria.notify.reminders.tick import tick

WHY = "The court decides on it next week."


@pytest.fixture
def late(site):
    """A screening that is so late that its owner was warned of being named."""
    edition = site.world.in_screening()
    clock = site.world.clock
    clock.at += timedelta(days=28 + 78)
    while not tick(site.world.store).is_working_day:
        clock.at += timedelta(days=1)
    return edition


def day(name: str, date) -> dict[str, str]:
    return {f"{name}-day": str(date.day), f"{name}-month": str(date.month),
            f"{name}-year": str(date.year)}  # fmt: skip


def test_a_day_shows_who_would_be_told_what_and_why(site):
    edition = site.world.in_screening()
    visitor = site.visitor("strategy")
    visitor.get("/reminders")
    assert "Nobody would be told of anything" in visitor.text()
    due = site.world.row(edition).due_on
    visitor.submit(day("day", due - timedelta(days=7)))
    visitor.follow()
    assert "1 person would be told of 1 thing" in visitor.text()
    assert edition.reference in visitor.text() and "holder, 7 days before" in visitor.text()
    visitor.get("/reminders?day=2026-12-25")
    assert "no working day" in visitor.text()
    visitor.get("/reminders?day=soon")
    visitor.submit({"day-day": "31", "day-month": "2", "day-year": "2027"}, status=422)
    assert visitor.page.select(".govuk-error-summary a")


def test_an_administrator_lets_held_reminders_go(site):
    world = site.world
    world.set(most_mails=1)
    world.awaiting()
    world.in_screening()
    world.clock.at += timedelta(days=60)
    while not (report := tick(world.store)).is_working_day:
        world.clock.at += timedelta(days=1)
    assert report.is_held
    unit = site.visitor("strategy")
    unit.get("/reminders")
    assert "wait for an administrator's word" in unit.text()
    assert "Let them go" not in unit.text()
    admin = site.visitor("admin")
    admin.get("/reminders")
    admin.submit(action="/reminders/release")
    assert tick(world.store).mails > 1
    admin.follow()
    assert "wait for an administrator's word" not in admin.text()
    assert world.faults() == []


def test_the_boards_pack_the_pause_and_the_owners_word(site, late):
    unit = site.visitor("strategy")
    unit.get("/reminders/overdue")
    assert late.reference in unit.text() and "The owner has not explained it" in unit.text()
    (link,) = (a for a in unit.page.main.find_all("a") if "/pause" in a["href"])
    unit.get(link["href"])
    today = site.world.clock.at.date()
    unit.submit({**day("until", today + timedelta(days=200)), "reason": WHY}, status=422)
    assert unit.page.find(id="until-day")["value"] == str((today + timedelta(days=200)).day)
    unit.submit({**day("until", today + timedelta(days=20)), "reason": WHY})
    unit.follow()
    assert f"Paused until {(today + timedelta(days=20)).day}" in unit.text() and WHY in unit.text()
    assert len(site.world.all(ReminderPause)) == 1

    owner = site.visitor("author")
    owner.get(f"/policies/{late.reference}/lateness")
    owner.submit({"text": "We wait for figures from the courts."})
    unit.get("/reminders/overdue")
    assert "We wait for figures from the courts." in unit.text()
    assert site.world.faults() == []


def test_everybody_chooses_how_their_reminders_come(site):
    visitor = site.visitor("author")
    visitor.get("/account/mails")
    visitor.submit({"mail_day": "d1", "with_calendar": "no"})
    visitor.follow()
    assert visitor.page.find("input", value="d1").has_attr("checked")
    visitor.submit({"mail_day": "d9", "with_calendar": "no"}, status=422)
