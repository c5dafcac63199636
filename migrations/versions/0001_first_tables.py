"""The first tables: teams, rounds, items, answers, deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=40), nullable=False),
        sa.Column("rewrites", sa.String(length=200), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimable_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("ts", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_claimable_at"), ["claimable_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delivery_state"), ["state"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("planned_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("announcement", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("channel_id", name=op.f("uq_team_channel_id")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "survey_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_summary_owed", sa.Boolean(), nullable=False),
        sa.Column("is_cleared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_survey_round_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_round")),
        sa.UniqueConstraint("team_id", "week", name=op.f("uq_survey_round_team_id_week")),
    )
    with op.batch_alter_table("survey_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_round_state"), ["state"], unique=False)

    op.create_table(
        "survey_schedule",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("next_opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_survey_schedule_team_id_team")
        ),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_survey_schedule")),
    )
    with op.batch_alter_table("survey_schedule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_survey_schedule_next_opens_at"), ["next_opens_at"], unique=False
        )

    op.create_table(
        "team_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_membership_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_membership")),
        sa.UniqueConstraint(
            "team_id", "user_id", "role", name=op.f("uq_team_membership_team_id_user_id_role")
        ),
    )
    with op.batch_alter_table("team_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "survey_asked",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("is_owed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_survey_asked_round_id_survey_round")
        ),
        sa.PrimaryKeyConstraint("round_id", "user_id", name=op.f("pk_survey_asked")),
    )
    with op.batch_alter_table("survey_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_asked_is_owed"), ["is_owed"], unique=False)

    op.create_table(
        "survey_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Date(), nullable=False),
        sa.Column("statement_id", sa.String(length=100), nullable=False),
        sa.Column("practice_id", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["survey_round.id"], name=op.f("fk_survey_item_closed_by_survey_round")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_survey_item_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_item")),
        sa.UniqueConstraint(
            "team_id", "wave", "statement_id", name=op.f("uq_survey_item_team_id_wave_statement_id")
        ),
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.LargeBinary(length=16), nullable=True),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "choice IN ('1', '2', '3', '4', '5', 'dont-know', 'not-applicable')",
            name=op.f("ck_survey_answer_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["survey_item.id"], name=op.f("fk_survey_answer_item_id_survey_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint(
            "item_id", "respondent", name=op.f("uq_survey_answer_item_id_respondent")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_comment",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.LargeBinary(length=16), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["survey_item.id"], name=op.f("fk_survey_comment_item_id_survey_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_comment")),
        sa.UniqueConstraint(
            "item_id", "respondent", name=op.f("uq_survey_comment_item_id_respondent")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_item_key",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("secret_mark", sa.LargeBinary(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["survey_item.id"], name=op.f("fk_survey_item_key_item_id_survey_item")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_survey_item_key")),
    )
    op.create_table(
        "survey_round_item",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["survey_item.id"], name=op.f("fk_survey_round_item_item_id_survey_item")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["survey_round.id"],
            name=op.f("fk_survey_round_item_round_id_survey_round"),
        ),
        sa.PrimaryKeyConstraint("round_id", "position", name=op.f("pk_survey_round_item")),
    )
    with op.batch_alter_table("survey_round_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_round_item_item_id"), ["item_id"], unique=False)
    keep_out_of_statistics("survey_item_key", "key", "secret_mark")
    keep_out_of_statistics("survey_answer", "id", "respondent")
    keep_out_of_statistics("survey_comment", "id", "respondent", "text")


def keep_out_of_statistics(table: str, *columns: str) -> None:
    """Forbid PostgreSQL to sample what has to be gone once it is deleted from its table."""
    if op.get_context().dialect.name == "postgresql":
        for column in columns:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS 0')


def downgrade() -> None:
    with op.batch_alter_table("survey_round_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_round_item_item_id"))

    op.drop_table("survey_round_item")
    op.drop_table("survey_item_key")
    op.drop_table("survey_comment")
    op.drop_table("survey_answer")
    op.drop_table("survey_item")
    with op.batch_alter_table("survey_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_asked_is_owed"))

    op.drop_table("survey_asked")
    with op.batch_alter_table("team_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_membership_user_id"))

    op.drop_table("team_membership")
    with op.batch_alter_table("survey_schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_schedule_next_opens_at"))

    op.drop_table("survey_schedule")
    with op.batch_alter_table("survey_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_round_state"))

    op.drop_table("survey_round")
    op.drop_table("team")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_state"))
        batch_op.drop_index(batch_op.f("ix_delivery_claimable_at"))

    op.drop_table("delivery")
