"""From the consultation to the public page by keyboard alone, and without JavaScript. Of each form
one section is filled in on its page; the others are for the journeys that look at every page."""

from __future__ import annotations

import pytest

from tests.browser.filling import CONTINUE, fill_section
from tests.browser.journey import BY_KEYBOARD, WITHOUT_SCRIPTS, Journey
from tests.browser.late import TRAINED, committee_agrees_if, consult, meet_condition
from tests.forms import samples
from tests.ria import road
from workflows.stages import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.mark.parametrize("way", [BY_KEYBOARD, WITHOUT_SCRIPTS])
def test_from_the_consultation_to_the_public_page(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    edition = in_consultation(journey.world)
    consult(journey, edition)
    work_together(journey, edition)
    answer_but_for_one(journey, edition, "consultation", "influence")
    journey.hand_in()
    road.sign_as(journey.world, edition, "consultation", "adviser", road.SignatureKind.ADVISER)
    journey.ask_for(edition, "legal")
    journey.from_mail("legal")
    journey.sign("legal", "legal")
    claim_and_approve(journey)
    assert journey.stage(edition) is Stage.MONITORING_PLAN
    answer_but_for_one(journey, edition, "monitoring_plan", "timetable")
    journey.hand_in()
    committee_agrees_if(journey, edition)
    publish(journey, edition)
    public = journey.public()
    public.open(f"/register/{edition.reference}")
    assert samples.publication_answers(road.HIGH)["plain_summary"] in public.text()
    assert TRAINED not in public.page.content()
    assert journey.world.faults() == []


def in_consultation(world):
    """A policy of high relevance about which nobody has been asked yet."""
    edition = road.assessed(world)
    road.hand_in(world, edition)
    for who, kind in (("adviser", "ADVISER"), ("legal", "LEGAL")):
        road.sign_as(world, edition, "assessment", who, road.SignatureKind[kind])
    road.approve(world, edition, "assessment")
    return edition


def work_together(journey, edition):
    """A colleague is invited, and comments on a question, which the author then finds."""
    author, form = journey.person("author"), f"/assessments/{edition.assessment_id}/consultation"
    author.open(form)
    author.use('main a[href$="/people"]')
    author.fill({"person": [journey.world.refs["colleague"]]})
    author.use('main form[action$="/people"] button')
    colleague = journey.from_mail("colleague")
    colleague.open(f"{form}/comment/consultation_summary")
    colleague.fill({"text": ["Name the six groups."]})
    colleague.use('main form[action$="/comment/consultation_summary"] button')
    author.open(f"{form}/influence")
    assert "Name the six groups." in author.text()
    author.use('#answers button[value^="dealt-with-"]')


def answer_but_for_one(journey, edition, form, section):
    """The form is filled in by commands, but for one section, filled in on its page."""
    questions = samples.form_set(form)
    answers = road.ANSWERS[form](road.HIGH)
    shown = {question.key for question in questions.section(section).questions}
    others = {key: value for key, value in answers.items() if key not in shown}
    road.fill_form(journey.world, edition, form, others)
    author, here = journey.person("author"), f"/assessments/{edition.assessment_id}/{form}"
    author.open(here)
    author.use(f'main a[href="{here}/{section}"]')
    fill_section(author, questions, section, answers)
    author.use(CONTINUE)
    author.open(f"{here}/check")


def claim_and_approve(journey):
    """From the desk: taken in hand, read and approved."""
    unit = journey.person("strategy")
    unit.open("/desk")
    unit.use('form[action$="/claim"] button')
    unit.use('main th a[href$="/decision"]')
    assert "Claimed by you" in unit.text()
    journey.decide("strategy", {"decision": "approve", "due_regard": "yes"})


def publish(journey, edition):
    """The form is filled in; the condition is met; then it is published."""
    unit, here = journey.person("strategy"), f"/assessments/{edition.assessment_id}/publication"
    unit.open(here)
    answers = samples.publication_answers(road.HIGH)
    journey.answer("publication", answers, "strategy")
    assert "this stands in the way" in unit.text()
    meet_condition(journey)
    journey.check_disclosure(edition)
    unit.open(f"{here}/check")
    unit.use('main a[href$="/publish"]')
    unit.use('form[action$="/publish"] button')
    assert journey.stage(edition) is Stage.CURRENT
