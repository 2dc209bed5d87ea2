"""The columns that migrations lay, in the types that both databases compare and sort alike.

Constraints take their names from the naming convention of `ria.models.types`. What an applied
migration has used here never changes; a column of another kind gets a function of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

_WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def key() -> sa.Column[int]:
    """`id`, the primary key that the database gives out."""
    return sa.Column("id", sa.Integer(), primary_key=True)


def words(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """Text, compared byte by byte."""
    return sa.Column(name, _WORDS, nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A whole number."""
    return sa.Column(name, sa.Integer(), nullable=nullable)


def flag(name: str) -> sa.Column[bool]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """A date without a time."""
    return sa.Column(name, sa.Date(), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """An instant as ISO text of fixed width (`ria.models.types.Instant`)."""
    return sa.Column(name, sa.String(32), nullable=nullable)


def document(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """JSON."""
    return sa.Column(name, sa.JSON(), nullable=nullable)


def one_of(
    name: str, values: Sequence[str], check: str, *, nullable: bool = False
) -> sa.Column[str]:
    """Text that is one of `values`, held by a check that is named after `check`."""
    kind = sa.Enum(*values, name=check, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def reference(
    name: str, table: str, *, nullable: bool = False, column: str = "id"
) -> sa.Column[int]:
    """The key of a row of `table`."""
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.{column}"), nullable=nullable)


def index(table: str, *columns: str) -> None:
    """An index with the name of the convention."""
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
