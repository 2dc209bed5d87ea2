"""Who may see and do what: one map, as data (the process's section 3).

A permission holds if any one of its rules does. A rule looks at the person and, where the
permission is about one policy, at the subject. Nothing else in the product decides on access:
views name a permission, commands ask for one, and whatever is not named here is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from workflows.roles import Party, Role


@dataclass(frozen=True)
class Grant:
    """A role, and the unit or committee it is given for (None: everywhere)."""

    role: Role
    unit_id: int | None = None
    committee_id: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody signed in, as the rules see them. `ref` stands for them in the history.

    `stands_in_for` are those who are away today and named this person in their place.
    `is_reached`: mail finds them.
    """

    id: int
    ref: str
    name: str
    grants: frozenset[Grant]
    unit_id: int | None = None
    trained_until: date | None = None
    stands_in_for: frozenset[int] = frozenset()
    is_reached: bool = True

    @property
    def acts_for(self) -> frozenset[int]:
        """This person and those they stand in for: what binds one of them binds them."""
        return self.stands_in_for | {self.id}

    @property
    def alone(self) -> Person:
        """This person without those they stand in for."""
        return replace(self, stands_in_for=frozenset())

    @property
    def is_system(self) -> bool:
        """Whether nobody acts: the clock does."""
        return self == THE_SYSTEM

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles was given, whatever its scope."""
        return any(grant.role in roles for grant in self.grants)

    def is_trained(self, today: date) -> bool:
        """Whether the person's training is current on this day."""
        return self.trained_until is not None and self.trained_until >= today


THE_SYSTEM = Person(id=0, ref="system", name="the system", grants=frozenset())
"""Who acts when nobody does."""


@dataclass(frozen=True)
class Subject:
    """A policy and its assessment, as far as the rules need them."""

    owner_id: int
    deputy_id: int | None
    unit_id: int
    committee_id: int
    restricted: bool = False
    before_committee: bool = False
    submitted_by: int | None = None
    contributors: frozenset[int] = frozenset()
    asked_to_sign: frozenset[int] = frozenset()
    sees_to: frozenset[int] = frozenset()
    invited: frozenset[int] = frozenset()
    being_published: bool = False

    @property
    def answer_for_it(self) -> frozenset[int]:
        """The owner and the deputy: they sign nothing for a policy of their own."""
        return frozenset({self.owner_id} | ({self.deputy_id} if self.deputy_id else set()))


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


Rule = Callable[[Person | None, Subject | None], bool]


def anyone(_person: Person | None, _subject: Subject | None) -> bool:
    """The public."""
    return True


def signed_in(person: Person | None, _subject: Subject | None) -> bool:
    """Anyone with an account."""
    return person is not None


def role(*roles: Role) -> Rule:
    """Anyone with one of these roles."""

    def rule(person: Person | None, _subject: Subject | None) -> bool:
        return person is not None and person.has(*roles)

    return rule


def owner(person: Person | None, subject: Subject | None) -> bool:
    """The policy's owner or deputy, or who stands in for one of them."""
    if person is None or subject is None:
        return False
    return not person.acts_for.isdisjoint((subject.owner_id, subject.deputy_id))


def asked_to_sign(person: Person | None, subject: Subject | None) -> bool:
    """Somebody who was asked for a signature."""
    return person is not None and subject is not None and person.id in subject.asked_to_sign


def sees_to_condition(person: Person | None, subject: Subject | None) -> bool:
    """Somebody who sees to a condition on which a signature agreed."""
    return person is not None and subject is not None and person.id in subject.sees_to


def invited(person: Person | None, subject: Subject | None) -> bool:
    """Somebody the owner invited to contribute to this edition."""
    return person is not None and subject is not None and person.id in subject.invited


def publisher(person: Person | None, subject: Subject | None) -> bool:
    """The Strategy Unit, while what is approved is made ready for publication."""
    if person is None or subject is None or not subject.being_published:
        return False
    return person.has(Role.STRATEGY_UNIT)


def unit_head(person: Person | None, subject: Subject | None) -> bool:
    """The head of the policy's unit."""
    if person is None or subject is None:
        return False
    return any(g.role is Role.UNIT_HEAD and g.unit_id == subject.unit_id for g in person.grants)


def committee(person: Person | None, subject: Subject | None) -> bool:
    """Chair or secretary of the policy's committee."""
    if person is None or subject is None:
        return False
    return any(
        g.role in (Role.CHAIR, Role.SECRETARY) and g.committee_id == subject.committee_id
        for g in person.grants
    )


def committee_before_it(person: Person | None, subject: Subject | None) -> bool:
    """Chair or secretary, for what is before their committee."""
    return subject is not None and subject.before_committee and committee(person, subject)


def scrutiny(person: Person | None, subject: Subject | None) -> bool:
    """Scrutiny, which sees all but the restricted."""
    if person is None or subject is None or subject.restricted:
        return False
    return person.has(Role.SCRUTINY)


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
    """Whether this person may do this (to this subject)."""
    return any(rule(person, subject) for rule in MAP[permission])


def is_party(person: Person, party: Party, subject: Subject) -> bool:
    """Whether this person stands in this party of the process table to this subject."""
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
    """For whom this person acts as one of these parties; None for who is one themselves."""
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
    """Whose place gives this person the permission; None for who has it themselves, or not."""
    if may(permission, person.alone, subject) or not may(permission, person, subject):
        return None
    return on_behalf_of(person, (Party.OWNER, Party.DEPUTY), subject)
