"""The list of policies, and a policy's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response
from sqlmodel import Session, col, select

from ria.models import Assessment, Committee, Policy, Unit
from ria.permissions.map import Permission
from ria.queries.accounts.people import names
from ria.queries.assessment.compare import editions
from ria.queries.consultation.consultation import consulting
from ria.queries.organisation.functions import function_choices, functions_of
from ria.queries.process.next_step import next_step
from ria.queries.process.timeline import Event, timeline
from ria.queries.publication.register import is_published
from ria.queries.register.legacy import Legacy, awaits_first_screening
from ria.queries.register.policies import Filters, committees, policies
from ria.queries.register.policy_texts import TextVersion, texts_of
from ria.queries.signoff.conditions import conditions_of_edition, reader_of
from ria.queries.signoff.ratification import urgent_actions_of
from ria.web.kit.forms import today
from ria.web.kit.pages import page
from ria.web.kit.paging import neighbours, number, one_of, start, typed
from ria.web.kit.templating import in_words
from ria.web.process.available_actions import available_actions
from ria.web.request.access import SeenPolicy, requires, the_policy
from ria.web.request.session import read_session, the_store
from workflows.levels import Level
from workflows.stages import Stage

NO_FUNCTION = "none"
"""The filter value for policies that serve no function yet."""

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
        function_id=number("function"),
        without_function=typed("function") == NO_FUNCTION,
        legacy=one_of("legacy", Legacy),
    )
    shown = policies(read_session(), filters, start())
    return page(
        "pages/register/policies/list.html",
        lines=shown.rows,
        filters=filters,
        committees=committees(read_session()),
        stages=list(Stage),
        levels=list(Level),
        legacies=list(Legacy),
        functions=[*function_choices(read_session()), (NO_FUNCTION, "None named")],
        function=NO_FUNCTION if filters.without_function else filters.function_id,
        **neighbours(
            shown,
            words=filters.words,
            stage=filters.stage,
            committee=filters.committee_id,
            level=filters.level,
            function=NO_FUNCTION if filters.without_function else filters.function_id,
            legacy=filters.legacy,
        ),
    )


@pages.get("/policies/<reference>")
@requires(Permission.POLICY_SUMMARY)
def one(reference: str) -> Response:
    """Show a policy: who is responsible, what this person can do, and what happened."""
    seen = the_policy(reference, Permission.POLICY_SUMMARY)
    session, day = read_session(), today()
    options = available_actions(session, the_store(), seen, day)
    reads = seen.may(Permission.DRAFT_READ)
    now_with = None
    if seen.assessment is not None:
        leads_to = options.leads_to
        now_with = next_step(
            session, seen.policy, seen.assessment, options.level, day, leads_to=leads_to
        )
    return page(
        "pages/register/policies/one.html",
        policy=seen.policy,
        assessment=seen.assessment,
        **_whose(session, seen.policy),
        panel=now_with,
        options=options,
        events=[_shown(event) for event in _events(session, seen)],
        sees_agenda=seen.may(Permission.COMMITTEE_AGENDA),
        is_published=is_published(session, seen.policy.reference),
        covered_by=_covered_by(session, seen.assessment),
        texts=_texts(session, seen),
        may_change=seen.may(Permission.POLICY_CHANGE),
        editions=editions(session, seen.policy.id) if seen.policy.id else [],
        reads_drafts=reads,
        functions=functions_of(session, seen.policy.id or 0),
        awaits_programme=_awaits_programme(session, seen),
        urgent=urgent_actions_of(session, seen.policy.id or 0) if reads else [],
        **_life(session, seen, day),
    )


def _awaits_programme(session: Session, seen: SeenPolicy) -> bool:
    """Whether an open edition has a screening date set by the programme."""
    is_open = seen.assessment is not None and seen.assessment.is_open
    return is_open and awaits_first_screening(session, seen.policy)


def _texts(session: Session, seen: SeenPolicy) -> list[TextVersion] | None:
    """Return the versions of the policy's text; None for people who may not read drafts."""
    if not seen.may(Permission.DRAFT_READ):
        return None
    return texts_of(session, seen.policy.id or 0)


def _whose(session: Session, policy: Policy) -> dict[str, Any]:
    """Return the committee, the unit, and the names of the owner and the deputy."""
    query = (
        select(Committee, Unit)
        .join(Policy, col(Policy.committee_id) == col(Committee.id))
        .join(Unit, col(Unit.id) == col(Policy.unit_id))
        .where(col(Policy.id) == policy.id)
    )
    committee, unit = session.exec(query).one()
    people = names(session, (policy.owner_id, policy.deputy_id))
    return {
        "committee": committee,
        "unit": unit,
        "owner": people[policy.owner_id],
        "deputy": people.get(policy.deputy_id or 0, ""),
    }


def _events(session: Session, seen: SeenPolicy) -> list[Event]:
    return timeline(
        session,
        seen.policy,
        with_words=seen.may(Permission.DRAFT_READ),
        with_privileged=seen.may(Permission.PRIVILEGED_READ),
    )


def _covered_by(session: Session, edition: Assessment | None) -> str:
    """The reference of the policy whose assessment covers this one; empty if none does."""
    parent = session.get(Policy, edition.covered_by) if edition and edition.covered_by else None
    return parent.reference if parent else ""


def _life(session: Session, seen: SeenPolicy, day: date) -> dict[str, Any]:
    """Return the newest edition's consultation; and its conditions, for people who may read the
    draft.
    """
    edition = seen.assessment
    if edition is None or edition.id is None:
        return {"consulting": None, "conditions": []}
    reader = reader_of(seen.person, seen.subject)
    reads = seen.may(Permission.DRAFT_READ)
    return {
        "consulting": consulting(session, edition, day),
        "may_run": seen.may(Permission.ANSWERS_EDIT),
        "conditions": conditions_of_edition(session, edition.id, reader, day) if reads else [],
        "decides": seen.may(Permission.DECISION_TAKE),
    }


def _shown(event: Event) -> dict[str, str]:
    return {
        "title": event.title,
        "when": in_words(event.at),
        "stamp": event.at.isoformat(),
        "who": event.who,
        "note": event.note,
    }
