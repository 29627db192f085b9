"""Who sees the desk's page, by the commands of whoever keeps the desk; and the guides of who uses it."""

import base64
import json
import os
import re
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from livret_core import totp
from livret_town.command import main
from livret_verifier.policy_file import parse as parse_policy
from livret_verifier.store import Desk
from tests.at_window import PASSPHRASE, Browser, shown_code
from tests.guides import livret, type_in
from tests.scene import NOW_S
from tests.windows import HOST, POLICY, Opened, opened

GUIDES = Path(__file__).parents[2] / "docs" / "guides"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text(f"{PASSPHRASE}\n")
    Desk.create(tmp_path / "pool", POLICY)
    return tmp_path / "pool"


@pytest.fixture
def desk(home: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def typed(*words: str, status: int = 0) -> Any:
        capsys.readouterr()
        got = main(["desk", *words, "--home", str(home), "--lang", "en"])
        told = capsys.readouterr()
        assert got == status, told
        if "--json" in words:
            return [json.loads(line) for line in told.out.splitlines()]
        return told.out or told.err

    return typed


def test_an_account_is_made_used_and_removed(home: Path, desk: Any) -> None:
    secret = ("--passphrase-file", str(home.parent / "secret"))
    [made] = desk("staff", "add", "odile", *secret, "--json")
    assert made["otpauth"] == totp.link(
        _secret(made["secret"]), service="Piscine des Saules", name="odile"
    )
    window = opened(home)
    assert Browser(window).enter().status == 303
    assert [each["name"] for each in desk("staff", "list", "--json")] == ["odile"]
    [code] = desk("staff", "code", "odile", "--json")
    assert re.fullmatch("[0-9]{6}", code["code"])
    assert "staff.exists" in desk("staff", "add", "odile", *secret, status=1)
    desk("staff", "remove", "odile")
    assert "staff.none" in desk("staff", "remove", "odile", status=1)
    assert "no account yet" in desk("staff", "list")


def test_people_are_shown_the_secret_once_with_what_to_do(home: Path, desk: Any) -> None:
    said = desk("staff", "add", "zoe", "--passphrase-file", str(home.parent / "secret"))
    assert "█" in said
    assert "shown once" in said
    assert all(len(line) <= 80 for line in said.splitlines() if "█" not in line)


def test_what_was_counted_is_said_by_day(home: Path, desk: Any) -> None:
    assert "Nothing was counted" in desk("count")
    window: Opened = opened(home)
    counts = window.window.transactions.counts
    today = time.strftime("%Y-%m-%d")
    for what in ("accepted", "accepted", "by_hand.paper"):
        counts.count(today, "parking", what)
    counts.count("2020-01-01", "parking", "refused")
    assert desk("count", "--json") == [
        {"event": "count", "day": today, "procedure": "parking", "what": "accepted", "times": 2},
        {"event": "count", "day": today, "procedure": "parking", "what": "by_hand.paper", "times": 1},
    ]  # fmt: skip
    assert "without a proof (paper was shown): 1" in desk("count")


@pytest.mark.parametrize("name", ["", ".fr", ".nl", ".de"])
def test_the_guide_is_typed_as_it_stands(tmp_path: Path, name: str) -> None:
    page = (GUIDES / f"service-desk{name}.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    Desk.create(tmp_path / "pool", POLICY)
    (tmp_path / "secret").write_text(f"{PASSPHRASE}\n")
    command = livret(tmp_path / "bin")
    # Whoever types it is asked for the passphrase; here nobody is.
    lines = block.replace("add odile", "add odile --passphrase-file secret").splitlines()
    said = type_in(tmp_path, command, lines, now_s=NOW_S)
    assert "odile" in said
    window = opened(tmp_path / "pool")
    assert Browser(window).enter(code=shown_code(window)).status == 303
    # What stands within a sentence is typed too.
    serves, code, removes, request = re.findall(r"`(livret [^`]+ --home pool)`", page)
    told = type_in(
        tmp_path,
        command,
        [code, removes, request.replace("request pool", "request parking")],
        now_s=NOW_S,
    ).splitlines()
    assert re.search(r"\b[0-9]{3} ?[0-9]{3}\b", told[0])
    assert (tmp_path / "request.jwt").read_text().count(".") == 2
    assert window.window.transactions.staff.names() == []
    argv = [*serves.split(), "--listen", "127.0.0.1:0", "--address-to", "address"]
    process = subprocess.Popen(
        [str(command), *argv[1:]],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(tmp_path / "home")},
    )
    try:
        place = waited(tmp_path / "address")
        answer = httpx.get(f"http://{place}/pool/window", headers={"Host": HOST}, timeout=20)
        assert (answer.status_code, "window/enter" in answer.text) == (200, True)
    finally:
        process.terminate()
        process.wait(30)
    [example] = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert tomllib.loads(example)
    policy = parse_policy(POLICY + "\n" + example.replace("pool", "parking"))
    assert set(policy.procedures["parking"].then) == {"accepted", "unavailable"}


def waited(path: Path) -> str:
    """Where it listens, once it does."""
    for _ in range(600):
        if path.exists() and path.read_text().strip():
            return path.read_text().strip().removeprefix("http://").partition("/")[0]
        time.sleep(0.05)
    raise AssertionError("it never listened")


def _secret(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))
