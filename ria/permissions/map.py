"""Who may see and do what: one map, as data (the process's section 3).

A permission is granted if any of its rules is met. Nothing else in the product decides on access:
views name a permission, commands ask for one, and whatever is not named here is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from ria.permissions.person import Person, Subject
from ria.permissions.rules import (
    Rule,
    anyone,
    asked_to_sign,
    committee,
    committee_before_it,
    invited,
    owner,
    publisher,
    role,
    scrutiny,
    sees_to_condition,
    signed_in,
    unit_head,
)
from workflows.roles import Party, Role


class Permission(StrEnum):
    """What can be allowed. `public` and `account` need no subject."""

    PUBLIC = "public"
    ACCOUNT = "account"
    POLICY_SUMMARY = "policy.summary"
    POLICY_REGISTER = "policy.register"
    OVERDUE_SEE = "overdue.see"
    POLICY_CHANGE = "policy.change"
    POLICY_PLACE = "policy.place"
    POLICY_HANDOVER = "policy.handover"
    EDITION_OPEN = "edition.open"
    POLICY_HANDOVER_BEYOND = "policy.handover.beyond"
    HANDOVER = "handover"
    DRAFT_READ = "draft.read"
    PRIVILEGED_READ = "privileged.read"
    ANSWERS_EDIT = "answers.edit"
    DECISION_TAKE = "decision.take"
    DESK = "desk"
    COMMENT_WRITE = "comment.write"
    CONTRIBUTORS_INVITE = "contributors.invite"
    SIGNATURE_ASK = "signature.ask"
    SIGN_SECOND = "sign.second"
    SIGN_ADVISER = "sign.adviser"
    SIGN_LEGAL = "sign.legal"
    SIGN_COMMITTEE = "sign.committee"
    SIGN_UNIT = "sign.unit"
    COMMITTEE_AGENDA = "committee.agenda"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_RESTRICTED = "evidence.restricted"
    EVIDENCE_PRIVILEGED = "evidence.privileged"
    EVIDENCE_ADD = "evidence.add"
    REPORT_FILE = "report.file"
    MAIL_READ = "mail.read"
    REMINDERS_READ = "reminders.read"
    REMINDERS_PAUSE = "reminders.pause"
    ACCOUNTS_MANAGE = "accounts.manage"
    SETTINGS_CHANGE = "settings.change"


_INNER_READERS = (
    owner,
    invited,
    asked_to_sign,
    unit_head,
    committee_before_it,
    role(Role.STRATEGY_UNIT, Role.ADVISER, Role.LEGAL),
)


_READERS = (*_INNER_READERS, sees_to_condition, scrutiny)


MAP: dict[Permission, tuple[Rule, ...]] = {
    Permission.PUBLIC: (anyone,),
    Permission.ACCOUNT: (signed_in,),
    Permission.POLICY_SUMMARY: (signed_in,),
    Permission.POLICY_REGISTER: (role(Role.DEVELOPER, Role.UNIT_HEAD, Role.STRATEGY_UNIT),),
    Permission.OVERDUE_SEE: (role(Role.STRATEGY_UNIT, Role.ADVISER),),
    Permission.POLICY_CHANGE: (owner, unit_head, role(Role.STRATEGY_UNIT)),
    Permission.POLICY_PLACE: (role(Role.STRATEGY_UNIT),),
    Permission.EDITION_OPEN: (owner, role(Role.STRATEGY_UNIT)),
    Permission.POLICY_HANDOVER: (owner, unit_head, role(Role.STRATEGY_UNIT)),
    Permission.POLICY_HANDOVER_BEYOND: (owner, role(Role.STRATEGY_UNIT)),
    Permission.HANDOVER: (role(Role.ADMINISTRATOR, Role.UNIT_HEAD),),
    Permission.DRAFT_READ: _READERS,
    Permission.PRIVILEGED_READ: (owner, role(Role.STRATEGY_UNIT, Role.LEGAL)),
    Permission.ANSWERS_EDIT: (owner, invited, publisher),
    Permission.DECISION_TAKE: (role(Role.STRATEGY_UNIT),),
    Permission.DESK: (role(Role.STRATEGY_UNIT),),
    Permission.COMMENT_WRITE: _READERS,
    Permission.CONTRIBUTORS_INVITE: (owner,),
    Permission.SIGNATURE_ASK: (owner, role(Role.STRATEGY_UNIT)),
    Permission.SIGN_SECOND: (asked_to_sign,),
    Permission.SIGN_ADVISER: (role(Role.ADVISER),),
    Permission.SIGN_LEGAL: (role(Role.LEGAL),),
    Permission.SIGN_COMMITTEE: (committee,),
    Permission.SIGN_UNIT: (unit_head,),
    Permission.COMMITTEE_AGENDA: (committee, role(Role.STRATEGY_UNIT)),
    Permission.EVIDENCE_READ: (signed_in,),
    Permission.EVIDENCE_RESTRICTED: _INNER_READERS,
    Permission.EVIDENCE_PRIVILEGED: (role(Role.LEGAL),),
    Permission.EVIDENCE_ADD: (
        owner,
        invited,
        role(Role.STRATEGY_UNIT, Role.ADVISER, Role.LEGAL),
    ),
    Permission.REPORT_FILE: (owner, invited),
    Permission.MAIL_READ: (role(Role.ADMINISTRATOR),),
    Permission.REMINDERS_READ: (role(Role.ADMINISTRATOR, Role.STRATEGY_UNIT),),
    Permission.REMINDERS_PAUSE: (role(Role.STRATEGY_UNIT),),
    Permission.ACCOUNTS_MANAGE: (role(Role.ADMINISTRATOR),),
    Permission.SETTINGS_CHANGE: (role(Role.ADMINISTRATOR),),
}


def may(permission: Permission, person: Person | None, subject: Subject | None = None) -> bool:
    """Whether this person has the permission (for this subject)."""
    return any(rule(person, subject) for rule in MAP[permission])


def is_party(person: Person, party: Party, subject: Subject) -> bool:
    """Whether this person is this party of the process table towards this subject."""
    standing = {
        Party.OWNER: subject.owner_id in person.acts_for,
        Party.DEPUTY: subject.deputy_id in person.acts_for,
        Party.SUBMITTER: subject.submitted_by in person.acts_for,
        Party.STRATEGY_UNIT: person.has(Role.STRATEGY_UNIT),
        Party.ADVISER: person.has(Role.ADVISER),
        Party.SYSTEM: person.is_system,
    }
    return standing[party]


def on_behalf_of(person: Person, parties: Iterable[Party], subject: Subject) -> int | None:
    """The absent one for whom this person acts as a party; None if they are one themselves."""
    wanted = tuple(parties)
    if any(is_party(person.alone, party, subject) for party in wanted):
        return None
    theirs = {
        Party.OWNER: subject.owner_id,
        Party.DEPUTY: subject.deputy_id,
        Party.SUBMITTER: subject.submitted_by,
    }
    absent = (theirs.get(party) for party in Party if party in wanted)
    return next((found for found in absent if found in person.stands_in_for), None)


def in_place_of(permission: Permission, person: Person, subject: Subject) -> int | None:
    """The absent person through whom this person has the permission; None if they have it
    themselves, or not at all.
    """
    if may(permission, person.alone, subject) or not may(permission, person, subject):
        return None
    return on_behalf_of(person, (Party.OWNER, Party.DEPUTY), subject)
