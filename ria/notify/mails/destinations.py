"""The pages to which mails of several subjects link."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails.context import MailContext
from workflows.stages import form_name


def decision(links: Links, context: MailContext) -> str:
    """The page on which the form is decided."""
    return links.decision(context.assessment_id)


def form(links: Links, context: MailContext) -> str:
    """The form of the edition's stage."""
    _, assessment = context.case
    return links.stage(context.assessment_id, form_name(assessment.stage))


def policy(links: Links, context: MailContext) -> str:
    """The policy's own page."""
    policy, _ = context.case
    return links.policy(policy.reference)


def work(links: Links, _context: MailContext) -> str:
    """The reader's own work."""
    return links.work()
