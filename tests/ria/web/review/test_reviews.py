"""Reviews, new editions and the end of a policy's life, page by page."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Amendment, Publication, ReviewCause, Schedule
from ria.services.accounts.absence import AbsenceInput, set_away
from tests.ria import road
from tests.ria.reviewing import (
    WHY,
    approve_review,
    current_low,
    hand_in_review,
    later,
    leading,
    start_review,
)
from tests.ria.web.process.test_actions import page_of, take
from workflows.actions import Action
from workflows.stages import Stage


def policy_page(edition):
    """The address of the policy's page."""
    return f"/policies/{edition.reference}"


def links(visitor):
    """What the page in hand leads to."""
    return {a["href"] for a in visitor.page.find_all("a", href=True)}


def errors(visitor):
    """Where the error summary leads."""
    return [a["href"] for a in visitor.page.select(".govuk-error-summary a")]


def test_a_review_is_started_from_a_page_and_shows_what_it_looks_back_on(site):
    edition = current_low(site.world)
    owner = site.visitor("author")
    owner.get(policy_page(edition))
    assert page_of(edition, "start_review") in links(owner)
    take(owner, edition, "start_review", {"reason": WHY}, status=422)
    assert errors(owner) == ["#review_reason"]
    typed = {"review_reason": "complaint", "reason": WHY}
    owner.submit(typed, action=page_of(edition, "start_review"))
    assert owner.response.headers["Location"] == f"/assessments/{edition.assessment_id}/review"
    owner.follow()
    text = owner.text()
    assert "What this review looks back on" in text
    assert f"A complaint, 23 November 2026: {WHY}" in text
    assert "Screening again: what it is for" in text
    owner.get(f"/assessments/{edition.assessment_id}/review/purpose")
    assert "Carried forward from edition 1." in owner.text()
    owner.get(f"/assessments/{edition.assessment_id}/review/proposal")
    assert "What was thought before" in owner.text()
    for reader in ("colleague", "other_chair"):
        site.visitor(reader).get(f"/assessments/{edition.assessment_id}/review", 404)


def test_the_decision_page_says_where_approving_leads(site):
    edition = current_low(site.world)
    hand_in_review(site.world, edition)
    unit = site.visitor("strategy")
    unit.get(f"/assessments/{edition.assessment_id}/decision")
    assert "A new edition opens, and this one counts until that is published" in unit.text()
    choices = {box["value"] for box in unit.page.select('input[name="decision"]')}
    assert choices == {"approve", "return"}


def test_what_comes_to_light_joins_the_review(site):
    edition = current_low(site.world)
    start_review(site.world, edition)
    unit, page = site.visitor("strategy"), f"/assessments/{edition.assessment_id}/signal"
    unit.get(policy_page(edition))
    assert page in links(unit)
    unit.get(page)
    unit.submit({"review_reason": "law"}, action=page, status=422)
    assert errors(unit) == ["#reason"]
    unit.submit({"review_reason": "law", "reason": WHY}, action=page)
    assert [cause.reason for cause in site.world.all(ReviewCause)] == ["request", "law"]
    for _ in range(2):
        unit.get(page)
        unit.submit({"review_reason": "complaint", "reason": WHY}, action=page)
    unit.get(f"/assessments/{edition.assessment_id}/review")
    assert "noted here A complaint: 2. A change in the law: 1." in unit.text()
    site.visitor("adviser").get(page)
    site.visitor("colleague").get(page, 404)


