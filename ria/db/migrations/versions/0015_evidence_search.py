"""The words of a source of evidence as they are looked for, in one column."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
SEARCHED = ("ref", "title", "source", "period", "area", "finding", "limits")


def upgrade() -> None:
    """Add the column, and fill it for every source there is."""
    op.add_column("evidence", sa.Column("search_text", WORDS, nullable=False, server_default=""))
    evidence = sa.table("evidence", *(sa.column(name) for name in ("id", "search_text", *SEARCHED)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(evidence)).mappings().all():
        words = _folded(" ".join(row[name] for name in SEARCHED))
        connection.execute(
            evidence.update().where(evidence.c.id == row["id"]).values(search_text=words)
        )


def downgrade() -> None:
    """Drop it: the words stay where they came from."""
    op.drop_column("evidence", "search_text")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in plain if unicodedata.category(char) != "Mn")
