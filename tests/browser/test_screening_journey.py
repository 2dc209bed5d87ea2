"""The first stages of two policies: one returned with a comment, one screened out."""

from __future__ import annotations

import pytest

from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role
from tests.browser.visitor.journey import (
    BY_POINTER,
    CONFIRM,
    ERRORS,
    WITHOUT_SCRIPTS,
    Journey,
    ways,
)
from tests.forms.samples import by_section, screening_answers
from tests.ria import road
from workflows.roles import Role
from workflows.stages import Stage

pytestmark = pytest.mark.browser


def return_and_mend(journey):
    """The Strategy Unit follows its mail, comments and returns; the author follows theirs."""
    edition = journey.register("Contacts with the press")
    journey.screen("media_policy")
    unit = journey.from_mail("strategy")
    assert "Medium relevance" in unit.text()
    unit.press("#answer-purpose summary")
    unit.fill({"comment-purpose": ["Say for whom it is."]})
    unit.use("#answer-purpose .govuk-details__text button")
    journey.decide("strategy", {"decision": "return"})
    assert unit.page.locator(ERRORS).is_visible()
    journey.decide(
        "strategy",
        {"return_reason": "The public should see for whom it is.", "due_on-day": "4",
         "due_on-month": "1", "due_on-year": "2027"},
    )  # fmt: skip
    assert "Returned for changes" in unit.text()

    author = journey.from_mail("author")
    author.use('a[href$="/screening/purpose"]')
    assert "Say for whom it is." in author.text()
    purpose = by_section("media_policy")["purpose"]["purpose"]
    author.fill({"purpose": [f"{purpose} It is for reporters and for the public."]})
    author.use('#answers button[value^="dealt-with-"]')
    author.use(".govuk-back-link")
    author.use('form[action$="/screening"] button')
    return edition


def approve(journey, edition):
    """The Strategy Unit approves what was mended."""
    journey.from_mail("strategy")
    unit = journey.decide("strategy", {"decision": "approve", "due_regard": "yes"})
    assert "Approved." in unit.text()
    assert journey.stage(edition) is Stage.ASSESSMENT


def screen_out(journey):
    """A second policy is screened out with two signatures and can be read by the public."""
    edition = journey.register("Patching of servers")
    answers = screening_answers("server_patching", contact=journey.world.refs["author"])
    road.fill_form(journey.world, edition, "screening", answers)
    journey.person("author").open(f"/assessments/{edition.assessment_id}/screening/check")
    journey.hand_in()
    unit = journey.from_mail("strategy")
    journey.decide("strategy", {"decision": "approve", "due_regard": "yes"})
    assert "A second signature is missing" in unit.page.locator(ERRORS).inner_text()
    unit.use('#decide a[href$="/signatures"]')
    unit.fill({"kind": ["second"], "asked": [journey.world.refs["adviser"]]})
    unit.use('main form[action$="/signatures"] button')
    journey.from_mail("adviser")
    journey.sign("adviser", "second", reason="I would have come to the same level.")
    journey.from_mail("strategy")
    journey.decide("strategy", {"decision": "approve", "due_regard": "yes"})
    assert "Approved." in unit.text()

    public = journey.public()
    public.open("/")
    public.use(f'main a[href="/register/{edition.reference}"]')
    assert "Screened, not assessed" in public.text()
    assert "It decides nothing about people and leaves nothing to judgement." in public.text()


def test_returned_mended_and_approved_by_another(live_server, new_session):
    journey = Journey(live_server, new_session, BY_POINTER)
    edition = return_and_mend(journey)
    world = journey.world
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    author = journey.person("author")
    author.open(f"/assessments/{edition.assessment_id}/decision")
    author.fill({"decision": ["approve"]}, within="#decide")
    author.use(CONFIRM)
    assert "You contributed to this form, so someone else must decide" in author.text()
    approve(journey, edition)


@pytest.mark.parametrize("way", ways(WITHOUT_SCRIPTS))
def test_screened_out(live_server, new_session, way):
    journey = Journey(live_server, new_session, way)
    screen_out(journey)
    assert journey.world.faults() == []
