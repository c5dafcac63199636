"""Open rounds: who agreed to them, and which rounds and items are; and whose words may be shown."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FLAGS = (
    ("survey_round", "is_open"),
    ("survey_item", "is_open"),
    ("survey_open_comment", "may_show"),
    ("survey_comment", "may_show"),
)


def upgrade() -> None:
    op.create_table(
        "survey_open_proposal",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=40), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("has_begun", sa.Boolean(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_survey_open_proposal_team_id_team")
        ),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_survey_open_proposal")),
    )
    op.create_table(
        "survey_consent",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_survey_consent_team_id_team")
        ),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_survey_consent")),
    )
    # Added and dropped without a batch, which would make SQLite's tables anew: items would be gone
    # for a moment to which others refer, and comments be left with hidden row numbers.
    for table, column in FLAGS:
        op.add_column(
            table, sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.add_column("survey_item", sa.Column("shown_count", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("survey_item", "shown_count")
    for table, column in reversed(FLAGS):
        op.drop_column(table, column)
    op.drop_table("survey_consent")
    op.drop_table("survey_open_proposal")
