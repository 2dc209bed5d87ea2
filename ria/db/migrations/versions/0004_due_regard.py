"""What whoever approves confirms: due regard, in the words that were shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table of what was confirmed at each approval."""
    op.create_table(
        "due_regard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_change_id", sa.Integer(), nullable=False),
        sa.Column("statement", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["stage_change_id"], ["stage_change.id"], name=op.f("fk_due_regard_stage_change_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_regard")),
        sa.UniqueConstraint("stage_change_id", name=op.f("uq_due_regard_stage_change_id")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("due_regard")
