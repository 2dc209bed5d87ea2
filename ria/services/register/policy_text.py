"""The policy's own text: consecutive versions, each kept unchanged."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Policy, PolicyText, PolicyTextNote, StoredFile
from ria.permissions.map import Permission
from ria.permissions.person import Person
from ria.services.evidence.files import Upload, kept_file
from ria.services.kit.errors import Invalid
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load_policy


@dataclass(frozen=True)
class TextInput:
    """The input for a version: the file, and what is new in it."""

    upload: Upload
    note: str = ""


def add_text(store: Store, *, reference: str, actor_id: int, given: TextInput, token: str) -> int:
    """Add the next version of a policy's text and return its number. Approvals stay valid.

    Raises `Invalid` at `text` or `note`, `Forbidden`, `NotFound` or `Taken`.
    """
    body = ["text", reference, given.upload.fingerprint, given.note]
    # The exit stack closes after the commit: the file is kept only if its row was written.
    with ExitStack() as files, unit_of_work(store) as unit:
        policy, actor, _ = load_policy(unit, reference, actor_id, Permission.POLICY_CHANGE)
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return int(before)
        text, file = attach_text(unit, files, policy, actor, given)
        unit.record(
            policy.reference,
            "text_added",
            actor.ref,
            number=text.number,
            name=file.name,
            size=file.size,
            sha256=file.sha256,
            note=given.note.strip(),
        )
        remember(unit, actor.id, token, body, str(text.number))
        return text.number


def attach_text(
    unit: UnitOfWork, files: ExitStack, policy: Policy, actor: Person, given: TextInput
) -> tuple[PolicyText, StoredFile]:
    """Store a version within the current command. The caller records it in the history."""
    assert policy.id is not None
    newest = _newest(unit, policy.id)
    row = files.enter_context(kept_file(unit, policy.id, actor.id, given.upload, "text"))
    if newest is not None and newest[1].sha256 == row.sha256:
        raise Invalid("text", f"This is the same file as version {newest[0].number}")
    if newest is not None and not given.note.strip():
        raise Invalid("note", "Say what is new in this version")
    assert row.id is not None
    text = PolicyText(
        policy_id=policy.id, number=newest[0].number + 1 if newest else 1, file_id=row.id
    )
    unit.save(text)
    if given.note.strip():
        assert text.id is not None
        unit.save(PolicyTextNote(policy_text_id=text.id, note=given.note.strip()))
    return text, row


def _newest(unit: UnitOfWork, policy_id: int) -> tuple[PolicyText, StoredFile] | None:
    query = (
        select(PolicyText, StoredFile)
        .join(StoredFile, col(StoredFile.id) == col(PolicyText.file_id))
        .where(col(PolicyText.policy_id) == policy_id)
        .order_by(col(PolicyText.number).desc())
        .limit(1)
    )
    return unit.session.exec(query).first()
