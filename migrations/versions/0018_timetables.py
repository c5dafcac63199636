"""Leads change a team's name and times, pause it, and move a round."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_DROPPED = {
    "survey_round": ("ends_hour", "ends_on", "asked_hour", "asked_on"),
    "survey_schedule": ("since_hour", "since_on", "since", "asked_hour", "asked_on"),
    "team": ("is_paused", "next_on"),
}


def upgrade() -> None:
    op.add_column("team", sa.Column("next_on", sa.Date(), nullable=True))
    op.add_column(
        "team", sa.Column("is_paused", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("survey_schedule", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("survey_schedule", sa.Column("asked_hour", sa.Integer(), nullable=True))
    op.add_column("survey_schedule", sa.Column("since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("survey_schedule", sa.Column("since_on", sa.Date(), nullable=True))
    op.add_column("survey_schedule", sa.Column("since_hour", sa.Integer(), nullable=True))
    for name in ("asked", "ends"):
        op.add_column("survey_round", sa.Column(f"{name}_on", sa.Date(), nullable=True))
        op.add_column("survey_round", sa.Column(f"{name}_hour", sa.Integer(), nullable=True))
    op.create_table(
        "survey_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.Column("was", sa.String(length=60), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_survey_change_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_change")),
    )
    op.create_index(op.f("ix_survey_change_team_id"), "survey_change", ["team_id"])
    op.create_index(op.f("ix_survey_change_is_told"), "survey_change", ["is_told"])


def downgrade() -> None:
    op.drop_table("survey_change")
    for table, columns in _DROPPED.items():
        for name in columns:
            op.drop_column(table, name)
