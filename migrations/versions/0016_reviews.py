"""Who reads a model's card and says that it is right; what owners replied; days moved by leads."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_reviewer",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        _of_model("model_reviewer"),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_model_reviewer")),
    )
    op.create_table(
        "model_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("said", sa.String(length=20), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        _of_model("model_review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_review")),
    )
    op.create_index(op.f("ix_model_review_model_id"), "model_review", ["model_id"])
    op.create_index(op.f("ix_model_review_user_id"), "model_review", ["user_id"])
    op.create_table(
        "model_care",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_care")),
    )
    with op.batch_alter_table("model_question") as batch:
        batch.add_column(sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("handover_leaving") as batch:
        batch.add_column(sa.Column("moved_to", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("handover_leaving") as batch:
        batch.drop_column("moved_to")
    with op.batch_alter_table("model_question") as batch:
        batch.drop_column("replied_at")
    op.drop_table("model_care")
    op.drop_table("model_review")
    op.drop_table("model_reviewer")


def _of_model(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["model_id"], ["model.id"], name=op.f(f"fk_{table}_model_id_model")
    )
