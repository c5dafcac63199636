"""Follow the channels: who is in them, who was asked again and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("team_membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("telling", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("named_by", sa.String(length=40), nullable=True))

    channel = op.create_table(
        "team_channel",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("look_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_channel_team_id_team")
        ),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_channel")),
    )
    with op.batch_alter_table("team_channel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_channel_look_due_at"), ["look_due_at"])

    op.create_table(
        "team_presence",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_presence_team_id_team")
        ),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_team_presence")),
    )
    follow_the_teams_there_are(channel)


def follow_the_teams_there_are(channel: sa.Table) -> None:
    """Have the channel of each team looked at for the first time, which is due at once."""
    team = sa.table("team", sa.column("id"), sa.column("created_at"))
    op.execute(
        channel.insert().from_select(
            ["team_id", "look_due_at", "turn", "is_known", "place", "notice", "noticed_at"],
            sa.select(
                team.c.id,
                team.c.created_at,
                sa.literal(0),
                sa.false(),
                sa.literal("inside"),
                sa.literal(1),
                team.c.created_at,
            ),
        )
    )


def downgrade() -> None:
    op.drop_table("team_presence")
    with op.batch_alter_table("team_channel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_channel_look_due_at"))

    op.drop_table("team_channel")
    op.execute("UPDATE team_membership SET standing = 'declined' WHERE standing = 'left'")
    with op.batch_alter_table("team_membership", schema=None) as batch_op:
        batch_op.drop_column("named_by")
        batch_op.drop_column("telling")
