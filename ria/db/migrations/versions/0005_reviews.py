"""Reviews, what a form takes over from before, how an edition ends, minor amendments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
INSTANT = sa.String(length=32)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _to(table: str, column: str, target: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=name)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settles", sa.Date(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column(
            "decision",
            _one_of("reviewdecision", "continue", "amend", "revoke", "replace", "close"),
            nullable=True,
        ),
        _to("review", "assessment_id", "assessment"),
        _to("review", "started_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("assessment_id", "cycle", name=op.f("uq_review_assessment_id_cycle")),
    )
    op.create_index(op.f("ix_review_assessment_id"), "review", ["assessment_id"])
    _causes()
    _carried()
    _ends()
    _amendments()


def _causes() -> None:
    reasons = ("scheduled", "signal", "complaint", "law", "incident", "inspection", "request")
    op.create_table(
        "review_cause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reason", _one_of("reviewreason", *reasons), nullable=False),
        sa.Column("words", WORDS, nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        _to("review_cause", "added_by", "account"),
        _to("review_cause", "review_id", "review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_cause")),
    )
    op.create_index(op.f("ix_review_cause_review_id"), "review_cause", ["review_id"])


def _carried() -> None:
    op.create_table(
        "carried_form",
        sa.Column("stage_form_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        _to("carried_form", "source_id", "stage_form"),
        _to("carried_form", "stage_form_id", "stage_form"),
        sa.PrimaryKeyConstraint("stage_form_id", name=op.f("pk_carried_form")),
    )
    op.create_index(op.f("ix_carried_form_source_id"), "carried_form", ["source_id"])


def _ends() -> None:
    op.create_table(
        "edition_end",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("ratify_by", sa.Date(), nullable=True),
        sa.Column("ratified_on", sa.Date(), nullable=True),
        sa.Column("minute_reference", WORDS, nullable=False),
        sa.Column("ratified_by", sa.Integer(), nullable=True),
        _to("edition_end", "assessment_id", "assessment"),
        _to("edition_end", "ratified_by", "account"),
        _to("edition_end", "replaced_by", "policy"),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_edition_end")),
    )
    op.create_index(op.f("ix_edition_end_replaced_by"), "edition_end", ["replaced_by"])


def _amendments() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("summary", WORDS, nullable=False),
        sa.Column("before", WORDS, nullable=False),
        sa.Column("after", WORDS, nullable=False),
        sa.Column("limbs", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        _to("amendment", "agreed_by", "account"),
        _to("amendment", "assessment_id", "assessment"),
        _to("amendment", "proposed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_assessment_id"), "amendment", ["assessment_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("amendment", "edition_end", "carried_form", "review_cause", "review"):
        op.drop_table(table)
