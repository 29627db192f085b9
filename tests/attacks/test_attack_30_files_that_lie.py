"""Attack 30: a file that is none, and a file that others may read.

A folder of requests is filled by strangers. What is called a file there may be a pipe
that nobody writes to or a device without an end: the counter would wait, or fill its
memory, and serve nobody. And an answer that is written into somebody else's file, or
where a link leads, is read by whoever laid it there.
"""

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.errors import LivretError, MalformedInput, Unavailable
from livret_edge import files
from livret_wallet.gather import Folder
from tests.playing import Play

LIMIT = 4_096
PATIENCE_S = 5.0


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def endless(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def link_to_a_pipe(path: Path) -> Path:
    path.symlink_to(pipe(path.with_name("pipe")))
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


each_liar = pytest.mark.parametrize("lay", [pipe, endless, link_to_a_pipe, folder])


def within(seconds: float, work: Callable[[], object]) -> object:
    """What *work* returned or raised; the test fails when it is still waiting."""
    ended: list[object] = []

    def run() -> None:
        try:
            ended.append(work())
        except LivretError as error:
            ended.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert ended, "still waiting"
    return ended[0]


@each_liar
def test_attack_30_a_file_that_is_none(lay: Callable[[Path], Path], tmp_path: Path) -> None:
    path = lay(tmp_path / "request.json")
    error = within(PATIENCE_S, lambda: files.read_file(path, LIMIT))
    assert isinstance(error, Unavailable)
    assert (error.code, error.detail) == ("file.unavailable", "not a regular file")


def test_attack_30_twin_a_link_to_a_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x" * LIMIT)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert len(files.read_file(tmp_path / "link", LIMIT)) == LIMIT


def test_attack_30_a_file_one_byte_too_large(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * (LIMIT + 1))
    with pytest.raises(MalformedInput) as caught:
        files.read_file(tmp_path / "large", LIMIT)
    assert caught.value.code == "input.too_large"


def test_attack_30_evidence_that_is_a_pipe(tmp_path: Path) -> None:
    uri = "https://ledger.livret.test/hall/did.jsonl"
    (tmp_path / "ledger.livret.test" / "hall").mkdir(parents=True)
    pipe(tmp_path / "ledger.livret.test" / "hall" / "did.jsonl")
    error = within(PATIENCE_S, lambda: Folder(tmp_path).read(uri, "issuer.unavailable"))
    assert isinstance(error, Unavailable)
    assert error.code == "issuer.unavailable"


def test_attack_30_one_bad_request_among_good_ones(play: Play) -> None:
    play.found()
    play.wallet("init")
    request = play.ask(play.offer()[0])
    pipe(request.with_name("0.json"))
    endless(request.with_name("1.json"))
    folder(request.with_name("2.json"))
    ended = play.issuer(
        "issue", "--requests", request.parent, "--to", play.root / "proofs", "--json", status=3
    )
    assert [event["event"] for event in ended.events].count("issued") == 1


def test_attack_30_a_secret_without_an_end(play: Play) -> None:
    play.found()
    ended = play.livret(
        "issuer", "show", "--home", play.root / "hall", "--passphrase-file", "/dev/zero", status=2
    )
    assert "input.too_large" in ended.err


def test_attack_30_twin_a_secret_through_a_pipe(tmp_path: Path) -> None:
    """`--passphrase-file <(pass show town)` hands over a pipe."""
    path = pipe(tmp_path / "secret")
    writer = threading.Thread(target=lambda: path.write_bytes(b"four words"), daemon=True)
    writer.start()
    assert files.read_secret(path, LIMIT) == b"four words"
    writer.join()


def test_attack_30_an_answer_into_a_file_that_all_may_read(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.touch(mode=0o644)
    path.chmod(0o644)
    with path.open("rb") as held_open:
        files.write_file(path, b"personal")
        assert held_open.read() == b""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"personal"


def test_attack_30_an_answer_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "answer.json").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unavailable) as caught:
        files.write_file(tmp_path / "answer.json", b"personal")
    assert caught.value.code == "file.unavailable"
    assert (tmp_path / "elsewhere").read_bytes() == b""
    assert len(list(tmp_path.iterdir())) == 2


def test_attack_30_a_presentation_into_a_file_that_all_may_read(town: Play) -> None:
    (town.root / "answer.json").touch(mode=0o644)
    (town.root / "answer.json").chmod(0o644)
    answer = town.show()
    assert stat.S_IMODE(answer.stat().st_mode) == 0o600
    assert town.check(answer)["outcome"] == "accepted"