def test_an_assessment_is_revoked_at_once_and_the_register_says_so(site):
    edition, unit = (
        current_low(site.world, operation="proposed", operation_on=None),
        site.visitor("strategy"),
    )
    page = page_of(edition, "revoke")
    take(unit, edition, "revoke", {"urgent": "yes"}, status=422)
    assert errors(unit) == ["#reason", "#reference", "#ratify_by-day"]
    day = {"ratify_by-day": "1", "ratify_by-month": "2", "ratify_by-year": "2020"}
    typed = {"reason": WHY, "reference": "Minute 4/2026", "urgent": "yes", **day}
    unit.submit(typed, action=page, status=422)
    assert errors(unit) == ["#ratify_by-day"]
    unit.submit({**typed, "ratify_by-year": "2027"}, action=page)
    assert site.world.row(edition).stage is Stage.REVOKED
    assert {row.kind: row.due_on for row in site.world.all(Schedule)} == {
        "ratification": dt.date(2027, 2, 1)
    }
    public = site.visitor()
    public.get(f"/register/{edition.reference}")
    text = public.text()
    assert "This assessment no longer counts." in text
    assert "It was revoked on 23 November 2026" in text
    assert "The committee is to confirm it by 1 February 2027" in text
    assert "Next review by" not in text
    public.get(f"/register/{edition.reference}/1")
    assert "This is an earlier publication" in public.text()
    assert "This assessment no longer counts." not in public.text()
    assert site.world.faults() == []


def test_a_correction_is_published_with_its_notice(site):
    edition, unit = current_low(site.world), site.visitor("strategy")
    page = page_of(edition, "correct")
    unit.get(page)
    shown = unit.filled(unit.form(page))
    assert shown["contact_point"][0].startswith("Head of estates")
    unit.submit({"notice": "The telephone number was wrong."}, action=page, status=422)
    assert "A correction may not change a judgement" in unit.text()
    typed = {"contact_point": "Head of estates, 020 7946 0000", "title": "Car parking",
             "notice": "The telephone number and the title were wrong."}  # fmt: skip
    unit.submit(typed, action=page)
    public = site.visitor()
    public.get(f"/register/{edition.reference}")
    text = public.text()
    assert "Corrected on 23 November 2026" in text
    assert "020 7946 0000" in text
    assert public.page.h1.get_text(strip=True) == "Car parking"
    numbers = [(one.number, one.is_latest) for one in site.world.all(Publication)]
    assert numbers == [(1, False), (2, True)]
    assert site.world.row(edition).stage is Stage.CURRENT
    site.visitor("author").get(page)
    assert site.world.faults() == []


AMENDMENT = {
    "summary": "The unit has a new name and nothing else changes.",
    "before": "Send it to the Property Services Unit.",
    "after": "Send it to the Estates Unit.",
    "eliminate": "no_change",
    "advance": "no_change",
    "relations": "no_change",
}


def test_a_minor_amendment_is_proposed_and_agreed_to(site):
    edition = current_low(site.world)
    owner, unit = site.visitor("author"), site.visitor("strategy")
    due = site.world.row(edition).next_review_on
    page = f"/assessments/{edition.assessment_id}/amendment"
    owner.get(policy_page(edition))
    assert page in links(owner)
    owner.get(page)
    owner.submit({**AMENDMENT, "advance": "change"}, action=page, status=422)
    assert errors(owner) == ["#advance"]
    owner.submit({"advance": "no_change", "after": AMENDMENT["before"]}, action=page, status=422)
    assert errors(owner) == ["#after"]
    unit.get(policy_page(edition))
    assert page_of(edition, "amend_minor") not in links(unit)
    owner.submit(AMENDMENT, action=page)
    unit.get(policy_page(edition))
    assert {page_of(edition, "amend_minor"), f"{page}/decline"} <= links(unit)
    take(unit, edition, "amend_minor")
    assert site.world.row(edition).next_review_on == due
    public = site.visitor()
    public.get(f"/register/{edition.reference}")
    assert "Minor amendment on 23 November 2026" in public.text()
    assert public.page.select_one("ins").get_text(strip=True) == AMENDMENT["after"]
    assert site.world.faults() == []


