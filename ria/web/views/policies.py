"""The list of policies, a policy's page, and the actions that need no form."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlmodel import Session

from ria.clock import london_date
from ria.models import Committee, Unit, User
from ria.permissions import Permission
from ria.queries.facts import Given
from ria.queries.panel import panel
from ria.queries.policies import Filters, committees, policies
from ria.queries.timeline import Event, timeline
from ria.services.take_action import take_action
from ria.web.access import SeenPolicy, requires, the_policy
from ria.web.open_to import open_to
from ria.web.pages import go_to, page
from ria.web.paging import neighbours, number, one_of, start, typed
from ria.web.reading import commanding, reading, the_store
from ria.web.templating import in_words
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import Stage

pages = Blueprint("policies", __name__)


@pages.get("/policies")
@requires(Permission.POLICY_SUMMARY)
def listed() -> Response:
    """The policies, searched and filtered."""
    filters = Filters(
        words=typed("words"),
        stage=one_of("stage", Stage),
        committee_id=number("committee"),
        level=one_of("level", Level),
    )
    shown = policies(reading(), filters, start())
    return page(
        "pages/policies/list.html",
        lines=shown.rows,
        filters=filters,
        committees=committees(reading()),
        stages=list(Stage),
        levels=list(Level),
        **neighbours(
            shown,
            words=filters.words,
            stage=filters.stage,
            committee=filters.committee_id,
            level=filters.level,
        ),
    )


@pages.get("/policies/<reference>")
@requires(Permission.POLICY_SUMMARY)
def one(reference: str) -> Response:
    """A policy: with whom it is, what this person can do, what happened."""
    seen = the_policy(reference, Permission.POLICY_SUMMARY)
    store, session = the_store(), reading()
    today = london_date(store.clock.now())
    options = open_to(session, store, seen, today)
    now_with = None
    if seen.assessment is not None:
        now_with = panel(session, seen.policy, seen.assessment, options.level, today)
    return page(
        "pages/policies/one.html",
        policy=seen.policy,
        assessment=seen.assessment,
        committee=session.get_one(Committee, seen.policy.committee_id),
        unit=session.get_one(Unit, seen.policy.unit_id),
        owner=session.get_one(User, seen.policy.owner_id),
        deputy=session.get(User, seen.policy.deputy_id) if seen.policy.deputy_id else None,
        panel=now_with,
        options=options,
        events=[_shown(event) for event in _events(session, seen)],
    )


def _events(session: Session, seen: SeenPolicy) -> list[Event]:
    return timeline(session, seen.policy, with_words=seen.may(Permission.DRAFT_READ))


def _shown(event: Event) -> dict[str, str]:
    return {
        "title": event.title,
        "when": in_words(event.at),
        "stamp": event.at.isoformat(),
        "who": event.who,
        "note": event.note,
    }


@pages.post("/policies/<reference>/start")
@requires(Permission.ANSWERS_EDIT)
def start_screening(reference: str) -> Response:
    """Start the screening, and open its task list."""
    seen = the_policy(reference, Permission.ANSWERS_EDIT)
    assessment_id = _take(seen, Action.START)
    return go_to(f"/assessments/{assessment_id}/{Stage.SCREENING}")


@pages.post("/policies/<reference>/take-back")
@requires(Permission.ANSWERS_EDIT)
def take_back(reference: str) -> Response:
    """Take back what was submitted and nobody has signed yet."""
    seen = the_policy(reference, Permission.ANSWERS_EDIT)
    _take(seen, Action.TAKE_BACK)
    return go_to(f"/policies/{seen.policy.reference}")


def _take(seen: SeenPolicy, action: Action) -> int:
    assert seen.assessment is not None and seen.assessment.id is not None
    assessment_id, actor_id = seen.assessment.id, seen.person.id
    take_action(
        commanding(),
        assessment_id=assessment_id,
        action=action,
        actor_id=actor_id,
        given=Given(),
        token=request.form.get("token", ""),
    )
    return assessment_id
