"""The map of permissions is the one that `docs/reference/permissions.md` publishes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from ria.permissions.map import MAP, Permission, is_party, may
from ria.permissions.person import Grant, Person, Subject
from workflows.roles import Party, Role

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
OWN_UNIT, OTHER_UNIT, OWN_COMMITTEE, OTHER_COMMITTEE = 1, 2, 11, 12


def somebody(number: int, *grants: Grant) -> Person:
    return Person(number, f"U{number}", "Somebody", frozenset(grants))


PEOPLE: dict[str, Person | None] = {
    "the public": None,
    "no role": somebody(1),
    "a developer": somebody(2, Grant(Role.DEVELOPER)),
    "the owner": somebody(3),
    "the deputy": somebody(4),
    "an invited contributor": somebody(5),
    "who was asked to sign": somebody(6),
    "a unit head": somebody(7, Grant(Role.UNIT_HEAD, unit_id=OTHER_UNIT)),
    "the unit's head": somebody(8, Grant(Role.UNIT_HEAD, unit_id=OWN_UNIT)),
    "Strategy Unit": somebody(9, Grant(Role.STRATEGY_UNIT)),
    "equality adviser": somebody(10, Grant(Role.ADVISER)),
    "legal adviser": somebody(11, Grant(Role.LEGAL)),
    "the chair": somebody(12, Grant(Role.CHAIR, committee_id=OWN_COMMITTEE)),
    "the secretary": somebody(13, Grant(Role.SECRETARY, committee_id=OWN_COMMITTEE)),
    "another committee's chair": somebody(14, Grant(Role.CHAIR, committee_id=OTHER_COMMITTEE)),
    "scrutiny": somebody(15, Grant(Role.SCRUTINY)),
    "administrator": somebody(16, Grant(Role.ADMINISTRATOR)),
    "who sees to a condition": somebody(17),
}
PLAIN = Subject(
    owner_id=3,
    deputy_id=4,
    unit_id=OWN_UNIT,
    committee_id=OWN_COMMITTEE,
    asked_to_sign=frozenset({6}),
    sees_to=frozenset({17}),
    invited=frozenset({5}),
)
SUBJECTS = [
    replace(PLAIN, before_committee=before, restricted=restricted, being_published=publishing)
    for before, restricted, publishing in product((False, True), repeat=3)
]
CONDITIONS = {
    "": lambda subject: True,
    "before it": lambda subject: subject.before_committee,
    "not restricted": lambda subject: not subject.restricted,
    "publishing": lambda subject: subject.being_published,
}
ENTRY = re.compile(r"(?P<who>[^()]+?)(?: \((?P<on>[^()]+)\))?")


def published() -> dict[str, dict[str, str]]:
    """Permission to who may, and on which condition, as the page says."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"\| `([a-z.]+)` \| [^|]+ \| ([^|]+) \|", line)
        if row:
            entries = [ENTRY.fullmatch(entry) for entry in row[2].split(", ")]
            found[row[1]] = {entry["who"]: entry["on"] or "" for entry in entries}
    return found


PUBLISHED = published()


def test_every_permission_is_mapped_and_published():
    assert set(MAP) == set(Permission)
    assert set(PUBLISHED) == {permission.value for permission in Permission}


def test_the_page_names_nobody_unknown():
    named = {who for entries in PUBLISHED.values() for who in entries}
    assert named <= {*PEOPLE, "anyone", "anyone signed in"}
    used = {on for entries in PUBLISHED.values() for on in entries.values()}
    assert used == set(CONDITIONS)


def expected(permission: Permission, name: str, subject: Subject) -> bool:
    """What the page says of this person and this policy."""
    entries = PUBLISHED[permission.value]
    if "anyone" in entries:
        return True
    if "anyone signed in" in entries:
        return PEOPLE[name] is not None
    return name in entries and CONDITIONS[entries[name]](subject)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_map_is_what_the_page_says(permission, name):
    for subject in SUBJECTS:
        said = may(permission, PEOPLE[name], subject)
        assert said is expected(permission, name, subject), subject


@pytest.mark.parametrize("permission", Permission)
def test_without_a_subject_no_relation_helps(permission):
    for name in ("the owner", "the deputy", "an invited contributor", "who was asked to sign"):
        assert may(permission, PEOPLE[name]) is may(permission, PEOPLE["no role"])


@pytest.mark.parametrize("permission", Permission)
def test_the_public_may_do_one_thing_only(permission):
    assert may(permission, None, PLAIN) is (permission is Permission.PUBLIC)


@pytest.mark.parametrize("name", [name for name, person in PEOPLE.items() if person])
def test_parties(name):
    person = PEOPLE[name]
    stands = {party for party in Party if is_party(person, party, replace(PLAIN, submitted_by=3))}
    assert stands == {
        "the owner": {Party.OWNER, Party.SUBMITTER},
        "the deputy": {Party.DEPUTY},
        "Strategy Unit": {Party.STRATEGY_UNIT},
        "equality adviser": {Party.ADVISER},
    }.get(name, set())


def test_nobody_is_the_system():
    assert not any(is_party(p, Party.SYSTEM, PLAIN) for p in PEOPLE.values() if p)


@pytest.mark.parametrize(
    ("until", "is_trained"),
    [(None, False), (date(2026, 11, 22), False), (date(2026, 11, 23), True)],
)
def test_training_counts_to_its_last_day(until, is_trained):
    person = replace(somebody(1), trained_until=until)
    assert person.is_trained(date(2026, 11, 23)) is is_trained


def test_a_role_is_had_whatever_its_scope():
    head = PEOPLE["a unit head"]
    assert head.has(Role.UNIT_HEAD)
    assert head.has(Role.CHAIR, Role.UNIT_HEAD)
    assert not head.has(Role.CHAIR)
