"""People's working times, the message of a person's day, skipped weeks, and a schedule's week."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("pulse_weekday", sa.Integer(), nullable=True),
        sa.Column("pulse_hour", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_person")),
    )
    op.create_table(
        "survey_skip",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_survey_skip_round_id_survey_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_skip")),
        sa.UniqueConstraint(
            "round_id", "respondent", name=op.f("uq_survey_skip_round_id_respondent")
        ),
        sqlite_with_rowid=False,
    )
    keep_out_of_statistics("survey_skip", "id", "respondent")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.add_column(sa.Column("carried_by", sa.String(length=200), nullable=True))
        for name in ("is_day", "is_conditional"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
            )
        batch_op.create_index(batch_op.f("ix_delivery_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_carried_by"), ["carried_by"], unique=False)
    with op.batch_alter_table("survey_schedule") as batch_op:
        batch_op.add_column(sa.Column("week", sa.Date(), nullable=True))
    _fill_in_weeks()
    with op.batch_alter_table("survey_schedule") as batch_op:
        batch_op.alter_column("week", existing_type=sa.Date(), nullable=False)


def keep_out_of_statistics(table: str, *columns: str) -> None:
    """Forbid PostgreSQL to sample what has to be gone once it is deleted from its table."""
    if op.get_context().dialect.name == "postgresql":
        for column in columns:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS 0')


def _fill_in_weeks() -> None:
    """Store of each scheduled round to which week it belongs, by the team's own zone."""
    schedule = sa.table(
        "survey_schedule",
        sa.column("team_id", sa.Integer),
        sa.column("next_opens_at", sa.DateTime(timezone=True)),
        sa.column("week", sa.Date),
    )
    team = sa.table("team", sa.column("id", sa.Integer), sa.column("zone", sa.String))
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(schedule.c.team_id, schedule.c.next_opens_at, team.c.zone).join(
            team, team.c.id == schedule.c.team_id
        )
    ).all()
    for team_id, opens_at, zone in rows:
        day = _aware(opens_at).astimezone(ZoneInfo(zone)).date()
        connection.execute(
            schedule.update()
            .where(schedule.c.team_id == team_id)
            .values(week=day - timedelta(days=day.weekday()))
        )


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def downgrade() -> None:
    with op.batch_alter_table("survey_schedule") as batch_op:
        batch_op.drop_column("week")
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_carried_by"))
        batch_op.drop_index(batch_op.f("ix_delivery_address"))
        batch_op.drop_column("is_conditional")
        batch_op.drop_column("is_day")
        batch_op.drop_column("carried_by")
    op.drop_table("survey_skip")
    op.drop_table("person")
