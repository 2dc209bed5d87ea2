"""The first schema: every table with its constraints and indexes, by subject, and the triggers.

The triggers hold, against every hand, what the services hold for people: the history is only added
to, nobody decides or signs what they contributed to, and nobody signs for a policy of their own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ria.db.migrations.columns import (
    day,
    document,
    flag,
    index,
    instant,
    key,
    number,
    one_of,
    reference,
    words,
)
from ria.db.migrations.triggers import FIRST, create_triggers, drop_triggers
from ria.db.search import create_index, drop_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FUNCTION_PHASES = ("first_phase", "priority", "other")
ROLES = (
    "developer",
    "unit_head",
    "strategy_unit",
    "adviser",
    "legal",
    "chair",
    "secretary",
    "scrutiny",
    "administrator",
)
SUBJECT_TYPES = (
    "policy",
    "function",
    "procedure",
    "plan",
    "strategy",
    "project",
    "decision",
    "national_policy",
)
OPERATIONS = ("proposed", "operating", "ended")
EVIDENCE_KINDS = (
    "statistics",
    "survey",
    "research",
    "consultation",
    "complaints",
    "inspection",
    "experience",
    "other",
)
AUDIENCES = ("public", "internal", "restricted", "privileged")
STAGES = (
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
)
LEVELS = ("high", "medium", "low", "none")
ACTIONS = (
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
)
GRADES = ("to_fix", "could_be_better", "good")
SIGNATURE_KINDS = ("second", "adviser", "legal", "committee", "unit")
VERDICTS = ("agree", "agree_if", "disagree", "defer")
REVIEW_DECISIONS = ("continue", "amend", "revoke", "replace", "close")
REVIEW_REASONS = ("scheduled", "signal", "complaint", "law", "incident", "inspection", "request")
CONSULTATION_STATES = ("planned", "open", "closed")
REPORT_KINDS = ("full", "nil", "holding")
PUBLICATION_KINDS = ("screened_out", "assessment")
MAIL_STATES = ("waiting", "held", "sending", "sent", "not_needed", "failed")

TABLES = (
    "history_event",
    "history_payload",
    "history_head",
    "unit",
    "committee",
    "function",
    "setting",
    "account",
    "role_grant",
    "calendar_feed",
    "counter",
    "idempotency_token",
    "throttle_count",
    "heartbeat",
    "meeting",
    "policy",
    "policy_function",
    "stored_file",
    "policy_text",
    "policy_text_note",
    "evidence",
    "stored_set",
    "assessment",
    "contributor",
    "invited_contributor",
    "stage_form",
    "section_answers",
    "carried_form",
    "stage_change",
    "due_regard",
    "comment",
    "judgement",
    "quality_override",
    "signature_request",
    "sign_off",
    "condition",
    "ratification",
    "review",
    "review_cause",
    "amendment",
    "edition_end",
    "consultation",
    "consultation_notice",
    "monitoring_report",
    "published_report",
    "publication",
    "disclosure_check",
    "message",
    "schedule",
    "reminder",
    "naming",
    "reminder_pause",
    "held_run",
)
"""In the order in which they are created: a table comes after those it refers to."""

SEARCH_INDEXES = (
    "policy_search",
    "publication_search",
    "evidence_search",
    "account_search",
    "function_search",
    "unit_search",
    "committee_search",
)


def upgrade() -> None:
    """Create every table, the search indexes, then the triggers."""
    _history()
    _organisation()
    _accounts()
    _kit()
    _committees()
    _register()
    _evidence()
    _assessment()
    _signoff()
    _review()
    _consultation()
    _monitoring()
    _publication()
    _mail()
    _deadlines()
    for name in SEARCH_INDEXES:
        create_index(op.get_bind(), name)
    create_triggers(FIRST)


def downgrade() -> None:
    """Drop the triggers, the search indexes, then the tables, the last one first."""
    drop_triggers(FIRST)
    for name in SEARCH_INDEXES:
        drop_index(op.get_bind(), name)
    for table in reversed(TABLES):
        op.drop_table(table)


def _history() -> None:
    """The chained events, what they say, and where each chain ends."""
    op.create_table(
        "history_event",
        key(),
        words("chain"),
        number("seq"),
        words("at"),
        words("actor_ref"),
        words("kind"),
        words("payload_digest"),
        words("prev"),
        words("hash"),
        sa.UniqueConstraint("chain", "seq"),
    )
    index("history_event", "actor_ref")
    op.create_table(
        "history_payload",
        reference("event_id", "history_event"),
        words("salt"),
        words("content"),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.create_table(
        "history_head",
        words("chain"),
        number("seq"),
        words("hash"),
        sa.PrimaryKeyConstraint("chain"),
    )


def _organisation() -> None:
    """Units, committees, functions, and the organisation's choices."""
    op.create_table(
        "unit",
        key(),
        words("name"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "committee",
        key(),
        words("name"),
        words("remit"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "function",
        key(),
        number("number"),
        words("name"),
        one_of("phase", FUNCTION_PHASES, "functionphase"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "setting",
        words("name"),
        words("value"),
        sa.PrimaryKeyConstraint("name"),
    )


def _accounts() -> None:
    """People, and the roles they hold."""
    op.create_table(
        "account",
        key(),
        words("ref"),
        words("name"),
        words("email"),
        words("email_key"),
        words("password", nullable=True),
        flag("active"),
        words("fs_uniquifier"),
        reference("unit_id", "unit", nullable=True),
        day("trained_until", nullable=True),
        day("away_from", nullable=True),
        day("away_until", nullable=True),
        reference("stand_in_id", "account", nullable=True),
        number("mail_day"),
        flag("with_calendar"),
        instant("mail_fails_since", nullable=True),
        instant("created_at"),
        sa.UniqueConstraint("email_key"),
        sa.UniqueConstraint("fs_uniquifier"),
        sa.UniqueConstraint("ref"),
    )
    op.create_table(
        "role_grant",
        key(),
        reference("user_id", "account"),
        one_of("role", ROLES, "role"),
        reference("unit_id", "unit", nullable=True),
        reference("committee_id", "committee", nullable=True),
    )
    index("role_grant", "user_id")
    op.create_table(
        "calendar_feed",
        reference("user_id", "account"),
        words("token_hash"),
        instant("made_at"),
        sa.PrimaryKeyConstraint("user_id"),
        sa.UniqueConstraint("token_hash"),
    )


def _kit() -> None:
    """The last numbers given out, what was sent already, and how often forms were tried."""
    op.create_table(
        "counter",
        words("name"),
        number("value"),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "idempotency_token",
        reference("user_id", "account"),
        words("token"),
        words("fingerprint"),
        words("outcome"),
        instant("at"),
        sa.PrimaryKeyConstraint("user_id", "token"),
    )
    index("idempotency_token", "at")
    op.create_table(
        "throttle_count",
        words("limit_name"),
        words("key"),
        number("until_minute"),
        number("attempts"),
        sa.PrimaryKeyConstraint("limit_name", "key", "until_minute"),
    )
    index("throttle_count", "until_minute")
    op.create_table("heartbeat", words("name"), instant("at"), sa.PrimaryKeyConstraint("name"))


def _committees() -> None:
    """The days on which committees meet."""
    op.create_table(
        "meeting",
        key(),
        reference("committee_id", "committee"),
        day("held_on"),
        reference("set_by", "account"),
        instant("set_at"),
        sa.UniqueConstraint("committee_id", "held_on"),
    )
    index("meeting", "committee_id")


def _register() -> None:
    """Policies, their texts and files."""
    op.create_table(
        "policy",
        key(),
        words("reference"),
        words("reference_key"),
        words("title"),
        words("title_key"),
        one_of("subject_type", SUBJECT_TYPES, "subjecttype"),
        reference("committee_id", "committee"),
        reference("unit_id", "unit"),
        reference("owner_id", "account"),
        reference("deputy_id", "account", nullable=True),
        one_of("operation", OPERATIONS, "operation"),
        day("operation_on", nullable=True),
        day("planned_decision_on", nullable=True),
        day("planned_start_on", nullable=True),
        flag("legacy"),
        day("programme_due_on", nullable=True),
        words("urgent_reason", nullable=True),
        flag("restricted"),
        instant("registered_at"),
        reference("registered_by", "account"),
        sa.UniqueConstraint("reference_key"),
    )
    index("policy", "committee_id")
    index("policy", "deputy_id")
    index("policy", "owner_id")
    index("policy", "title_key")
    index("policy", "unit_id")
    op.create_table(
        "policy_function",
        reference("policy_id", "policy"),
        reference("function_id", "function"),
        sa.PrimaryKeyConstraint("policy_id", "function_id"),
    )
    index("policy_function", "function_id")
    op.create_table(
        "stored_file",
        key(),
        words("key"),
        reference("policy_id", "policy"),
        words("name"),
        words("media_type"),
        number("size"),
        words("sha256"),
        reference("uploaded_by", "account"),
        instant("uploaded_at"),
        sa.UniqueConstraint("key"),
    )
    index("stored_file", "policy_id")
    op.create_table(
        "policy_text",
        key(),
        reference("policy_id", "policy"),
        number("number"),
        reference("file_id", "stored_file"),
    )
    index("policy_text", "policy_id")
    op.create_table(
        "policy_text_note",
        reference("policy_text_id", "policy_text"),
        words("note"),
        sa.PrimaryKeyConstraint("policy_text_id"),
    )


def _evidence() -> None:
    """What a policy's assessment rests on."""
    op.create_table(
        "evidence",
        key(),
        words("ref"),
        words("title"),
        words("title_key"),
        words("search_text"),
        one_of("kind", EVIDENCE_KINDS, "evidencekind"),
        words("source"),
        words("period"),
        words("area"),
        day("as_of", nullable=True),
        words("finding"),
        words("limits"),
        words("link"),
        reference("file_id", "stored_file", nullable=True),
        one_of("audience", AUDIENCES, "audience"),
        reference("policy_id", "policy"),
        reference("added_by", "account"),
        instant("added_at"),
        reference("superseded_by", "evidence", nullable=True),
        number("version"),
        sa.UniqueConstraint("ref"),
    )
    index("evidence", "policy_id")
    index("evidence", "superseded_by")
    index("evidence", "title_key")


def _assessment() -> None:
    """Editions, their forms, and what was said and done about them."""
    op.create_table(
        "stored_set",
        key(),
        words("form"),
        words("frame"),
        number("version"),
        words("hash"),
        words("content"),
        instant("first_used_at"),
        sa.UniqueConstraint("form", "frame", "version"),
    )
    op.create_table(
        "assessment",
        key(),
        reference("policy_id", "policy"),
        number("edition"),
        words("frame"),
        one_of("stage", STAGES, "stage"),
        flag("is_open"),
        flag("is_current"),
        words("opened_because"),
        one_of("level", LEVELS, "level", nullable=True),
        number("round"),
        instant("in_stage_since"),
        day("due_on", nullable=True),
        reference("submitted_by", "account", nullable=True),
        day("next_review_on", nullable=True),
        number("interval_months", nullable=True),
        day("assessed_on", nullable=True),
        day("approved_on", nullable=True),
        day("published_on", nullable=True),
        reference("covered_by", "policy", nullable=True),
        reference("claimed_by", "account", nullable=True),
        instant("claimed_at", nullable=True),
        number("version"),
        sa.UniqueConstraint("policy_id", "edition"),
    )
    index("assessment", "claimed_by")
    index("assessment", "covered_by")
    index("assessment", "due_on")
    index("assessment", "policy_id")
    index("assessment", "stage")
    _one_a_policy("one_current_edition", "is_current")
    _one_a_policy("one_open_edition", "is_open")
    op.create_index("reviews_to_come", "assessment", ["stage", "next_review_on"])
    op.create_table(
        "contributor",
        key(),
        reference("assessment_id", "assessment"),
        one_of("stage", STAGES, "stage"),
        reference("user_id", "account"),
        instant("since"),
        sa.UniqueConstraint("assessment_id", "stage", "user_id"),
    )
    index("contributor", "assessment_id")
    index("contributor", "user_id")
    op.create_table(
        "invited_contributor",
        key(),
        reference("assessment_id", "assessment"),
        reference("user_id", "account"),
        reference("invited_by", "account"),
        instant("invited_at"),
        sa.UniqueConstraint("assessment_id", "user_id"),
    )
    index("invited_contributor", "assessment_id")
    index("invited_contributor", "user_id")
    op.create_table(
        "stage_form",
        key(),
        reference("assessment_id", "assessment"),
        words("form"),
        number("cycle"),
        reference("set_id", "stored_set"),
        instant("opened_at"),
        sa.UniqueConstraint("assessment_id", "form", "cycle"),
    )
    index("stage_form", "assessment_id")
    op.create_table(
        "section_answers",
        key(),
        reference("stage_form_id", "stage_form"),
        words("section"),
        document("answers"),
        number("version"),
        reference("saved_by", "account"),
        instant("saved_at"),
        sa.UniqueConstraint("stage_form_id", "section"),
    )
    index("section_answers", "stage_form_id")
    op.create_table(
        "carried_form",
        reference("stage_form_id", "stage_form"),
        reference("source_id", "stage_form"),
        number("edition"),
        document("answers"),
        sa.PrimaryKeyConstraint("stage_form_id"),
    )
    index("carried_form", "source_id")
    op.create_table(
        "stage_change",
        key(),
        reference("assessment_id", "assessment"),
        number("number"),
        one_of("action", ACTIONS, "action"),
        one_of("from_stage", STAGES, "from_stage"),
        one_of("to_stage", STAGES, "to_stage"),
        number("round"),
        reference("actor_id", "account", nullable=True),
        reference("on_behalf_of", "account", nullable=True),
        words("reason"),
        words("content_hash"),
        instant("at"),
        sa.UniqueConstraint("assessment_id", "number"),
    )
    index("stage_change", "assessment_id")
    op.create_table(
        "due_regard",
        key(),
        reference("stage_change_id", "stage_change"),
        words("statement"),
        sa.UniqueConstraint("stage_change_id"),
    )
    op.create_table(
        "comment",
        key(),
        reference("assessment_id", "assessment"),
        words("form"),
        words("section"),
        words("question"),
        words("text"),
        number("round"),
        reference("author_id", "account"),
        instant("written_at"),
        reference("resolved_by", "account", nullable=True),
        instant("resolved_at", nullable=True),
    )
    index("comment", "assessment_id")
    op.create_table(
        "judgement",
        key(),
        reference("assessment_id", "assessment"),
        words("form"),
        words("section"),
        number("round"),
        one_of("grade", GRADES, "grade"),
        reference("author_id", "account"),
        instant("at"),
        sa.UniqueConstraint("assessment_id", "form", "section", "round"),
    )
    index("judgement", "assessment_id")
    op.create_table(
        "quality_override",
        key(),
        reference("assessment_id", "assessment"),
        words("form"),
        words("finding"),
        words("place"),
        words("reason"),
        reference("author_id", "account"),
        instant("at"),
        sa.UniqueConstraint("assessment_id", "form", "finding", "place"),
    )
    index("quality_override", "assessment_id")


def _signoff() -> None:
    """Signatures, and what was agreed under a condition."""
    op.create_table(
        "signature_request",
        key(),
        reference("assessment_id", "assessment"),
        one_of("stage", STAGES, "stage"),
        one_of("kind", SIGNATURE_KINDS, "signaturekind"),
        reference("asked_id", "account"),
        reference("asked_by", "account"),
        instant("asked_at"),
        sa.UniqueConstraint("assessment_id", "stage", "kind", "asked_id"),
    )
    index("signature_request", "asked_id")
    index("signature_request", "assessment_id")
    op.create_table(
        "sign_off",
        key(),
        reference("assessment_id", "assessment"),
        one_of("stage", STAGES, "stage"),
        one_of("kind", SIGNATURE_KINDS, "signaturekind"),
        one_of("verdict", VERDICTS, "verdict"),
        words("reason"),
        words("minute_reference"),
        day("decided_on"),
        words("content_hash"),
        reference("signed_by", "account"),
        instant("signed_at"),
        day("deferred_to", nullable=True),
        words("dissent"),
        words("interests"),
        number("interval_months", nullable=True),
        day("review_on", nullable=True),
        day("ratify_by", nullable=True),
    )
    index("sign_off", "assessment_id")
    op.create_table(
        "condition",
        key(),
        reference("sign_off_id", "sign_off"),
        reference("assessment_id", "assessment"),
        words("text"),
        reference("owner_id", "account"),
        day("due_on"),
        flag("before_publication"),
        day("met_on", nullable=True),
        reference("met_by", "account", nullable=True),
        words("met_how"),
    )
    index("condition", "assessment_id")
    index("condition", "owner_id")
    index("condition", "sign_off_id")
    op.create_table(
        "ratification",
        key(),
        reference("assessment_id", "assessment"),
        number("item"),
        flag("is_ratified"),
        day("decided_on"),
        words("minute_reference"),
        words("reason"),
        reference("recorded_by", "account"),
        instant("recorded_at"),
        sa.UniqueConstraint("assessment_id", "item"),
    )
    index("ratification", "assessment_id")


def _review() -> None:
    """Reviews, amendments, and how an edition ended."""
    op.create_table(
        "review",
        key(),
        reference("assessment_id", "assessment"),
        number("cycle"),
        instant("started_at"),
        reference("started_by", "account", nullable=True),
        day("due_on"),
        day("settles", nullable=True),
        instant("ended_at", nullable=True),
        one_of("decision", REVIEW_DECISIONS, "reviewdecision", nullable=True),
        sa.UniqueConstraint("assessment_id", "cycle"),
    )
    index("review", "assessment_id")
    op.create_table(
        "review_cause",
        key(),
        reference("review_id", "review"),
        one_of("reason", REVIEW_REASONS, "reviewreason"),
        words("words"),
        reference("added_by", "account", nullable=True),
        instant("added_at"),
    )
    index("review_cause", "review_id")
    op.create_table(
        "amendment",
        key(),
        reference("assessment_id", "assessment"),
        words("summary"),
        words("before"),
        words("after"),
        document("limbs"),
        reference("proposed_by", "account"),
        instant("proposed_at"),
        reference("agreed_by", "account", nullable=True),
        instant("agreed_at", nullable=True),
        instant("ended_at", nullable=True),
    )
    index("amendment", "assessment_id")
    op.create_table(
        "edition_end",
        reference("assessment_id", "assessment"),
        words("reference"),
        reference("replaced_by", "policy", nullable=True),
        day("ratify_by", nullable=True),
        day("ratified_on", nullable=True),
        words("minute_reference"),
        reference("ratified_by", "account", nullable=True),
        sa.PrimaryKeyConstraint("assessment_id"),
    )
    index("edition_end", "replaced_by")


def _consultation() -> None:
    """Consultations, and the notices by which the public learns of them."""
    op.create_table(
        "consultation",
        key(),
        reference("assessment_id", "assessment"),
        number("round"),
        one_of("state", CONSULTATION_STATES, "consultationstate"),
        day("opens_on", nullable=True),
        day("closes_on", nullable=True),
        words("extended_because"),
        instant("opened_at", nullable=True),
        instant("closed_at", nullable=True),
    )
    index("consultation", "assessment_id")
    op.create_table(
        "consultation_notice",
        key(),
        reference("consultation_id", "consultation"),
        words("reference"),
        words("reference_key"),
        number("number"),
        words("title"),
        words("committee"),
        day("opened_on"),
        day("closes_on"),
        words("extended_because"),
        day("ended_on", nullable=True),
        document("snapshot"),
        words("content_hash"),
        instant("changed_at"),
        sa.UniqueConstraint("consultation_id"),
        sa.UniqueConstraint("reference", "number"),
    )
    index("consultation_notice", "closes_on")
    index("consultation_notice", "reference_key")


def _monitoring() -> None:
    """Reports, and what the public gets of them."""
    op.create_table(
        "monitoring_report",
        key(),
        reference("assessment_id", "assessment"),
        number("number"),
        one_of("kind", REPORT_KINDS, "reportkind"),
        day("period_from"),
        day("period_to"),
        day("due_on"),
        day("expected_on", nullable=True),
        words("finding"),
        words("explanation"),
        words("action"),
        words("reason"),
        reference("file_id", "stored_file", nullable=True),
        day("filed_on"),
        reference("filed_by", "account"),
        instant("filed_at"),
    )
    index("monitoring_report", "assessment_id")
    op.create_index("monitoring_report_of_period", "monitoring_report", ["assessment_id", "number"])
    op.create_table(
        "published_report",
        key(),
        reference("report_id", "monitoring_report"),
        words("reference_key"),
        number("edition"),
        document("snapshot"),
        words("content_hash"),
        reference("file_id", "stored_file", nullable=True),
        reference("published_by", "account"),
        instant("published_at"),
        sa.UniqueConstraint("report_id"),
    )
    index("published_report", "reference_key")


def _publication() -> None:
    """What the public reads, and who checked that nobody is named."""
    op.create_table(
        "publication",
        key(),
        words("reference"),
        words("reference_key"),
        number("number"),
        one_of("kind", PUBLICATION_KINDS, "publicationkind"),
        words("title"),
        words("committee"),
        words("level"),
        document("snapshot"),
        words("content_hash"),
        instant("published_at"),
        flag("is_latest"),
        sa.UniqueConstraint("reference", "number"),
    )
    index("publication", "committee")
    index("publication", "is_latest")
    index("publication", "level")
    index("publication", "published_at")
    index("publication", "reference_key")
    op.create_table(
        "disclosure_check",
        key(),
        reference("assessment_id", "assessment"),
        words("content_hash"),
        reference("checked_by", "account"),
        instant("checked_at"),
    )
    index("disclosure_check", "assessment_id")


def _mail() -> None:
    """What falls due, who was reminded, and the mails."""
    op.create_table(
        "message",
        key(),
        words("message_id"),
        words("kind"),
        reference("recipient_id", "account", nullable=True),
        words("address", nullable=True),
        words("target", nullable=True),
        number("target_id", nullable=True),
        reference("policy_id", "policy", nullable=True),
        document("details"),
        instant("created_at"),
        one_of("state", MAIL_STATES, "mailstate"),
        instant("sent_at", nullable=True),
        words("note"),
        number("attempts"),
        instant("next_try_at"),
        instant("lease_until", nullable=True),
        words("lease_by", nullable=True),
        sa.UniqueConstraint("message_id"),
        sa.CheckConstraint("(recipient_id IS NULL) <> (address IS NULL)", name="one_reader"),
        sa.CheckConstraint("(target IS NULL) = (target_id IS NULL)", name="whole_target"),
    )
    index("message", "policy_id")
    index("message", "recipient_id")
    index("message", "target_id")
    op.create_index("message_to_send", "message", ["state", "next_try_at"])
    op.create_table(
        "schedule",
        number("target_id"),
        words("kind"),
        number("item"),
        words("target"),
        reference("policy_id", "policy", nullable=True),
        day("fires_on"),
        day("due_on"),
        day("since"),
        day("paused_until", nullable=True),
        sa.PrimaryKeyConstraint("target_id", "kind", "item"),
    )
    index("schedule", "policy_id")
    op.create_index("schedule_fires", "schedule", ["fires_on"])
    op.create_table(
        "reminder",
        key(),
        words("target"),
        number("target_id"),
        words("kind"),
        number("item"),
        day("due_on"),
        number("step"),
        reference("recipient_id", "account"),
        reference("message_id", "message", nullable=True),
        flag("passed_over"),
        sa.UniqueConstraint("kind", "target_id", "item", "due_on", "step", "recipient_id"),
    )
    index("reminder", "message_id")


def _deadlines() -> None:
    """Who was named as late, and whose reminders wait."""
    op.create_table(
        "naming",
        key(),
        words("target"),
        number("target_id"),
        reference("policy_id", "policy", nullable=True),
        words("kind"),
        number("item"),
        day("due_on"),
        day("warned_on"),
        day("named_from"),
        words("explanation"),
        reference("explained_by", "account", nullable=True),
        instant("explained_at", nullable=True),
        sa.UniqueConstraint("target_id", "kind", "item", "due_on"),
    )
    index("naming", "named_from")
    index("naming", "policy_id")
    index("naming", "target_id")
    op.create_table(
        "reminder_pause",
        key(),
        words("target"),
        number("target_id"),
        words("kind"),
        number("item"),
        day("until"),
        words("reason"),
        day("paused_on"),
        reference("paused_by", "account"),
    )
    index("reminder_pause", "target_id")
    op.create_table(
        "held_run",
        key(),
        day("day"),
        number("mails"),
        number("things"),
        instant("held_at"),
        reference("released_by", "account", nullable=True),
        instant("released_at", nullable=True),
        sa.UniqueConstraint("day"),
    )


def _one_a_policy(name: str, where: str) -> None:
    """At most one edition of a policy for which `where` holds."""
    op.create_index(
        name,
        "assessment",
        ["policy_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
