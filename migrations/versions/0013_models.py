"""Models: the register, what registries say of them, their cards' sections, open questions."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.String(length=40), nullable=True),
        sa.Column("owned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_model_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model")),
        sa.UniqueConstraint("name", name=op.f("uq_model_name")),
    )
    op.create_index(op.f("ix_model_team_id"), "model", ["team_id"])
    op.create_index(op.f("ix_model_owner_id"), "model", ["owner_id"])
    op.create_table(
        "model_team",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_model_team_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_model_team")),
    )
    op.create_table(
        "model_registry",
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uri", name=op.f("pk_model_registry")),
    )
    _of_models(
        "model_name",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_model_name")),
    )
    op.create_index(op.f("ix_model_name_model_id"), "model_name", ["model_id"])
    _of_models(
        "model_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_suggestion")),
        sa.UniqueConstraint("model_id", "words", name=op.f("uq_model_suggestion_model_id_words")),
    )
    op.create_index(op.f("ix_model_suggestion_standing"), "model_suggestion", ["standing"])
    _of_models(
        "model_registration",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("registered_name", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_model_registration")),
    )
    op.create_index(op.f("ix_model_registration_uri"), "model_registration", ["uri"])
    _of_models(
        "model_version",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=100), nullable=False),
        sa.Column("run_id", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("model_id", "version", name=op.f("pk_model_version")),
    )
    _of_models(
        "model_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_change")),
    )
    for column in ("model_id", "noticed_at"):
        op.create_index(op.f(f"ix_model_change_{column}"), "model_change", [column])
    _of_models(
        "model_section",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_gap", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("model_version", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("confirmed_by", sa.String(length=40), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("model_id", "section", "version", name=op.f("pk_model_section")),
    )
    _add_questions()


def _add_questions() -> None:
    _of_models(
        "model_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_question")),
    )
    op.create_index(op.f("ix_model_question_model_id"), "model_question", ["model_id"])
    op.create_table(
        "model_asker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["model_question.id"],
            name=op.f("fk_model_asker_question_id_model_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_asker")),
        sa.UniqueConstraint(
            "question_id", "user_id", name=op.f("uq_model_asker_question_id_user_id")
        ),
    )
    op.create_index(op.f("ix_model_asker_asked_on"), "model_asker", ["asked_on"])


def _of_models(table: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    """Make a table whose rows belong to models."""
    key = sa.ForeignKeyConstraint(
        ["model_id"], ["model.id"], name=op.f(f"fk_{table}_model_id_model")
    )
    op.create_table(table, *parts, key)


def downgrade() -> None:
    for table in (
        "model_asker",
        "model_question",
        "model_section",
        "model_change",
        "model_version",
        "model_registration",
        "model_suggestion",
        "model_name",
        "model_registry",
        "model_team",
        "model",
    ):
        op.drop_table(table)
