"""What is done ahead of a committee's meeting: the committee's word on it, and what follows."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import (
    EditionEnd,
    Message,
    Operation,
    Ratification,
    Schedule,
    SignatureKind,
    SignOff,
    Verdict,
)
from ria.notify.reminders.tick import tick
from ria.services.committees.ratification import CommitteesWord, ratify
from ria.services.kit.errors import Forbidden, Unmet
from tests.journeys.lives.full_road import day
from tests.ria import road
from tests.ria.reviewing import WHY, current_low, later, leading
from tests.ria.web.process.test_actions import page_of, take
from tests.ria.web.review.test_reviews import errors, links
from workflows.actions import Action
from workflows.stages import Stage

NOT = "The ruling is about another procedure, and not about ours."
MINUTE = "Minute 9/2027, item 2"


def due(world):
    """What is due, by its kind."""
    return {row.kind: row.due_on for row in world.all(Schedule)}


def word(world, **given):
    """The committee's word, of today."""
    usual = {"is_ratified": True, "decided_on": world.clock.now().date(),
             "minute_reference": MINUTE}  # fmt: skip
    return CommitteesWord(**{**usual, **given})


def say(world, edition, item, who="secretary", **given):
    """Somebody records the committee's word."""
    ratify(
        world.store, assessment_id=edition.assessment_id, item=item, actor_id=world.ids[who],
        given=word(world, **given), token=world.token(),
    )  # fmt: skip


def refused(**more):
    return {"is_ratified": False, "reason": NOT, **more}


def mailed(world, kind):
    """Who got mails of this kind."""
    names = {user_id: name for name, user_id in world.ids.items()}
    return sorted(names[row.recipient_id] for row in world.all(Message) if row.kind == kind)


@pytest.fixture
def revoked(site):
    """An operating policy whose assessment the Strategy Unit revoked ahead of the meeting."""
    edition = current_low(site.world)
    by = site.world.clock.now().date() + dt.timedelta(days=20)
    given = {"reason": WHY, "reference": "Ruling 4", "urgent": True, "ratify_by": by}
    site.world.act("strategy", edition, Action.REVOKE, **given)
    return edition


def page(edition, item=0):
    return f"/assessments/{edition.assessment_id}/ratification/{item}"


def test_the_committee_ratifies_a_revocation_from_where_the_reminder_leads(site, revoked):
    world = site.world
    later(world, 21)
    tick(world.store)
    [reminder] = [m for m in world.all(Message) if m.kind == "falls_due"
                  and m.recipient_id == world.ids["secretary"]]  # fmt: skip
    assert [item["kind"] for item in reminder.details["items"]] == ["ratification"]
    for start in (f"/committees/{world.committee_id}/agenda", f"/policies/{revoked.reference}"):
        secretary = site.visitor("secretary")
        secretary.get(start)
        assert page(revoked) in links(secretary)
    secretary.get(page(revoked))
    assert WHY in secretary.text()
    secretary.submit({}, action=page(revoked), status=422)
    assert errors(secretary) == ["#word", "#decided_on-day", "#minute_reference"]
    today = world.clock.now().date()
    typed = {"word": "ratified", "minute_reference": MINUTE}
    for wrong in (today + dt.timedelta(days=1), today - dt.timedelta(days=30)):
        secretary.submit({**typed, **day("decided_on", wrong)}, action=page(revoked), status=422)
        assert errors(secretary) == ["#decided_on-day"]
    secretary.submit({"word": "not_ratified"}, action=page(revoked), status=422)
    assert "#reason" in errors(secretary)
    secretary.submit({**typed, **day("decided_on", today)}, action=page(revoked))
    secretary.follow()
    assert f"Ratified on 14 December 2026, {MINUTE}" in secretary.text()
    assert "The committee ratified the revocation" in secretary.text()
    assert list(due(world)) == ["end_or_replace"]
    [end] = world.all(EditionEnd)
    assert (end.ratified_on, end.minute_reference) == (today, MINUTE)
    public = site.visitor()
    public.get(f"/register/{revoked.reference}")
    assert "The committee confirmed it on 14 December 2026" in public.text()
    assert "is to confirm it" not in public.text()
    site.visitor("chair").get(page(revoked))
    later(world, 60)
    count = len(mailed(world, "falls_due"))
    tick(world.store)
    told = [m for m in world.all(Message) if m.kind == "falls_due"][count:]
    assert {item["kind"] for m in told for item in m.details["items"]} == {"end_or_replace"}
    assert world.faults() == []


