"""Since when a mail server refuses somebody's address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No address is refused yet."""
    op.add_column("account", sa.Column("mail_fails_since", sa.String(length=32), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("account", "mail_fails_since")
