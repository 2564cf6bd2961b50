"""What a later run may take over: what page rules said, by what they read; places that links of a page name."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the memory of page rules, and to pages the places that they name and whether they were taken over."""
    op.create_table(
        "judged",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("url_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("reads", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("site", "url_id"),
    )
    op.add_column("page", sa.Column("fragments", sa.LargeBinary(), nullable=True))
    op.add_column("page", sa.Column("is_reused", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("page", "is_reused")
    op.drop_column("page", "fragments")
    op.drop_table("judged")
