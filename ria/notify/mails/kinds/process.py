"""Mails about a policy's progress through its stages, its reviews and its amendments."""

from __future__ import annotations

from datetime import date

from ria.links import Links
from ria.notify.mails import destinations, relevance
from ria.notify.mails.context import AgreedDay, MailContext
from ria.notify.mails.mail_kind import Audience, MailKind
from workflows.roles import Role
from workflows.stages import APPROVAL, PUBLICATION


def _returned_by(context: MailContext) -> AgreedDay | None:
    due_on = context.message.details.get("due_on")
    if not due_on:
        return None
    return AgreedDay("returned", context.assessment_id, date.fromisoformat(due_on))


def _review_by(context: MailContext) -> AgreedDay | None:
    _, assessment = context.case
    if assessment.due_on is None:
        return None
    return AgreedDay("review", context.assessment_id, assessment.due_on)


def _publication(links: Links, context: MailContext) -> str:
    return links.stage(context.assessment_id, PUBLICATION)


def _public_page(links: Links, context: MailContext) -> str:
    policy, _ = context.case
    return links.register(policy.reference)


def _on_the_desk(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    awaits_decision = assessment.stage in APPROVAL
    return (destinations.decision if awaits_decision else destinations.policy)(links, context)


STRATEGY_UNIT = Audience(
    "you are a member of the Strategy Unit", relevance.holds(Role.STRATEGY_UNIT)
)
_AUTHORS = Audience(
    "you own this policy, deputise for its owner or wrote the form", relevance.answers_for_it
)
_KEEPERS = Audience("you own this policy or deputise for its owner", relevance.answers_for_it)
_PROPOSER = Audience("you proposed this amendment", relevance.answers_for_it)

KINDS = (
    MailKind(
        "approval_wanted",
        STRATEGY_UNIT,
        destinations.decision,
        needed=relevance.awaits_decision,
    ),
    MailKind("approved", _AUTHORS),
    MailKind(
        "level_raised",
        _AUTHORS,
        destinations.form,
        needed=relevance.in_the_same_stage,
        sample={"reason": "People under 18 turn out to be affected."},
    ),
    MailKind(
        "publication_wanted",
        STRATEGY_UNIT,
        _publication,
        needed=relevance.in_the_same_stage,
    ),
    MailKind("published", _AUTHORS, _public_page),
    MailKind(
        "returned",
        Audience("you answer for this policy or advise on equality", relevance.answers_for_it),
        destinations.form,
        needed=relevance.in_the_same_stage,
        dated=_returned_by,
        sample={"reason": "Say what the figures show.", "due_on": "2026-12-18", "round": 2},
    ),
    MailKind("rejected", _AUTHORS, sample={"reason": "The policy cannot be justified as it is."}),
    MailKind("screened_out", _AUTHORS),
    MailKind(
        "review_started",
        _KEEPERS,
        destinations.form,
        needed=relevance.in_the_same_stage,
        dated=_review_by,
        sample={"because": "A complaint", "reason": "Three on one page.", "due_on": "2027-01-18"},
    ),
    MailKind(
        "review_decided",
        _AUTHORS,
        sample={"decision": "continue", "next_review_on": "2029-01-15"},
    ),
    MailKind(
        "signal_noted",
        _KEEPERS,
        sample={"because": "A monitoring signal", "reason": "The gap has grown twice running."},
    ),
    MailKind(
        "revoked",
        _AUTHORS,
        sample={"reason": "A court has found it unlawful.", "reference": "Minute 4/2027"},
    ),
    MailKind("amended", _PROPOSER),
    MailKind("amendment_wanted", STRATEGY_UNIT, needed=relevance.in_the_same_stage),
    MailKind(
        "amendment_declined",
        _PROPOSER,
        sample={"reason": "It changes who may apply. Start a review."},
    ),
    MailKind(
        "assigned",
        Audience("a colleague in the Strategy Unit assigned this to you", relevance.has_it_in_hand),
        _on_the_desk,
        needed=relevance.in_the_same_stage,
    ),
    MailKind(
        "nobody_to_decide",
        Audience("you are an administrator", relevance.holds(Role.ADMINISTRATOR)),
        needed=relevance.awaits_decision,
    ),
)
