"""Column types that give the same values, order and comparisons on both databases."""

import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, String, Text, TypeDecorator
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects.postgresql import TEXT
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can change it on both databases."""

Words = Text().with_variant(TEXT(collation="C"), "postgresql")
"""Text compared byte by byte: PostgreSQL would otherwise sort by the server's locale."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, stored as ISO text of fixed width, so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Text for the database. ValueError for an instant without a time zone."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The aware instant."""
        return None if value is None else datetime.fromisoformat(value)


def instant_text(value: datetime) -> str:
    """`2026-11-22T09:30:00.000000+00:00`. ValueError for an instant without a time zone."""
    if value.tzinfo is UTC:
        return _utc_text(value)
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


@lru_cache(maxsize=64)
def _utc_text(value: datetime) -> str:
    """The ISO text, cached for a command's many rows. Safe: in UTC no hour occurs twice."""
    return value.isoformat(timespec="microseconds")


def one_of(kind: type[StrEnum], name: str = "") -> Any:
    """A text column that holds only the values of an enumeration.

    The check constraint is named after the enumeration; if a table has a second column of the same
    kind, it passes a `name`.
    """
    return SqlEnum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def sort_key(text: str) -> str:
    """The form in which text is compared and searched: 'É' equals 'é' on every database."""
    return unicodedata.normalize("NFKC", text).casefold()
