"""Link targets over the runs of a site, and the redirects that led to where a target ended."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the history, and to targets the statuses of their redirects."""
    op.create_table(
        "link_history",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("url_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("final_url", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.Double(), nullable=False),
        sa.Column("checked_at", sa.Double(), nullable=False),
        sa.Column("last_ok", sa.Double(), nullable=True),
        sa.Column("failed_since", sa.Double(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_ok_before", sa.Double(), nullable=True),
        sa.Column("failed_since_before", sa.Double(), nullable=True),
        sa.Column("failures_before", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site", "url_id"),
        sqlite_with_rowid=False,
    )
    op.add_column("target", sa.Column("redirects", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take both away."""
    op.drop_column("target", "redirects")
    op.drop_table("link_history")
