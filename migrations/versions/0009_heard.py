"""What comments show, how many people are behind it, and what authors and leads say of it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COMMENTS = ("survey_open_comment", "survey_comment")


def upgrade() -> None:
    # Without a batch, which would make SQLite's tables anew, and leave comments with row numbers.
    for table in COMMENTS:
        op.add_column(table, sa.Column("correction", sa.String(length=100), nullable=True))
    op.add_column(
        "survey_round",
        sa.Column("shows_words", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    make_counting()
    make_labels()
    keep_out_of_statistics(COMMENTS[0], "correction")
    keep_out_of_statistics("antipattern_key", "key", "secret_mark")
    keep_out_of_statistics("antipattern_person", "label", "token")
    keep_out_of_statistics("antipattern_shown", "people")
    keep_out_of_statistics("antipattern_reading", "comment_id")
    keep_out_of_statistics("antipattern_label", "comment_id")
    keep_out_of_statistics("antipattern_relabelling", "done_until")


def make_counting() -> None:
    """Make the tables that count people for as long as a period lasts."""
    op.create_table(
        "antipattern_key",
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("secret_mark", sa.LargeBinary(length=8), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_antipattern_key")),
    )
    op.create_table(
        "antipattern_person",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("token", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint(
            "team_id", "period", "label", "token", name=op.f("pk_antipattern_person")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "antipattern_ended",
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_cleared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_antipattern_ended")),
    )
    op.create_table(
        "antipattern_shown",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("sureness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_antipattern_shown_team_id_team")
        ),
        sa.PrimaryKeyConstraint(
            "team_id", "period", "label", "band", name=op.f("pk_antipattern_shown")
        ),
    )


def make_labels() -> None:
    """Make the tables of what comments show, and of what leads say of it."""
    op.create_table(
        "antipattern_reading",
        sa.Column("comment_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["survey_comment.id"],
            name=op.f("fk_antipattern_reading_comment_id_survey_comment"),
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_antipattern_reading")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "antipattern_label",
        sa.Column("comment_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["survey_comment.id"],
            name=op.f("fk_antipattern_label_comment_id_survey_comment"),
        ),
        sa.PrimaryKeyConstraint("comment_id", "label", name=op.f("pk_antipattern_label")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "antipattern_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("instead", sa.String(length=100), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_antipattern_correction_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_antipattern_correction")),
    )
    op.create_index(
        op.f("ix_antipattern_correction_team_id"), "antipattern_correction", ["team_id"]
    )
    op.create_table(
        "antipattern_relabelling",
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("done_until", sa.LargeBinary(length=16), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_antipattern_relabelling")),
    )


def keep_out_of_statistics(table: str, *columns: str) -> None:
    """Forbid PostgreSQL to sample what has to be gone once it is deleted from its table."""
    if op.get_context().dialect.name == "postgresql":
        for column in columns:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS 0')


def downgrade() -> None:
    for table in (
        "antipattern_relabelling",
        "antipattern_correction",
        "antipattern_label",
        "antipattern_reading",
        "antipattern_shown",
        "antipattern_ended",
        "antipattern_person",
        "antipattern_key",
    ):
        op.drop_table(table)
    op.drop_column("survey_round", "shows_words")
    for table in COMMENTS:
        op.drop_column(table, "correction")
