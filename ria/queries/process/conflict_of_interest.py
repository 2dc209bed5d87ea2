"""Why somebody may not decide or sign: they contributed, or stand in for somebody who did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from ria.models import Assessment, Contributor
from ria.permissions.person import Person, Subject
from ria.queries.accounts.people import names
from workflows.guards.guard import Guard
from workflows.guards.people import no_contributor
from workflows.stages import Stage

OWN = "You answer for this policy as its owner or deputy, so someone else must sign."

IN_SHORT = "You contributed, so a colleague must decide."


Contributions = dict[tuple[int, Stage], set[int]]
"""By edition and stage, the ids of those who contributed."""


def own_contributions(
    session: Session, person: Person, *tests: ColumnElement[bool]
) -> Contributions:
    """What the person, or those for whom they stand in, contributed to. `tests`: which editions."""
    query = (
        select(Contributor.assessment_id, Contributor.stage, Contributor.user_id)
        .join(Assessment, col(Assessment.id) == col(Contributor.assessment_id))
        .where(col(Contributor.user_id).in_(person.acts_for), *tests)
    )
    found: Contributions = {}
    for assessment_id, stage, user_id in session.exec(query):
        found.setdefault((assessment_id, Stage(stage)), set()).add(user_id)
    return found


def in_whose_place(session: Session, person: Person, authors: Collection[int]) -> str:
    """The absent contributors because of whom this person has a conflict of interest, as `NAME and
    NAME`; empty if the person contributed too, or has no conflict.
    """
    if person.id in authors or person.stands_in_for.isdisjoint(authors):
        return ""
    return _joined(names(session, person.stands_in_for), person, authors)


def own_policy(session: Session, person: Person, subject: Subject) -> str:
    """Why somebody may sign nothing for this policy: they own it, deputise for its owner, or stand
    in for the owner or deputy. Empty if nothing prevents it.
    """
    answering = subject.answer_for_it
    if person.id in answering:
        return OWN
    absent = in_whose_place(session, person, answering)
    if not absent:
        return ""
    return (
        f"You stand in for {absent}, who answers for this policy as its owner or deputy, so you "
        "are bound as they are and someone else must sign."
    )


def absent_names(session: Session, person: Person) -> dict[int, str]:
    """The names of those a person stands in for; usually nobody, and then no query."""
    return names(session, person.stands_in_for) if person.stands_in_for else {}


def conflict_reason(person: Person, authors: Collection[int], absent: Mapping[int, str]) -> str:
    """Why a colleague must decide, in one sentence; empty if this person has no conflict of
    interest.

    `absent`: the names of those for whom they stand in.
    """
    if person.acts_for.isdisjoint(authors):
        return ""
    if person.id in authors:
        return IN_SHORT
    whom = _joined(absent, person, authors)
    return (
        f"You stand in for {whom}, who contributed, so you are bound as they are and a colleague "
        "must decide."
    )


def _joined(absent: Mapping[int, str], person: Person, authors: Collection[int]) -> str:
    bound = sorted(person.stands_in_for.intersection(authors))
    return " and ".join(absent[user_id] for user_id in bound)


def in_own_words(
    session: Session, guards: Iterable[Guard], person: Person, authors: Collection[int]
) -> tuple[Guard, ...]:
    """These guards. The one about contributing is reworded for a person who only stands in for a
    contributor.
    """
    guards = tuple(guards)
    if no_contributor not in guards:
        return guards
    absent = in_whose_place(session, person, authors)
    if not absent:
        return guards
    worded = replace(
        no_contributor,
        reason=f"You stand in for {absent}, who contributed to this form, so you are bound as "
        "they are and someone else must decide",
        hint="Ask a colleague who neither saved anything in it nor stands in for somebody who did. "
        "Once the absence ends, you are free again.",
    )
    return tuple(worded if guard is no_contributor else guard for guard in guards)
