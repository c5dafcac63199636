"""Themes: what each is known by, which comments it has, what became of it, what waits for it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "antipattern_theme",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("is_living", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        _of_team("antipattern_theme"),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_antipattern_theme")),
    )
    op.create_table(
        "antipattern_theme_comment",
        sa.Column("comment_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["survey_comment.id"],
            name=op.f("fk_antipattern_theme_comment_comment_id_survey_comment"),
        ),
        _of_team("antipattern_theme_comment"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_antipattern_theme_comment")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_antipattern_theme_comment_team_id"), "antipattern_theme_comment", ["team_id"]
    )
    op.create_table(
        "antipattern_theme_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=20), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        _of_team("antipattern_theme_event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_antipattern_theme_event")),
    )
    op.create_index(
        op.f("ix_antipattern_theme_event_team_id"), "antipattern_theme_event", ["team_id"]
    )
    op.create_table(
        "antipattern_theme_pool",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("grouped", sa.Integer(), nullable=False),
        _of_team("antipattern_theme_pool"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_antipattern_theme_pool")),
    )
    if op.get_context().dialect.name == "postgresql":
        # Statistics are no place for what belongs to comments.
        op.execute(
            'ALTER TABLE antipattern_theme_comment ALTER COLUMN "comment_id" SET STATISTICS 0'
        )


def _of_team(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f(f"fk_{table}_team_id_team"))


def downgrade() -> None:
    for table in (
        "antipattern_theme_pool",
        "antipattern_theme_event",
        "antipattern_theme_comment",
        "antipattern_theme",
    ):
        op.drop_table(table)