def test_only_the_committees_officers_record_it(site, revoked):
    world = site.world
    for reader in ("author", "strategy", "head", "scrutiny"):
        visitor = site.visitor(reader)
        visitor.get(page(revoked))
        assert "records its word here" in visitor.text()
        assert not visitor.page.select(f'form[action="{page(revoked)}"]')
        visitor.post(page(revoked), {"csrf_token": token_of(visitor)}, 403)
    for stranger in ("colleague", "other_chair"):
        site.visitor(stranger).get(page(revoked), 404)
    secretary = site.visitor("secretary")
    for item in ("1", "99999999999999999999"):
        secretary.get(f"/assessments/{revoked.assessment_id}/ratification/{item}", 404)
    for who in ("strategy", "author", "other_chair"):
        with pytest.raises(Forbidden):
            say(world, revoked, 0, who)
    say(world, revoked, 0, "chair")
    with pytest.raises(Unmet):
        say(world, revoked, 0)
    assert len(world.all(Ratification)) == 1


def token_of(visitor):
    return visitor.page.select_one('input[name="csrf_token"]')["value"]


def test_a_revocation_that_is_not_ratified_brings_the_policy_before_the_committee(site, revoked):
    world = site.world
    later(world, 10)
    say(world, revoked, 0, **refused())
    assert world.row(revoked).stage is Stage.REVOKED
    opened = leading(world, revoked)
    assert opened != revoked
    assert world.row(opened).stage is Stage.REGISTERED
    assert due(world) == {"screening": world.clock.now().date() + dt.timedelta(days=28)}
    assert mailed(world, "not_ratified") == ["author", "deputy", "strategy", "strategy2"]
    public, owner = site.visitor(), site.visitor("author")
    public.get(f"/register/{revoked.reference}")
    assert "the committee did not confirm it. The policy is assessed anew." in public.text()
    assert NOT not in public.text()
    owner.get(f"/policies/{revoked.reference}")
    assert "The committee did not ratify the revocation" in owner.text()
    assert NOT in owner.text()
    colleague = site.visitor("colleague")
    colleague.get(f"/policies/{revoked.reference}")
    assert "The committee did not ratify the revocation" in colleague.text()
    assert world.faults() == []


# --- What the chair signed --------------------------------------------------------------------


@pytest.fixture
def plan(site):
    """A monitoring plan that awaits approval, its chair having agreed ahead of the meeting."""
    edition = road.in_monitoring_plan(site.world)
    answers = road.ANSWERS["monitoring_plan"](road.HIGH)
    road.fill_form(site.world, edition, "monitoring_plan", answers)
    road.hand_in(site.world, edition)
    today = site.world.clock.now().date()
    given = {"decided_on": today, "ratify_by": today + dt.timedelta(days=20)}
    kind = SignatureKind.COMMITTEE
    road.sign_as(site.world, edition, "monitoring_plan", "chair", kind, **given)
    return edition


def approve(world, edition):
    reason = "The policy has operated since 2020 and was never assessed."
    road.approve(world, edition, "monitoring_plan", reason=reason)


def its_number(world):
    return next(row.id for row in world.all(SignOff) if row.ratify_by)


