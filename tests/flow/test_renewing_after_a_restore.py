"""What came back from a backup without keys is fetched anew, by `livret wallet renew` alone.

One proof came over HTTPS and its town hall gives a new one by itself; one was asked for on paper.
"""

from typing import NoReturn

import pytest

from livret_core.errors import Refused
from livret_wallet.client.fetching import Fetching
from livret_wallet.vault import Vault
from tests.flow.test_wallet_online import Town, town
from tests.keepsakes import BATCH
from tests.playing import PASSPHRASE, Ended

__all__ = ["town"]


class Restored:
    """A wallet that was made again from a backup without keys, before the town hall it is from."""

    def __init__(self, town: Town) -> None:
        self.town, self.play = town, town.play
        self.own = ("--recovery-secret", str(town.play.root / "own"))
        (town.play.root / "own").write_text("its own passphrase\n")
        town.play.found()
        self.asked = town.play.offer()[0]
        town.believe()
        town.receive()
        town.hall.has_newer = True

    def restore(self) -> "Restored":
        backup = self.play.root / "camille.backup"
        self.play.wallet("backup", "--to", backup, *self.own)
        _, *absent = self.play.wallet("restore", backup, *self.own, "--json", of="new").events
        self.by_handle = {each["handle"]: str(each["id"]) for each in absent}
        return self

    def renew(self, *more: str, status: int = 0) -> Ended:
        options = (*self.town.wire.options, "--lang", "en")
        return self.play.wallet("renew", *more, *options, of="new", status=status)

    def held(self) -> list[str]:
        listed = self.play.wallet("list", "--json", of="new").events
        return sorted(str(each["event"]) for each in listed)


@pytest.fixture
def one(town: Town) -> Restored:
    """All that is missing can be fetched."""
    return Restored(town).restore()


@pytest.fixture
def two(town: Town) -> Restored:
    """One can be fetched; of the other the counter alone gives a new one."""
    restored = Restored(town)
    restored.play.ask(restored.asked)
    return restored.restore()


def words(ended: Ended) -> str:
    return " ".join(ended.out.split())


def test_all_that_was_missing_is_here_again(one: Restored) -> None:
    assert one.held() == ["missing"]
    said = words(one.renew())
    assert "Proof of residence: received" in said
    assert "cannot be shown" not in said
    assert one.held() == ["proof"]


def test_what_can_be_fetched_is_and_of_the_rest_it_is_said_where(two: Restored) -> None:
    assert two.held() == ["missing", "missing"]
    received, again = two.renew("--json", status=1).events
    assert (received["event"], received["copies"]) == ("received", 10)
    assert (again["event"], again["handle"]) == ("to_issue_again", False)
    assert two.held() == ["missing", "proof"]


@pytest.mark.parametrize(
    ("is_busy", "status", "code"), [(True, 3, "issuance.busy"), (False, 1, "token.refresh")]
)
def test_what_could_not_be_fetched_is_named_with_what_to_type(
    two: Restored, is_busy: bool, status: int, code: str
) -> None:
    if is_busy:
        two.town.hall.lies.add("busy")
    else:
        two.town.open()  # a town hall that knows nothing of what it gave
    told = two.renew("--json", status=status).events
    assert {each["event"] for each in told} == {"to_issue_again"}
    assert {each["handle"]: each["id"] for each in told} == two.by_handle
    ended = two.renew(status=status)
    assert f"livret wallet renew {two.by_handle[True]}" in words(ended)
    assert f"livret wallet renew {two.by_handle[False]}" not in words(ended)
    assert "2 proofs cannot be shown" in words(ended)
    assert "tell the counter the code" in words(ended)
    assert "at the counter, code" in words(ended)
    assert ended.err.rstrip().endswith(code)
    assert two.held() == ["missing", "missing"]


def test_what_is_missing_is_fetched_though_another_is_here(one: Restored) -> None:
    with Vault.open(one.play.root / "new" / "wallet.vault", PASSPHRASE.encode()) as vault:
        vault.put("credential", None, BATCH.format())
    assert one.held() == ["missing", "proof"]
    one.renew()
    assert one.held() == ["proof", "proof"]


def test_of_what_the_counter_alone_gives_again_it_is_said_beside_one_that_is_here(
    two: Restored, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.renew(status=1)
    said = words(two.renew())
    assert "takes the place of the one from before" in said
    assert "1 proof cannot be shown" in said
    assert "at the counter, code" in said

    def nothing(*_: object, **__: object) -> NoReturn:
        raise Refused("pickup.nothing_newer")

    monkeypatch.setattr(Fetching, "renew", nothing)
    told = two.renew("--json").events
    assert [each["event"] for each in told] == ["nothing_newer", "to_issue_again"]
    assert "at the counter, code" in words(two.renew())


def test_one_that_is_named_is_fetched_and_nothing_said_of_the_rest(two: Restored) -> None:
    assert "cannot be shown" not in words(two.renew(two.by_handle[True]))
    assert two.held() == ["missing", "proof"]
    refused = two.renew(two.by_handle[False], "--json", status=1).event
    assert refused["code"] == "token.refresh"
