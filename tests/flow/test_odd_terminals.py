"""Where words cannot go: full devices, closed streams, terminals of another alphabet."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")

COMMANDS = (
    "types",
    "types --json",
    "types birth --lang de",
    "explain",
    "explain status.revoked",
    "inspect did:web:livret.test",
    "--help",
    "--version",
)


@pytest.fixture(params=["buffered", "unbuffered"])
def unbuffered(request: pytest.FixtureRequest) -> str:
    """Python can be told not to buffer; failures then come earlier, and leave nothing behind."""
    return "1" if request.param == "unbuffered" else ""


@pytest.fixture
def full() -> Path:
    if not FULL.exists():
        pytest.skip("this system has no device that is always full")
    return FULL


def run(
    line: str, *, redirect: str = "", unbuffered: str = "", encoding: str = "", lang: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run one command through a shell, as a person would."""
    env = {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "PYTHONUNBUFFERED": unbuffered,
        "PYTHONIOENCODING": encoding,
        "LIVRET_LANG": lang,
    }
    return subprocess.run(
        ["sh", "-c", f'"$0" -m livret_town {line} {redirect}', sys.executable],
        env=env,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("line", COMMANDS)
def test_a_full_device_is_no_verdict_and_is_said(line: str, full: Path, unbuffered: str) -> None:
    done = run(line, redirect=f">{full}", unbuffered=unbuffered)
    said = done.stderr.decode()
    assert (done.returncode, "output.unavailable" in said) == (3, True)
    assert "Traceback" not in said
    assert "Exception ignored" not in said


@pytest.mark.parametrize("line", COMMANDS)
def test_a_closed_output_is_no_verdict_and_is_said(line: str, unbuffered: str) -> None:
    done = run(line, redirect=">&-", unbuffered=unbuffered)
    assert (done.returncode, b"output.unavailable" in done.stderr) == (3, True)


def test_a_closed_error_stream_changes_nothing(unbuffered: str) -> None:
    done = run("explain status.revoked", redirect="2>&-", unbuffered=unbuffered)
    assert (done.returncode, b"REFUSED" in done.stdout) == (0, True)


def test_a_reason_that_nobody_can_be_told_keeps_its_status(full: Path, unbuffered: str) -> None:
    done = run("inspect did:web: --json", redirect=f"2>{full}", unbuffered=unbuffered)
    assert (done.returncode, json.loads(done.stdout)["code"]) == (2, "did.malformed")


@pytest.mark.parametrize("redirect", [">&- 2>&- <&-", ">/dev/full 2>/dev/full"])
def test_with_nobody_to_tell_it_still_ends_in_order(
    redirect: str, full: Path, unbuffered: str
) -> None:
    done = run("types", redirect=redirect, unbuffered=unbuffered)
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", b"")


def test_a_closed_input_is_an_empty_one() -> None:
    done = run("inspect -", redirect="<&-")
    assert (done.returncode, b"input.malformed" in done.stderr) == (2, True)


def test_a_file_does_not_take_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    home = tmp_path / "pool"
    done = run(f"verify init --home {home} --service Pool", redirect=">&- 2>&-")
    assert done.returncode == 3
    assert b"livret" not in (home / "request-key.pem").read_bytes()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "koi8-r"])
@pytest.mark.parametrize("lang", ["en", "fr", "nl", "de"])
def test_any_alphabet_will_do(encoding: str, lang: str) -> None:
    for line in ("types", "explain", "explain status.revoked", "types birth", "doctor"):
        done = run(line, encoding=encoding, lang=lang)
        said = done.stdout.decode(encoding)
        assert (line, done.returncode, done.stderr) == (line, 0, b"")
        assert "?" not in said.replace("??", "")


def test_a_refusal_is_said_in_ascii_to_an_ascii_terminal() -> None:
    done = run("inspect did:web:", encoding="ascii", lang="fr")
    assert done.returncode == 2
    assert done.stderr.decode("ascii").startswith("? ILLISIBLE")


def test_json_is_whole_on_any_terminal() -> None:
    plain = run("types --json", encoding="utf-8", lang="fr")
    poor = run("types --json", encoding="ascii", lang="fr")
    assert poor.stdout.isascii()
    assert list(map(json.loads, poor.stdout.splitlines())) == list(
        map(json.loads, plain.stdout.splitlines())
    )
