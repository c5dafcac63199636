"""Open answers and comments in small tables of their own; released ones without respondents.

Tables are made anew rather than altered: what a dropped column or a deleted row held would stay
readable in PostgreSQL's files.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = {"answer": "choice", "comment": "text"}


def upgrade() -> None:
    for kind, column in KINDS.items():
        make_open(kind, column)
        op.execute(
            f"INSERT INTO survey_open_{kind} (item_id, respondent, {column}) "  # noqa: S608 - constants
            f"SELECT item_id, respondent, {column} FROM survey_{kind} "
            "WHERE respondent IS NOT NULL ORDER BY random()"
        )
        keep(kind, f"SELECT id, item_id, {column} FROM survey_{kind} WHERE respondent IS NULL")  # noqa: S608 - constants
        op.drop_table(f"survey_{kind}")
        make_released(kind, column)
        put_back(kind, f"id, item_id, {column}")


def downgrade() -> None:
    for kind, column in KINDS.items():
        is_sqlite = op.get_context().dialect.name == "sqlite"
        new_id = "randomblob(16)" if is_sqlite else "uuid_send(gen_random_uuid())"
        keep(
            kind,
            f"SELECT id, item_id, NULL AS respondent, {column} FROM survey_{kind} UNION ALL "  # noqa: S608 - constants
            f"SELECT {new_id}, item_id, respondent, {column} FROM survey_open_{kind}",
        )
        op.drop_table(f"survey_open_{kind}")
        op.drop_table(f"survey_{kind}")
        make_mixed(kind, column)
        put_back(kind, f"id, item_id, respondent, {column}")


def keep(kind: str, rows: str) -> None:
    """Put rows aside while their table is made anew."""
    op.execute(f"CREATE TEMPORARY TABLE kept_{kind} AS {rows}")


def put_back(kind: str, columns: str) -> None:
    """Fill a table with what was put aside, in an order that says nothing."""
    op.execute(
        f"INSERT INTO survey_{kind} ({columns}) SELECT {columns} FROM kept_{kind} ORDER BY random()"  # noqa: S608 - constants
    )
    op.execute(f"DROP TABLE kept_{kind}")


def make_open(kind: str, column: str) -> None:
    table = f"survey_open_{kind}"
    op.create_table(
        table,
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.LargeBinary(length=16), nullable=False),
        *said(table, column),
        sa.PrimaryKeyConstraint("item_id", "respondent", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    keep_out_of_statistics(table, "respondent", *texts(column))


def make_released(kind: str, column: str) -> None:
    table = f"survey_{kind}"
    op.create_table(
        table,
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        *said(table, column),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{table}_item_id"), table, ["item_id"])
    keep_out_of_statistics(table, "id", *texts(column))


def make_mixed(kind: str, column: str) -> None:
    table = f"survey_{kind}"
    op.create_table(
        table,
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.LargeBinary(length=16), nullable=True),
        *said(table, column),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("item_id", "respondent", name=op.f(f"uq_{table}_item_id_respondent")),
        sqlite_with_rowid=False,
    )
    keep_out_of_statistics(table, "id", "respondent", *texts(column))


def said(table: str, column: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return the column of what was answered or written, and what all these tables have."""
    of_item = sa.ForeignKeyConstraint(
        ["item_id"], ["survey_item.id"], name=op.f(f"fk_{table}_item_id_survey_item")
    )
    if column == "text":
        return sa.Column("text", sa.String(), nullable=False), of_item
    choices = sa.CheckConstraint(
        "choice IN ('1', '2', '3', '4', '5', 'dont-know', 'not-applicable')",
        name=op.f(f"ck_{table}_choice"),
    )
    return sa.Column("choice", sa.String(length=20), nullable=False), choices, of_item


def texts(column: str) -> tuple[str, ...]:
    """Return the columns of free text."""
    return ("text",) if column == "text" else ()


def keep_out_of_statistics(table: str, *columns: str) -> None:
    """Forbid PostgreSQL to sample what has to be gone once it is deleted from its table."""
    if op.get_context().dialect.name == "postgresql":
        for column in columns:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS 0')
