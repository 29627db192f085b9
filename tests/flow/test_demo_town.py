"""`livret demo`: a town of processes, each scene as it should be, and none of them left."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from livret_core.words import LANGUAGES, Language
from livret_core.words.manner import Manner
from livret_town.command import main
from livret_town.demo import grounds
from livret_town.demo.telling import Telling
from livret_town.processes.ports import is_free
from livret_town.words import texts
from tests.guides import livret

CODES = {6: "status.revoked", 7: "issuer.key_not_listed"}
PATIENCE_S = 240
REPOSITORY = Path(__file__).parents[2]
LIVRET = (sys.executable, "-m", "livret_town")
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8"}


def demo(*words: str) -> tuple[int, list[dict[str, Any]], str]:
    """Play it as a person does; exit status, events, what it said."""
    done = subprocess.run(
        [*LIVRET, "demo", *words, "--json"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, events, done.stdout + done.stderr


def processes_of(folder: Path) -> list[str]:
    """The command lines in which a folder stands."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = each.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in line:
            found.append(line)
    return found


def a_row_of_ports() -> int:
    """The first of a row where nobody listens, below those that a system gives out by itself.

    A town that is opened again needs them once more: nobody may be given one in the meantime.
    """
    for first in range(12_000 + os.getpid() % 1_000 * 16, 32_000, 16):
        if all(is_free(port) for port in range(first, first + 16)):
            return first
    raise AssertionError("no row of ports is free")


