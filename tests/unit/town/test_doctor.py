import json

import pytest

from livret_town import doctor


def test_a_whole_machine_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run([]) == 0
    assert "✗" not in capsys.readouterr().out


def test_json_is_one_finding_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run(["--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["event"] for line in lines} == {"finding"}
    assert {"python", "packages", "clock", "disk"} <= {line["name"] for line in lines}


def test_a_missing_package_is_named_with_its_remedy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = ["no-such-package-of-ours>=1", "httpx>=0.28", 'x; extra == "hsm"']
    monkeypatch.setattr("importlib.metadata.requires", lambda _: declared)
    assert doctor.run([]) == 3
    shown = capsys.readouterr().out
    assert "✗ packages   missing: no-such-package-of-ours  Remedy: make setup" in shown


def test_a_clock_before_livret_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 0)
    assert doctor.run([]) == 3
    assert "✗ clock" in capsys.readouterr().out
