"""What was released, as it was shown; each team's threshold; shares that are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SHARE = "survey_parent_share"


def upgrade() -> None:
    op.add_column("team", sa.Column("threshold", sa.Integer(), server_default="5", nullable=False))
    op.add_column(
        "team",
        sa.Column("is_threshold_fixed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        "UPDATE team SET is_threshold_fixed = true WHERE id IN (SELECT team_id FROM survey_round)"
    )
    make_ledger()
    fill_ledger()
    # What stands in the old table cannot be sealed here, where no secret is. The figures that it
    # was for are decided as never to be shown.
    op.drop_table(SHARE)
    op.create_table(
        SHARE,
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(length=52), nullable=False),
        of(SHARE, "item_id", "survey_parent_item", "item_id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f(f"pk_{SHARE}")),
        sqlite_with_rowid=False,
    )
    keep_out_of_samples("sealed")


def make_ledger() -> None:
    op.create_table(
        "survey_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("statement_id", sa.String(length=100), nullable=False),
        sa.Column("wave", sa.Date(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("unshown_members", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False),
        of("survey_release", "team_id", "team"),
        of("survey_release", "parent_id", "team_parent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_release")),
    )
    op.create_index(op.f("ix_survey_release_team_id"), "survey_release", ["team_id"])
    op.create_index(op.f("ix_survey_release_parent_id"), "survey_release", ["parent_id"])
    op.create_table(
        "survey_release_part",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        of("survey_release_part", "release_id", "survey_release"),
        of("survey_release_part", "item_id", "survey_item"),
        sa.PrimaryKeyConstraint("release_id", "item_id", name=op.f("pk_survey_release_part")),
    )


def fill_ledger() -> None:
    """Write down what was released before, by the rule of five that all of it was under."""
    op.execute(
        "INSERT INTO survey_release (team_id, statement_id, wave, tenths, threshold, members,"
        " unshown_members, is_open) SELECT team_id, statement_id, wave, tenths, 5,"
        " CASE WHEN is_open THEN 0 ELSE 5 END, 0, is_open"
        " FROM survey_item WHERE tenths IS NOT NULL ORDER BY closed_by, id"
    )
    op.execute(
        "INSERT INTO survey_release_part (release_id, item_id) SELECT survey_release.id,"
        " survey_item.id FROM survey_release JOIN survey_item"
        " ON survey_item.team_id = survey_release.team_id"
        " AND survey_item.statement_id = survey_release.statement_id"
        " AND survey_item.wave = survey_release.wave"
    )
    op.execute(
        "INSERT INTO survey_release (parent_id, statement_id, wave, tenths, threshold, members,"
        " unshown_members, is_open) SELECT parent_id, statement_id, wave, tenths, 5,"
        " members, unshown_members, false"
        " FROM survey_parent_figure WHERE tenths IS NOT NULL ORDER BY id"
    )
    op.execute(
        "INSERT INTO survey_release_part (release_id, item_id) SELECT survey_release.id,"
        " survey_parent_item.item_id FROM survey_release JOIN survey_parent_figure"
        " ON survey_parent_figure.parent_id = survey_release.parent_id"
        " AND survey_parent_figure.statement_id = survey_release.statement_id"
        " AND survey_parent_figure.wave = survey_release.wave"
        " JOIN survey_parent_item ON survey_parent_item.figure_id = survey_parent_figure.id"
    )


def keep_out_of_samples(*columns: str) -> None:
    """Have PostgreSQL keep no sample of what is deleted from the shares."""
    if op.get_context().dialect.name == "postgresql":
        for column in columns:
            op.execute(f"ALTER TABLE {SHARE} ALTER COLUMN {column} SET STATISTICS 0")


def of(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    """Return the constraint that a column names a row of another table."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def downgrade() -> None:
    op.drop_table(SHARE)
    numbers = ("total", "scored", "members")
    op.create_table(
        SHARE,
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        of(SHARE, "item_id", "survey_parent_item", "item_id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f(f"pk_{SHARE}")),
        sqlite_with_rowid=False,
    )
    keep_out_of_samples(*numbers)
    op.drop_table("survey_release_part")
    op.drop_table("survey_release")
    op.drop_column("team", "is_threshold_fixed")
    op.drop_column("team", "threshold")
