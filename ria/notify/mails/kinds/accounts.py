"""Mails about accounts, and about who is responsible for a policy or contributes to it."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails import destinations, relevance
from ria.notify.mails.context import MailContext
from ria.notify.mails.mail_kind import MailKind
from ria.services.accounts.one_time_links import FORGOTTEN_LASTS, INVITATION_LASTS, one_time_token


def _first_password(links: Links, context: MailContext) -> str:
    until = context.sent_at + INVITATION_LASTS
    return links.welcome(one_time_token(context.secret, context.recipient, until))


def _new_password(links: Links, context: MailContext) -> str:
    until = context.sent_at + FORGOTTEN_LASTS
    return links.welcome(one_time_token(context.secret, context.recipient, until))


KINDS = (
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
        id="invited",
        why="You get this mail because you were invited to contribute to this assessment.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.was_invited,
    ),
    MailKind(
        id="named",
        why="You get this mail because somebody registered this policy and named you for it.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"part": "deputy"},
    ),
    MailKind(
        id="now_yours",
        why="You get this mail because this policy was handed over to you.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.answers_for_it,
        sample={"part": "owner"},
    ),
    MailKind(
        id="no_longer_yours",
        why="You get this mail because you answered for this policy until now.",
        link=destinations.policy,
        needed=relevance.always,
        reader=relevance.always,
        sample={"part": "owner"},
    ),
    MailKind(
        id="handed_over",
        why="You get this mail because policies were handed over to you.",
        link=destinations.work,
        needed=relevance.always,
        reader=relevance.always,
        sample={"policies": ["P0001", "P0007"]},
    ),
)
