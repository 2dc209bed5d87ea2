"""A policy's entry in the register: the hash that pages compare, and the history's form."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from ria.history.canonical import canonical, digest
from ria.models import Committee, Operation, Policy, Unit
from ria.queries.organisation.functions import function_ids_of


def entry_state(session: Session, policy: Policy) -> str:
    """Return the hash of everything that can be changed about an entry, for detecting edits made
    since a page was shown.
    """
    assert policy.id is not None
    return digest(canonical([entry_in_words(session, policy), sorted(_functions(session, policy))]))


def entry_in_words(session: Session, policy: Policy) -> dict[str, Any]:
    """Return what the history keeps of an entry: words and references, no database ids."""
    committee = session.get(Committee, policy.committee_id)
    unit = session.get(Unit, policy.unit_id)
    return {
        "title": policy.title,
        "subject_type": policy.subject_type,
        "committee": committee.name if committee else None,
        "unit": unit.name if unit else None,
        "operation": policy.operation,
        "operation_on": policy.operation_on,
        "planned_decision_on": policy.planned_decision_on,
        "planned_start_on": policy.planned_start_on,
        "legacy": policy.legacy,
        "programme_due_on": policy.programme_due_on,
        "urgent_reason": policy.urgent_reason,
        "restricted": policy.restricted,
    }


def began_on(policy: Policy) -> date | None:
    """The day from which the policy has been applied; None if it is not, or unknown."""
    return policy.operation_on if policy.operation is Operation.OPERATING else None


def _functions(session: Session, policy: Policy) -> set[int]:
    assert policy.id is not None
    return function_ids_of(session, policy.id)
