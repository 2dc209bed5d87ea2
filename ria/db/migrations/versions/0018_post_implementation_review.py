"""The day on which a project or a decision is reviewed, as its committee set it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No committee has set one yet."""
    op.add_column("sign_off", sa.Column("review_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("sign_off", "review_on")
