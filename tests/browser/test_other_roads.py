"""Roads that end early or turn back: stop and remove, a level raised half-way, a policy covered."""

from __future__ import annotations

import pytest

from ria.models import Operation
from tests.browser.visitor.filling import CONTINUE, fill_section
from tests.browser.visitor.journey import ERRORS, WITH_SCRIPTS, WITHOUT_SCRIPTS, Journey, ways
from tests.forms import samples
from tests.ria import road
from workflows.levels import Level
from workflows.stages import Stage

pytestmark = pytest.mark.browser

NAMED = "items => items.map(i => [i.querySelector('a').textContent.trim(), i.textContent])"
WHY = "It now decides who is searched at the gate."


def in_assessment(world):
    """A policy of low relevance, proposed only, whose short form is filled in but for its end."""
    edition = road.in_assessment(world, road.LOW, operation=Operation.PROPOSED, operation_on=None)
    road.add_sources(world, edition, road.LOW)
    conclusion = {q.key for q in samples.form_set("assessment").section("conclusion").questions}
    answers = samples.assessment_answers(road.LOW)
    known = {key: value for key, value in answers.items() if key not in conclusion}
    road.fill_form(world, edition, "assessment", known)
    return edition


def sections(person):
    """The sections listed, with their state."""
    items = person.page.locator(".govuk-task-list__item").evaluate_all(NAMED)
    return dict(items)


@pytest.mark.parametrize("way", ways(WITH_SCRIPTS))
def test_stop_and_remove_ends_rejected(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    edition = in_assessment(journey.world)
    author = journey.from_mail("author")
    author.use('a[href$="/assessment"]')
    author.use('a[href$="/assessment/conclusion"]')
    stop = {**samples.assessment_answers(road.LOW), "outcome": "stop"}
    fill_section(author, samples.form_set("assessment"), "conclusion", stop)
    author.use(CONTINUE)
    journey.hand_in()
    unit = journey.from_mail("strategy")
    assert "Stop and remove" in unit.text()
    journey.approve(edition)
    assert journey.stage(edition) is Stage.REJECTED
    author = journey.from_mail("author")
    assert "This assessment has ended: rejected" in author.text()
    public = journey.public()
    public.open("/")
    assert "Nothing has been published yet" in public.text()
    assert journey.world.faults() == []


@pytest.mark.parametrize("way", ways(WITH_SCRIPTS))
def test_a_level_raised_half_way_asks_what_was_left_out(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    edition = in_assessment(journey.world)
    author = journey.person("author")
    author.open(f"/assessments/{edition.assessment_id}/assessment")
    before = sections(author)
    assert "Human rights" not in before and "Will you consult?" in before

    adviser = journey.person("adviser")
    adviser.open(f"/policies/{edition.reference}")
    adviser.use('main a[href$="/actions/raise_level"]')
    adviser.use('form[action$="/raise_level"] button')
    assert adviser.page.locator(ERRORS).is_visible()
    adviser.fill({"level": ["high"], "reason": [WHY]})
    adviser.use('form[action$="/raise_level"] button')
    assert journey.world.row(edition).level is Level.HIGH

    author = journey.from_mail("author")
    after = sections(author)
    assert {"Human rights", "Who has a part in it", "Consultation plan: whom you will ask"} <= (
        after.keys() - before.keys()
    )
    assert "Will you consult?" not in after and "Not started" in after["Human rights"]
    author.use('a[href$="/assessment/rights"]')
    full = samples.assessment_answers(road.HIGH)
    fill_section(author, samples.form_set("assessment"), "rights", full)
    author.use(CONTINUE)
    author.open(f"/assessments/{edition.assessment_id}/assessment")
    assert "Complete" in sections(author)["Human rights"]
    author.use('main form[action$="/assessment"] button')
    assert author.page.locator(ERRORS).is_visible()
    assert journey.stage(edition) is Stage.ASSESSMENT


@pytest.mark.parametrize("way", ways(WITHOUT_SCRIPTS))
def test_a_policy_is_covered_by_its_parent(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    parent = journey.world.register(title="Contacts with the press")
    edition = journey.register("List of press telephones")
    unit = journey.person("strategy")
    unit.open(f"/policies/{edition.reference}")
    unit.use('main a[href$="/actions/cover"]')
    unit.fill({"parent_reference": ["P9999"], "reason": ["It only lists telephone numbers."]})
    unit.use('form[action$="/actions/cover"] button')
    assert unit.page.locator(ERRORS).is_visible()
    unit.fill({"parent_reference": [parent.reference]})
    unit.use('form[action$="/actions/cover"] button')
    assert journey.stage(edition) is Stage.COVERED
    author = journey.person("author")
    author.open(f"/policies/{edition.reference}")
    assert "This assessment has ended: covered" in author.text()
    author.use(f'main a[href="/policies/{parent.reference}"]')
    assert "Contacts with the press" in author.text()
    assert journey.world.faults() == []
