"""The wheel brings everything with it: knowledge, migrations, the page and the manifest."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python in which the wheel is installed, away from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)  # noqa: S603 - our own command
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    # The dependencies are those that run this test; what is installed first is found first.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder / "venv" / "bin" / "python"


def run(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [str(python), *arguments],
        cwd=cwd,
        env={"MLOPS_DATA_DIR": str(cwd / "data")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_installed_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    found = run(installed, "-c", "import bot; print(bot.__file__)", cwd=tmp_path)

    assert found.stdout.startswith(str(installed.parents[1]))


def test_an_installed_wheel_brings_a_database_to_head(installed: Path, tmp_path: Path) -> None:
    upgraded = run(installed, "-m", "bot", "db", "upgrade", cwd=tmp_path)
    checked = run(installed, "-m", "bot", "db", "check", cwd=tmp_path)

    assert (upgraded.returncode, checked.returncode) == (0, 0), upgraded.stderr + checked.stderr


def test_an_installed_wheel_has_its_statements(installed: Path, tmp_path: Path) -> None:
    checked = run(installed, "-m", "bot", "knowledge", "check", cwd=tmp_path)

    assert checked.returncode == 0, checked.stderr
    assert "18 practices" in checked.stdout


def test_an_installed_wheel_has_the_page_and_the_manifest(installed: Path) -> None:
    package = next(installed.parents[1].glob("lib/python*/site-packages/bot"))

    assert (package / "sandbox" / "page" / "index.html").is_file()
    assert (package / "slack" / "manifest.yaml").is_file()