def test_a_minor_amendment_is_the_owners_to_propose(site):
    world = site.world
    edition = current_low(world)
    page = f"/assessments/{edition.assessment_id}/amendment"
    deputy = site.visitor("deputy")
    deputy.get(policy_page(edition))
    assert page not in links(deputy)
    deputy.get(page, 403)
    set_away(
        world.store, ref=world.refs["author"], actor_id=world.ids["author"], token=world.token(),
        given=AbsenceInput(away_from=world.clock.now().date(), stand_in_ref=world.refs["deputy"],
                        away_until=world.clock.now().date() + dt.timedelta(days=3)),
    )  # fmt: skip
    deputy.get(policy_page(edition))
    assert page in links(deputy)
    deputy.get(page)
    deputy.submit(AMENDMENT, action=page)
    assert len(world.all(Amendment)) == 1


def test_a_minor_amendment_is_sent_back_with_a_reason(site):
    edition = current_low(site.world)
    owner, unit = site.visitor("author"), site.visitor("strategy")
    page = f"/assessments/{edition.assessment_id}/amendment"
    owner.get(page)
    owner.submit(AMENDMENT, action=page)
    unit.get(f"{page}/decline")
    unit.submit({}, action=f"{page}/decline", status=422)
    unit.submit({"reason": "It changes who may apply."}, action=f"{page}/decline")
    [row] = site.world.all(Amendment)
    assert (row.ended_at is not None, row.agreed_at) == (True, None)
    unit.get(page_of(edition, "amend_minor"))
    unit.submit({}, action=page_of(edition, "amend_minor"), status=422)


def test_a_new_edition_is_opened_from_a_page(site):
    edition = site.world.in_screening()
    site.world.act("author", edition, Action.WITHDRAW, reason=WHY)
    owner, page = site.visitor("author"), f"{policy_page(edition)}/editions/new"
    owner.get(policy_page(edition))
    assert page in links(owner)
    owner.get(page)
    owner.submit({"reason": WHY}, action=page, status=422)
    assert errors(owner) == ["#because"]
    owner.submit({"because": "resubmit", "reason": WHY}, action=page)
    owner.follow()
    assert "Edition 2" in owner.text()
    assert page not in links(owner)
    owner.get(page, 422)
    site.visitor("colleague").get(page, 403)
    site.visitor("strategy").get(page, 422)


@pytest.fixture
def two_editions(site):
    """A policy with an edition that counts and the next one in preparation, its screening begun."""
    world = site.world
    first = current_low(world)
    later(world, 200)
    hand_in_review(world, first)
    approve_review(world, first)
    second = leading(world, first)
    world.act("author", second, Action.START)
    world.fill(second, road.LOW)
    return first, second


def test_two_editions_stand_beside_each_other(site, two_editions):
    first, _ = two_editions
    owner, page = site.visitor("author"), f"{policy_page(first)}/compare"
    owner.get(policy_page(first))
    assert page in links(owner)
    assert "Correct the public page (edition 1)" not in owner.text()
    owner.get(page)
    text = owner.text()
    assert "Edition 1 and edition 2 compared" in text
    assert "Nothing is answered differently." in text
    owner.get(f"{page}?from=2&to=1&all=yes")
    assert "Edition 2 and edition 1 compared" in owner.text()
    assert "Same" in owner.text()
    for wrong in ("?from=9", "?to=x"):
        owner.get(f"{page}{wrong}", 404)
    site.visitor("colleague").get(page, 403)
    unit = site.visitor("strategy")
    unit.get(policy_page(first))
    assert page_of(first, "revoke") in links(unit)
    assert page_of(first, "correct") in links(unit)


def test_two_publications_stand_beside_each_other(site, two_editions):
    first, _ = two_editions
    public, page = site.visitor(), f"/register/{first.reference}/compare"
    public.get(f"/register/{first.reference}")
    assert "a new edition of this assessment is in preparation" in public.text()
    assert page in links(public)
    public.get(page)
    assert "Nothing is answered differently." in public.text()
    public.get(f"{page}?from=1&to=2&all=yes")
    assert "What it is for" in public.text()
    for wrong in ("?from=9", "?to=x", "?from=99999999999999999999"):
        public.get(f"{page}{wrong}", 404)
    public.get("/register/P9999/compare", 404)
