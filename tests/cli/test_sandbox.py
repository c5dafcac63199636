"""What `mlops-bot sandbox` says when it cannot start."""

import pytest

from tests.cli.conftest import RunBot


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--port", "99999"), "--port 99999 is no port"),
        (("--port", "-1"), "--port -1 is no port"),
        (("--port", "0", "--data", "/dev/null"), "Nothing can be kept in /dev/null"),
        (("--port", "0", "--data", "/dev/null/below"), "Nothing can be kept in /dev/null/below"),
    ],
    ids=["too-high", "below-zero", "a-file", "below-a-file"],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    run_bot: RunBot, arguments: tuple[str, ...], complaint: str
) -> None:
    done = run_bot("sandbox", *arguments)

    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (done.returncode, done.stdout) == (2, "")
