"""The evidence bank: a source is described once and cited in any number of assessments."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from forms.questions.question import Audience
from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Evidence, EvidenceKind, Policy
from ria.models.evidence.evidence import searched
from ria.models.types import sort_key
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.assessment.editions import latest_assessment, policy_by_reference
from ria.queries.assessment.subject import subject_of
from ria.queries.evidence.access import permission_for
from ria.queries.evidence.evidence import source
from ria.services.evidence.files import Upload, kept_file
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale
from ria.services.kit.idempotency import done_before, next_number, remember
from ria.services.kit.loading import the_actor

LONGEST_LINK = 2_000


@dataclass(frozen=True, kw_only=True)
class EvidenceInput:
    """The input for a source. `file` is a new file; a file once attached stays."""

    title: str
    kind: EvidenceKind
    source: str
    period: str
    area: str
    finding: str
    limits: str
    audience: Audience
    as_of: date | None = None
    link: str = ""
    file: Upload | None = None


_KEPT = tuple(each.name for each in fields(EvidenceInput) if each.name != "file")


def add_evidence(
    store: Store, *, policy_reference: str, actor_id: int, given: EvidenceInput, token: str
) -> str:
    """Add a source for a policy and return its reference ("E7"). Raises `Invalid`, `Forbidden`,
    `NotFound` or `Taken`.
    """
    body = [policy_reference, _body(given)]
    # The exit stack closes after the commit: the file is kept only if its row was written.
    with ExitStack() as files, unit_of_work(store) as unit:
        policy = policy_by_reference(unit.session, policy_reference)
        actor = _who_may_add(unit, policy, actor_id)
        assert policy is not None and policy.id is not None
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return before
        _check(unit, actor, given)
        evidence = Evidence(
            ref=f"E{next_number(unit, 'evidence')}",
            title_key=sort_key(given.title),
            policy_id=policy.id,
            added_by=actor.id,
            added_at=unit.now,
            **_values(given),
        )
        evidence.search_text = searched(evidence)
        what = {**_values(given), "file": _attach(unit, files, evidence, actor, given)}
        unit.save(evidence)
        unit.record(policy.reference, "evidence_added", actor.ref, evidence=evidence.ref, new=what)
        remember(unit, actor.id, token, body, evidence.ref)
        return evidence.ref


def change_evidence(
    store: Store, *, ref: str, actor_id: int, given: EvidenceInput, seen_version: int, token: str
) -> int:
    """Correct the description of a source and return its new version. Raises `Stale` if it has
    changed since the page was shown, `Invalid`, `Forbidden`, `NotFound` or `Taken`.
    """
    body = [ref, _body(given)]
    with ExitStack() as files, unit_of_work(store) as unit:
        evidence, policy, actor = _load(unit, ref, actor_id)
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return int(before)
        _check_version(evidence, seen_version)
        _check(unit, actor, given)
        old = {name: getattr(evidence, name) for name in _KEPT}
        new = _values(given)
        added = _attach(unit, files, evidence, actor, given)
        changed = {name for name in _KEPT if old[name] != new[name]}
        if not changed and added is None:
            return evidence.version
        for name in changed:
            setattr(evidence, name, new[name])
        evidence.title_key, evidence.search_text = sort_key(evidence.title), searched(evidence)
        evidence.version += 1
        unit.save(evidence)
        unit.record(
            policy.reference,
            "evidence_changed",
            actor.ref,
            evidence=evidence.ref,
            version=evidence.version,
            old={name: old[name] for name in changed},
            new={name: new[name] for name in changed},
            file=added,
        )
        remember(unit, actor.id, token, body, str(evidence.version))
        return evidence.version


def supersede_evidence(
    store: Store, *, ref: str, by: str, actor_id: int, seen_version: int, token: str
) -> None:
    """Record that another source replaces this one. Existing citations stay, and their authors are
    told to look again. Raises as `change_evidence`; `Invalid` at `by`.
    """
    with unit_of_work(store) as unit:
        evidence, policy, actor = _load(unit, ref, actor_id)
        body = [ref, by, "supersede"]
        if done_before(unit, actor.id, token, body) is not None:
            return
        _check_version(evidence, seen_version)
        newer = _successor(unit, actor, evidence, by)
        evidence.superseded_by = newer.id
        evidence.version += 1
        unit.save(evidence)
        unit.record(
            policy.reference,
            "evidence_superseded",
            actor.ref,
            evidence=evidence.ref,
            by=newer.ref,
        )
        remember(unit, actor.id, token, body, newer.ref)


def _who_may_add(unit: UnitOfWork, policy: Policy | None, actor_id: int) -> Person:
    if policy is None or policy.id is None:
        raise NotFound
    actor = the_actor(unit, actor_id)
    if not _may(unit, Permission.EVIDENCE_ADD, actor, policy):
        raise Forbidden
    return actor


def _may(unit: UnitOfWork, permission: Permission, actor: Person, policy: Policy) -> bool:
    assert policy.id is not None
    newest = latest_assessment(unit.session, policy.id)
    return may(permission, actor, subject_of(unit.session, policy, newest))


def _load(unit: UnitOfWork, ref: str, actor_id: int) -> tuple[Evidence, Policy, Person]:
    """Return the source, locked through its policy, for somebody who may see and change it."""
    found = source(unit.session, ref)
    if found is None:
        raise NotFound
    policy = unit.lock_policy(found.evidence.policy_id)
    actor = the_actor(unit, actor_id)
    unit.session.refresh(found.evidence)
    assert policy is not None
    if not _may(unit, permission_for(found.evidence, policy), actor, policy):
        raise NotFound
    if not _may(unit, Permission.EVIDENCE_ADD, actor, policy):
        raise Forbidden
    return found.evidence, policy, actor


def _check_version(evidence: Evidence, seen: int) -> None:
    if evidence.version != seen:
        raise Stale("Somebody else changed this source after you opened it.")


def _check(unit: UnitOfWork, actor: Person, given: EvidenceInput) -> None:
    if given.link and not is_web_address(given.link):
        raise Invalid("link", "Enter a web address that begins with http:// or https://")
    if given.as_of is not None and given.as_of > unit.today:
        raise Invalid("as_of", "The day the source speaks of cannot be in the future.")
    if given.audience is Audience.PRIVILEGED and not may(Permission.EVIDENCE_PRIVILEGED, actor):
        raise Invalid("audience", "Only a legal adviser can add what is legally privileged.")


def is_web_address(text: str) -> bool:
    """Whether this is an http or https address that a browser can open."""
    if len(text) > LONGEST_LINK or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # brackets that hold no address
        return False


def _successor(unit: UnitOfWork, actor: Person, evidence: Evidence, by: str) -> Evidence:
    """The replacing source. `Invalid` at `by` for no source, the source itself, or a cycle."""
    found = source(unit.session, by.strip())
    if found is None or not _may(
        unit, permission_for(found.evidence, found.policy), actor, found.policy
    ):
        raise Invalid("by", "There is no source with this reference.")
    if found.evidence.id == evidence.id:
        raise Invalid("by", "A source cannot take its own place.")
    newer: Evidence | None = found.evidence
    while newer is not None and newer.superseded_by is not None:
        if newer.superseded_by == evidence.id:
            raise Invalid("by", f"{by.strip().upper()} was itself superseded by {evidence.ref}.")
        newer = unit.session.get(Evidence, newer.superseded_by)
    return found.evidence


def _attach(
    unit: UnitOfWork, files: ExitStack, evidence: Evidence, actor: Person, given: EvidenceInput
) -> list[str] | None:
    """Store the file, if there is one. Returns its name and hash for the history."""
    if given.file is None:
        return None
    if evidence.file_id is not None:
        raise Invalid("file", "The source has its file already. Add another file as a new source.")
    row = files.enter_context(kept_file(unit, evidence.policy_id, actor.id, given.file, "file"))
    evidence.file_id = row.id
    return [row.name, row.sha256]


def _values(given: EvidenceInput) -> dict[str, Any]:
    return {name: getattr(given, name) for name in _KEPT}


def _body(given: EvidenceInput) -> dict[str, object]:
    return {**asdict(given), "file": given.file.fingerprint if given.file else None}
