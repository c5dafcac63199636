"""Questions to the playbook: what became of them, who waits for an answer, and weekly reports."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playbook_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_gap")),
    )
    op.create_table(
        "playbook_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gap_id"], ["playbook_gap.id"], name=op.f("fk_playbook_question_gap_id_playbook_gap")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_question")),
    )
    for column in ("asked_on", "gap_id"):
        op.create_index(op.f(f"ix_playbook_question_{column}"), "playbook_question", [column])
    op.create_table(
        "playbook_conversation",
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        _question_key("playbook_conversation"),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_playbook_conversation")),
    )
    op.create_index(
        op.f("ix_playbook_conversation_question_id"), "playbook_conversation", ["question_id"]
    )
    op.create_table(
        "playbook_act",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_playbook_act")),
    )
    op.create_table(
        "playbook_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=True),
        sa.Column("is_helped", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voted_on", sa.Date(), nullable=False),
        _question_key("playbook_vote"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_vote")),
        sa.UniqueConstraint(
            "question_id", "user_id", name=op.f("uq_playbook_vote_question_id_user_id")
        ),
    )
    op.create_index(op.f("ix_playbook_vote_voted_on"), "playbook_vote", ["voted_on"])
    op.create_table(
        "playbook_subscription",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("looked_in", sa.String(length=32), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        _question_key("playbook_subscription"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_playbook_subscription")),
        sa.UniqueConstraint(
            "question_id", "user_id", name=op.f("uq_playbook_subscription_question_id_user_id")
        ),
    )
    op.create_index(op.f("ix_playbook_subscription_told_on"), "playbook_subscription", ["told_on"])
    op.create_table(
        "playbook_report",
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("due_on", name=op.f("pk_playbook_report")),
    )


def _question_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["question_id"],
        ["playbook_question.id"],
        name=op.f(f"fk_{table}_question_id_playbook_question"),
    )


def downgrade() -> None:
    for table in (
        "playbook_report",
        "playbook_subscription",
        "playbook_vote",
        "playbook_act",
        "playbook_conversation",
        "playbook_question",
        "playbook_gap",
    ):
        op.drop_table(table)
