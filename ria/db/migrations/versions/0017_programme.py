"""By when the organisation's programme has a legacy policy screened for the first time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day. No policy was legacy so far, so that none has one."""
    op.add_column("policy", sa.Column("programme_due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop it: the history tells what it was."""
    op.drop_column("policy", "programme_due_on")
