"""A home's passphrase is changed: what is sealed stays, and one of the two always opens it."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import Ed25519Signer
from livret_core.words import LANGUAGES
from livret_issuer.service import Office
from livret_issuer.store import Home, IssuerKeys
from livret_ledger.store.home import Home as LedgerHome
from livret_ledger.witness.store.home import CosignerHome
from tests.office import CHEAP
from tests.playing import PASSPHRASE, Ended, Play
from tests.town_on_ledger import URL, begin, on_ledger, register

OLD, NEW = PASSPHRASE.encode(), b"five other words to keep"


@pytest.fixture
def hall(play: Play) -> Play:
    play.found()
    (play.root / "new").write_bytes(NEW)
    return play


def change(play: Play, *rest: str | Path, status: int = 0) -> Ended:
    return play.livret("issuer", "passphrase", "--home", play.root / "hall", *rest, status=status)


def both(play: Play) -> tuple[str | Path, ...]:
    return (
        "--passphrase-file",
        play.root / "passphrase",
        "--new-passphrase-file",
        play.root / "new",
    )


def opens(play: Play, passphrase: bytes) -> IssuerKeys | None:
    try:
        return Home.open(play.root / "hall").read_keys(passphrase)
    except Refused:
        return None


def secrets(keys: IssuerKeys | None) -> object:
    assert keys is not None
    return (
        {name: key.scalar_bytes for name, key in keys.credentials.items()},
        {name: key.seed for name, key in keys.operations.items()},
        [key.seed for key in keys.updates],
        keys.audit,
    )


def test_the_new_one_opens_the_same_keys_and_the_old_one_none(hall: Play) -> None:
    before = secrets(opens(hall, OLD))
    recovery = {path: path.read_bytes() for path in (hall.root / "hall-recovery").iterdir()}
    assert "keep the passphrase that they were made with" in " ".join(
        change(hall, *both(hall)).out.split()
    )
    assert opens(hall, OLD) is None
    assert secrets(opens(hall, NEW)) == before
    assert {path: path.read_bytes() for path in recovery} == recovery
    hall.issuer("publish", status=1)
    (hall.root / "passphrase").write_bytes(NEW)
    hall.issuer("publish")
    assert "passphrase" in [each["action"] for each in hall.issuer("audit", "--json").events[:-1]]


def test_the_one_there_is_is_no_new_one(hall: Play) -> None:
    (hall.root / "new").write_bytes(OLD)
    before = (hall.root / "hall/keys.sealed").read_bytes()
    told = change(hall, *both(hall), "--json", status=2).event
    assert told["code"] == "usage.same_passphrase"
    assert (hall.root / "hall/keys.sealed").read_bytes() == before


def test_a_wrong_old_one_is_told_before_a_new_one_is_asked_for(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = (hall.root / "hall" / "keys.sealed").read_bytes()
    (hall.root / "wrong").write_text("not it")
    asked = at_a_terminal(monkeypatch, NEW.decode(), NEW.decode())
    ended = change(hall, "--passphrase-file", hall.root / "wrong", status=1)
    assert "vault.passphrase" in ended.err
    assert asked == []
    assert (hall.root / "hall" / "keys.sealed").read_bytes() == sealed


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []
    lines = iter(typed)

    def answer(question: str) -> str:
        asked.append(question)
        return next(lines)

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", answer)
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_a_terminal_the_new_one_is_typed_twice(
    hall: Play, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    asked = at_a_terminal(monkeypatch, PASSPHRASE, NEW.decode(), NEW.decode())
    told = change(hall, "--lang", language).out
    assert len(asked) == 3
    assert asked[0] != asked[1]
    assert [line for line in told.splitlines() if len(line) > 80 or "{" in line] == []
    assert opens(hall, NEW) is not None


def test_a_slip_in_the_second_changes_nothing(hall: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, PASSPHRASE, NEW.decode(), "a slip")
    assert "usage.not_the_same" in change(hall, status=2).err
    assert opens(hall, OLD) is not None


def test_nobody_is_asked_where_there_is_no_terminal(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    ended = change(hall, "--passphrase-file", hall.root / "passphrase", status=2)
    assert "usage.passphrase" in ended.err


class Killed(BaseException):
    """The power goes."""


@pytest.mark.parametrize("call", ["fchmod", "fsync", "replace"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_each_step_one_of_the_two_opens_the_same_keys(
    hall: Play, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    before = secrets(opens(hall, OLD))
    whole: Callable[..., object] = getattr(os, call)
    number = 0
    while True:
        number += 1
        left = number

        def stops(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == 0 and not after:
                raise Killed
            result = whole(*arguments, **named)
            if left == 0:
                raise Killed
            return result

        office = Office.open(hall.root / "hall", OLD)
        with monkeypatch.context() as patched:
            patched.setattr(os, call, stops)
            try:
                office.change_passphrase(OLD, NEW, now_s=hall.clock.now_s)
                done = True
            except Killed:
                done = False
        office.close()
        found = [secrets(keys) for one in (OLD, NEW) if (keys := opens(hall, one)) is not None]
        assert found == [before]
        if done:
            assert number > 1
            return
        if opens(hall, OLD) is None:
            Office.open(hall.root / "hall", NEW).change_passphrase(NEW, OLD, now_s=hall.clock.now_s)


def test_it_waits_for_whoever_makes_keys_meanwhile(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livret_issuer.store.database._BUSY_MS", 50)
    one, other = (Office.open(hall.root / "hall", OLD) for _ in range(2))
    with one._store.transaction(), pytest.raises(Unavailable) as caught:
        other.change_passphrase(OLD, NEW, now_s=hall.clock.now_s)
    assert caught.value.code == "store.unavailable"
    assert opens(hall, OLD) is not None


def test_a_recovery_key_opens_with_the_one_it_was_made_with(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(begin(play, monkeypatch))
    (play.root / "new").write_bytes(NEW)
    change(play, *both(play))
    (play.root / "old").write_bytes(OLD)
    (play.root / "passphrase").write_bytes(NEW)
    recovery = ("--recovery", play.root / "hall-recovery" / "recovery-1.sealed", "--submit", URL)
    [error] = on_ledger(play, "deactivate", *recovery, status=1)
    assert error["code"] == "vault.passphrase"
    other = ("--recovery-secret", play.root / "old")
    on_ledger(play, "deactivate", *recovery, *other)
    assert on_ledger(play, "journal")[-1]["stand"] == "taken"


def test_at_a_terminal_the_recovery_keys_own_is_asked_for(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(begin(play, monkeypatch))
    (play.root / "new").write_bytes(NEW)
    change(play, *both(play))
    asked = at_a_terminal(monkeypatch, NEW.decode(), PASSPHRASE)
    recovery = ("--recovery", play.root / "hall-recovery" / "recovery-1.sealed")
    play.livret(
        "issuer", "ledger", "deactivate", *recovery, "--to", play.root / "end.json",
        "--home", play.root / "hall",
    )  # fmt: skip
    assert len(asked) == 2
    assert asked[0] != asked[1]


# The ledger's roles.

KEY = Ed25519Signer.from_seed(bytes(32))


def check_changed(
    play: Play, command: tuple[str | Path, ...], read: Callable[[bytes], Ed25519Signer]
) -> None:
    before = read(OLD).seed
    (play.root / "new").write_bytes(NEW)
    wrong = ("--passphrase-file", play.root / "new", "--new-passphrase-file", play.root / "new")
    play.livret(*command, *wrong, status=1)
    [event] = play.livret(*command, *both(play), "--json").events
    assert event["event"] == "passphrase_changed"
    assert read(NEW).seed == before
    with pytest.raises(LivretError) as caught:
        read(OLD)
    assert caught.value.code == "vault.passphrase"


@pytest.mark.parametrize("role", ["witness", "auditor"])
def test_a_cosigner_changes_its_own(play: Play, role: Literal["witness", "auditor"]) -> None:
    root = play.root / "role"
    made = CosignerHome.create(root, role, "namur.example/w", OLD, kdf=CHEAP)

    def read(passphrase: bytes) -> Ed25519Signer:
        signer, store = made.unlock(passphrase)
        store.close()
        return signer

    check_changed(play, ("ledger", role, "passphrase", "--home", root), read)


def test_a_ledger_changes_its_own(play: Play) -> None:
    root = play.root / "role"
    made = LedgerHome.create(root, "ledger.example/meuse", KEY, OLD, kdf=CHEAP)
    check_changed(play, ("ledger", "passphrase", "--home", root), made.read_key)
