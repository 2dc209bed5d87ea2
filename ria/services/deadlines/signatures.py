"""What falls due with signatures: a committee's decision, deferred signatures, conditions."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from ria.clock import bank_holidays, london_date
from ria.history import UnitOfWork
from ria.models import Assessment, Condition, Policy, SignatureKind, SignOff, Verdict
from ria.queries.committees.meetings import next_meeting
from ria.queries.organisation.settings import current_settings
from ria.services.deadlines.approval_clock import set_clock
from ria.services.deadlines.schedule import fall_due, settle
from workflows.ladder import approval_due
from workflows.stages import Stage


def committee_asked(unit: UnitOfWork, assessment: Assessment) -> None:
    """The committee's decision is due at its next meeting."""
    fall_due(unit, assessment, "committee", committee_day(unit, assessment))


def committee_day(unit: UnitOfWork, assessment: Assessment) -> date:
    """The day of the committee's next meeting. While none is set, the day by which a decision on
    the form is usually due.
    """
    policy = unit.session.get_one(Policy, assessment.policy_id)
    meets = next_meeting(unit.session, policy.committee_id, unit.today)
    house = current_settings(unit.session)
    since = london_date(assessment.in_stage_since)
    usual = approval_due(since, bank_holidays(house.holidays), house.approval_working_days)
    return max(meets or usual, unit.today)


def signed(unit: UnitOfWork, assessment: Assessment, row: SignOff) -> None:
    """A signature was given: settle what it ends, and record what now falls due."""
    earlier = select(SignOff).where(
        col(SignOff.assessment_id) == assessment.id,
        col(SignOff.kind) == row.kind,
        col(SignOff.id) != row.id,
    )
    for before in unit.session.exec(earlier):
        assert before.id is not None
        settle(unit, assessment, "deferred_signature", before.id)
        if row.kind is SignatureKind.COMMITTEE and row.ratify_by is None:
            settle(unit, assessment, "ratification", before.id)
    assert row.id is not None
    if row.kind is SignatureKind.COMMITTEE:
        settle(unit, assessment, "committee")
    if row.verdict is Verdict.DEFER and row.deferred_to is not None:
        fall_due(unit, assessment, "deferred_signature", row.deferred_to, row.id)
    if row.ratify_by is not None:
        fall_due(unit, assessment, "ratification", row.ratify_by, row.id)
    set_clock(unit, unit.session.get_one(Policy, assessment.policy_id), assessment)


def decided_without(unit: UnitOfWork, assessment: Assessment, form: Stage) -> None:
    """A form was approved: deferred signatures on it can no longer be given and are not awaited."""
    query = select(SignOff.id).where(
        col(SignOff.assessment_id) == assessment.id,
        col(SignOff.stage) == form,
        col(SignOff.verdict) == Verdict.DEFER,
    )
    for sign_off_id in unit.session.exec(query).all():
        assert sign_off_id is not None
        settle(unit, assessment, "deferred_signature", sign_off_id)


def condition_set(unit: UnitOfWork, assessment: Assessment, condition: Condition) -> None:
    """A condition is due on its day, from the person who is responsible for it."""
    assert condition.id is not None
    fall_due(unit, assessment, "condition", condition.due_on, condition.id)


def condition_met(unit: UnitOfWork, assessment: Assessment, condition: Condition) -> None:
    """The condition is no longer due."""
    assert condition.id is not None
    settle(unit, assessment, "condition", condition.id)
