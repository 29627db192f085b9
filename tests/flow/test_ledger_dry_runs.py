"""Every command that changes something says first, where it is asked to, what it would do; and does nothing."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError, Refused
from livret_core.ledger import draft, root_draft
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Operation
from livret_ledger.cli import working
from livret_town.command import main
from tests.passphrases import passphrases_at_once
from tests.rotating import HOME, Rotating
from tests.typed import WITH_SECRET, Run, run

__all__ = ["passphrases_at_once", "run"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")

DRY = "--dry-run"
JOIN = ("trust", "join", "t2.json", "--signatures", "roots", "--to", "trust-root.jsonl")


@pytest.fixture
def turn(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Rotating:
    return Rotating(tmp_path, run, monkeypatch)


def files(root: Path) -> dict[str, bytes]:
    """What lies there; SQLite's own beside the store is none of it."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def test_the_next_list_of_members_and_the_key_are_looked_at_and_not_taken_up(
    turn: Rotating, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    turn.rotate(at_once=True)
    run("trust", "next", "--to", "t2.json", *HOME)
    (turn.root / "roots").mkdir()
    draft = root_draft.parse((turn.root / "t2.json").read_bytes())
    for town in turn.towns[:3]:
        raw = root_draft.sign(draft, town.pen[2])
        (turn.root / "roots" / f"{town.name}.json").write_bytes(raw)
    before = files(turn.root)
    # The ledger's own key signs too: what it would sign is said, and no passphrase asked for.
    [signed] = run("log", "sign", "t2.json", "--to", "roots/log.json", *HOME, DRY)
    assert (signed["version"], signed["dry_run"]) == (2, True)
    [joined] = run(*JOIN, "--install", *HOME, DRY)
    assert (joined["version"], joined["installed"], joined["dry_run"]) == (2, False, True)
    assert files(turn.root) == before
    main(["ledger", *JOIN, "--install", *HOME, DRY])
    assert "nothing was signed, sent or changed" in " ".join(capsys.readouterr().out.split())
    [wrong] = run("log", "take-up", "next.sealed", *HOME, *WITH_SECRET, DRY, status=1)
    assert wrong["code"] == "ledger.log_key"  # as the deed would be refused, too
    run("log", "sign", "t2.json", "--to", "roots/log.json", *HOME, *WITH_SECRET)
    run(*JOIN, "--install", *HOME)
    before = files(turn.root)
    # The deed is refused before it leaves a file of which the folder has no version.
    (turn.root / "trust-root.jsonl").unlink()
    before.pop("trust-root.jsonl")
    again = (*JOIN, "--install", "--trust", "trust/1.json", *HOME)
    for dry in ((), (DRY,)):
        [refused] = run(*again, *dry, status=1)
        assert refused["code"] == "home.exists"
    [taken] = run("log", "take-up", "next.sealed", *HOME, *WITH_SECRET, DRY)
    assert (taken["key"], taken["dry_run"]) == (turn.text, True)
    assert files(turn.root) == before
    turn.take_up()
    assert files(turn.root) != before


def test_a_draft_is_joined_as_if_and_not_written(turn: Rotating, run: Run) -> None:
    run("log", "rotate", "--key", turn.text, "--to", "r.json", *HOME)
    (turn.root / "signatures").mkdir()
    draft = drafts.parse((turn.root / "r.json").read_bytes())
    words = ("join", "r.json", "--signatures", "signatures", "--to", "ready.json", *HOME)
    told: dict[str, Any] = {}
    for count, town in enumerate(turn.towns[:3], 1):
        did, kid, signer = town.pen
        raw = drafts.sign(draft, signer, by=did, key_id=kid)
        (turn.root / "signatures" / f"{town.name}.json").write_bytes(raw)
        before = files(turn.root)
        [told] = run(*words, DRY, status=0 if count == 3 else 1)
        assert files(turn.root) == before
        assert told.get("code") == (None if count == 3 else "ledger.threshold")
    assert (told["signatures"], told["dry_run"]) == (3, True)
    [joined] = run(*words)
    assert joined == told | {"dry_run": False}
    assert (turn.root / "ready.json").exists()


class Asked:
    """A ledger that is asked what it would answer; whoever hands something in fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: int | None | LivretError) -> None:
        self.answer = answer
        self.leaves: list[bytes] = []
        monkeypatch.setattr(working, "rehearse", self._rehearse)
        monkeypatch.setattr(working, "hand_in", self._taken)

    def _rehearse(self, _base: Any, leaf: bytes, _fetcher: Any) -> int | None:
        self.leaves.append(leaf)
        if isinstance(self.answer, LivretError):
            raise self.answer
        return self.answer

    def _taken(self, *_: Any, **__: Any) -> None:
        raise AssertionError("handed in")


AT = ("--at", "https://ledger.example/meuse")


@pytest.mark.parametrize("index", [None, 28])
def test_what_a_ledger_would_answer_is_asked_and_nothing_is_handed_in(
    turn: Rotating, run: Run, monkeypatch: pytest.MonkeyPatch, index: int | None
) -> None:
    turn.rotate(at_once=False)
    asked = Asked(monkeypatch, index)
    before = files(turn.root)
    words = ("submit", "ready.json", *AT, "--trust", "trust/1.json", "--to", "a.proof", DRY)
    [told] = run(*words)
    operation = Operation.parse((turn.root / "ready.json").read_bytes())
    assert told == {
        "event": "rehearsed", "type": "log.rotate", "id": operation.id, "index": index,
        "dry_run": True,
    }  # fmt: skip
    assert asked.leaves == [operation.leaf]
    assert files(turn.root) == before


def test_what_it_would_refuse_is_refused(
    turn: Rotating, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn.rotate(at_once=False)
    Asked(monkeypatch, Refused("ledger.threshold", needed=3, found=2))
    [told] = run("submit", "ready.json", *AT, DRY, status=1)
    assert (told["code"], told["facts"]) == ("ledger.threshold", {"needed": 3, "found": 2})


@pytest.mark.parametrize("dry", [(), (DRY,)])
def test_a_draft_that_nobody_signed_is_told_from_what_is_damaged(
    turn: Rotating, run: Run, tmp_path: Path, dry: tuple[str, ...]
) -> None:
    turn.rotate(at_once=False)
    operation = Operation.parse((turn.root / "ready.json").read_bytes())
    (tmp_path / "o.json").write_bytes(draft.format(draft.unsigned_of(operation)))
    [told] = run("submit", "o.json", *AT, *dry, status=2)
    assert told["code"] == "ledger.draft"
    assert "livret ledger join" in told["step"]


@pytest.mark.parametrize("dry", [(), (DRY,)])
@pytest.mark.parametrize("raw", [b"", b"not JSON", b"{}", b"\xff"])
def test_what_is_no_operation_is_nobodys_proof_on_paper(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes, dry: tuple[str, ...]
) -> None:
    """The step of a proof that cannot be read, to ask for it again on paper, helps no keeper."""
    (tmp_path / "o.json").write_bytes(raw)
    [told] = run("submit", "o.json", *AT, *dry, status=2)
    assert told["code"] == "ledger.operation"
    main(["ledger", "submit", "o.json", *AT, *dry])
    assert "Make it again with `livret ledger`" in " ".join(capsys.readouterr().err.split())
