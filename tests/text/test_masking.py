"""Secrets that people paste do not reach what is stored."""

import time

import pytest

from bot.text.masking import MASK, mask_secrets

HEX = "9f86d081884c7d659a2feaa0c55ad015"


@pytest.mark.parametrize(
    "secret",
    [
        "xox" + "b-1234567890-abcdefghij",
        "xapp-" + "1-A012345-6789-abcdef",
        "gh" + "p_16C7e42F292c6912E7710c838347Ae178B4a",
        "glpat" + "-x8Yk2mN4pQ6rS8tU0v",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "AIza" + "SyA1234567890abcdefghijklmnopqrstu",
        "sk-" + "abcdEFGH1234ijklMNOP5678",
        "hf_" + "abcdefghijklmnopqrstuvwx",
        "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----",
        HEX,
        "https://hooks.slack.com" + "/services/T000/B000/XXXX",
    ],
)
def test_a_secret_is_masked_wherever_it_stands(secret: str) -> None:
    masked = mask_secrets(f"The key {secret} is in the notebook, alerts are muted.")

    assert masked == f"The key {MASK} is in the notebook, alerts are muted."


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("password: hunter2!x and more", f"password: {MASK} and more"),
        ("DB_PASSWORD=correcthorse", f"DB_PASSWORD={MASK}"),
        ('{"api_key": "abc123def"}', f'{{"api_key": "{MASK}"}}'),
        ("the password is swordf1sh.", f"the password is {MASK}."),
        ("Authorization: Bearer abcdefgh12345678ij", f"Authorization: Bearer {MASK}"),
        ("postgresql://ml:s3cret@db/x", f"postgresql://ml:{MASK}@db/x"),
    ],
)
def test_what_is_named_a_secret_is_masked(text: str, masked: str) -> None:
    assert mask_secrets(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The password is missing from the docs, so nobody can restart it.",
        "token limits, secrets in notebooks, an api key nobody rotates",
        "see https://example.org/docs/a/very/long/path/to/the/page/about/alerts#section-12",
        "models/churn_model_final_really_final_version_two/weights",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        f"Version 3, run {HEX}, commit {HEX}00112233",
        f"http://mlflow.example.org/#/experiments/1/runs/{HEX}",
        f"https://git.example.org/models/churn/commit/{HEX}00112233",
        f"registry.example.org/churn@sha256:{HEX}{HEX}",
        f"mlflow run id: {HEX}",
        f"s3://models/12/{HEX}/artifacts/model",
        "latency p99 is 12.345678901234 ms, 1234567890123456789012345678901234567890 rows",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert mask_secrets(text) == text


@pytest.mark.parametrize(
    "text",
    [
        f"token {HEX}",
        f"the key of the run is {HEX}",
        f"run: deploy --key {HEX}",
        f"commit {HEX}aaaa",
        f"runs/{HEX} {HEX}",
    ],
)
def test_what_only_stands_near_a_commit_or_a_run_is_masked(text: str) -> None:
    assert MASK in mask_secrets(text)


def test_masking_twice_changes_nothing_more() -> None:
    once = mask_secrets(f"token={HEX} password: abc123xyz postgres://u:p1@h Bearer {HEX}")

    assert mask_secrets(once) == once
    assert HEX not in once


@pytest.mark.parametrize(
    "piece", ["a_", "password ", "://:", "eyJ", "x:", "token is ", "commit ", "runs/", "/1/"]
)
def test_a_long_comment_takes_no_time(piece: str) -> None:
    begun = time.perf_counter()

    mask_secrets(piece * (40_000 // len(piece)))

    assert time.perf_counter() - begun < 1
