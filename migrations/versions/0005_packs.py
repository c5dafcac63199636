"""Which packs a team is asked about beside the core."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_pack",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_survey_pack_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", "pack_id", name=op.f("pk_survey_pack")),
    )


def downgrade() -> None:
    op.drop_table("survey_pack")
