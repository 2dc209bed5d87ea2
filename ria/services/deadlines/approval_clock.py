"""Whose time runs while a form awaits a decision: the Strategy Unit's only while it can decide.

While the approval waits for a signature that was asked for, it is due from whoever was asked, or
from the committee by its next meeting, and the Strategy Unit's days do not run. They begin when the
last such signature is given (decision 0013).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from ria.clock import bank_holidays
from ria.history import UnitOfWork
from ria.models import Assessment, Policy, Schedule, SignatureKind, Verdict
from ria.queries.assessment.case import Case, the_case
from ria.queries.assessment.editions import signatures_asked
from ria.queries.organisation.settings import current_settings
from ria.queries.process.signature_capacities import still_needed
from ria.services.deadlines.schedule import fall_due, settle
from workflows.ladder import approval_due
from workflows.stages import APPROVAL


def set_clock(unit: UnitOfWork, policy: Policy, edition: Assessment) -> None:
    """Let the time run for whoever has to act now; call it after what may change who that is."""
    if edition.stage not in APPROVAL:
        return
    case = the_case(unit.session, unit.store, edition, policy)
    needed = still_needed(unit.session, unit.store, case, unit.today)
    days = [*_of_signatories(unit, case, needed), *_of_the_committee(unit, edition, needed)]
    if days:
        settle(unit, edition, "approval")
    elif unit.session.get(Schedule, (edition.id, "approval", 0)) is None:
        fall_due(unit, edition, "approval", decision_day(unit))


def decision_day(unit: UnitOfWork) -> date:
    """The day by which a decision or signature is due if it is possible from today on."""
    house = current_settings(unit.session)
    return approval_due(unit.today, bank_holidays(house.holidays), house.approval_working_days)


def _of_signatories(
    unit: UnitOfWork, case: Case, needed: Collection[SignatureKind]
) -> Iterator[date]:
    """Yield the due days of the signatures asked for and still missing. Settle the others."""
    edition = case.assessment
    last = {row.kind: row for row in case.standing_signatures}
    for request in signatures_asked(unit.session, edition):
        assert request.id is not None
        word = last.get(request.kind)
        if request.kind in needed and word is None and request.kind is not SignatureKind.COMMITTEE:
            row = unit.session.get(Schedule, (edition.id, "signature", request.id))
            day = row.due_on if row is not None else decision_day(unit)
            fall_due(unit, edition, "signature", day, request.id)
            yield day
        else:
            settle(unit, edition, "signature", request.id)
    for kind, word in last.items():
        if kind in needed and word.verdict is Verdict.DEFER and word.deferred_to is not None:
            assert word.id is not None
            fall_due(unit, edition, "deferred_signature", word.deferred_to, word.id)
            yield word.deferred_to


def _of_the_committee(
    unit: UnitOfWork, edition: Assessment, needed: Collection[SignatureKind]
) -> Iterator[date]:
    """Yield the day of the committee's meeting while its decision is needed and missing."""
    row = unit.session.get(Schedule, (edition.id, "committee", 0))
    if row is not None and SignatureKind.COMMITTEE in needed:
        yield row.due_on
