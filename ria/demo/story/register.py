"""The demonstration's register: what is known about each policy before it is assessed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ria.demo.organisation.places import Places
from ria.demo.story.people import People
from ria.models import Operation, SubjectType
from ria.services.evidence.files import Upload
from ria.services.register.register import Registration

POLICIES = Path(__file__).parent / "policies.csv"
UNDATED = "undated"
"""Stands in place of the days for a legacy policy that is not yet in the programme."""
TOLD = "where this title comes from.txt"


@dataclass(frozen=True)
class Entry:
    """A row of `policies.csv`. `story` and `days_ago` say how far it has come, and since when;
    `programme` is the number of days after that until a legacy policy is screened, or `undated`.
    """

    title: str
    subject_type: str
    operation: str
    years_in_use: str
    committee: str
    unit: str
    owner: str
    deputy: str
    answers: str
    story: str
    days_ago: str
    publisher: str
    source: str
    functions: str
    urgent: str = ""
    restricted: str = ""
    programme: str = ""


def entries() -> list[Entry]:
    """Every policy of the demonstration."""
    with POLICIES.open(encoding="utf-8", newline="") as file:
        return [Entry(**row) for row in csv.DictReader(file)]


def registration(entry: Entry, places: Places, people: People) -> Registration:
    """The input of the policy's owner or, for a legacy policy, of the Strategy Unit."""
    operation = Operation(entry.operation)
    is_proposed = operation is Operation.PROPOSED
    since = None if is_proposed else people.today - timedelta(days=365 * int(entry.years_in_use))
    has_day = entry.programme not in ("", UNDATED)
    return Registration(
        title=entry.title,
        subject_type=SubjectType(entry.subject_type),
        committee_id=places.committees[entry.committee],
        unit_id=places.units[entry.unit],
        owner_id=people.ids[entry.owner],
        deputy_id=people.ids[entry.deputy] if entry.deputy else None,
        operation=operation,
        operation_on=since,
        planned_decision_on=people.in_days(270) if is_proposed else None,
        planned_start_on=people.in_days(330) if is_proposed else None,
        function_ids=tuple(places.functions[name] for name in entry.functions.split("; ")),
        urgent_reason=entry.urgent,
        restricted=entry.restricted == "yes",
        legacy=bool(entry.programme),
        programme_due_on=people.in_days(int(entry.programme)) if has_day else None,
        text=Upload(TOLD, _credit(entry).encode()),
    )


def _credit(entry: Entry) -> str:
    return (
        f"{entry.title}\n\n"
        f"The title is real and was published by {entry.publisher}: {entry.source}\n\n"
        "The policy's own text is not in this demonstration, and what is said here in assessing "
        "it was written for the demonstration alone.\n"
    )
