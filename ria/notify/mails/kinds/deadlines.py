"""Mails about what is due, about monitoring reports, and about mails that failed."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails import relevance
from ria.notify.mails.context import AgreedDay, MailContext
from ria.notify.mails.kinds.process import STRATEGY_UNIT
from ria.notify.mails.mail_kind import Audience, MailKind
from workflows.roles import Role


def _due_by(context: MailContext) -> AgreedDay | None:
    """The due day of a reminder about one item, if it is still ahead."""
    [item, *more] = context.items
    if more or item.due_on < context.today:
        return None
    return AgreedDay(item.kind, item.target_id, item.due_on, item.item)


def _report_to_publish(links: Links, context: MailContext) -> str:
    return links.report_to_publish(context.assessment_id, int(context.message.details["report_id"]))


def _what_is_due(links: Links, context: MailContext) -> str:
    return context.items[0].link if len(context.items) == 1 else links.work()


def _failed_mails(links: Links, _context: MailContext) -> str:
    return links.to("/mails?state=failed")


KINDS = (
    MailKind(
        "falls_due",
        Audience("this is with you", relevance.has_items),
        _what_is_due,
        needed=relevance.still_due,
        dated=_due_by,
    ),
    MailKind(
        "digest",
        Audience("these things are with you, or are yours to watch over", relevance.has_items),
        _what_is_due,
        needed=relevance.still_due,
        dated=_due_by,
    ),
    MailKind(
        "report_filed",
        STRATEGY_UNIT,
        _report_to_publish,
        needed=relevance.report_not_public,
        sample={"number": 2, "report_id": 7, "days_late": 3},
    ),
    MailKind(
        "mails_failed",
        Audience("you administer this service", relevance.holds(Role.ADMINISTRATOR)),
        _failed_mails,
        needed=relevance.mails_still_failed,
        sample={"mails": [3, 7]},
    ),
)
