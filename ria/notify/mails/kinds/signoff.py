"""Mails about signatures and the committee's decisions."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails import relevance
from ria.notify.mails.context import MailContext
from ria.notify.mails.mail_kind import Audience, MailKind


def _signature(links: Links, context: MailContext) -> str:
    if context.is_passed_on:
        return links.signatures(context.assessment_id)
    return links.sign(context.assessment_id, str(context.message.details["signature"]))


KINDS = (
    MailKind(
        "signature_wanted",
        Audience("your signature was asked for", relevance.was_asked),
        _signature,
        needed=relevance.awaits_signature,
        sample={"signature": "second"},
    ),
    MailKind(
        "not_ratified",
        Audience(
            "you answer for this policy or decide on its assessment", relevance.answers_or_decides
        ),
        sample={
            "of": "revocation",
            "reason": "The ruling is about another procedure.",
            "minute_reference": "Minute 9/2027",
        },
    ),
)
