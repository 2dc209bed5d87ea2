"""Several things of one kind can fall due for one edition: conditions, signatures, reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD_KEY = "uq_reminder_kind_assessment_id_due_on_step_recipient_id"
NEW_KEY = "uq_reminder_kind_assessment_id_item_due_on_step_recipient_id"


def upgrade() -> None:
    """What is due so far is due for the edition itself: item 0."""
    for table in ("schedule", "reminder"):
        item = sa.Column("item", sa.Integer(), nullable=False, server_default="0")
        op.add_column(table, item)
    with op.batch_alter_table("schedule") as batch:
        batch.alter_column("item", server_default=None)
        _primary_key(batch, ["assessment_id", "kind", "item"])
    with op.batch_alter_table("reminder") as batch:
        batch.alter_column("item", server_default=None)
        batch.drop_constraint(OLD_KEY, type_="unique")
        columns = ["kind", "assessment_id", "item", "due_on", "step", "recipient_id"]
        batch.create_unique_constraint(NEW_KEY, columns)


def downgrade() -> None:
    """Only what is due for the edition itself can be kept."""
    op.execute("DELETE FROM schedule WHERE item <> 0")
    op.execute("DELETE FROM reminder WHERE item <> 0")
    with op.batch_alter_table("reminder") as batch:
        batch.drop_constraint(NEW_KEY, type_="unique")
        columns = ["kind", "assessment_id", "due_on", "step", "recipient_id"]
        batch.create_unique_constraint(OLD_KEY, columns)
        batch.drop_column("item")
    with op.batch_alter_table("schedule") as batch:
        _primary_key(batch, ["assessment_id", "kind"])
        batch.drop_column("item")


def _primary_key(batch: BatchOperations, columns: list[str]) -> None:
    batch.drop_constraint("pk_schedule", type_="primary")
    batch.create_primary_key("pk_schedule", columns)
