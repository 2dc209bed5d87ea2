"""Successive editions: how the next one is opened, and what it means for the one before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Assessment, Policy
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.assessment.case import ActionInput
from ria.queries.assessment.editions import current_edition, latest_assessment
from ria.queries.assessment.subject import subject_of
from ria.queries.review.reviews import review_of
from ria.services.assessment.open import open_edition
from ria.services.deadlines.schedule import settle_for_policy
from ria.services.kit.errors import Forbidden, Invalid, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, locked_policy, the_actor
from ria.services.process.transition import take_as_system
from workflows.actions import Action
from workflows.facts.outcomes import ReviewReason
from workflows.roles import Role
from workflows.stages import Stage


class Because(StrEnum):
    """Why a new edition is opened by hand. A review that calls for a change opens one itself."""

    SCREEN_AGAIN = "screen_again"
    RESUBMIT = "resubmit"
    NOT_COVERED = "not_covered"
    CHALLENGE = "challenge"
    TAKEN_UP = "taken_up"

    @property
    def label(self) -> str:
        """The wording of the reason on pages and in the history."""
        return _LABELS[self]


_LABELS = {
    Because.SCREEN_AGAIN: "The policy is screened again",
    Because.RESUBMIT: "The policy is handed in again",
    Because.NOT_COVERED: "It is no longer covered by another policy",
    Because.CHALLENGE: "A challenge was upheld",
    Because.TAKEN_UP: "The policy is taken up again",
}

_AFTER = {
    Stage.SCREENED_OUT: (Because.SCREEN_AGAIN, Because.CHALLENGE),
    Stage.REJECTED: (Because.RESUBMIT, Because.CHALLENGE),
    Stage.WITHDRAWN: (Because.RESUBMIT,),
    Stage.COVERED: (Because.NOT_COVERED, Because.CHALLENGE),
    Stage.CURRENT: (Because.CHALLENGE,),
    Stage.REVOKED: (Because.TAKEN_UP, Because.CHALLENGE),
    Stage.SUPERSEDED: (Because.TAKEN_UP,),
    Stage.CLOSED: (Because.TAKEN_UP,),
}
"""The grounds for a new edition, by the stage of the policy's latest edition."""

FOR_THE_UNIT = frozenset({Because.CHALLENGE, Because.NOT_COVERED})
"""Grounds that only the Strategy Unit can establish."""


@dataclass(frozen=True, kw_only=True)
class NewEdition:
    """The input to open a new edition."""

    because: Because
    reason: str


def ways_to_open(edition: Assessment | None, person: Person) -> tuple[Because, ...]:
    """The grounds on which this person could open a new edition now; none if nothing calls for one.
    Whether the person is responsible for the policy is checked elsewhere.
    """
    if edition is None:
        return ()
    found = _AFTER.get(edition.stage, ())
    unit = person.has(Role.STRATEGY_UNIT)
    return tuple(one for one in found if unit or one not in FOR_THE_UNIT)


def open_new_edition(
    store: Store, *, reference: str, actor_id: int, given: NewEdition, token: str
) -> int:
    """Open the next edition of a policy and return its id.

    Raises `NotFound`, `Forbidden`, `Unmet` if one is already open or nothing calls for one,
    `Invalid` or `Taken`.
    """
    with unit_of_work(store) as unit:
        policy = locked_policy(unit, reference)
        assert policy.id is not None
        actor = the_actor(unit, actor_id)
        edition = latest_assessment(unit.session, policy.id)
        if not may(Permission.EDITION_OPEN, actor, subject_of(unit.session, policy, edition)):
            raise Forbidden
        body = [reference, given.because, given.reason]
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return int(before)
        _check(edition, actor, given)
        opened = _open(unit, policy, actor, given)
        remember(unit, actor.id, token, body, str(opened.id))
        assert opened.id is not None
        return opened.id


def _check(edition: Assessment | None, actor: Person, given: NewEdition) -> None:
    possible = ways_to_open(edition, actor)
    if not possible:
        raise Unmet("Nothing calls for a new edition now.")
    if given.because not in possible:
        raise Invalid("because", "Choose what calls for a new edition.")
    if not given.reason.strip():
        raise Invalid("reason", "Say why a new edition is opened.")


def _open(unit: UnitOfWork, policy: Policy, actor: Person, given: NewEdition) -> Assessment:
    assert policy.id is not None
    because = f"{given.because.label}: {given.reason.strip()}"
    # Opening a new edition does what was due: somebody looks at the policy again.
    settle_for_policy(unit, policy.id, "rescreening", "next_assessment")
    return open_edition(unit, policy, because, actor.ref)


def supersede_before(unit: UnitOfWork, loaded: Loaded, target: Stage) -> None:
    """Supersede the earlier edition before the new stage is written, so that two editions are never
    in force at once.
    """
    if target not in (Stage.CURRENT, Stage.SCREENED_OUT) or not loaded.assessment.is_open:
        return
    query = select(Assessment).where(
        col(Assessment.policy_id) == loaded.policy.id,
        col(Assessment.id) != loaded.assessment_id,
        (col(Assessment.is_current).is_(True)) | (col(Assessment.stage) == Stage.SCREENED_OUT),
    )
    words = f"Edition {loaded.assessment.edition} takes its place"
    given = ActionInput(reason=words, successor_concluded=True)
    for before in unit.session.exec(query).all():
        take_as_system(unit, loaded.policy, before, Action.SUPERSEDE, given)


def reopen_review_after(
    unit: UnitOfWork, loaded: Loaded, target: Stage, given: ActionInput
) -> None:
    """If the next edition is rejected or withdrawn, open the review of the edition in force again,
    due on the day that was given with a withdrawal.
    """
    if target not in (Stage.REJECTED, Stage.WITHDRAWN):
        return
    assert loaded.policy.id is not None
    before = current_edition(unit.session, loaded.policy.id)
    if before is None or before.id is None or before.stage is not Stage.CURRENT:
        return
    held = review_of(unit.session, before.id)
    reason = held.causes[-1].reason if held and held.causes else ReviewReason.REQUEST
    words = (
        f"Edition {loaded.assessment.edition} was {target.label.lower()}: {given.reason.strip()}"
    )
    again = ActionInput(reason=words, review_reason=reason, next_due_on=given.next_due_on)
    take_as_system(unit, loaded.policy, before, Action.START_REVIEW, again)
