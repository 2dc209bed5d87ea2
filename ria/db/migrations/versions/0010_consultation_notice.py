"""The notice by which the public learns of a consultation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "consultation_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("reference_key", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("committee", WORDS, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("extended_because", WORDS, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("content_hash", WORDS, nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_notice_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_notice")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_consultation_notice_consultation_id")),
        sa.UniqueConstraint(
            "reference", "number", name=op.f("uq_consultation_notice_reference_number")
        ),
    )
    for column in ("closes_on", "reference_key"):
        op.create_index(
            op.f(f"ix_consultation_notice_{column}"), "consultation_notice", [column], unique=False
        )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("consultation_notice")
