"""Mails about accounts, and about who is responsible for a policy or contributes to it."""

from __future__ import annotations

from ria.links import Links
from ria.notify.mails import destinations, relevance
from ria.notify.mails.context import MailContext
from ria.notify.mails.mail_kind import Audience, MailKind
from ria.services.accounts.one_time_links import FORGOTTEN_LASTS, INVITATION_LASTS, one_time_token


def _first_password(links: Links, context: MailContext) -> str:
    until = context.sent_at + INVITATION_LASTS
    return links.welcome(one_time_token(context.secret, context.recipient, until))


def _new_password(links: Links, context: MailContext) -> str:
    until = context.sent_at + FORGOTTEN_LASTS
    return links.welcome(one_time_token(context.secret, context.recipient, until))


KINDS = (
    MailKind(
        "account_opened",
        Audience("an account was opened for you"),
        _first_password,
        needed=relevance.has_no_password,
        personal=True,
    ),
    MailKind(
        "password_asked",
        Audience("somebody asked for a new password for your account"),
        _new_password,
        personal=True,
    ),
    MailKind(
        "invited",
        Audience("you were invited to contribute to this assessment", relevance.was_invited),
    ),
    MailKind(
        "named",
        Audience("somebody registered this policy and named you for it", relevance.answers_for_it),
        sample={"part": "deputy"},
    ),
    MailKind(
        "now_yours",
        Audience("this policy was handed over to you", relevance.answers_for_it),
        sample={"part": "owner"},
    ),
    MailKind(
        "no_longer_yours",
        Audience("you answered for this policy until now"),
        sample={"part": "owner"},
    ),
    MailKind(
        "handed_over",
        Audience("policies were handed over to you"),
        destinations.work,
        sample={"policies": ["P0001", "P0007"]},
    ),
)
