"""Monitoring reports, and what the public gets of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create both tables."""
    kind = sa.Enum(
        "full",
        "nil",
        "holding",
        name="reportkind",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "monitoring_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("finding", WORDS, nullable=False),
        sa.Column("explanation", WORDS, nullable=False),
        sa.Column("action", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.String(length=32), nullable=False),
        _foreign("monitoring_report", "assessment_id", "assessment"),
        _foreign("monitoring_report", "file_id", "stored_file"),
        _foreign("monitoring_report", "filed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_report")),
    )
    op.create_index(
        op.f("ix_monitoring_report_assessment_id"), "monitoring_report", ["assessment_id"]
    )
    op.create_index(
        "monitoring_report_of_period", "monitoring_report", ["assessment_id", "number"]
    )
    op.create_table(
        "published_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("reference_key", WORDS, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("content_hash", WORDS, nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.String(length=32), nullable=False),
        _foreign("published_report", "report_id", "monitoring_report"),
        _foreign("published_report", "file_id", "stored_file"),
        _foreign("published_report", "published_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_report")),
        sa.UniqueConstraint("report_id", name=op.f("uq_published_report_report_id")),
    )
    op.create_index(
        op.f("ix_published_report_reference_key"), "published_report", ["reference_key"]
    )


def _foreign(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("published_report")
    op.drop_table("monitoring_report")
