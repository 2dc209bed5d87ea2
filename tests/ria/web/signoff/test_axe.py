"""The pages of signatures, conditions, consultation and committee in a real browser."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from ria.models import Condition, SignatureKind, Verdict
from ria.services.signoff.verdicts import ConditionInput
from tests.ria import road
from tests.ria.web.edge.test_axe import served, sign_in
from tests.support.accessibility import assert_accessible

pytestmark = pytest.mark.browser

NARROW = {"width": 360, "height": 740}


@pytest.fixture
def address(site):
    with served(site.app) as url:
        yield url


def before_the_committee(world):
    """A monitoring plan that waits for the committee, which has agreed once on a condition."""
    edition = road.in_monitoring_plan(world, planned_start_on=dt.date(2027, 1, 1))
    answers = road.ANSWERS["monitoring_plan"](road.HIGH)
    road.fill_form(world, edition, "monitoring_plan", answers)
    road.hand_in(world, edition)
    today = world.clock.now().date()
    needed = ConditionInput("Train all sergeants before the first search.",
                            world.refs["author"], today, before_publication=True)  # fmt: skip
    road.sign_as(world, edition, "monitoring_plan", "adviser", SignatureKind.ADVISER,
                 verdict=Verdict.AGREE_IF, conditions=(needed,))  # fmt: skip
    road.sign_as(world, edition, "monitoring_plan", "chair", SignatureKind.COMMITTEE,
                 verdict=Verdict.DEFER, deferred_to=today + dt.timedelta(days=30),
                 decided_on=today, minute_reference="7/27",
                 dissent="Two would agree now.")  # fmt: skip
    return edition


def fits(page):
    """Nothing is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_committees_pages(site, address, new_session):
    world = site.world
    edition = before_the_committee(world)
    (condition,) = world.all(Condition)
    base = f"{address}/assessments/{edition.assessment_id}"
    page = new_session().new_page()
    sign_in(page, address, "chair")
    pages = [f"{address}/committees/{world.committee_id}/agenda", f"{base}/decision-sheet",
             f"{base}/signatures/committee", f"{base}/conditions/{condition.id}",
             f"{address}/policies/{edition.reference}", f"{address}/work"]  # fmt: skip
    for where in pages:
        page.set_viewport_size({"width": 1200, "height": 900})
        page.goto(where)
        assert_accessible(page)
        page.set_viewport_size(NARROW)
        assert fits(page), where

    page.goto(f"{base}/decision-sheet")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_signing_on_conditions_without_scripts(site, address, new_session):
    edition = before_the_committee(site.world)
    where = f"{address}/assessments/{edition.assessment_id}/signatures/committee"
    page = new_session(java_script_enabled=False, viewport=NARROW).new_page()
    sign_in(page, address, "secretary")
    page.goto(where)
    page.get_by_label("Agree, if something is done").check()
    page.locator("#conditions-r1-text").fill("Tell the panel.")
    page.get_by_role("button", name="Add another row").click()
    assert page.locator("#conditions-r1-text").input_value() == "Tell the panel."
    assert page.locator("#conditions-r2-text").is_visible()
    page.get_by_role("button", name="Record the decision").click()
    assert "There is a problem" in page.locator(".govuk-error-summary").inner_text()
    assert page.locator("#conditions-r1-text").input_value() == "Tell the panel."


def test_asking_and_the_consultations_pages(site, address, page):
    world = site.world
    waiting = road.assessed(world)
    road.hand_in(world, waiting)
    base = f"{address}/assessments/{waiting.assessment_id}"
    sign_in(page, address, "author")
    page.goto(f"{base}/signatures")
    assert_accessible(page)
    road.sign_as(world, waiting, "assessment", "adviser", SignatureKind.ADVISER)
    road.sign_as(world, waiting, "assessment", "legal", SignatureKind.LEGAL)
    road.approve(world, waiting, "assessment")
    for where in ("consultation", "consultation/open"):
        page.goto(f"{base}/{where}")
        assert_accessible(page)
    page.get_by_role("button", name="Open the consultation").click()
    page.wait_for_url("**/consultation")
    page.wait_for_load_state()
    assert_accessible(page)
    page.goto(f"{base}/consultation/extend")
    page.set_viewport_size(NARROW)
    assert fits(page)
