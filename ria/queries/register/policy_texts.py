"""The versions of a policy's text, and whether it changed since it was approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from ria.models import Assessment, PolicyText, PolicyTextNote, StageChange, StoredFile, User
from workflows.actions import Action

_KILO = 1024


@dataclass(frozen=True)
class TextVersion:
    """One version of the text. `after_approval`: it was added after the last approval of a form."""

    number: int
    name: str
    key: str
    size: str
    sha256: str
    at: datetime
    who: str
    note: str
    after_approval: bool


def texts_of(session: Session, policy_id: int) -> list[TextVersion]:
    """Every version, the newest first. One query."""
    approved = (
        select(func.max(StageChange.at))
        .join(Assessment, col(Assessment.id) == col(StageChange.assessment_id))
        .where(col(Assessment.policy_id) == policy_id, col(StageChange.action) == Action.APPROVE)
        .scalar_subquery()
    )
    query = (
        select(PolicyText.number, StoredFile, User.name, PolicyTextNote.note)
        .join(StoredFile, col(StoredFile.id) == col(PolicyText.file_id))
        .join(User, col(User.id) == col(StoredFile.uploaded_by))
        .join(
            PolicyTextNote, col(PolicyTextNote.policy_text_id) == col(PolicyText.id), isouter=True
        )
        .add_columns(col(StoredFile.uploaded_at) > approved)
        .where(col(PolicyText.policy_id) == policy_id)
        .order_by(col(PolicyText.number).desc())
    )
    return [
        TextVersion(
            number=number,
            name=file.name,
            key=file.key,
            size=size_in_words(file.size),
            sha256=file.sha256,
            at=file.uploaded_at,
            who=who,
            note=note or "",
            after_approval=bool(after),
        )
        for number, file, who, note, after in session.execute(query)
    ]


def size_in_words(size: int) -> str:
    """`23 bytes`, `4 KB`, `1.5 MB`."""
    if size < _KILO:
        return f"{size} bytes"
    if size < _KILO * _KILO:
        return f"{round(size / _KILO)} KB"
    return f"{size / _KILO / _KILO:.1f} MB"
