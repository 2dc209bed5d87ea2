"""An index by which the policies that another one's assessment covers follow its dates."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """By the policy that covers them, whose day they have from now on."""
    op.create_index("ix_assessment_covered_by", "assessment", ["covered_by"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_assessment_covered_by", "assessment")
