"""Functions and their policies, notes on versions of a text, and why something is late.

Tables of their own: a column added to a table that is sealed would break the seals of its rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables, and add the columns."""
    op.create_table(
        "function",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "first_phase",
                "priority",
                "other",
                name="functionphase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_function")),
        sa.UniqueConstraint("name", name=op.f("uq_function_name")),
        sa.UniqueConstraint("number", name=op.f("uq_function_number")),
    )
    op.create_table(
        "policy_function",
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("function_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["function_id"], ["function.id"], name=op.f("fk_policy_function_function_id")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_function_policy_id")
        ),
        sa.PrimaryKeyConstraint("policy_id", "function_id", name=op.f("pk_policy_function")),
    )
    op.create_index(
        op.f("ix_policy_function_function_id"), "policy_function", ["function_id"], unique=False
    )
    op.create_table(
        "policy_text_note",
        sa.Column("policy_text_id", sa.Integer(), nullable=False),
        sa.Column("note", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_text_id"],
            ["policy_text.id"],
            name=op.f("fk_policy_text_note_policy_text_id"),
        ),
        sa.PrimaryKeyConstraint("policy_text_id", name=op.f("pk_policy_text_note")),
    )
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


def downgrade() -> None:
    """Take it all away again."""
    op.drop_table("lateness_explanation")
    op.drop_table("policy_text_note")
    op.drop_table("policy_function")
    op.drop_table("function")
