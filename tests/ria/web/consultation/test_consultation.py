"""The consultation's own life on its pages: opened, given more time, closed; and told of."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Consultation, ConsultationState, Message, Schedule
from ria.notify.delivery.prepare import prepare
from ria.notify.reminders.tick import tick
from tests.ria import road

TODAY, TITLE = dt.date(2026, 11, 23), "Stop and search"


@pytest.fixture
def consulting(site):
    """A policy of high relevance that has come to consultation: nobody has been asked yet."""
    world = site.world
    edition = road.assessed(world)
    road.hand_in(world, edition)
    road.sign_as(world, edition, "assessment", "adviser", road.SignatureKind.ADVISER)
    road.sign_as(world, edition, "assessment", "legal", road.SignatureKind.LEGAL)
    road.approve(world, edition, "assessment")
    return edition


def step(edition, name=""):
    """The address of a step; of the form itself without one."""
    return f"/assessments/{edition.assessment_id}/consultation" + (f"/{name}" if name else "")


def closes(when):
    """The inputs of the last day."""
    return {"closes_on-day": str(when.day), "closes_on-month": str(when.month),
            "closes_on-year": str(when.year)}  # fmt: skip


def fields(visitor):
    """The fields that the error summary leads to."""
    return [a["href"] for a in visitor.page.select(".govuk-error-summary a")]


def row(site):
    return site.world.all(Consultation)[-1]


def due(site):
    """When the form is due, as reminders see it."""
    return [one.due_on for one in site.world.all(Schedule)]


def test_its_whole_life(site, consulting):
    author, policy = site.visitor("author"), f"/policies/{consulting.reference}"
    author.get(step(consulting))
    assert "Consultation: planned Nobody has been asked yet." in author.text()
    author.get(step(consulting, "open"))
    assert "The usual length would end on 15 February 2027" in author.text()
    author.submit({**closes(dt.date(2026, 12, 1)), "reason": "Soon."}, status=422)
    assert fields(author) == ["#closes_on-day"]
    assert author.filled(author.form())["reason"] == ["Soon."]
    author.submit({**closes(dt.date(2026, 12, 20)), "reason": ""}, status=422)
    assert fields(author) == ["#reason"]
    author.submit({"reason": "The same people were asked in May."})
    author.follow()
    assert "Consultation: open until 20 December 2026" in author.text()
    assert author.page.find("a", href=step(consulting, "close")) is None
    assert due(site) == [dt.date(2027, 1, 17)]  # four weeks to work in what people say

    author.get(step(consulting, "close"))
    author.submit(status=422)
    assert "it stays open till then" in author.text()
    author.get(step(consulting, "extend"))
    author.submit({**closes(dt.date(2026, 12, 20)), "reason": "A meeting."}, status=422)
    assert fields(author) == ["#closes_on-day"]
    longer = {**closes(dt.date(2027, 1, 10)), "reason": "Two groups hold a meeting first."}
    author.submit(longer)
    author.get(policy)
    assert "Consultation: open until 10 January 2027" in author.text()
    assert "Given longer because: Two groups hold a meeting first." in author.text()
    assert due(site) == [dt.date(2027, 2, 7)]  # reminders keep to the same day

    site.world.clock.at += dt.timedelta(days=48)
    author.get(step(consulting))
    assert author.page.find("a", href=step(consulting, "close"))
    author.get(step(consulting, "close"))
    data = author.filled(author.form())
    for _ in range(2):
        author.post(step(consulting, "close"), data)
    assert row(site).state is ConsultationState.CLOSED
    author.get(policy)
    titles = [title.text for title in author.page.select(".ria-timeline__title")][:3]
    assert titles == ["Consultation closed", "Consultation extended until 10 January 2027",
                      "Consultation opened until 20 December 2026"]  # fmt: skip
    assert "from 23 November 2026 until 10 January 2027" in author.text()


@pytest.mark.parametrize(("days", "late"), [(28, False), (29, True)])
def test_nothing_is_overdue_for_four_weeks_after_the_last_day(site, consulting, days, late):
    author = site.visitor("author")
    author.get(step(consulting, "open"))
    author.submit(closes(dt.date(2027, 2, 15)))
    site.world.clock.at = dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC) + dt.timedelta(days=days)
    author.get(f"/policies/{consulting.reference}")
    assert "Consultation: its last day was 15 February 2027" in author.text()
    assert "Close it, so that no more answers are taken." in author.text()
    assert ("Say why it is overdue" in author.text()) is late
    author.get("/work")
    assert ("Overdue by 1 day" in author.text()) is late
    tick(site.world.store)
    [told] = [m for m in site.world.all(Message) if m.kind == "falls_due"
              and m.recipient_id == site.world.ids["author"]]  # fmt: skip
    letter = prepare(site.world.store, told.id).mime_message
    stands = "is 1 day overdue" if late else "is due today"
    assert letter["Subject"] == f"Analysis of the consultation on “{TITLE}” {stands}"


def test_a_step_out_of_turn_leads_back(site, consulting):
    author = site.visitor("author")
    for name in ("extend", "close"):
        author.get(step(consulting, name), 303)
        author.follow()
        assert "The consultation is not open." in author.text()
    data = {"csrf_token": author.page.find("input", {"name": "csrf_token"})["value"], "token": "a"}
    author.post(step(consulting, "close"), data, status=422)
    assert row(site).state is ConsultationState.PLANNED


def test_others_see_where_it_stands_and_cannot_change_it(site, consulting):
    for name, status in (("strategy", 403), ("adviser", 403), ("colleague", 404)):
        visitor = site.visitor(name)
        visitor.get(f"/policies/{consulting.reference}")
        assert "Consultation: planned" in visitor.text()
        assert visitor.page.find("a", href=step(consulting, "open")) is None
        visitor.get(step(consulting, "open"), status)


def test_an_edition_that_plans_none_has_no_such_page(site):
    site.visitor("author").get(step(site.world.in_screening(), "open"), 404)
