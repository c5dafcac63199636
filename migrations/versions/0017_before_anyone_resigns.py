"""Several owners of a model, and what each of them says apart from the others."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = ("handover_dig", "handover_blind", "model_owner")


def upgrade() -> None:
    op.create_table(
        "model_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of_model("model_owner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_owner")),
        sa.UniqueConstraint("model_id", "user_id", name=op.f("uq_model_owner_model_id_user_id")),
    )
    op.create_index(op.f("ix_model_owner_user_id"), "model_owner", ["user_id"])
    op.create_table(
        "handover_blind",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.String(length=20), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        _of_model("handover_blind"),
        sa.PrimaryKeyConstraint("model_id", "section", "user_id", name=op.f("pk_handover_blind")),
    )
    op.create_table(
        "handover_dig",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        _of_model("handover_dig"),
        sa.PrimaryKeyConstraint("model_id", "user_id", name=op.f("pk_handover_dig")),
    )


def _of_model(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["model_id"], ["model.id"], name=op.f(f"fk_{table}_model_id_model")
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
