"""A policy of low relevance takes the short path to the public page."""

from __future__ import annotations

import pytest

from tests.browser.visitor.filling import CONTINUE, fill_section
from tests.browser.visitor.journey import WAYS, WITH_SCRIPTS, Journey
from tests.browser.visitor.late import add_source
from tests.forms import samples
from tests.ria import road
from workflows.stages import Stage

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]

LOW = "staff_car_parking"
SHOWN = """() => [...document.querySelectorAll('[data-question]')]
  .filter(question => question.checkVisibility()).map(question => question.dataset.question)"""


@pytest.mark.parametrize("way", WAYS)
def test_staff_car_parking(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    edition = in_assessment(journey)
    asked = assessed(journey, edition)
    assert len(asked) == len(set(asked))
    if way == WITH_SCRIPTS:  # without them a page also shows what only some answers ask for
        assert 15 <= len(asked) <= 20, asked
    approved(journey, edition)
    published(journey, edition)
    read_by_the_public(journey, edition)
    assert journey.world.faults() == []


def in_assessment(journey):
    """Registered by keyboard; the screening, whose keys another journey presses, by commands."""
    world = journey.world
    edition = journey.register("Parking for staff at headquarters", subject_type="procedure")
    road.fill_form(world, edition, "screening", samples.screening_answers(LOW))
    author = journey.person("author")
    author.open(f"/assessments/{edition.assessment_id}/screening/check")
    journey.hand_in()
    unit = journey.from_mail("strategy")
    assert "Low relevance" in unit.text()
    journey.approve(edition)
    return edition


def assessed(journey, edition):
    """The short form, page by page; every question that was to be seen on its pages."""
    (record,) = samples.evidence_records(LOW)
    add_source(journey, edition, record)
    author = journey.from_mail("author")
    author.use('a[href$="/assessment"]')
    questions, answers = samples.form_set("assessment"), samples.assessment_answers(LOW)
    asked = []
    author.use(".govuk-task-list__link")
    while not author.page.url.endswith("/check"):
        fill_section(author, questions, author.page.url.rpartition("/")[2], answers)
        asked += author.page.evaluate(SHOWN)
        author.use(CONTINUE)
    journey.hand_in()
    assert journey.stage(edition) is Stage.ASSESSMENT_APPROVAL
    return asked


def approved(journey, edition):
    """The adviser settles what is not known, and it is approved without consultation."""
    unit = journey.from_mail("strategy")
    journey.decide("strategy", {"decision": "approve", "due_regard": "yes"})
    assert journey.stage(edition) is Stage.ASSESSMENT_APPROVAL
    unit.use('#decide a[href$="/signatures"]')
    unit.fill({"kind": ["adviser"]})
    unit.use('main form[action$="/signatures"] button')
    journey.from_mail("adviser")
    journey.sign("adviser", "adviser")
    journey.approve(edition)
    assert journey.stage(edition) is Stage.APPROVED


def published(journey, edition):
    """The publication form is filled in and published."""
    unit = journey.from_mail("strategy")
    answers = samples.publication_answers(LOW)
    journey.answer("publication", answers, "strategy")
    journey.check_disclosure(edition)
    unit.open(f"/assessments/{edition.assessment_id}/publication/check")
    unit.use('main a[href$="/publish"]')
    unit.use('form[action$="/publish"] button')
    assert "It is published." in unit.text()
    assert journey.stage(edition) is Stage.CURRENT


def read_by_the_public(journey, edition):
    """Anybody finds it in the register."""
    public = journey.public()
    public.open("/")
    public.use(f'main a[href="/register/{edition.reference}"]')
    for shown in (
        samples.publication_answers(LOW)["plain_summary"],
        "Low relevance",
        "People were not consulted.",
        samples.assessment_answers(LOW)["waiver_reason"],
    ):
        assert shown in public.text(), shown
