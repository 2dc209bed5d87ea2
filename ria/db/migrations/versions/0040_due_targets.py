"""What is due, who was told of it, and what a mail is about hang on a target of whichever kind."""

from __future__ import annotations

from alembic import op
from sqlmodel import SQLModel

import ria.models  # noqa: F401  (fills the metadata)

revision = "0040"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("message", "schedule", "reminder", "naming", "reminder_pause")


def upgrade() -> None:
    """Lay these tables anew: databases of demonstrations are remade."""
    for name in reversed(TABLES):
        op.drop_table(name)
    for name in TABLES:
        SQLModel.metadata.tables[name].create(op.get_bind())


def downgrade() -> None:
    """There is no way back but to an empty database, which has none of these tables."""
