"""Convert a policy's entry between the stored row, the page and the command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import JsonValue
from sqlmodel import Session, select

from forms.pages.page import PageForm, chosen_rows, row_id
from ria.models import Committee, Operation, Policy, SubjectType, Unit
from ria.models.types import sort_key
from ria.queries.organisation.functions import function_ids_of
from ria.services.register.change_entry import EntryInput
from ria.web.kit.forms import day_of

NAMES = {
    "title": "the title",
    "subject_type": "the kind",
    "committee": "the committee",
    "unit": "the unit",
    "operation": "whether it is applied",
    "operation_on": "since or until when",
    "planned_decision_on": "the planned decision",
    "planned_start_on": "the planned start",
    "legacy": "whether it is a legacy policy",
    "programme_due_on": "its day in the programme",
    "urgent_reason": "whether it is urgent",
    "restricted": "whether it is restricted",
    "functions": "its functions",
}
"""The name of each part of an entry, for use in a sentence."""


def committee_choices(session: Session) -> list[tuple[int, str]]:
    """Id and name of every committee, by name."""
    return _by_name(session.exec(select(Committee)).all())


def unit_choices(session: Session) -> list[tuple[int, str]]:
    """Id and name of every unit, by name."""
    return _by_name(session.exec(select(Unit)).all())


def answers_of(session: Session, policy: Policy) -> dict[str, JsonValue]:
    """Return the entry as answers to the questions of its form."""
    assert policy.id is not None
    ended = policy.operation is Operation.ENDED
    found: dict[str, JsonValue] = {
        "title": policy.title,
        "subject_type": policy.subject_type.value,
        "functions": [f"n{each}" for each in sorted(function_ids_of(session, policy.id))],
        "committee_id": f"n{policy.committee_id}",
        "unit_id": f"n{policy.unit_id}",
        "operation": policy.operation.value,
        "ended_on" if ended else "operating_since": _iso(policy.operation_on),
        "planned_decision_on": _iso(policy.planned_decision_on),
        "planned_start_on": _iso(policy.planned_start_on),
        "legacy": "yes" if policy.legacy else "no",
        "programme_due_on": _iso(policy.programme_due_on),
        "urgent": "yes" if policy.urgent_reason else "no",
        "urgent_reason": policy.urgent_reason,
        "restricted": "yes" if policy.restricted else "no",
    }
    return {name: value for name, value in found.items() if value not in (None, [], "")}


def as_given(filled: PageForm) -> EntryInput:
    """Return the input for the command."""
    given = filled.given
    restricted = given.get("restricted")
    is_the_units = restricted is not None  # the form asked what only the Strategy Unit may change
    return EntryInput(
        title=str(given["title"]).strip(),
        subject_type=SubjectType(str(given["subject_type"])),
        operation=Operation(str(given["operation"])),
        operation_on=day_of(given.get("operating_since") or given.get("ended_on")),
        planned_decision_on=day_of(given.get("planned_decision_on")),
        planned_start_on=day_of(given.get("planned_start_on")),
        urgent_reason=str(given.get("urgent_reason", "")),
        function_ids=chosen_rows(given.get("functions")),
        committee_id=row_id(given.get("committee_id")),
        unit_id=row_id(given.get("unit_id")),
        restricted=restricted == "yes" if is_the_units else None,
        legacy=given.get("legacy") == "yes" if is_the_units else None,
        programme_due_on=day_of(given.get("programme_due_on")),
        reason=str(given.get("reason", "")),
    )


def told(changed: Sequence[str]) -> str:
    """Return a sentence that says what was changed."""
    if not changed:
        return "Nothing was changed."
    return f"Changed: {', '.join(NAMES[name] for name in changed)}."


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _by_name(rows: Iterable[Committee | Unit]) -> list[tuple[int, str]]:
    found = [(row.id, row.name) for row in rows if row.id]
    return sorted(found, key=lambda row: sort_key(row[1]))
