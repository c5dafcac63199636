from pathlib import Path

import pytest

from bot.errors import UserFacingError
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest


def test_it_reads_the_apps_own_manifest() -> None:
    manifest = read_manifest(manifest_file())

    assert "chat:write" in manifest.scopes
    assert [command.command for command in manifest.commands] == ["/mlops"]
    assert manifest.uses_socket_mode


@pytest.mark.parametrize(
    ("content", "said"),
    [("features: {}", "display_information.name"), ("a: [", "not valid YAML")],
)
def test_a_bad_manifest_is_refused_with_a_remedy(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(content)

    with pytest.raises(UserFacingError, match=said):
        read_manifest(path)
