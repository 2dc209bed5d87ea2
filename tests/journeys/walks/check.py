"""What must hold after every action, whoever took it and however it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from ria.models import (
    Assessment,
    Contributor,
    HistoryEvent,
    Message,
    Policy,
    Publication,
    Schedule,
    SectionAnswers,
    SignOff,
    StageChange,
    User,
)
from ria.notify.mails.catalogue import CATALOGUE
from ria.queries.deadlines.due_kinds import DUE_KINDS
from tests.ria.building import World
from workflows.actions import Action
from workflows.process import PROCESS
from workflows.roles import Party, Role
from workflows.stages import CURRENT, OPEN, OWN_STAGE, Stage, form_name

ALLOWED = frozenset({200, 302, 303, 403, 404, 409, 422})
REFUSED = frozenset({403, 404, 409, 422})
NOBODYS_OWN = frozenset({Action.APPROVE, Action.REJECT})
"""What nobody does to a form they contributed to."""


@dataclass(frozen=True)
class Seen:
    """The rows that the rules speak of, as they stood at one moment."""

    editions: dict[int, dict[str, Any]]
    changes: dict[int, StageChange]
    answers: tuple[Any, ...]
    mails: int
    signatures: int
    due: dict[int, list[Schedule]]
    events: int


def look(world: World) -> Seen:
    """Read everything, in a session that is left behind."""
    with world.store.read_session() as session:
        columns = (SectionAnswers.id, SectionAnswers.version, SectionAnswers.saved_at)
        due: dict[int, list[Schedule]] = {}
        for row in _all(session, Schedule):
            due.setdefault(row.target_id, []).append(row)
        seen = Seen(
            editions={row.id: row.model_dump() for row in _all(session, Assessment)},
            changes={row.id: row for row in _all(session, StageChange)},
            answers=tuple(session.exec(select(*columns).order_by(col(SectionAnswers.id)))),
            mails=_newest(session, Message),
            signatures=_newest(session, SignOff),
            due=due,
            events=_newest(session, HistoryEvent),
        )
        session.expunge_all()
        return seen


def _all(session: Session, model: Any) -> Iterable[Any]:
    return session.exec(select(model).order_by(*model.__table__.primary_key))


def _newest(session: Session, model: Any) -> int:
    return session.exec(select(model.id).order_by(col(model.id).desc()).limit(1)).first() or 0


def faults(world: World, status: int, before: Seen, after: Seen) -> list[str]:
    """Every rule that the last action broke."""
    found = [] if status in ALLOWED else [f"answered {status}"]
    if status in REFUSED:
        found += _refusal_left_traces(world, before, after)
    new = [change for key, change in after.changes.items() if key not in before.changes]
    for change in new:
        found += _not_by_the_table(world, change, before)
    moved = {change.assessment_id for change in new}
    for key, edition in after.editions.items():
        found += _edition_faults(key, edition, after)
        old = before.editions.get(key)
        if old is not None and key not in moved and old["stage"] != edition["stage"]:
            found.append(f"edition {key} changed its stage without an action")
    found += _more_than_one(after)
    if after.mails > before.mails:
        found += _mail_faults(world, before.mails)
    return found


def _refusal_left_traces(world: World, before: Seen, after: Seen) -> Iterable[str]:
    for name in ("editions", "answers", "mails", "signatures"):
        if getattr(before, name) != getattr(after, name):
            yield f"a refusal changed the {name}"
    if before.changes.keys() != after.changes.keys():
        yield "a refusal moved something"
    if {k: _days(v) for k, v in before.due.items()} != {k: _days(v) for k, v in after.due.items()}:
        yield "a refusal changed what is due"
    with world.store.read_session() as session:
        query = select(HistoryEvent.kind).where(col(HistoryEvent.id) > before.events)
        for kind in session.exec(query):
            if kind != "action_refused":
                yield f"a refusal recorded {kind}"


def _days(rows: list[Schedule]) -> list[Any]:
    return [(row.kind, row.due_on, row.fires_on) for row in rows]


def _not_by_the_table(world: World, change: StageChange, before: Seen) -> Iterable[str]:
    what = f"{change.action} from {change.from_stage} to {change.to_stage}"
    old = before.editions[change.assessment_id]
    if old["stage"] != change.from_stage:
        yield f"{what}, but it stood at {old['stage']}"
    leads = (change.from_stage, change.action, change.to_stage)
    rows = [row for row in PROCESS if (row.source, row.action, row.target) == leads]
    with world.store.read_session() as session:
        acts_for = _acts_for(world, session, change.actor_id)
        parties = _parties(session, change, old, acts_for)
        if not any(parties & row.who for row in rows):
            yield f"{what} is no row of the table for {change.actor_id}"
        own = OWN_STAGE.get(change.from_stage)
        if own is not None and change.action in NOBODYS_OWN:
            query = select(Contributor.user_id).where(
                Contributor.assessment_id == change.assessment_id, Contributor.stage == own
            )
            if acts_for & set(session.exec(query)):
                yield f"{what} by {change.actor_id}, who contributed"


def _acts_for(world: World, session: Session, actor_id: int | None) -> set[int]:
    today = world.clock.now().date()
    away = select(User.id).where(
        User.stand_in_id == actor_id, col(User.away_from) <= today, col(User.away_until) >= today
    )
    return {actor_id or 0, *session.exec(away)}


def _parties(
    session: Session, change: StageChange, old: dict[str, Any], acts_for: set[int]
) -> set[Party]:
    policy = session.get_one(Policy, old["policy_id"])
    actor = session.get_one(User, change.actor_id)
    roles = {grant.role for grant in actor.grants}
    held = {
        Party.OWNER: policy.owner_id in acts_for,
        Party.DEPUTY: policy.deputy_id in acts_for,
        Party.SUBMITTER: old["submitted_by"] in acts_for,
        Party.STRATEGY_UNIT: Role.STRATEGY_UNIT in roles,
        Party.ADVISER: Role.ADVISER in roles,
    }
    return {party for party, so in held.items() if so}


def _edition_faults(key: int, edition: dict[str, Any], seen: Seen) -> Iterable[str]:
    stage = edition["stage"]
    if edition["is_open"] != (stage in OPEN) or edition["is_current"] != (stage in CURRENT):
        yield f"edition {key} at {stage} is counted wrongly"
    for row in seen.due.get(key, []):
        if stage not in DUE_KINDS[row.kind].stages:
            yield f"edition {key} at {stage} has {row.kind} due"
        of_the_stage = row.kind in {"approval", form_name(stage)}
        if stage in OPEN and of_the_stage and row.due_on != edition["due_on"]:
            said = edition["due_on"]
            yield f"edition {key}: {row.kind} is due {row.due_on}, its pages say {said}"
    yield from _gaps_in_the_road(key, stage, seen)


def _gaps_in_the_road(key: int, stage: Stage, seen: Seen) -> Iterable[str]:
    at, number = Stage.REGISTERED, 0
    for change in seen.changes.values():
        if change.assessment_id == key:
            number += 1
            if (change.number, change.from_stage) != (number, at):
                yield f"edition {key}: change {change.number} from {change.from_stage} after {at}"
            at = change.to_stage
    if at != stage:
        yield f"edition {key} stands at {stage}, its changes lead to {at}"


def _more_than_one(seen: Seen) -> Iterable[str]:
    for flag in ("is_open", "is_current"):
        policies = [row["policy_id"] for row in seen.editions.values() if row[flag]]
        if len(policies) != len(set(policies)):
            yield f"a policy has two editions that are {flag}"


def _mail_faults(world: World, since: int) -> Iterable[str]:
    with world.store.read_session() as session:
        query = select(Message.kind, User.email).join(User, isouter=True)
        for kind, email in session.exec(query.where(col(Message.id) > since)):
            if kind not in CATALOGUE or not email:
                yield f"a mail of kind {kind} to {email}"


def public_faults(world: World, anonymous: Any) -> Iterable[str]:
    """What the register shows that was not published, or does not show though it was."""
    with world.store.read_session() as session:
        published = {row.reference: row.snapshot for row in session.exec(select(Publication))}
        policies = session.exec(select(Policy.reference)).all()
    listed = anonymous.get("/register.json").get_json()
    if {entry["reference"] for entry in listed["policies"]} != set(published):
        yield "the register lists something else than what is published"
    for reference in policies:
        status = anonymous.get(f"/register/{reference}").status_code
        if status != (200 if reference in published else 404):
            yield f"/register/{reference} answers {status}"
