"""Pauses of reminders, public naming, runs that wait for a word, and each person's mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Everybody's mails come as they did so far."""
    op.add_column("schedule", sa.Column("paused_until", sa.Date(), nullable=True))
    for column in (
        sa.Column("mail_day", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("with_calendar", sa.Boolean(), nullable=False, server_default=sa.true()),
    ):
        op.add_column("account", column)
    op.create_table(
        "held_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("things", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.String(32), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["released_by"], ["account.id"], name=op.f("fk_held_run_released_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_run")),
        sa.UniqueConstraint("day", name=op.f("uq_held_run_day")),
    )
    _naming()
    _pauses()


def _naming() -> None:
    op.create_table(
        "naming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("warned_on", sa.Date(), nullable=False),
        sa.Column("named_from", sa.Date(), nullable=False),
        sa.Column("explanation", WORDS, nullable=False),
        sa.Column("explained_by", sa.Integer(), nullable=True),
        sa.Column("explained_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_naming_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["account.id"], name=op.f("fk_naming_explained_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_naming")),
        sa.UniqueConstraint(
            "assessment_id",
            "kind",
            "item",
            "due_on",
            name=op.f("uq_naming_assessment_id_kind_item_due_on"),
        ),
    )
    op.create_index(op.f("ix_naming_assessment_id"), "naming", ["assessment_id"])
    op.create_index(op.f("ix_naming_named_from"), "naming", ["named_from"])


def _pauses() -> None:
    op.create_table(
        "reminder_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=False),
        sa.Column("paused_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_reminder_pause_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["account.id"], name=op.f("fk_reminder_pause_paused_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_pause")),
    )
    op.create_index(op.f("ix_reminder_pause_assessment_id"), "reminder_pause", ["assessment_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("reminder_pause")
    op.drop_table("naming")
    op.drop_table("held_run")
    for column in ("with_calendar", "mail_day"):
        op.drop_column("account", column)
    op.drop_column("schedule", "paused_until")
