"""The first schema: register, forms, decisions, evidence, publication, history, mail.

The triggers hold, against every hand, what the services hold for people: the history is only added
to, and nobody decides or signs what they contributed to.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ria.db.migrations.triggers import SPINE, create_triggers, drop_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table, then the triggers."""
    op.create_table(
        "committee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("remit", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("name", name=op.f("uq_committee_name")),
    )
    op.create_table(
        "counter",
        sa.Column("name", WORDS, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "history_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", WORDS, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("actor_ref", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("payload_digest", WORDS, nullable=False),
        sa.Column("prev", WORDS, nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_event")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_history_event_chain_seq")),
    )
    op.create_index(
        op.f("ix_history_event_actor_ref"), "history_event", ["actor_ref"], unique=False
    )

    op.create_table(
        "history_head",
        sa.Column("chain", WORDS, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_history_head")),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("reference_key", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "screened_out",
                "assessment",
                name="publicationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("search_text", WORDS, nullable=False),
        sa.Column("committee", WORDS, nullable=False),
        sa.Column("level", WORDS, nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("content_hash", WORDS, nullable=False),
        sa.Column("published_at", sa.String(32), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("reference", "number", name=op.f("uq_publication_reference_number")),
    )
    op.create_index(op.f("ix_publication_committee"), "publication", ["committee"], unique=False)
    op.create_index(op.f("ix_publication_is_latest"), "publication", ["is_latest"], unique=False)
    op.create_index(op.f("ix_publication_level"), "publication", ["level"], unique=False)
    op.create_index(
        op.f("ix_publication_published_at"), "publication", ["published_at"], unique=False
    )
    op.create_index(
        op.f("ix_publication_reference_key"), "publication", ["reference_key"], unique=False
    )

    op.create_table(
        "setting",
        sa.Column("name", WORDS, nullable=False),
        sa.Column("value", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "stored_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.Column("frame", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", WORDS, nullable=False),
        sa.Column("content", WORDS, nullable=False),
        sa.Column("first_used_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_set")),
        sa.UniqueConstraint(
            "form", "frame", "version", name=op.f("uq_stored_set_form_frame_version")
        ),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("email", WORDS, nullable=False),
        sa.Column("email_key", WORDS, nullable=False),
        sa.Column("password", WORDS, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", WORDS, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("trained_until", sa.Date(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["account.id"], name=op.f("fk_account_stand_in_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
        sa.UniqueConstraint("ref", name=op.f("uq_account_ref")),
    )
    op.create_table(
        "history_payload",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("salt", WORDS, nullable=False),
        sa.Column("content", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["history_event.id"], name=op.f("fk_history_payload_event_id")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_history_payload")),
    )
    op.create_table(
        "idempotency_token",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token", WORDS, nullable=False),
        sa.Column("fingerprint", WORDS, nullable=False),
        sa.Column("outcome", WORDS, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_idempotency_token_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "token", name=op.f("pk_idempotency_token")),
    )
    op.create_index(op.f("ix_idempotency_token_at"), "idempotency_token", ["at"], unique=False)

    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", WORDS, nullable=False),
        sa.Column("reference_key", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("title_key", WORDS, nullable=False),
        sa.Column(
            "subject_type",
            sa.Enum(
                "policy",
                "function",
                "procedure",
                "plan",
                "strategy",
                "project",
                "decision",
                "national_policy",
                name="subjecttype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column(
            "operation",
            sa.Enum(
                "proposed",
                "operating",
                "ended",
                name="operation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("operation_on", sa.Date(), nullable=True),
        sa.Column("planned_decision_on", sa.Date(), nullable=True),
        sa.Column("planned_start_on", sa.Date(), nullable=True),
        sa.Column("legacy", sa.Boolean(), nullable=False),
        sa.Column("urgent_reason", WORDS, nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.String(32), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_policy_committee_id")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_policy_deputy_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_policy_owner_id")),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["account.id"], name=op.f("fk_policy_registered_by")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_policy_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("reference_key", name=op.f("uq_policy_reference_key")),
    )
    op.create_index(op.f("ix_policy_committee_id"), "policy", ["committee_id"], unique=False)
    op.create_index(op.f("ix_policy_deputy_id"), "policy", ["deputy_id"], unique=False)
    op.create_index(op.f("ix_policy_owner_id"), "policy", ["owner_id"], unique=False)
    op.create_index(op.f("ix_policy_title_key"), "policy", ["title_key"], unique=False)
    op.create_index(op.f("ix_policy_unit_id"), "policy", ["unit_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "developer",
                "unit_head",
                "strategy_unit",
                "adviser",
                "legal",
                "chair",
                "secretary",
                "scrutiny",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_role_grant_committee_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_role_grant_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_user_id"), "role_grant", ["user_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("frame", WORDS, nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "registered",
                "screening",
                "screening_approval",
                "assessment",
                "assessment_approval",
                "consultation",
                "consultation_approval",
                "monitoring_plan",
                "monitoring_plan_approval",
                "approved",
                "current",
                "review",
                "review_approval",
                "screened_out",
                "covered",
                "superseded",
                "rejected",
                "withdrawn",
                "revoked",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("opened_because", WORDS, nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "high",
                "medium",
                "low",
                "none",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("in_stage_since", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("interval_months", sa.Integer(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("covered_by", sa.Integer(), nullable=True),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.String(32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["account.id"], name=op.f("fk_assessment_claimed_by")
        ),
        sa.ForeignKeyConstraint(
            ["covered_by"], ["policy.id"], name=op.f("fk_assessment_covered_by")
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_assessment_policy_id")),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_assessment_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("policy_id", "edition", name=op.f("uq_assessment_policy_id_edition")),
    )
    op.create_index(op.f("ix_assessment_claimed_by"), "assessment", ["claimed_by"], unique=False)
    op.create_index(op.f("ix_assessment_due_on"), "assessment", ["due_on"], unique=False)
    op.create_index(op.f("ix_assessment_policy_id"), "assessment", ["policy_id"], unique=False)
    op.create_index(op.f("ix_assessment_stage"), "assessment", ["stage"], unique=False)
    op.create_index(
        "one_current_edition",
        "assessment",
        ["policy_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_index(
        "one_open_edition",
        "assessment",
        ["policy_id"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("media_type", WORDS, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_stored_file_policy_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_stored_file_uploaded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    op.create_index(op.f("ix_stored_file_policy_id"), "stored_file", ["policy_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.Column("section", WORDS, nullable=False),
        sa.Column("question", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.String(32), nullable=False),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_comment_assessment_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["account.id"], name=op.f("fk_comment_resolved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_assessment_id"), "comment", ["assessment_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "open",
                "closed",
                name="consultationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("extended_because", WORDS, nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=True),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_consultation_assessment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(
        op.f("ix_consultation_assessment_id"), "consultation", ["assessment_id"], unique=False
    )

    op.create_table(
        "contributor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "registered",
                "screening",
                "screening_approval",
                "assessment",
                "assessment_approval",
                "consultation",
                "consultation_approval",
                "monitoring_plan",
                "monitoring_plan_approval",
                "approved",
                "current",
                "review",
                "review_approval",
                "screened_out",
                "covered",
                "superseded",
                "rejected",
                "withdrawn",
                "revoked",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_contributor_assessment_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_contributor_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributor")),
        sa.UniqueConstraint(
            "assessment_id",
            "stage",
            "user_id",
            name=op.f("uq_contributor_assessment_id_stage_user_id"),
        ),
    )
    op.create_index(
        op.f("ix_contributor_assessment_id"), "contributor", ["assessment_id"], unique=False
    )
    op.create_index(op.f("ix_contributor_user_id"), "contributor", ["user_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("title_key", WORDS, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statistics",
                "survey",
                "research",
                "consultation",
                "complaints",
                "inspection",
                "experience",
                "other",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("period", WORDS, nullable=False),
        sa.Column("area", WORDS, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("finding", WORDS, nullable=False),
        sa.Column("limits", WORDS, nullable=False),
        sa.Column("link", WORDS, nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "internal",
                "restricted",
                "privileged",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_evidence_added_by")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_evidence_policy_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["evidence.id"], name=op.f("fk_evidence_superseded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("ref", name=op.f("uq_evidence_ref")),
    )
    op.create_index(op.f("ix_evidence_policy_id"), "evidence", ["policy_id"], unique=False)
    op.create_index(op.f("ix_evidence_superseded_by"), "evidence", ["superseded_by"], unique=False)
    op.create_index(op.f("ix_evidence_title_key"), "evidence", ["title_key"], unique=False)

    op.create_table(
        "invited_contributor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_invited_contributor_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["account.id"], name=op.f("fk_invited_contributor_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_invited_contributor_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invited_contributor")),
        sa.UniqueConstraint(
            "assessment_id", "user_id", name=op.f("uq_invited_contributor_assessment_id_user_id")
        ),
    )
    op.create_index(
        op.f("ix_invited_contributor_assessment_id"),
        "invited_contributor",
        ["assessment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invited_contributor_user_id"), "invited_contributor", ["user_id"], unique=False
    )

    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.Column("section", WORDS, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "to_fix",
                "could_be_better",
                "good",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_judgement_assessment_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_judgement_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "assessment_id",
            "form",
            "section",
            "round",
            name=op.f("uq_judgement_assessment_id_form_section_round"),
        ),
    )
    op.create_index(
        op.f("ix_judgement_assessment_id"), "judgement", ["assessment_id"], unique=False
    )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "held",
                "sending",
                "sent",
                "not_needed",
                "failed",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sent_at", sa.String(32), nullable=True),
        sa.Column("note", WORDS, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.String(32), nullable=True),
        sa.Column("lease_by", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_message_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["account.id"], name=op.f("fk_message_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    op.create_index(op.f("ix_message_assessment_id"), "message", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_message_recipient_id"), "message", ["recipient_id"], unique=False)
    op.create_index("message_to_send", "message", ["state", "next_try_at"], unique=False)

    op.create_table(
        "policy_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_policy_text_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_text_policy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_text")),
    )
    op.create_index(op.f("ix_policy_text_policy_id"), "policy_text", ["policy_id"], unique=False)

    op.create_table(
        "quality_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.Column("finding", WORDS, nullable=False),
        sa.Column("place", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_quality_override_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_quality_override_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_override")),
        sa.UniqueConstraint(
            "assessment_id",
            "form",
            "finding",
            "place",
            name=op.f("uq_quality_override_assessment_id_form_finding_place"),
        ),
    )
    op.create_index(
        op.f("ix_quality_override_assessment_id"),
        "quality_override",
        ["assessment_id"],
        unique=False,
    )

    op.create_table(
        "schedule",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("fires_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_schedule_assessment_id")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "kind", name=op.f("pk_schedule")),
    )
    op.create_index("schedule_fires", "schedule", ["fires_on"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "registered",
                "screening",
                "screening_approval",
                "assessment",
                "assessment_approval",
                "consultation",
                "consultation_approval",
                "monitoring_plan",
                "monitoring_plan_approval",
                "approved",
                "current",
                "review",
                "review_approval",
                "screened_out",
                "covered",
                "superseded",
                "rejected",
                "withdrawn",
                "revoked",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "second",
                "adviser",
                "legal",
                "committee",
                "unit",
                name="signaturekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "agree",
                "agree_if",
                "disagree",
                "defer",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("minute_reference", WORDS, nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("content_hash", WORDS, nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.String(32), nullable=False),
        sa.Column("deferred_to", sa.Date(), nullable=True),
        sa.Column("dissent", WORDS, nullable=False),
        sa.Column("interests", WORDS, nullable=False),
        sa.Column("interval_months", sa.Integer(), nullable=True),
        sa.Column("ratify_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_sign_off_assessment_id")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["account.id"], name=op.f("fk_sign_off_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    op.create_index(op.f("ix_sign_off_assessment_id"), "sign_off", ["assessment_id"], unique=False)

    op.create_table(
        "signature_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "registered",
                "screening",
                "screening_approval",
                "assessment",
                "assessment_approval",
                "consultation",
                "consultation_approval",
                "monitoring_plan",
                "monitoring_plan_approval",
                "approved",
                "current",
                "review",
                "review_approval",
                "screened_out",
                "covered",
                "superseded",
                "rejected",
                "withdrawn",
                "revoked",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "second",
                "adviser",
                "legal",
                "committee",
                "unit",
                name="signaturekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_signature_request_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["account.id"], name=op.f("fk_signature_request_asked_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_signature_request_assessment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_request")),
        sa.UniqueConstraint(
            "assessment_id",
            "stage",
            "kind",
            "asked_id",
            name=op.f("uq_signature_request_assessment_id_stage_kind_asked_id"),
        ),
    )
    op.create_index(
        op.f("ix_signature_request_asked_id"), "signature_request", ["asked_id"], unique=False
    )
    op.create_index(
        op.f("ix_signature_request_assessment_id"),
        "signature_request",
        ["assessment_id"],
        unique=False,
    )

    op.create_table(
        "stage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "start",
                "submit",
                "approve",
                "publish",
                "start_review",
                "return",
                "take_back",
                "raise_level",
                "reject",
                "withdraw",
                "recall",
                "revoke",
                "supersede",
                "cover",
                "correct",
                "amend_minor",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_stage",
            sa.Enum(
                "registered",
                "screening",
                "screening_approval",
                "assessment",
                "assessment_approval",
                "consultation",
                "consultation_approval",
                "monitoring_plan",
                "monitoring_plan_approval",
                "approved",
                "current",
                "review",
                "review_approval",
                "screened_out",
                "covered",
                "superseded",
                "rejected",
                "withdrawn",
                "revoked",
                "closed",
                name="from_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "registered",
                "screening",
                "screening_approval",
                "assessment",
                "assessment_approval",
                "consultation",
                "consultation_approval",
                "monitoring_plan",
                "monitoring_plan_approval",
                "approved",
                "current",
                "review",
                "review_approval",
                "screened_out",
                "covered",
                "superseded",
                "rejected",
                "withdrawn",
                "revoked",
                "closed",
                name="to_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("content_hash", WORDS, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_stage_change_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_stage_change_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of"], ["account.id"], name=op.f("fk_stage_change_on_behalf_of")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
        sa.UniqueConstraint(
            "assessment_id", "number", name=op.f("uq_stage_change_assessment_id_number")
        ),
    )
    op.create_index(
        op.f("ix_stage_change_assessment_id"), "stage_change", ["assessment_id"], unique=False
    )

    op.create_table(
        "stage_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_stage_form_assessment_id")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["stored_set.id"], name=op.f("fk_stage_form_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_form")),
        sa.UniqueConstraint(
            "assessment_id", "form", "cycle", name=op.f("uq_stage_form_assessment_id_form_cycle")
        ),
    )
    op.create_index(
        op.f("ix_stage_form_assessment_id"), "stage_form", ["assessment_id"], unique=False
    )

    op.create_table(
        "condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("before_publication", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_by", sa.Integer(), nullable=True),
        sa.Column("met_how", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_condition_assessment_id")
        ),
        sa.ForeignKeyConstraint(["met_by"], ["account.id"], name=op.f("fk_condition_met_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_condition_owner_id")),
        sa.ForeignKeyConstraint(
            ["sign_off_id"], ["sign_off.id"], name=op.f("fk_condition_sign_off_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
    )
    op.create_index(
        op.f("ix_condition_assessment_id"), "condition", ["assessment_id"], unique=False
    )
    op.create_index(op.f("ix_condition_owner_id"), "condition", ["owner_id"], unique=False)
    op.create_index(op.f("ix_condition_sign_off_id"), "condition", ["sign_off_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("passed_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_reminder_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_reminder_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["account.id"], name=op.f("fk_reminder_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "kind",
            "assessment_id",
            "due_on",
            "step",
            "recipient_id",
            name=op.f("uq_reminder_kind_assessment_id_due_on_step_recipient_id"),
        ),
    )
    op.create_index(op.f("ix_reminder_message_id"), "reminder", ["message_id"], unique=False)

    op.create_table(
        "section_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_form_id", sa.Integer(), nullable=False),
        sa.Column("section", WORDS, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["account.id"], name=op.f("fk_section_answers_saved_by")
        ),
        sa.ForeignKeyConstraint(
            ["stage_form_id"], ["stage_form.id"], name=op.f("fk_section_answers_stage_form_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_answers")),
        sa.UniqueConstraint(
            "stage_form_id", "section", name=op.f("uq_section_answers_stage_form_id_section")
        ),
    )
    op.create_index(
        op.f("ix_section_answers_stage_form_id"), "section_answers", ["stage_form_id"], unique=False
    )
    create_triggers(SPINE)


def downgrade() -> None:
    """Take it all away again."""
    drop_triggers(SPINE)
    op.drop_table("section_answers")
    op.drop_table("reminder")
    op.drop_table("condition")
    op.drop_table("stage_form")
    op.drop_table("stage_change")
    op.drop_table("signature_request")
    op.drop_table("sign_off")
    op.drop_table("schedule")
    op.drop_table("quality_override")
    op.drop_table("policy_text")
    op.drop_table("message")
    op.drop_table("judgement")
    op.drop_table("invited_contributor")
    op.drop_table("evidence")
    op.drop_table("contributor")
    op.drop_table("consultation")
    op.drop_table("comment")
    op.drop_table("stored_file")
    op.drop_table("assessment")
    op.drop_table("role_grant")
    op.drop_table("policy")
    op.drop_table("idempotency_token")
    op.drop_table("history_payload")
    op.drop_table("account")
    op.drop_table("unit")
    op.drop_table("stored_set")
    op.drop_table("setting")
    op.drop_table("publication")
    op.drop_table("history_head")
    op.drop_table("history_event")
    op.drop_table("counter")
    op.drop_table("committee")
