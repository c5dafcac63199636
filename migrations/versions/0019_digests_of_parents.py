"""Digests of parents: as they were shown, and which summary was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_parent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("team_ids", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_owed", sa.Boolean(), server_default=sa.false(), nullable=False),
        *_of_parent("digest_parent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_parent")),
        sa.UniqueConstraint("parent_id", "month", name=op.f("uq_digest_parent_parent_id_month")),
        sa.UniqueConstraint("summary_id", name=op.f("uq_digest_parent_summary_id")),
    )
    op.create_table(
        "digest_parent_look",
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        *_of_parent("digest_parent_look"),
        sa.PrimaryKeyConstraint("parent_id", name=op.f("pk_digest_parent_look")),
    )


def _of_parent(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["parent_id"], ["team_parent.id"], name=op.f(f"fk_{table}_parent_id_team_parent")
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"],
            ["survey_parent_summary.id"],
            name=op.f(f"fk_{table}_summary_id_survey_parent_summary"),
        ),
    )


def downgrade() -> None:
    op.drop_table("digest_parent_look")
    op.drop_table("digest_parent")
