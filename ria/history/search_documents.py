"""Which records are searched, and by what of them. The unit of work keeps the indexes true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, SQLModel, select

import ria.models
from ria.db.bulk import in_parts
from ria.db.search import Document, create_index, drop_index, tables_of, write_documents
from ria.models.accounts.account import User
from ria.models.evidence.evidence import Evidence
from ria.models.publication.publication import Publication
from ria.models.register.policy import Policy


@dataclass(frozen=True)
class Searched:
    """How a model is searched: in which index, and by what. A document is made of `columns`."""

    index: str
    columns: frozenset[str]
    document: Callable[[Any], Document]


def _policy(policy: Policy) -> Document:
    return Document(policy.id or 0, policy.reference, policy.title)


def _publication(publication: Publication) -> Document:
    said = " ".join(_said_in(publication.snapshot))
    return Document(publication.id or 0, publication.reference, publication.title, said)


def _evidence(evidence: Evidence) -> Document:
    return Document(evidence.id or 0, evidence.ref, evidence.title, evidence.search_text)


def _account(user: User) -> Document:
    return Document(user.id or 0, user.ref, user.name, user.email)


def _by_title(model: type[SQLModel], title: str) -> Searched:
    """How a plain record is searched: by the column that its model names as `search_title`."""
    return Searched(
        f"{model.__tablename__}_search",
        frozenset({title}),
        lambda row: Document(row.id, "", getattr(row, title)),
    )


SEARCHED: Mapping[type[SQLModel], Searched] = {
    Policy: Searched("policy_search", frozenset({"reference", "title"}), _policy),
    Publication: Searched(
        "publication_search", frozenset({"reference", "title", "snapshot"}), _publication
    ),
    Evidence: Searched("evidence_search", frozenset({"ref", "title", "search_text"}), _evidence),
    User: Searched("account_search", frozenset({"ref", "name", "email"}), _account),
    **{
        model: _by_title(model, model.search_title)
        for model in vars(ria.models).values()
        if hasattr(model, "search_title")
    },
}
INDEXES = tuple(searched.index for searched in SEARCHED.values())
INDEX_TABLES = tables_of(INDEXES)

ASKED = frozenset({"key", "label", "form", "kind", "organisation", "contact", "frame", "law"})
"""Fields of a snapshot that are alike in all of them and so would find everything."""


def _said_in(value: Any) -> list[str]:
    """What is said in a snapshot, for the register's search: not the questions, but the answers."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        inside = (inner for name, inner in value.items() if name not in ASKED)
        return [word for inner in inside for word in _said_in(inner)]
    if isinstance(value, list):
        return [word for inner in value for word in _said_in(inner)]
    return []


def index_rows(session: Session, rows: list[SQLModel]) -> None:
    """Bring the indexes up to date with these rows, which are in the database."""
    for model, searched in SEARCHED.items():
        documents = [searched.document(row) for row in rows if isinstance(row, model)]
        write_documents(session.connection(), searched.index, documents)


def rebuild_indexes(session: Session) -> dict[str, int]:
    """Make every index anew from the records; how many are in each."""
    connection, counts = session.connection(), {}
    for model, searched in SEARCHED.items():
        drop_index(connection, searched.index)
        create_index(connection, searched.index)
        counts[searched.index] = 0
        rows = session.exec(select(model).execution_options(yield_per=500))
        for part in in_parts(rows):
            write_documents(connection, searched.index, map(searched.document, part))
            counts[searched.index] += len(part)
    return counts
