"""An index by which the tick finds the reviews that are to begin."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """By the stage, and within it by the day of the review."""
    op.create_index("reviews_to_come", "assessment", ["stage", "next_review_on"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("reviews_to_come", "assessment")