def test_what_the_chair_signed_is_ratified_long_after_the_approval(site, plan):
    world = site.world
    item = its_number(world)
    approve(world, plan)
    road.publish(world, plan)
    later(world, 15)
    assert "ratification" in due(world)
    secretary = site.visitor("secretary")
    secretary.get(f"/committees/{world.committee_id}/agenda")
    assert "Urgent action to be ratified" in secretary.text()
    secretary.get(page(plan, item))
    assert "The chair agreed: monitoring plan" in secretary.text()
    typed = {"word": "ratified", "minute_reference": MINUTE}
    secretary.submit({**typed, **day("decided_on", world.clock.now().date())},
                     action=page(plan, item))  # fmt: skip
    assert "ratification" not in due(world)
    secretary.get(f"/committees/{world.committee_id}/agenda")
    assert f"Chair’s urgent action, ratified on 9 March 2027: {MINUTE}" in secretary.text()
    assert "Urgent action to be ratified" not in secretary.text()
    assert world.row(plan).stage is Stage.CURRENT
    assert world.faults() == []


def test_a_word_that_is_taken_back_stops_the_approval(site, plan):
    say(site.world, plan, its_number(site.world), **refused())
    signed = site.world.all(SignOff)[-1]
    assert (signed.verdict, signed.minute_reference) == (Verdict.DISAGREE, MINUTE)
    with pytest.raises(Unmet) as refusal:
        approve(site.world, plan)
    assert "committee_agreed" in {reason.id for reason in refusal.value.reasons}


def test_a_word_that_is_taken_back_stops_the_publication(site, plan):
    world, item = site.world, its_number(site.world)
    approve(world, plan)
    later(world, 5)
    say(world, plan, item, **refused())
    unit = site.visitor("strategy")
    answers = road.ANSWERS["publication"](road.HIGH)
    road.fill_form(world, plan, "publication", answers, "strategy")
    road.check_disclosure(world, plan)
    unit.get(f"/assessments/{plan.assessment_id}/publish")
    assert "The committee did not ratify what its chair agreed to" in unit.text()
    unit.submit({}, action=f"/assessments/{plan.assessment_id}/publish", status=422)
    assert "The committee did not ratify what its chair agreed to" in unit.text()
    take(unit, plan, "recall", {"reason": NOT})
    assert world.row(plan).stage is Stage.MONITORING_PLAN_APPROVAL
    later(world, 5)
    road.committee_agrees(world, plan)
    road.check_disclosure(world, plan)
    world.act("strategy", plan, Action.PUBLISH)
    assert world.faults() == []


def test_a_word_that_is_taken_back_after_publication_starts_a_review(site, plan):
    world, item = site.world, its_number(site.world)
    approve(world, plan)
    road.publish(world, plan)
    later(world, 5)
    say(world, plan, item, **refused())
    assert world.row(plan).stage is Stage.REVIEW
    owner = site.visitor("author")
    owner.get(f"/assessments/{plan.assessment_id}/review")
    assert f"did not ratify its chair's urgent action: {NOT}" in owner.text()
    assert mailed(world, "not_ratified") == ["author", "deputy", "strategy", "strategy2"]
    assert world.faults() == []


def test_the_owner_records_nothing_about_a_policy_of_their_own(site):
    edition = current_low(site.world, operation=Operation.PROPOSED, operation_on=None,
                          deputy_id=site.world.ids["secretary"])  # fmt: skip
    by = site.world.clock.now().date() + dt.timedelta(days=20)
    typed = {"reason": WHY, "reference": "Ruling 4", "urgent": "yes", **day("ratify_by", by)}
    take(site.visitor("strategy"), edition, "revoke", typed)
    with pytest.raises(Forbidden, match="as its owner or deputy"):
        say(site.world, edition, 0)
    secretary = site.visitor("secretary")
    secretary.get(page(edition))
    assert "You answer for this policy" in secretary.text()
    assert page_of(edition, "revoke") not in links(secretary)
