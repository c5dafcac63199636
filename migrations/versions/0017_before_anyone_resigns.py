"""Before anybody leaves: several owners, who is asked without one, proposals, and pauses."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TABLES = ("handover_absence", "handover_proposal", "handover_dig", "handover_blind", "model_owner")


def upgrade() -> None:
    with op.batch_alter_table("handover_leaving") as batch:
        batch.add_column(sa.Column("only_model_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_handover_leaving_only_model_id_model"), "model", ["only_model_id"], ["id"]
        )
    op.add_column("handover_person", sa.Column("ends_on", sa.Date(), nullable=True))
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
    op.create_table(
        "handover_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=100), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("declined_by", sa.String(length=40), nullable=True),
        _of_model("handover_proposal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_proposal")),
        sa.UniqueConstraint("occasion", name=op.f("uq_handover_proposal_occasion")),
    )
    op.create_table(
        "handover_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("deputy_id", sa.String(length=40), nullable=True),
        sa.Column("gaps", sa.JSON(), nullable=False),
        _of_model("handover_absence"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_absence")),
    )
    op.create_index(op.f("ix_handover_absence_standing"), "handover_absence", ["standing"])


def _of_model(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["model_id"], ["model.id"], name=op.f(f"fk_{table}_model_id_model")
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("handover_person", "ends_on")
    with op.batch_alter_table("handover_leaving") as batch:
        batch.drop_constraint(op.f("fk_handover_leaving_only_model_id_model"), type_="foreignkey")
        batch.drop_column("only_model_id")
