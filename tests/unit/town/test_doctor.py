import json
import os
from pathlib import Path

import pytest

from livret_town import doctor, machine


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "livret" / "wallet"


def test_a_whole_machine_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run([]) == 0
    assert "✗" not in capsys.readouterr().out


def test_json_is_one_finding_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run(["--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["event"] for line in lines} == {"finding"}
    assert {"python", "packages", "openssl", "libsodium", "sqlite", "clock", "disk"} <= {
        line["name"] for line in lines
    }
    assert all({"state", "good", "needed", "cause", "remedy"} <= line.keys() for line in lines)


def test_it_speaks_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run(["--lang", "de"]) == 0
    assert "✓ Pakete        alle da" in capsys.readouterr().out


def test_a_missing_package_is_named_with_its_remedy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = ["no-such-package-of-ours>=1", "httpx>=0.28", 'x; extra == "hsm"']
    monkeypatch.setattr("importlib.metadata.requires", lambda _: declared)
    assert doctor.run([]) == 3
    shown = capsys.readouterr().out
    assert "✗ packages      missing: no-such-package-of-ours\n" in shown
    assert "    Remedy    make setup\n" in shown


def test_a_clock_before_livret_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 0)
    assert doctor.run([]) == 3
    assert "✗ clock" in capsys.readouterr().out


def test_a_clock_behind_a_file_of_ours_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir(parents=True, mode=0o700)
    (home / "wallet.vault").write_bytes(b"")
    os.utime(home / "wallet.vault", (4_000_000_000, 4_000_000_000))
    assert doctor.run(["--lang", "en"]) == 3
    assert "a file of yours was written later: 2 October 2096" in capsys.readouterr().out


def test_a_file_where_a_home_should_be_is_in_the_way(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.mkdir()
    home.write_text("")
    assert doctor.run(["--lang", "en"]) == 3
    assert "something that is no folder is in the way" in capsys.readouterr().out


def test_a_home_that_others_can_enter_is_pointed_out(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir(parents=True)
    home.chmod(0o755)
    assert doctor.run(["--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "! wallet" in shown
    assert f"chmod 700 {home}" in shown


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ("livret_core.keys.P256Signer.from_seed", "OpenSSL"),
        ("nacl.bindings.crypto_pwhash_alg", "libsodium"),
    ],
)
def test_a_library_that_does_not_work_is_found_out(
    broken: str, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise SystemError

    monkeypatch.setattr(broken, fail)
    assert doctor.run(["--lang", "en"]) == 3
    assert f"✗ {name:14}does not work" in capsys.readouterr().out


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    machine.look()
    assert list(tmp_path.iterdir()) == []
