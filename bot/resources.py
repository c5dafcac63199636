"""Finds the folders that ship with the package: knowledge and migrations."""

from pathlib import Path


def folder(name: str) -> Path:
    """Return a shipped folder, from the installed package or from the checkout.

    Resolved from this file and never by searching `sys.path`: an editable install may leave an
    older bundled copy behind.

    Raises:
        FileNotFoundError: the installation is incomplete.

    """
    here = Path(__file__).resolve().parent
    for candidate in (here / "_bundled" / name, here.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"The folder {name!r} is missing from this installation; reinstall it.")


def manifest_file() -> Path:
    """Return the Slack app manifest that this version needs."""
    return Path(__file__).resolve().parent / "slack" / "manifest.yaml"
