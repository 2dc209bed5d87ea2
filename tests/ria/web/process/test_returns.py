"""Going back over several stages, and a last approval that comes late."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import unit_of_work
from ria.models import Consultation, Policy, StageChange
from ria.services.kit.errors import Unmet
from tests.ria import road
from tests.ria.web.process.test_decision import RETURN, page_of
from workflows.actions import Action
from workflows.stages import Stage


@pytest.fixture
def heard(site):
    """A policy whose consultation has been held and awaits approval."""
    edition = road.in_consultation(site.world)
    road.fill_form(site.world, edition, "consultation", road.ANSWERS["consultation"](road.HIGH))
    road.hand_in(site.world, edition)
    return edition


def stages_offered(visitor):
    """The stages that the page offers to go back to."""
    return [radio["value"] for radio in visitor.page.select("input[name=return_to]")]


@pytest.mark.parametrize(("again", "rounds"), [((), [1]), (("yes",), [1, 2])])
def test_past_the_consultation_it_counts_unless_asked_again(site, heard, again, rounds):
    unit = site.visitor("strategy")
    unit.get(page_of(heard))
    assert stages_offered(unit) == ["screening", "assessment", "consultation"]
    fields = {**RETURN, "due_on-year": "2030", "return_to": "assessment"}
    fields |= {"consult_again": list(again)}
    unit.submit(fields, action=page_of(heard))
    assert site.world.row(heard).stage is Stage.ASSESSMENT
    assert [row.round for row in site.world.all(Consultation)] == rounds


def test_a_screening_goes_back_to_itself_alone(site):
    edition, unit = site.world.awaiting(case="media_policy"), site.visitor("strategy")
    unit.get(page_of(edition))
    assert stages_offered(unit) == []
    assert unit.page.select("input[name=consult_again]") == []


def test_a_last_approval_after_the_planned_start_is_explained(site):
    world = site.world
    edition = road.in_monitoring_plan(world)
    road.fill_form(world, edition, "monitoring_plan", road.ANSWERS["monitoring_plan"](road.HIGH))
    road.hand_in(world, edition)
    start(world, edition, dt.date(2020, 1, 1))
    unit = site.visitor("strategy")
    unit.get(page_of(edition))
    assert "Why does the decision come after the start, or the planned start?" in unit.text()
    unit.submit({"decision": "approve", "due_regard": "yes"}, action=page_of(edition), status=422)
    links = [a["href"] for a in unit.page.select(".govuk-error-summary a")]
    assert "#approve_reason" in links
    start(world, edition, dt.date(2040, 1, 1))
    unit.get(page_of(edition))
    assert "Why does the decision come after the start, or the planned start?" not in unit.text()


def start(world, edition, day):
    """The policy is planned to start on this day."""
    with unit_of_work(world.store) as unit:
        row = unit.session.get_one(Policy, world.policy(edition).id)
        row.planned_start_on = day
        unit.save(row)
        unit.record(edition.reference, "start_planned", "system", planned_start_on=day)


def test_a_return_is_answered_by_a_change_or_a_reason_and_keeps_its_due_day(site):
    world = site.world
    edition = world.awaiting(case="media_policy")
    due = dt.date(2027, 3, 1)
    world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), due_on=due,
              reason="Say for whom it is.", return_to=Stage.SCREENING)  # fmt: skip
    author, form = site.visitor("author"), f"/assessments/{edition.assessment_id}/screening"
    for page in (form, f"{form}/purpose"):
        author.get(page)
        assert "Returned for changes, due by 1 March 2027" in author.text()
        assert "Say for whom it is." in author.text()
    author.get(form)
    author.submit(action=form, status=422)
    assert [a["href"] for a in author.page.select(".govuk-error-summary a")] == ["#reason"]
    with pytest.raises(Unmet) as refused:
        world.act("author", edition, Action.SUBMIT, reason=" ")
    assert [reason.id for reason in refused.value.reasons] == ["changed_since_return"]

    author.submit({"reason": "It is for everybody, as it says."}, action=form)
    assert world.all(StageChange)[-1].reason == "It is for everybody, as it says."
    assert world.row(edition).round == 2
    world.act("author", edition, Action.TAKE_BACK)
    assert world.row(edition).due_on == due
    author.get(form)
    assert "Why was nothing changed?" not in author.text()
    author.submit(action=form)
    world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert (world.row(edition).stage, world.row(edition).round) == (Stage.ASSESSMENT, 1)
    assert world.faults() == []
