"""Changes of one process that wait for a file: on the disk together, each with its own end."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_edge.databases import connect_to_file
from livret_verifier.store import rows as module
from livret_verifier.store import statements
from livret_verifier.store.rows import InFile

CODES = tuple("abcdef")
PATIENCE_S = 20.0


class Held:
    """A file with six requests, and another program that can hold it."""

    def __init__(self, path: Path) -> None:
        self.rows = InFile.open(path)
        self.holder = connect_to_file(path, busy_ms=20)
        for code in CODES:
            self.add(code)

    def add(self, code: str) -> int:
        return self.rows.change(
            statements.ADD,
            {
                "tenant": "pool", "code": code, "handle_sha256": code.encode(),
                "session_sha256": None, "terms": b"", "stand": "open", "ends_at_s": 9,
                "forget_at_s": 9,
            },
        )  # fmt: skip

    def say(self, code: str) -> int:
        given = {"whose": "pool", "which": code, "said": b"yes", "back_sha256": None}
        return self.rows.change(statements.SAY, given)

    def said(self) -> str:
        found = self.holder.execute(
            "SELECT code FROM asked WHERE verdict IS NOT NULL ORDER BY code"
        )
        return "".join(code for (code,) in found)

    def together(self, *codes: str, again: str = "") -> list[int | str]:
        """Let the first wait for the file and the others for the first; how each of them ended."""
        ends: dict[str, int | str] = {}

        def run(code: str) -> None:
            try:
                ends[code] = self.add(code) if code == again else self.say(code)
            except LivretError as error:
                ends[code] = error.code

        self.holder.execute("BEGIN IMMEDIATE")
        threads = [threading.Thread(target=run, args=(code,)) for code in codes]
        for number, thread in enumerate(threads):
            thread.start()
            until_s = time.monotonic() + PATIENCE_S
            while len(self.rows._waiting) != number or not self.rows._turn.locked():
                assert time.monotonic() < until_s
                time.sleep(0.001)
        self.holder.execute("COMMIT")
        for thread in threads:
            thread.join(PATIENCE_S)
        return [ends[code] for code in codes]


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path / "desk.db")


def test_those_who_wait_go_to_the_disk_together(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    write = InFile._write

    def noted(self: InFile, pieces: Sequence[module._Piece]) -> None:
        sizes.append(len(pieces))
        write(self, pieces)

    monkeypatch.setattr(InFile, "_write", noted)
    assert held.together(*CODES) == [1] * 6
    assert (sizes, held.said()) == ([1, 5], "abcdef")


def test_one_that_fails_by_itself_is_undone_alone(held: Held) -> None:
    assert held.together("a", "b", "c", "d", again="c") == [1, 1, "store.unavailable", 1]
    assert held.said() == "abd"


def test_what_the_disk_does_not_take_nobody_is_told(held: Held) -> None:
    """On a disk that is full SQLite undoes the whole transaction, what went well before too."""
    held.holder.execute(
        "CREATE TRIGGER full BEFORE UPDATE ON asked WHEN new.code = 'c' "
        "BEGIN SELECT RAISE(ROLLBACK, 'full'); END"
    )
    assert held.together("a", "b", "c", "d") == [1, *["store.unavailable"] * 3]
    assert held.said() == "a"
    held.holder.execute("DROP TRIGGER full")
    assert held.say("b") == 1


def test_whose_turn_does_not_come_has_changed_nothing(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_MS", 20)
    with held.rows._turn, pytest.raises(LivretError, match=r"store\.unavailable"):
        held.say("a")
    assert held.say("b") == 1
    assert held.said() == "b"


def test_what_was_let_go_of_is_opened_again(held: Held) -> None:
    held.rows.close()
    assert held.say("a") == 1
    assert held.said() == "a"
