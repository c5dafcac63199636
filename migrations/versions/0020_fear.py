"""Which model people would least like to be paged for: the question, choices, what was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLES = (
    "survey_fear_release",
    "survey_fear_choice",
    "survey_fear_key",
    "survey_fear_round",
    "survey_fear",
)


def upgrade() -> None:
    op.create_table(
        "survey_fear",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Date(), nullable=False),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("is_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        _of("survey_fear", "team_id", "team"),
        _of("survey_fear", "closed_by", "survey_round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_fear")),
        sa.UniqueConstraint("team_id", "wave", name=op.f("uq_survey_fear_team_id_wave")),
    )
    op.create_index(op.f("ix_survey_fear_state"), "survey_fear", ["state"])
    op.create_index(op.f("ix_survey_fear_closed_by"), "survey_fear", ["closed_by"])
    op.create_table(
        "survey_fear_round",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("fear_id", sa.Integer(), nullable=False),
        _of("survey_fear_round", "round_id", "survey_round"),
        _of("survey_fear_round", "fear_id", "survey_fear"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_survey_fear_round")),
    )
    op.create_index(op.f("ix_survey_fear_round_fear_id"), "survey_fear_round", ["fear_id"])
    op.create_table(
        "survey_fear_key",
        sa.Column("fear_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("secret_mark", sa.LargeBinary(length=8), nullable=False),
        _of("survey_fear_key", "fear_id", "survey_fear"),
        sa.PrimaryKeyConstraint("fear_id", name=op.f("pk_survey_fear_key")),
    )
    op.create_table(
        "survey_fear_choice",
        sa.Column("fear_id", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.LargeBinary(length=16), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        _of("survey_fear_choice", "fear_id", "survey_fear"),
        sa.PrimaryKeyConstraint("fear_id", "respondent", name=op.f("pk_survey_fear_choice")),
        sqlite_with_rowid=False,
    )
    # A sample of deleted choices would tell what they were, long after they are gone.
    keep_out_of_statistics("survey_fear_key", "key", "secret_mark")
    keep_out_of_statistics("survey_fear_choice", "respondent", "choice")
    op.create_table(
        "survey_fear_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fear_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        _of("survey_fear_release", "fear_id", "survey_fear"),
        _of("survey_fear_release", "team_id", "team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_fear_release")),
    )
    op.create_index(op.f("ix_survey_fear_release_fear_id"), "survey_fear_release", ["fear_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def keep_out_of_statistics(table: str, *columns: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        for column in columns:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS 0')


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)
