"""Search indexes for policies, publications, evidence and accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from ria.db.search import drop_index
from ria.models.search.documents import INDEXES, rebuild_indexes
from ria.models.types import Words

revision = "0050"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay them and fill them from the records; the publications' own words are no longer kept."""
    with op.batch_alter_table("publication") as batch:
        batch.drop_column("search_text")
    rebuild_indexes(Session(op.get_bind()))


def downgrade() -> None:
    """Drop them."""
    for index in INDEXES:
        drop_index(op.get_bind(), index)
    op.add_column(
        "publication", sa.Column("search_text", Words, nullable=False, server_default="")
    )
