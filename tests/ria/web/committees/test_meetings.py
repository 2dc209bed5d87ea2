"""The days on which a committee meets, and what is due on them."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Meeting, Schedule
from ria.services.committees.meetings import set_meeting, take_off_meeting
from ria.services.kit.errors import Forbidden, NotFound
from ria.services.organisation.places import add_committee
from tests.journeys.lives.full_road import day
from tests.ria import road
from tests.ria.services.register.test_change_entry import change
from tests.ria.web.review.test_reviews import errors, links


@pytest.fixture
def plan(site):
    """A monitoring plan that waits for its committee: handed in on 22 February 2027."""
    edition = road.in_monitoring_plan(site.world)
    answers = road.ANSWERS["monitoring_plan"](road.HIGH)
    road.fill_form(site.world, edition, "monitoring_plan", answers)
    set_day(site.world, dt.date(2027, 3, 19))
    road.hand_in(site.world, edition)
    return edition


def set_day(world, on, who="secretary", **more):
    given = {"committee_id": world.committee_id, "token": world.token(), **more}
    set_meeting(world.store, actor_id=world.ids[who], on=on, **given)


def take_off(world, on, who="secretary"):
    take_off_meeting(world.store, committee_id=world.committee_id, actor_id=world.ids[who],
                     on=on, token=world.token())  # fmt: skip


def due(world):
    """When the committee's decision is due."""
    [found] = [row.due_on for row in world.all(Schedule) if row.kind == "committee"]
    return found


def test_a_decision_is_due_on_the_next_meeting_and_follows_it(site, plan):
    world = site.world
    assert due(world) == dt.date(2027, 3, 19)
    set_day(world, dt.date(2027, 4, 16), "strategy")
    assert due(world) == dt.date(2027, 3, 19)
    set_day(world, dt.date(2027, 3, 5), "chair")
    assert due(world) == dt.date(2027, 3, 5)
    take_off(world, dt.date(2027, 3, 5))
    assert due(world) == dt.date(2027, 3, 19)
    take_off(world, dt.date(2027, 3, 19))
    take_off(world, dt.date(2027, 4, 16))
    assert due(world) == dt.date(2027, 3, 8), "ten working days after the form was handed in"
    assert world.faults() == []


def test_a_policy_that_moves_is_due_on_the_other_committees_meeting(site, plan):
    world = site.world
    other = add_committee(world.store, "Crime", "")
    set_day(world, dt.date(2027, 3, 9), "strategy", committee_id=other)
    assert due(world) == dt.date(2027, 3, 19)
    change(world, plan, "strategy", committee_id=other, reason="It is about investigations.")
    assert due(world) == dt.date(2027, 3, 9)


def test_what_is_due_today_or_overdue_stays_with_its_meeting(site, plan):
    world = site.world
    for now in (dt.date(2027, 3, 19), dt.date(2027, 3, 22)):
        world.clock.at = dt.datetime.combine(now, dt.time(9), dt.UTC)
        set_day(world, now + dt.timedelta(days=7))
        assert due(world) == dt.date(2027, 3, 19)


def test_a_meeting_of_today_that_is_taken_off_holds_nothing(site, plan):
    world = site.world
    set_day(world, dt.date(2027, 3, 26))
    world.clock.at = dt.datetime(2027, 3, 19, 9, tzinfo=dt.UTC)
    take_off(world, dt.date(2027, 3, 19))
    assert due(world) == dt.date(2027, 3, 26)


def test_the_page_sets_days_and_takes_them_off(site, plan):
    world = site.world
    address = f"/committees/{world.committee_id}/meetings"
    secretary = site.visitor("secretary")
    secretary.get(f"/committees/{world.committee_id}/agenda")
    assert "Next meeting: 19 March 2027." in secretary.text()
    assert address in links(secretary)
    secretary.get(address)
    secretary.submit({}, action=address, status=422)
    assert errors(secretary) == ["#held_on-day"]
    for wrong in (dt.date(2027, 2, 21), dt.date(2031, 1, 1), dt.date(2027, 3, 19)):
        secretary.submit(day("held_on", wrong), action=address, status=422)
        assert errors(secretary) == ["#held_on-day"]
    secretary.submit(day("held_on", dt.date(2027, 3, 5)), action=address)
    secretary.follow()
    forms = [f for f in secretary.page.find_all("form") if f["action"] == f"{address}/off"]
    assert len(forms) == 2
    data = secretary.filled(forms[0])
    for _ in range(2):
        secretary.post(f"{address}/off", data)
    assert [row.held_on for row in world.all(Meeting)] == [dt.date(2027, 3, 19)]
    secretary.get(address)
    token = secretary.filled(secretary.form(address))
    for wrong in ("2027-03-05", "x", ""):
        secretary.post(f"{address}/off", {**token, "held_on": wrong}, 404)
    secretary.get(f"/assessments/{plan.assessment_id}/signatures/committee")
    assert secretary.page.select_one('[name="ratify_by-month"]')["value"] == "3"


def test_only_the_committees_officers_and_the_strategy_unit_set_them(site):
    world = site.world
    on = dt.date(2027, 3, 5)
    for who in ("author", "adviser", "other_chair", "admin"):
        site.visitor(who).get(f"/committees/{world.committee_id}/meetings", 404)
        with pytest.raises(Forbidden):
            set_day(world, on, who)
        with pytest.raises(Forbidden):
            take_off(world, on, who)
    with pytest.raises(NotFound):
        set_day(world, on, "strategy", committee_id=999)
    with pytest.raises(NotFound):
        take_off(world, on)
