"""Every mail this product writes: one entry a kind.

To add one: an entry here, a folder of its name under `templates/emails` with `subject.txt`,
`body.txt` and `body.html`, a section in `docs/reference/mails.md`, and `ria.outbox.enqueue` where
the thing happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ria.links import Links
from ria.notify.mails import relevance
from ria.notify.mails.context import AgreedDay, DayOf, Judge, LinkOf, MailContext
from ria.queries.assessment.editions import PUBLICATION, form_name
from ria.services.accounts.one_time_links import FORGOTTEN_LASTS, INVITATION_LASTS, one_time_token
from workflows.roles import Role
from workflows.stages import APPROVAL


def no_day(_matter: MailContext) -> AgreedDay | None:
    """No day is agreed with this mail."""
    return None


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


def _due_by(context: MailContext) -> AgreedDay | None:
    """The day of a reminder of one thing that is still ahead."""
    [item, *more] = context.items
    if more or item.due_on < context.today:
        return None
    return AgreedDay(item.kind, item.assessment_id, item.due_on, item.item)


@dataclass(frozen=True)
class MailKind:
    """A kind of mail.

    `why` says to its reader why it came. `needed` and `reader` are asked at sending: is there
    still something to tell, and is the recipient still the one to tell it? A `personal` mail never
    goes to whoever stands in for an absent reader; any other does if they may read it. `dated` is
    the day that comes with it for a calendar, where one is agreed. `sample` holds details as
    `enqueue` is given them, for previews and tests.
    """

    id: str
    why: str
    link: LinkOf
    needed: Judge
    reader: Judge
    personal: bool = False
    dated: DayOf = no_day
    sample: Mapping[str, Any] = field(default_factory=dict)


def _decision(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    return links.decision(assessment.id)


def _form(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    return links.stage(assessment.id, form_name(assessment.stage))


def _publication(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    return links.stage(assessment.id, PUBLICATION)


def _signature(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    if context.is_passed_on:
        return links.signatures(assessment.id)
    return links.sign(assessment.id, str(context.message.details["signature"]))


def _policy(links: Links, context: MailContext) -> str:
    policy, _ = context.case
    return links.policy(policy.reference)


def _public_page(links: Links, context: MailContext) -> str:
    policy, _ = context.case
    return links.register(policy.reference)


def _on_the_desk(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    return _decision(links, context) if assessment.stage in APPROVAL else _policy(links, context)


def _report_to_publish(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    return links.report_to_publish(assessment.id, int(context.message.details["report_id"]))


def _what_is_due(links: Links, context: MailContext) -> str:
    return context.items[0].link if len(context.items) == 1 else links.work()


def _first_password(links: Links, context: MailContext) -> str:
    until = context.sent_at + INVITATION_LASTS
    return links.welcome(one_time_token(context.secret, context.recipient, until))


def _new_password(links: Links, context: MailContext) -> str:
    until = context.sent_at + FORGOTTEN_LASTS
    return links.welcome(one_time_token(context.secret, context.recipient, until))


def _failed_mails(links: Links, _matter: MailContext) -> str:
    return links.to("/mails?state=failed")


def _work(links: Links, _matter: MailContext) -> str:
    return links.work()


_AS_AUTHOR = (
    "You get this mail because you own this policy, deputise for its owner or wrote the form."
)

_KINDS = (
    MailKind(
        id="approval_wanted",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=_decision,
        needed=relevance.awaits_decision,
        reader=relevance.holds(Role.STRATEGY_UNIT),
    ),
    MailKind(
        id="approved",
        why=_AS_AUTHOR,
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
    ),
    MailKind(
        id="level_raised",
        why=_AS_AUTHOR,
        link=_form,
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
        id="report_filed",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=_report_to_publish,
        needed=relevance.report_not_public,
        reader=relevance.holds(Role.STRATEGY_UNIT),
        sample={"number": 2, "report_id": 7, "days_late": 3},
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
        link=_form,
        needed=relevance.in_the_same_stage,
        reader=relevance.answers_for_it,
        dated=_returned_by,
        sample={"reason": "Say what the figures show.", "due_on": "2026-12-18", "round": 2},
    ),
    MailKind(
        id="rejected",
        why=_AS_AUTHOR,
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"reason": "The policy cannot be justified as it is."},
    ),
    MailKind(
        id="screened_out",
        why=_AS_AUTHOR,
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
    ),
    MailKind(
        id="review_started",
        why="You get this mail because you own this policy or deputise for its owner.",
        link=_form,
        needed=relevance.in_the_same_stage,
        reader=relevance.answers_for_it,
        dated=_review_by,
        sample={"because": "A complaint", "reason": "Three on one page.", "due_on": "2027-01-18"},
    ),
    MailKind(
        id="review_decided",
        why=_AS_AUTHOR,
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"decision": "continue", "next_review_on": "2029-01-15"},
    ),
    MailKind(
        id="signal_noted",
        why="You get this mail because you own this policy or deputise for its owner.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"because": "A monitoring signal", "reason": "The gap has grown twice running."},
    ),
    MailKind(
        id="revoked",
        why=_AS_AUTHOR,
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"reason": "A court has found it unlawful.", "reference": "Minute 4/2027"},
    ),
    MailKind(
        id="not_ratified",
        why="You get this mail because you answer for this policy or decide on its assessment.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_or_decides,
        sample={
            "of": "revocation",
            "reason": "The ruling is about another procedure.",
            "minute_reference": "Minute 9/2027",
        },
    ),
    MailKind(
        id="amended",
        why="You get this mail because you proposed this amendment.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
    ),
    MailKind(
        id="amendment_wanted",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=_policy,
        needed=relevance.in_the_same_stage,
        reader=relevance.holds(Role.STRATEGY_UNIT),
    ),
    MailKind(
        id="amendment_declined",
        why="You get this mail because you proposed this amendment.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"reason": "It changes who may apply. Start a review."},
    ),
    MailKind(
        id="signature_wanted",
        why="You get this mail because your signature was asked for.",
        link=_signature,
        needed=relevance.awaits_signature,
        reader=relevance.was_asked,
        sample={"signature": "second"},
    ),
    MailKind(
        id="assigned",
        why="You get this mail because a colleague in the Strategy Unit assigned this to you.",
        link=_on_the_desk,
        needed=relevance.in_the_same_stage,
        reader=relevance.has_it_in_hand,
    ),
    MailKind(
        id="invited",
        why="You get this mail because you were invited to contribute to this assessment.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.was_invited,
    ),
    MailKind(
        id="named",
        why="You get this mail because somebody registered this policy and named you for it.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"part": "deputy"},
    ),
    MailKind(
        id="now_yours",
        why="You get this mail because this policy was handed over to you.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"part": "owner"},
    ),
    MailKind(
        id="no_longer_yours",
        why="You get this mail because you answered for this policy until now.",
        link=_policy,
        needed=relevance.always,
        reader=relevance.always,
        sample={"part": "owner"},
    ),
    MailKind(
        id="nobody_to_decide",
        why="You get this mail because you are an administrator.",
        link=_policy,
        needed=relevance.awaits_decision,
        reader=relevance.holds(Role.ADMINISTRATOR),
    ),
    MailKind(
        id="mails_failed",
        why="You get this mail because you administer this service.",
        link=_failed_mails,
        needed=relevance.mails_still_failed,
        reader=relevance.holds(Role.ADMINISTRATOR),
        sample={"mails": [3, 7]},
    ),
    MailKind(
        id="account_opened",
        why="You get this mail because an account was opened for you.",
        link=_first_password,
        needed=relevance.has_no_password,
        reader=relevance.always,
        personal=True,
    ),
    MailKind(
        id="password_asked",
        why="You get this mail because somebody asked for a new password for your account.",
        link=_new_password,
        needed=relevance.always,
        reader=relevance.always,
        personal=True,
    ),
    MailKind(
        id="handed_over",
        why="You get this mail because policies were handed over to you.",
        link=_work,
        needed=relevance.always,
        reader=relevance.always,
        sample={"policies": ["P0001", "P0007"]},
    ),
    MailKind(
        id="falls_due",
        why="You get this mail because this is with you.",
        link=_what_is_due,
        needed=relevance.still_due,
        reader=relevance.has_items,
        dated=_due_by,
    ),
    MailKind(
        id="digest",
        why="You get this mail because these things are with you, or are yours to watch over.",
        link=_what_is_due,
        needed=relevance.still_due,
        reader=relevance.has_items,
        dated=_due_by,
    ),
)

CATALOGUE = {kind.id: kind for kind in _KINDS}
"""Every kind of mail by its id."""


def written_as(context: MailContext) -> MailKind:
    """The kind whose templates and reasons a mail has. A reminder turns into a digest if it tells
    of several things, or of one to somebody who gets digests only."""
    alone = len(context.items) == 1 and context.items[0].is_told_alone
    if context.message.kind == "falls_due" and context.items and not alone:
        return CATALOGUE["digest"]
    return CATALOGUE[context.message.kind]
