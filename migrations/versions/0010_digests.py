"""Digests: each as it was sent, what leads decided about it, and which round was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_owed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("leads_wait", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_digest_team_id_team")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_digest_round_id_survey_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("round_id", name=op.f("uq_digest_round_id")),
        sa.UniqueConstraint("team_id", "month", name=op.f("uq_digest_team_id_month")),
    )
    op.create_table(
        "digest_decision",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_decision_digest_id_digest")
        ),
        sa.PrimaryKeyConstraint("digest_id", name=op.f("pk_digest_decision")),
    )
    op.create_table(
        "digest_look",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_digest_look_team_id_team")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_digest_look_round_id_survey_round")
        ),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_digest_look")),
    )


def downgrade() -> None:
    for table in ("digest_look", "digest_decision", "digest"):
        op.drop_table(table)
