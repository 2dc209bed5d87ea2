"""Approving: where it says it leads, what it has to answer in writing, and due regard."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import DueRegard, Grade, SignatureKind
from ria.services.accounts.absence import AbsenceInput, set_away
from ria.services.assessment.remarks import add_comment, judge_section
from ria.services.kit.errors import Unmet
from tests.ria import road
from workflows.actions import Action
from workflows.stages import Stage

APPROVE = {"decision": "approve", "due_regard": "yes"}


@pytest.fixture
def waived(site):
    """A low policy whose assessment, with consultation waived, awaits approval and is signed."""
    edition = road.assessed(site.world, road.LOW)
    road.hand_in(site.world, edition)
    road.sign_as(site.world, edition, "assessment", "adviser", SignatureKind.ADVISER)
    return edition


def test_a_waived_consultation_leads_to_the_end_and_due_regard_stays_on_record(site, waived):
    world, unit = site.world, site.visitor("strategy")
    page = f"/assessments/{waived.assessment_id}/decision"
    about = {"assessment_id": waived.assessment_id, "form": "assessment"}
    by = {"actor_id": world.ids["strategy"]}
    purpose = road.content_of(world, waived, "assessment").questions.sections[0]
    judge_section(world.store, **about, **by, section=purpose.id, grade=Grade.TO_FIX)
    add_comment(world.store, **about, **by, question=purpose.questions[0].key,
                text="Say for whom.", token=world.token())  # fmt: skip
    unit.get(f"/policies/{waived.reference}")
    assert "consultation form" not in unit.text()

    unit.get(page)
    assert "Leads to “Approved, not yet published”, without consultation; next" in unit.text()
    assert f"Judged “To fix”: {purpose.title}" in unit.text()
    unit.submit({"decision": "approve"}, action=page, status=422)
    links = [a["href"] for a in unit.page.select(".govuk-error-summary a")]
    assert links == ["#approve_reason", "#due_regard"]
    unit.submit(
        {**APPROVE, "approve_reason": "The wording is mended at the next edition."}, action=page
    )
    assert world.row(waived).stage is Stage.APPROVED

    kept = [row.statement for row in world.all(DueRegard)]
    assert len(kept) == 2
    assert "I have myself had due regard to the need to eliminate discrimination" in kept[-1]
    assert world.last(waived.reference)["due_regard"] == kept[-1]
    unit.get(f"/policies/{waived.reference}")
    assert f"Confirmed: “{kept[-1]}.”" in unit.text()
    unit.get(f"/assessments/{waived.assessment_id}/decision-sheet")
    assert "Due regard confirmed by whoever approved" in unit.text()
    assert world.faults() == []


def test_the_command_refuses_an_approval_without_due_regard(site):
    world = site.world
    edition = world.awaiting(case="media_policy")
    with pytest.raises(Unmet) as refused:
        world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition),
                  due_regard=False)  # fmt: skip
    assert [reason.id for reason in refused.value.reasons] == ["due_regard"]


def test_who_stands_in_reads_for_whom_and_why_they_are_bound(site):
    world = site.world
    edition = world.awaiting(case="media_policy")
    today = world.clock.now().date()
    given = AbsenceInput(
        away_from=today,
        away_until=today + dt.timedelta(days=5),
        stand_in_ref=world.refs["strategy"],
    )
    set_away(world.store, ref=world.refs["author"], actor_id=world.ids["author"], given=given,
             token=world.token())  # fmt: skip
    unit = site.visitor("strategy")
    why = "You stand in for Author, who contributed"
    for page in ("/work", "/desk", f"/assessments/{edition.assessment_id}/decision"):
        unit.get(page)
        assert why in unit.text(), page
    unit.submit(APPROVE, action=f"/assessments/{edition.assessment_id}/decision", status=422)
    assert f"{why} to this form, so you are bound as they are" in unit.text()
