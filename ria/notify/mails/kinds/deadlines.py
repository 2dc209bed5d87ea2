"""Mails about what is due, about monitoring reports, and about mails that failed."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails import relevance
from ria.notify.mails.context import AgreedDay, MailContext
from ria.notify.mails.mail_kind import MailKind
from workflows.roles import Role


def _due_by(context: MailContext) -> AgreedDay | None:
    """The due day of a reminder about one item, if it is still ahead."""
    [item, *more] = context.items
    if more or item.due_on < context.today:
        return None
    return AgreedDay(item.kind, item.target_id, item.due_on, item.item)


def _report_to_publish(links: Links, context: MailContext) -> str:
    _, assessment = context.case
    assert assessment.id is not None
    return links.report_to_publish(assessment.id, int(context.message.details["report_id"]))


def _what_is_due(links: Links, context: MailContext) -> str:
    return context.items[0].link if len(context.items) == 1 else links.work()


def _failed_mails(links: Links, _context: MailContext) -> str:
    return links.to("/mails?state=failed")


KINDS = (
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
    MailKind(
        id="report_filed",
        why="You get this mail because you are a member of the Strategy Unit.",
        link=_report_to_publish,
        needed=relevance.report_not_public,
        reader=relevance.holds(Role.STRATEGY_UNIT),
        sample={"number": 2, "report_id": 7, "days_late": 3},
    ),
    MailKind(
        id="mails_failed",
        why="You get this mail because you administer this service.",
        link=_failed_mails,
        needed=relevance.mails_still_failed,
        reader=relevance.holds(Role.ADMINISTRATOR),
        sample={"mails": [3, 7]},
    ),
)
