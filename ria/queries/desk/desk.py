"""The Strategy Unit's desk: everything that awaits a decision, by the day it is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case
from sqlmodel import Session, col, func, select

from forms.answers.rating import final_level
from forms.questions.registry import Registry
from ria.clock import bank_holidays, london_date
from ria.models import (
    Assessment,
    Committee,
    Policy,
    SectionAnswers,
    StageForm,
    StoredSet,
    User,
)
from ria.permissions.person import Person
from ria.queries.accounts.people import people_with
from ria.queries.assessment.form_content import question_set
from ria.queries.assessment.subject import contributors
from ria.queries.deadlines.overdue import is_overdue, since_go_live
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import From, Slice, sliced
from ria.queries.organisation.settings import HouseSettings, current_settings
from ria.queries.process.conflict_of_interest import (
    Contributions,
    absent_names,
    conflict_reason,
    own_contributions,
)
from workflows.ladder import working_days_since
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import APPROVAL, Stage, form_stage

AWAITING = APPROVAL | {Stage.APPROVED}
"""The stages in which the Strategy Unit has to act next."""

_NO_DAY = date.max


class Show(StrEnum):
    """The filters of the desk."""

    ALL = ""
    MINE = "mine"
    UNCLAIMED = "unclaimed"
    LATE = "late"


@dataclass(frozen=True)
class Item:
    """One item on the desk. `age` is in working days since it arrived; `claimant` is empty if
    nobody has claimed it.

    `contributed` says why the reader may not decide, and is empty if they may. `level` is the
    assessment's, or the one that the screening form gives so far.
    """

    assessment_id: int
    reference: str
    title: str
    committee: str
    stage: Stage
    level: Level | None
    round: int
    due_on: date | None
    since: datetime
    age: int
    is_late: bool
    claimant: str
    is_mine: bool
    contributed: str


_COLUMNS: tuple[Any, ...] = (
    Assessment.id,
    Policy.reference,
    Policy.title,
    Committee.name,
    Assessment.stage,
    Assessment.level,
    Assessment.round,
    Assessment.due_on,
    Assessment.in_stage_since,
    Assessment.claimed_by,
    User.name,
)


def desk(
    session: Session, sets: Registry, person: Person, show: Show, start: From, today: date
) -> Slice[Item]:
    """One page of the desk, the earliest due day first. A fixed number of queries."""
    query = (
        select(*_COLUMNS)
        .select_from(Assessment)
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .join(Committee, col(Committee.id) == col(Policy.committee_id))
        .join(User, col(User.id) == col(Assessment.claimed_by), isouter=True)
        .where(_awaiting(), *_passing(session, show, person, today))
    )
    rows = nearest(session, query, Keyset(col(Assessment.id), (_due(),)), start)
    screened = _levels_so_far(session, sets, [row[0] for row in rows])
    own, absent = own_contributions(session, person, _awaiting()), absent_names(session, person)
    house = current_settings(session)
    items = [_item(row, screened, own, absent, person, today, house) for row in rows]
    return sliced(items, start, lambda item: item.assessment_id)


def counts(session: Session, person: Person, today: date) -> dict[Show, int]:
    """The number of items that each filter shows."""
    tests = {show: _passing(session, show, person, today) for show in Show}
    columns: list[Any] = [func.count(case((and_(True, *found), 1))) for found in tests.values()]
    query = select(*columns).select_from(Assessment).where(_awaiting())
    return dict(zip(Show, session.exec(query).one(), strict=True))


def colleagues(session: Session, assessment: Assessment) -> dict[str, str]:
    """The members of the Strategy Unit who did not contribute and may decide, by reference."""
    assert assessment.id is not None
    authors = contributors(session, assessment.id, assessment.stage)
    found = people_with(session, Role.STRATEGY_UNIT)
    return {user.ref: user.name for user in found if user.id not in authors}


def _awaiting() -> ColumnElement[bool]:
    return col(Assessment.stage).in_(AWAITING)


def _due() -> ColumnElement[Any]:
    return func.coalesce(col(Assessment.due_on), _NO_DAY)


def _passing(
    session: Session, show: Show, person: Person, today: date
) -> list[ColumnElement[bool]]:
    tests: dict[Show, list[ColumnElement[bool]]] = {
        Show.MINE: [col(Assessment.claimed_by) == person.id],
        Show.UNCLAIMED: [col(Assessment.claimed_by).is_(None)],
        Show.LATE: [
            col(Assessment.due_on) < today,
            *since_go_live(session, col(Assessment.due_on)),
        ],
    }
    return tests.get(show, [])


def _levels_so_far(
    session: Session, sets: Registry, assessment_ids: Iterable[int]
) -> dict[int, Level | None]:
    """The level that each screening form gives so far; editions without one are left out."""
    query = (
        select(StageForm.assessment_id, StoredSet, SectionAnswers.answers)
        .join(StoredSet, col(StoredSet.id) == col(StageForm.set_id))
        .join(SectionAnswers, col(SectionAnswers.stage_form_id) == col(StageForm.id))
        .join(Assessment, col(Assessment.id) == col(StageForm.assessment_id))
        .where(
            col(StageForm.assessment_id).in_(list(assessment_ids)),
            col(StageForm.form) == Stage.SCREENING.value,
            col(Assessment.stage) == Stage.SCREENING_APPROVAL,
        )
        .order_by(col(StageForm.cycle))
    )
    answers: dict[int, dict[str, Any]] = {}
    stored: dict[int, StoredSet] = {}
    for assessment_id, questions, section in session.exec(query):
        answers.setdefault(assessment_id, {}).update(section)
        stored[assessment_id] = questions
    return {
        assessment_id: final_level(question_set(sets, stored[assessment_id]), given)
        for assessment_id, given in answers.items()
    }


def _item(
    row: Any,
    screened: dict[int, Level | None],
    own: Contributions,
    absent: dict[int, str],
    person: Person,
    today: date,
    house: HouseSettings,
) -> Item:
    assessment_id, reference, title, committee, stage, level, round_, due_on, since, by, name = row
    came = london_date(since)
    return Item(
        assessment_id=assessment_id,
        reference=reference,
        title=title,
        committee=committee,
        stage=stage,
        level=screened.get(assessment_id, level),
        round=round_,
        due_on=due_on,
        since=since,
        age=working_days_since(came, today, bank_holidays(house.holidays)),
        is_late=is_overdue(due_on, today, house.go_live),
        claimant=name or "",
        is_mine=by == person.id,
        contributed=conflict_reason(
            person, own.get((assessment_id, form_stage(stage)), ()), absent
        ),
    )
