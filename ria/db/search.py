"""Search indexes: SQLite's FTS5 and PostgreSQL's tsvector, which find the same.

A kind of record that is searched has an index of its own, a table named after it (`policy_search`)
whose key is the record's. What is stored and what is asked goes through `words_in`, so that the
databases only ever compare whole words and their beginnings, byte by byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    column,
    or_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from forms.answers.text import folded

LONGEST_WORD = 64
"""Characters of a word that are stored and compared. A lexeme of PostgreSQL takes 2,046 bytes."""
_MOST_BYTES = 500_000
"""Of different words in one document: half of what a tsvector of PostgreSQL takes."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Document:
    """What of a record is searched. `id` is the record's key."""

    id: int
    reference: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Asked:
    """What is looked for: records that have words beginning with each of `words`, or whose
    reference is `reference`. Both as `words_in` gives them."""

    words: tuple[str, ...]
    reference: str


class Tier(IntEnum):
    """How well a record answers: those of a lower tier come first."""

    REFERENCE = 0
    TITLE = 1
    TEXT = 2


@dataclass(frozen=True)
class Matches:
    """The rows of an index that match: its key, and the condition. `apart`: see `in_order`."""

    key: ColumnElement[int]
    condition: ColumnElement[bool]
    apart: bool = False

    def beyond(self, key: int, forward: bool) -> Matches:
        """Those with a lower key, or with a higher one."""
        side = self.key < key if forward else self.key > key
        return replace(self, condition=and_(self.condition, side))

    def in_order(self, forward: bool) -> tuple[ColumnElement[int], ColumnElement[bool]]:
        """The key to join and to order by, and the condition.

        PostgreSQL takes any beginning of a word for a common one (two rows in a hundred) and would
        look for a page of a rare one through the whole table. So it collects what is found first,
        as SQLite does for as long as a page needs it."""
        if not self.apart:
            return self.key, self.condition
        order = self.key.desc() if forward else self.key
        return self.keys.order_by(order).offset(0).subquery().c[0], true()

    @property
    def keys(self) -> Select[Any]:
        """The keys of the records that match."""
        return select(self.key).where(self.condition)


def words_in(said: str) -> list[str]:
    """The different words of a text: runs of letters and digits, without capitals and accents."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(folded(said))))


def one_word(reference: str) -> str:
    """A reference as it is compared with the whole of what was typed."""
    return "".join(_WORD.findall(folded(reference)))[:LONGEST_WORD]


def matches(dialect: str, index: str, asked: Asked, tier: Tier | None = None) -> Matches:
    """What an index has of this tier, or of any. `dialect` is the database's name."""
    return _ON[dialect](index, asked, tier)


def _on_sqlite(index: str, asked: Asked, tier: Tier | None) -> Matches:
    every = " AND ".join(f'"{word}"*' for word in asked.words)
    reference, title = f'reference : "{asked.reference}"', f"title : ({every})"
    wanted = {
        None: f"(words : ({every})) OR {reference}",
        Tier.REFERENCE: reference,
        Tier.TITLE: f"({title}) NOT {reference}",
        Tier.TEXT: f"(words : ({every})) NOT (({title}) OR {reference})",
    }
    found = table(index, column("rowid"), column(index)).alias()
    return Matches(found.c.rowid, found.c[index].bool_op("MATCH")(wanted[tier]))


def _on_postgres(index: str, asked: Asked, tier: Tier | None) -> Matches:
    names = ("id", "reference", "title", "words")
    found = table(index, *(column(name) for name in names)).alias()
    every = cast(" & ".join(f"'{word}':*" for word in asked.words), TSQUERY)
    is_it = found.c.reference == asked.reference
    in_title, in_text = (found.c[name].bool_op("@@")(every) for name in ("title", "words"))
    wanted: dict[Tier | None, ColumnElement[bool]] = {
        None: or_(in_text, is_it),
        Tier.REFERENCE: is_it,
        Tier.TITLE: in_title & ~is_it,
        Tier.TEXT: in_text & ~in_title & ~is_it,
    }
    return Matches(found.c.id, wanted[tier], apart=True)


_ON = {"sqlite": _on_sqlite, "postgresql": _on_postgres}


# --- Writing --------------------------------------------------------------------------------


def write_documents(connection: Connection, index: str, documents: Iterable[Document]) -> None:
    """Put documents into an index, in place of those of the same records."""
    rows = [_row(document) for document in documents]
    if rows:
        write = _WRITE_ON[connection.dialect.name].format(index=index)
        connection.execute(text(write), rows)


def _row(document: Document) -> dict[str, Any]:
    title = words_in(f"{document.reference} {document.title}")
    return {
        "id": document.id,
        "reference": one_word(document.reference),
        "title": _fitting(title),
        "words": _fitting(dict.fromkeys([*title, *words_in(document.text)])),
    }


def _fitting(words: Iterable[str]) -> str:
    kept, room = [], _MOST_BYTES
    for word in words:
        room -= len(word.encode())
        if room < 0:
            break
        kept.append(word)
    return " ".join(kept)


_WRITE_ON = {
    "sqlite": "INSERT OR REPLACE INTO {index} (rowid, reference, title, words) "
    "VALUES (:id, :reference, :title, :words)",
    "postgresql": "INSERT INTO {index} (id, reference, title, words) VALUES (:id, :reference, "
    "array_to_tsvector(string_to_array(:title, ' ')), "
    "array_to_tsvector(string_to_array(:words, ' '))) ON CONFLICT (id) DO UPDATE SET "
    "reference = excluded.reference, title = excluded.title, words = excluded.words",
}


# --- Tables ---------------------------------------------------------------------------------


def create_index(connection: Connection, index: str) -> None:
    """Lay an empty index. On SQLite all but ASCII belongs to words: `words_in` parts them."""
    for statement in _CREATE_ON[connection.dialect.name]:
        connection.execute(text(statement.format(index=index)))


def drop_index(connection: Connection, index: str) -> None:
    """Drop an index, if it is there."""
    connection.execute(text(f"DROP TABLE IF EXISTS {index}"))


def tables_of(indexes: Sequence[str]) -> frozenset[str]:
    """The tables in which either database keeps these indexes."""
    parts = ("", "_data", "_idx", "_content", "_config")
    return frozenset(index + part for index in indexes for part in parts)


_CREATE_ON = {
    "sqlite": (
        "CREATE VIRTUAL TABLE {index} USING fts5(reference, title, words, "
        "tokenize = 'ascii', prefix = '1 2 3', detail = column, columnsize = 0)",
    ),
    "postgresql": (
        'CREATE TABLE {index} (id integer PRIMARY KEY, reference text COLLATE "C" NOT NULL, '
        "title tsvector NOT NULL, words tsvector NOT NULL)",
        "CREATE INDEX {index}_reference ON {index} (reference)",
        "CREATE INDEX {index}_title ON {index} USING gin (title)",
        "CREATE INDEX {index}_words ON {index} USING gin (words)",
    ),
}
