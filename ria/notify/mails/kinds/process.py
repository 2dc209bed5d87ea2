"""Mails about a policy's progress through its stages, its reviews and its amendments."""

from __future__ import annotations

from datetime import date

from ria.links import Links
from ria.notify.mails import destinations, relevance
from ria.notify.mails.context import AgreedDay, MailContext
from ria.notify.mails.mail_kind import MailKind
from workflows.roles import Role
from workflows.stages import APPROVAL, PUBLICATION


def _returned_by(context: MailContext) -> AgreedDay | None:
    _, assessment = context.case
    due_on = context.message.details.get("due_on")
    if not due_on or assessment.id is None:
        return None
    return AgreedDay("returned", assessment.id, date.fromisoformat(due_on))


def _review_by(context: MailContext) -> AgreedDay | None:
    _, assessment = context.case
    if assessment.due_on is None or assessment.id is None:
        return None
    return AgreedDay("review", assessment.id, assessment.due_on)


def _publication(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    return links.stage(assessment.id, PUBLICATION)


def _public_page(links: Links, context: MailContext) -> str:
    policy, _ = context.case
    return links.register(policy.reference)


def _on_the_desk(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    return (
        destinations.decision(links, context)
        if assessment.stage in APPROVAL
        else destinations.policy(links, context)
    )


_AS_AUTHOR = (
    "You get this mail because you own this policy, deputise for its owner or wrote the form."
)

KINDS = (
    MailKind(
        id="approval_wanted",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=destinations.decision,
        needed=relevance.awaits_decision,
        reader=relevance.holds(Role.STRATEGY_UNIT),
    ),
    MailKind(
        id="approved",
        why=_AS_AUTHOR,
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
    ),
    MailKind(
        id="level_raised",
        why=_AS_AUTHOR,
        link=destinations.form,
        needed=relevance.in_the_same_stage,
        reader=relevance.answers_for_it,
        sample={"reason": "People under 18 turn out to be affected."},
    ),
    MailKind(
        id="publication_wanted",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=_publication,
        needed=relevance.in_the_same_stage,
        reader=relevance.holds(Role.STRATEGY_UNIT),
    ),
    MailKind(
        id="published",
        why=_AS_AUTHOR,
        link=_public_page,
        needed=relevance.always,
        reader=relevance.answers_for_it,
    ),
    MailKind(
        id="returned",
        why="You get this mail because you answer for this policy or advise on equality.",
        link=destinations.form,
        needed=relevance.in_the_same_stage,
        reader=relevance.answers_for_it,
        dated=_returned_by,
        sample={"reason": "Say what the figures show.", "due_on": "2026-12-18", "round": 2},
    ),
    MailKind(
        id="rejected",
        why=_AS_AUTHOR,
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"reason": "The policy cannot be justified as it is."},
    ),
    MailKind(
        id="screened_out",
        why=_AS_AUTHOR,
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
    ),
    MailKind(
        id="review_started",
        why="You get this mail because you own this policy or deputise for its owner.",
        link=destinations.form,
        needed=relevance.in_the_same_stage,
        reader=relevance.answers_for_it,
        dated=_review_by,
        sample={"because": "A complaint", "reason": "Three on one page.", "due_on": "2027-01-18"},
    ),
    MailKind(
        id="review_decided",
        why=_AS_AUTHOR,
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"decision": "continue", "next_review_on": "2029-01-15"},
    ),
    MailKind(
        id="signal_noted",
        why="You get this mail because you own this policy or deputise for its owner.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"because": "A monitoring signal", "reason": "The gap has grown twice running."},
    ),
    MailKind(
        id="revoked",
        why=_AS_AUTHOR,
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"reason": "A court has found it unlawful.", "reference": "Minute 4/2027"},
    ),
    MailKind(
        id="amended",
        why="You get this mail because you proposed this amendment.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
    ),
    MailKind(
        id="amendment_wanted",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=destinations.policy,
        needed=relevance.in_the_same_stage,
        reader=relevance.holds(Role.STRATEGY_UNIT),
    ),
    MailKind(
        id="amendment_declined",
        why="You get this mail because you proposed this amendment.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"reason": "It changes who may apply. Start a review."},
    ),
    MailKind(
        id="assigned",
        why="You get this mail because a colleague in the Strategy Unit assigned this to you.",
        link=_on_the_desk,
        needed=relevance.in_the_same_stage,
        reader=relevance.has_it_in_hand,
    ),
    MailKind(
        id="nobody_to_decide",
        why="You get this mail because you are an administrator.",
        link=destinations.policy,
        needed=relevance.awaits_decision,
        reader=relevance.holds(Role.ADMINISTRATOR),
    ),
)
