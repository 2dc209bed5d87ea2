"""Every page of the long forms, filled in; what those see who decide on them, publish them and
read them in public. With scripts on a wide screen, and without on a narrow one."""

from __future__ import annotations

import pytest

from tests.browser.visitor.journey import WITHOUT_SCRIPTS, Journey, ways
from tests.ria import road
from tests.ria.reviewing import current_high, fill_review, start_review

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LINK = ".govuk-task-list__link"


def reviewed(world):
    """A published policy whose review is filled in."""
    edition = current_high(world)
    start_review(world, edition)
    fill_review(world, edition, road.HIGH)
    return edition


def planned(world):
    """A policy whose monitoring plan is filled in."""
    edition = road.in_monitoring_plan(world)
    answers = road.ANSWERS["monitoring_plan"](road.HIGH)
    road.fill_form(world, edition, "monitoring_plan", answers)
    return edition


def consulted(world):
    """A policy about which people were consulted, and what they said."""
    edition = road.in_consultation(world)
    road.fill_form(world, edition, "consultation", road.ANSWERS["consultation"](road.HIGH))
    return edition


def approved(world):
    """A policy that waits for its publication."""
    edition = road.approved(world)
    answers = road.ANSWERS["publication"](road.HIGH)
    road.fill_form(world, edition, "publication", answers, "strategy")
    return edition


DECIDED = ("review", "assessment", "consultation", "monitoring_plan")
FILLED = {"review": reviewed, "assessment": road.assessed, "consultation": consulted,
          "monitoring_plan": planned, "publication": approved}  # fmt: skip


@pytest.mark.parametrize("way", ways(WITHOUT_SCRIPTS))
def test_axe_finds_nothing_on_any_of_them(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    author, unit = journey.person("author"), journey.person("strategy")
    for form, filled in FILLED.items():
        edition = filled(journey.world)
        here = f"/assessments/{edition.assessment_id}/{form}"
        author.open(here)
        sections = author.page.eval_on_selector_all(LINK, "all => all.map(one => one.href)")
        assert len(sections) >= 3, form
        for section in sections:
            author.open(section)
        author.open(f"{here}/check")
        if form in DECIDED:
            road.hand_in(journey.world, edition)
            unit.open(f"/assessments/{edition.assessment_id}/decision")
    here = f"/assessments/{edition.assessment_id}"
    unit.open(f"{here}/preview")
    road.check_disclosure(journey.world, edition)
    unit.open(f"{here}/publish")
    unit.use('form[action$="/publish"] button')
    assert "It is published." in unit.text()
    public = journey.public()
    for page in ("/", f"/register/{edition.reference}", "/consultations"):
        public.open(page)
