"""The pages that mails of several subjects lead to."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails.context import MailContext
from workflows.stages import form_name


def decision(links: Links, context: MailContext) -> str:
    """The page on which the form is decided."""
    _, assessment = context.case
    assert assessment.id is not None
    return links.decision(assessment.id)


def form(links: Links, context: MailContext) -> str:
    """The form of the stage the edition is in."""
    _, assessment = context.case
    assert assessment.id is not None
    return links.stage(assessment.id, form_name(assessment.stage))


def policy(links: Links, context: MailContext) -> str:
    """The policy's own page."""
    policy, _ = context.case
    return links.policy(policy.reference)


def work(links: Links, _context: MailContext) -> str:
    """What is with the reader."""
    return links.work()
