"""The committee's word on what was done ahead of its meeting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "ratification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("is_ratified", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("minute_reference", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_ratification_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_ratification_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratification")),
        sa.UniqueConstraint(
            "assessment_id", "item", name=op.f("uq_ratification_assessment_id_item")
        ),
    )
    op.create_index(
        op.f("ix_ratification_assessment_id"), "ratification", ["assessment_id"], unique=False
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("ratification")
