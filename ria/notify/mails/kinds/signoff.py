"""Mails about signatures and the committee's decisions."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails import destinations, relevance
from ria.notify.mails.context import MailContext
from ria.notify.mails.mail_kind import MailKind


def _signature(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    if context.is_passed_on:
        return links.signatures(assessment.id)
    return links.sign(assessment.id, str(context.message.details["signature"]))


KINDS = (
    MailKind(
        id="signature_wanted",
        why="You get this mail because your signature was asked for.",
        link=_signature,
        needed=relevance.awaits_signature,
        reader=relevance.was_asked,
        sample={"signature": "second"},
    ),
    MailKind(
        id="not_ratified",
        why="You get this mail because you answer for this policy or decide on its assessment.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_or_decides,
        sample={
            "of": "revocation",
            "reason": "The ruling is about another procedure.",
            "minute_reference": "Minute 9/2027",
        },
    ),
)
