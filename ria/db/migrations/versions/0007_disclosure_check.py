"""The disclosure check is the act of whoever checks, and of nobody who wrote what is checked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ria.db.migrations.triggers import DISCLOSURE, create_triggers, drop_triggers

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table and its trigger."""
    op.create_table(
        "disclosure_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", WORDS, nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_disclosure_check_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["account.id"], name=op.f("fk_disclosure_check_checked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_check")),
    )
    op.create_index(
        op.f("ix_disclosure_check_assessment_id"),
        "disclosure_check",
        ["assessment_id"],
        unique=False,
    )
    create_triggers(DISCLOSURE)


def downgrade() -> None:
    """Take them away again."""
    drop_triggers(DISCLOSURE)
    op.drop_table("disclosure_check")
