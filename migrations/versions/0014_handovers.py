"""Handovers: last days, sessions, where each model stands, and what successors have shown."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = (
    "handover_person",
    "handover_drill",
    "handover_retelling",
    "handover_skip",
    "handover_session",
    "handover",
    "handover_leaving",
)


def upgrade() -> None:
    op.create_table(
        "handover_leaving",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("set_by", sa.String(length=40), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_leaving")),
        sa.UniqueConstraint("owner_id", name=op.f("uq_handover_leaving_owner_id")),
    )
    op.create_table(
        "handover",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=True),
        sa.Column("is_owner_here", sa.Boolean(), nullable=False),
        sa.Column("successor_id", sa.String(length=40), nullable=True),
        sa.Column("caretaker_id", sa.String(length=40), nullable=True),
        sa.Column("caretaker_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("retold", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("has_been_reconstructed", sa.Boolean(), nullable=False),
        sa.Column("proven_by", sa.String(length=40), nullable=True),
        sa.Column("waived_by", sa.String(length=40), nullable=True),
        sa.Column("waived_because", sa.Text(), nullable=True),
        sa.Column("waived_until", sa.Date(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("told_turn", sa.Integer(), nullable=False),
        _of_model("handover"),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_owner_id"), "handover", ["owner_id"])
    op.create_table(
        "handover_session",
        sa.Column("leaving_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leaving_id"],
            ["handover_leaving.id"],
            name=op.f("fk_handover_session_leaving_id_handover_leaving"),
        ),
        sa.PrimaryKeyConstraint("leaving_id", "number", name=op.f("pk_handover_session")),
    )
    op.create_table(
        "handover_skip",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        _of_model("handover_skip"),
        sa.PrimaryKeyConstraint("model_id", "section", name=op.f("pk_handover_skip")),
    )
    op.create_table(
        "handover_retelling",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("successor_id", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_model("handover_retelling"),
        sa.PrimaryKeyConstraint("model_id", "section", name=op.f("pk_handover_retelling")),
    )
    op.create_table(
        "handover_drill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("has_rolled_back", sa.Boolean(), nullable=False),
        sa.Column("rollback_minutes", sa.Integer(), nullable=False),
        sa.Column("has_retrained", sa.Boolean(), nullable=False),
        sa.Column("retrain_minutes", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("run_url", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        _of_model("handover_drill"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_drill")),
    )
    op.create_index(op.f("ix_handover_drill_model_id"), "handover_drill", ["model_id"])
    op.create_table(
        "handover_person",
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("look_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_handover_person")),
    )
    op.create_index(op.f("ix_handover_person_look_due_at"), "handover_person", ["look_due_at"])


def _of_model(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["model_id"], ["model.id"], name=op.f(f"fk_{table}_model_id_model")
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
