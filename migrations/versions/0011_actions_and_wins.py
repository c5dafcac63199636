"""What leads set out to improve, and what went well."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.String(length=60), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("set_by", sa.String(length=40), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("check_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("is_announced", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _team_key("digest_action"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_action")),
    )
    op.create_table(
        "digest_win",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("is_owed", sa.Boolean(), server_default=sa.false(), nullable=False),
        _team_key("digest_win"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_win")),
    )
    for table in ("digest_action", "digest_win"):
        op.create_index(op.f(f"ix_{table}_team_id"), table, ["team_id"])


def _team_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f(f"fk_{table}_team_id_team"))


def downgrade() -> None:
    for table in ("digest_win", "digest_action"):
        op.drop_table(table)
