"""Parents of teams: who leads them, what counts in them, and what they show."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SHARE = "survey_parent_share"


def upgrade() -> None:
    make_families()
    op.create_table(
        "survey_parent_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_owed", sa.Boolean(), nullable=False),
        of("survey_parent_summary", "parent_id", "team_parent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_parent_summary")),
    )
    op.create_index(op.f("ix_survey_parent_summary_is_owed"), "survey_parent_summary", ["is_owed"])
    op.create_table(
        "survey_parent_schedule",
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        of("survey_parent_schedule", "parent_id", "team_parent"),
        sa.PrimaryKeyConstraint("parent_id", name=op.f("pk_survey_parent_schedule")),
    )
    make_figures()
    op.create_table(
        SHARE,
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        of(SHARE, "item_id", "survey_parent_item", "item_id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f(f"pk_{SHARE}")),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        # What is deleted from it has to be gone, from the server's samples too.
        for column in ("total", "scored", "members"):
            op.execute(f"ALTER TABLE {SHARE} ALTER COLUMN {column} SET STATISTICS 0")


def make_families() -> None:
    op.create_table(
        "team_parent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("planned_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_parent")),
        sa.UniqueConstraint("channel_id", name=op.f("uq_team_parent_channel_id")),
        sa.UniqueConstraint("name", name=op.f("uq_team_parent_name")),
    )
    op.create_table(
        "team_parent_lead",
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        of("team_parent_lead", "parent_id", "team_parent"),
        sa.PrimaryKeyConstraint("parent_id", "user_id", name=op.f("pk_team_parent_lead")),
    )
    op.create_table(
        "team_child",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        of("team_child", "team_id", "team"),
        of("team_child", "parent_id", "team_parent"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_child")),
    )
    op.create_index(op.f("ix_team_child_parent_id"), "team_child", ["parent_id"])


def make_figures() -> None:
    op.create_table(
        "survey_parent_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(length=100), nullable=False),
        sa.Column("wave", sa.Date(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("unshown_members", sa.Integer(), nullable=True),
        sa.Column("summary_id", sa.Integer(), nullable=True),
        sa.Column("is_cleared", sa.Boolean(), nullable=False),
        of("survey_parent_figure", "parent_id", "team_parent"),
        of("survey_parent_figure", "summary_id", "survey_parent_summary"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_parent_figure")),
        sa.UniqueConstraint(
            "parent_id",
            "wave",
            "statement_id",
            name=op.f("uq_survey_parent_figure_parent_id_wave_statement_id"),
        ),
    )
    op.create_index(
        op.f("ix_survey_parent_figure_summary_id"), "survey_parent_figure", ["summary_id"]
    )
    op.create_table(
        "survey_parent_item",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=True),
        of("survey_parent_item", "item_id", "survey_item"),
        of("survey_parent_item", "parent_id", "team_parent"),
        of("survey_parent_item", "figure_id", "survey_parent_figure"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_survey_parent_item")),
    )
    op.create_index(op.f("ix_survey_parent_item_figure_id"), "survey_parent_item", ["figure_id"])


def of(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    """Return the constraint that a column names a row of another table."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def downgrade() -> None:
    for table in (
        SHARE,
        "survey_parent_item",
        "survey_parent_figure",
        "survey_parent_schedule",
        "survey_parent_summary",
        "team_child",
        "team_parent_lead",
        "team_parent",
    ):
        op.drop_table(table)
