"""A service as a command runs it, in a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from livret_core.errors import MalformedInput
from livret_core.words.manner import Manner
from livret_edge.arguments import parse
from livret_edge.serving.listening import Plain, Tls
from livret_edge.serving.running import listening, way_of

COMMAND = """
import json, sys
from livret_core.words.manner import Manner
from livret_edge.arguments import parse
from livret_edge.serving.running import listening, run
from tests.sample_service import Sample

say = lambda url, inside: print(json.dumps([url, inside]))
run(parse(listening(0), sys.argv[1:], Manner()), Sample().service, {"sample": lambda: None}, say)
print("ended")
"""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ([], "usage.missing"),
        (["--certificate", "a"], "usage.missing"),
        (
            ["--certificate", "a", "--certificate-key", "b", "--behind-proxy"],
            "usage.contradiction",
        ),
    ],
)
def test_whether_it_speaks_tls_is_said_and_not_guessed(typed: list[str], code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        way_of(parse(listening(1), typed, Manner()))
    assert caught.value.code == code


def test_twin_one_of_both_is_enough() -> None:
    assert way_of(parse(listening(1), ["--behind-proxy"], Manner())) == Plain()
    typed = ["--certificate", "a", "--certificate-key", "b"]
    assert way_of(parse(listening(1), typed, Manner())) == Tls("a", "b")


def test_it_answers_tells_of_itself_and_ends_in_order(tmp_path: Path) -> None:
    address = tmp_path / "address"
    typed = ("--behind-proxy", "--address-to", str(address))
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *typed],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[4],
    ) as process:
        assert process.stdout is not None
        url, inside = json.loads(process.stdout.readline())
        with httpx.Client(trust_env=False) as client:
            asked = client.get(
                f"{url}verneuil/things/Dubois", headers={"host": "hall.verneuil.test"}
            )
            assert (asked.status_code, asked.headers.get("server")) == (200, None)
            assert client.get(f"{inside}readyz").json()["ready"] is True
            assert 'status="2xx"' in client.get(f"{inside}metrics").text
        assert address.read_text() == f"{url}\n"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "ended\n")
    [line] = [json.loads(each) for each in err.splitlines()]
    assert line["route"] == "/{tenant}/things/{code}"
    assert "Dubois" not in err