class Town:
    """`livret demo --serve`, played or opened again, until it is told to close."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        where = () if grounds.is_town(kept) else ("--port", str(a_row_of_ports()))
        # What a shell begins in the background ignores Ctrl-C, and so does all that it begins.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self._process = subprocess.Popen(
                [*LIVRET, "demo", "--serve", "--json", "--keep", str(kept), *where],
                env=ENVIRONMENT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        finally:
            signal.signal(signal.SIGINT, before)
        self.events: list[dict[str, Any]] = []
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.events.append(json.loads(line))
            if self.events[-1]["event"] == "ready":
                return
        raise AssertionError(
            (self.events[-1:], self._process.stderr and self._process.stderr.read())
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no town open that a failing test did not close."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.communicate(timeout=PATIENCE_S)

    def close(self) -> int:
        """Type Ctrl-C; the exit status."""
        self._process.send_signal(signal.SIGINT)
        out, err = self._process.communicate(timeout=PATIENCE_S)
        assert err == ""
        self.events += [json.loads(line) for line in out.splitlines()]
        return self._process.returncode

    def type(self, command: str, *, status: int = 0, wanted: str = "") -> dict[str, Any]:
        """Type a command as the town's own file has it set up; what it says last.

        Or the last that has a member, where one is *wanted*.
        """
        done = subprocess.run(
            ["sh", "-c", f". {self.kept}/env.sh; {shlex.join(LIVRET)} {command} --json"],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert done.returncode == status, done.stdout + done.stderr
        said: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
        return [each for each in said if not wanted or wanted in each][-1]


def typed_from_the_guide(folder: Path, *, node: bool = False) -> str:
    """Type docs/guides/other-wallets.md beside an open town: what needs Node, or all else."""
    page = (REPOSITORY / "docs/guides/other-wallets.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 6
    lines = [block for block in blocks if ("their_wallet.mjs" in block) is node]
    bin_ = folder / "bin"
    if not bin_.exists():
        livret(bin_)
        (folder / "tests").symlink_to(REPOSITORY / "tests")
    done = subprocess.run(
        ["sh", "-c", "\n".join(["set -eu", *lines])],
        cwd=folder,
        env={**ENVIRONMENT, "PATH": f"{bin_}:{os.environ['PATH']}", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


@dataclass
class Home:
    """Where a town is kept, and what was said when it was first open."""

    path: Path
    ready: dict[str, Any] | None = None


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("town") / "demo-town")


@pytest.fixture(scope="module")
def again(home: Home) -> Iterator[Town]:
    """The same town, where it was."""
    with Town(home.path) as town:
        yield town
        assert town.close() == 0
        assert processes_of(home.path) == []


@pytest.mark.slow
def test_seven_scenes_between_processes_and_a_town_that_stays_open(
    tmp_path: Path, home: Home
) -> None:
    kept = home.path
    with Town(kept) as town:
        *scenes, told, ready = town.events
        assert [scene["number"] for scene in scenes] == [1, 2, 3, 4, 5, 6, 7]
        assert all(scene["as_expected"] for scene in scenes)
        assert {scene["number"]: scene["code"] for scene in scenes[5:]} == CODES
        assert (told["as_expected"], told["scenes"], told["refusals"]) == (7, 7, 2)
        assert scenes[0]["processes"] == 9
        assert scenes[2]["offer_uri"].startswith("openid-credential-offer://")
        assert (scenes[3]["copies"], scenes[3]["status_checked"]) == (10, True)
        assert (scenes[4]["left"], scenes[4]["outcome"]) == (["commune"], "accepted")
        behind = (scenes[4]["behind"], scenes[4]["registered_by"])
        assert behind == ("registered", "fr-insee:80999")
        assert {"home", "ca", "resolve", "ledger", "issuer", "desk"} <= ready.keys()
        assert ready["desk_page"] == f"{ready['desk']}pool/window"
        assert ready["visits"] == f"{ready['desk']}pool/visits"
        assert Path(ready["passphrase_file"]).is_file()

        offered = town.type("issuer offer --type residency --claims $CLAIMS --home $HALL $SECRET")
        pin = tmp_path / "pin"
        pin.write_text(offered["tx_code"])
        pin.chmod(0o600)
        town.type(
            f"wallet receive '{offered['offer_uri']}' --tx-code-file {pin} --home $CAMILLE $SECRET $NET"
        )
        asked = town.type("verify request --type residency --claims commune --home $POOL $NET")
        show = f"wallet present '{asked['request_uri']}' --home $CAMILLE $SECRET $NET"
        assert town.type(show, status=2)["code"] == "consent.required"
        sheet = town.type(show, status=2, wanted="digest")
        assert town.type(f"{show} --consent {sheet['digest']}")["taken"] is True
        verdict = town.type(f"verify result {asked['transaction']} --wait --home $POOL")
        assert (verdict["outcome"], verdict["claims"]) == (
            "accepted",
            {"commune": "Verneuil-sur-Lys"},
        )
        assert town.close() == 0
        assert processes_of(kept) == []
    home.ready = ready


@pytest.mark.slow
def test_a_town_that_was_played_opens_again_where_it_was(
    home: Home,
    again: Town,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ready = again.events[-1]
    assert home.ready is None or again.events == [home.ready]  # nothing is played
    kept = home.path
    assert again.type("ledger status --from $LEDGER $NET --trust " + str(kept / "trust-root.jsonl"))
    typed_from_the_guide(home.path.parent)
    offer = json.loads((home.path.parent / "by-reference.json").read_text())
    assert offer["credential_issuer"].startswith("https://verneuil.test:")
    look = [
        *("doctor", "--json", "--lang", "en", "--at", ready["ledger"]),
        *("--resolve", ",".join(ready["resolve"]), "--authorities", ready["ca"]),
        *("--trust", str(kept / "trust-root.jsonl")),
    ]
    for later_s, good in ((0, True), (90 * 86_400, False)):
        now_s = time.time() + later_s
        with monkeypatch.context() as patched:
            patched.setattr(time, "time", lambda now_s=now_s: now_s)
            main(look)
        [found] = [
            each
            for each in map(json.loads, capsys.readouterr().out.splitlines())
            if each["name"] == "ledger"
        ]
        assert found["good"] is good
        # Of a clock that is ahead it is the town's own machine that says so.
        told = "as of " if good else "by its clock it is "
        assert found["state"].removeprefix("ledger.livret.test")[2:].startswith(told)
        assert found["remedy"].startswith("timedatectl") is not good


@pytest.mark.slow
@pytest.mark.interop
def test_a_wallet_of_another_maker_plays_along(
    home: Home, again: Town, require_program: Callable[[str], str]
) -> None:
    require_program("node")
    if not (REPOSITORY / "tests/interop/node_modules").is_dir():
        pytest.skip("other makers' packages are not installed; run `make peers`")
    assert again.events[-1]["event"] == "ready"
    lines = typed_from_the_guide(home.path.parent, node=True).splitlines()
    received, checked, answered, verdict = map(json.loads, lines)
    assert (received["said"]["copies"], received["said"]["token"]) == (2, "DPoP")
    assert checked["said"]["claims"]["commune"] == "Verneuil-sur-Lys"
    assert (answered["said"]["mode"], answered["said"]["status"]) == ("direct_post.jwt", 200)
    assert (verdict["outcome"], verdict["claims"]) == ("accepted", {"commune": "Verneuil-sur-Lys"})


def test_a_port_that_is_taken_is_named_with_the_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        status, events, said = demo("--port", str(port))
        assert (status, events[-1]["code"]) == (3, "town.port_taken")
        assert f"livret demo --port {events[-1]['facts']['other']}" in said


def kept_town(folder: Path, port: int) -> Path:
    """A folder as a town leaves it, all at one port."""
    folder.mkdir()
    ports = {place: port for place, _ in grounds._PLACES}
    (folder / "town.json").write_text(json.dumps({"version": 1, "ports": ports}))
    (folder / "env.sh").write_text("")
    return folder


def test_a_kept_town_whose_port_is_taken_is_told_that_it_answers_nowhere_else(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        kept = kept_town(tmp_path / "kept", port)
        status, events, said = demo("--serve", "--keep", str(kept))
    assert (status, events[-1]["code"]) == (3, "town.kept_port_taken")
    assert events[-1]["facts"] == {"port": port, "folder": str(kept)}
    assert "livret demo --port" not in said


def test_a_town_that_was_not_played_to_its_end_is_not_opened(tmp_path: Path) -> None:
    kept = kept_town(tmp_path / "kept", 8443)
    (kept / "env.sh").unlink()
    status, events, _ = demo("--serve", "--keep", str(kept))
    assert (status, events[-1]["code"]) == (1, "town.unfinished")


def test_a_kept_town_takes_no_other_ports(tmp_path: Path) -> None:
    kept = kept_town(tmp_path / "kept", 8443)
    status, events, _ = demo("--serve", "--keep", str(kept), "--port", "9443")
    assert (status, events[-1]["facts"]["option"]) == (2, "--keep, --port")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_next_fits_the_terminal(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    telling = Telling(language, Manner(language), as_json=False)
    telling.close(7, 7, 2, 6.5, kept=None)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_every_language_says_the_same_things() -> None:
    places = {
        language: {
            key: sorted(re.findall(r"\{\w*\}", text)) for key, text in texts(language).items()
        }
        for language in LANGUAGES
    }
    assert all(found == places["en"] for found in places.values())
