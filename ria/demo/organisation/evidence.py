"""Real sources for the demonstration: published figures, with their limits and their licences."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from forms.questions.question import Audience
from ria.db.store import Store
from ria.models import EvidenceKind
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from ria.services.evidence.files import Upload

SOURCES = Path(__file__).parent / "evidence.csv"
FIGURES = Path(__file__).parent / "figures"
"""The published tables, attached to the sources as files."""


def seed_evidence(store: Store, policy_reference: str, actor_id: int) -> dict[str, str]:
    """Add the sources for a policy, unless that was done, and return their references by name."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["key"]: add_evidence(
            store,
            policy_reference=policy_reference,
            actor_id=actor_id,
            given=_given(row),
            token=f"demo evidence {row['key']}",
        )
        for row in rows
    }


def _given(row: dict[str, str]) -> EvidenceInput:
    return EvidenceInput(
        title=row["title"],
        kind=EvidenceKind(row["kind"]),
        source=row["source"],
        period=row["period"],
        area=row["area"],
        as_of=date.fromisoformat(row["as_of"]),
        finding=row["finding"],
        limits=row["limits"],
        link=row["link"],
        audience=Audience(row["audience"]),
        file=Upload(row["file"], (FIGURES / row["file"]).read_bytes()) if row["file"] else None,
    )
