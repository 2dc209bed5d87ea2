"""A sample of each kind of mail, about a policy that does not exist."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ria.links import Links
from ria.models import Assessment, Message, Policy, User
from ria.notify.mails.catalogue import CATALOGUE
from ria.notify.mails.context import DueItem, MailContext
from ria.notify.mails.render import Rendered, render
from workflows.stages import Stage

REFERENCE = "P0001"
TITLE = "Use of interpreters"


def sample_mail(kind: str, reader: User, links: Links, organisation: str, at: datetime) -> Rendered:
    """The subject, text and HTML of a kind, addressed to `reader`. KeyError for an unknown kind."""
    return render(sample_context(kind, reader, links, at), links, organisation)


def sample_context(kind: str, reader: User, links: Links, at: datetime) -> MailContext:
    """What such a mail would be about. Nothing of it is stored."""
    found = CATALOGUE[kind]
    today = at.date()
    return MailContext(
        message=Message.model_validate(
            {
                "message_id": "<sample@localhost>",
                "kind": kind,
                "recipient_id": reader.id,
                "details": dict(found.sample),
                "created_at": at,
                "state": "waiting",
                "next_try_at": at,
            }
        ),
        account=reader,
        today=today,
        policy=Policy.model_construct(id=1, reference=REFERENCE, title=TITLE),
        assessment=Assessment.model_construct(
            id=1,
            edition=1,
            stage=Stage.SCREENING_APPROVAL,
            due_on=today + timedelta(days=14),
            next_review_on=today + timedelta(days=365),
            in_stage_since=at,
        ),
        items=_items(kind, links, today),
        at=at,
    )


def _items(kind: str, links: Links, today: date) -> tuple[DueItem, ...]:
    """One thing for a reminder, three for a digest, nothing for any other kind."""
    policy = links.policy(REFERENCE)
    screening = DueItem(
        "Screening of", REFERENCE, TITLE, today + timedelta(days=7), policy, kind="screening"
    )
    report = DueItem(
        "Monitoring report 2 on", "P0002", "Custody", today - timedelta(days=12), policy,
        detail="For 1 April 2026 to 30 June 2026", kind="monitoring_report", item=2,
    )  # fmt: skip
    decision = DueItem("Decision on", "P0003", "Arrests", today, policy, kind="approval")
    return {"falls_due": (screening,), "digest": (screening, report, decision)}.get(kind, ())
