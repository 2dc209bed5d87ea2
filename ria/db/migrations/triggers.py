"""Triggers that refuse, written once for both databases, and the ones now in force.

A migration creates and drops the triggers of its own tuple; `IN_FORCE` is what the newest schema
has, to the letter, and what `ria audit verify` compares the database with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alembic import op


@dataclass(frozen=True)
class Refusal:
    """A trigger that refuses a row of `table` for which `refuse_if` holds.

    `when` is e.g. ``BEFORE UPDATE``; `refuse_if` is SQL over NEW and OLD that both databases read.
    """

    name: str
    when: str
    table: str
    refuse_if: str
    message: str

    @property
    def sqlite(self) -> str:
        """The statement that creates it on SQLite, which keeps it word for word."""
        return (
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW "
            f"WHEN {self.refuse_if} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    @property
    def postgres_body(self) -> str:
        """The body of its function on PostgreSQL, which keeps it word for word."""
        result = "OLD" if "DELETE" in self.when else "NEW"
        return (
            f" BEGIN IF {self.refuse_if} THEN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = 'check_violation'; END IF; RETURN {result}; END "
        )

    @property
    def postgres(self) -> tuple[str, str]:
        """The statements that create its function and the trigger on PostgreSQL."""
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $${self.postgres_body}$$",
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW "
            f"EXECUTE FUNCTION {self.name}()",
        )


def _contributed(actor: str, stage: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM contributor c "  # noqa: S608  (both names are written below)
        f"WHERE c.assessment_id = NEW.assessment_id AND c.user_id = NEW.{actor} "
        f"AND c.stage = replace(NEW.{stage}, '_approval', ''))"
    )


_NEVER = "the history is only added to"
_OWN = "nobody decides what they contributed to"

FIRST = (
    Refusal("history_event_no_update", "BEFORE UPDATE", "history_event", "1 = 1", _NEVER),
    Refusal("history_event_no_delete", "BEFORE DELETE", "history_event", "1 = 1", _NEVER),
    Refusal("history_payload_no_delete", "BEFORE DELETE", "history_payload", "1 = 1", _NEVER),
    Refusal(
        "history_payload_only_erased",
        "BEFORE UPDATE",
        "history_payload",
        "NOT (NEW.content = '' AND NEW.event_id = OLD.event_id AND NEW.salt = '')",
        "a payload can only be erased",
    ),
    Refusal(
        "no_contributor_decides",
        "BEFORE INSERT",
        "stage_change",
        f"NEW.action IN ('approve', 'reject') AND {_contributed('actor_id', 'from_stage')}",
        _OWN,
    ),
    Refusal(
        "no_contributor_signs",
        "BEFORE INSERT",
        "sign_off",
        _contributed("signed_by", "stage"),
        _OWN,
    ),
    Refusal(
        "no_contributor_checks",
        "BEFORE INSERT",
        "disclosure_check",
        "EXISTS (SELECT 1 FROM contributor c WHERE c.assessment_id = NEW.assessment_id "
        "AND c.user_id = NEW.checked_by)",
        "nobody checks what they wrote",
    ),
    Refusal(
        "no_owner_signs",
        "BEFORE INSERT",
        "sign_off",
        "EXISTS (SELECT 1 FROM assessment a JOIN policy p ON p.id = a.policy_id "
        "WHERE a.id = NEW.assessment_id AND NEW.signed_by IN (p.owner_id, p.deputy_id))",
        "nobody signs for a policy of their own",
    ),
)
"""The triggers of migration 0001."""

IN_FORCE = FIRST
"""The triggers of the newest schema. A migration that adds some appends its own tuple."""


def create_triggers(triggers: Iterable[Refusal]) -> None:
    """Create these triggers, and on PostgreSQL their functions."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in triggers:
        for statement in (trigger.sqlite,) if is_sqlite else trigger.postgres:
            op.execute(statement)


def drop_triggers(triggers: Iterable[Refusal]) -> None:
    """Drop these triggers, and on PostgreSQL their functions."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in triggers:
        op.execute(f"DROP TRIGGER {trigger.name}" + ("" if is_sqlite else f" ON {trigger.table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {trigger.name}()")
