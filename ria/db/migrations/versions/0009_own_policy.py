"""A policy's owner and deputy sign nothing for it, against every hand.

Why something is late is kept with its naming: the table that was laid for it goes unused.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ria.db.migrations.triggers import OWN_POLICY, create_triggers, drop_triggers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Lay the trigger, and drop the table."""
    create_triggers(OWN_POLICY)
    op.drop_table("lateness_explanation")


def downgrade() -> None:
    """Lay the table, and take the trigger away again."""
    op.create_table(
        "lateness_explanation",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_lateness_explanation_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_lateness_explanation_written_by")
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_lateness_explanation")),
    )
    drop_triggers(OWN_POLICY)
