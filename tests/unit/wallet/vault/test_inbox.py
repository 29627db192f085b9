"""Links that wait in a vault: each once, for as long as they are good, and no more than some."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput
from livret_wallet.vault import Vault, inbox
from livret_wallet.waiting_record import Waiting
from tests.cheap_words import CHEAP

ONE = Waiting(
    kind="request", link="openid4vp://?a", who="Pool\u202e", since_s=10**9, until_s=10**9 + 300
)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP)


def waiting(vault: Vault) -> list[Waiting]:
    return [each for _, each in inbox.waiting(vault)]


def test_a_record_reads_what_it_wrote() -> None:
    for one in (ONE, replace(ONE, kind="offer", until_s=None)):
        assert Waiting.parse(one.format()) == one
    assert "openid4vp" not in repr(ONE)


@pytest.mark.parametrize(
    "changes", [{"link": ""}, {"link": "é"}, {"link": "x" * (1 << 17)}, {"until_s": -1}]
)
def test_a_link_that_is_none_is_not_kept(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedInput):
        replace(ONE, **changes)  # type: ignore[arg-type]  # wrong on purpose


def test_a_kind_that_nobody_knows_is_not_read() -> None:
    with pytest.raises(MalformedInput):
        Waiting.parse(ONE.format().replace(b"request", b"invoice"))


def test_a_link_waits_once_and_is_dropped(vault: Vault) -> None:
    with vault:
        inbox.put(vault, ONE)
        again = replace(ONE, since_s=ONE.since_s + 5)
        inbox.put(vault, again)
        assert waiting(vault) == [again]
        assert inbox.drop(vault, ONE.link)
        assert not inbox.drop(vault, ONE.link)
        assert waiting(vault) == []


def test_what_was_over_long_ago_goes_and_so_does_the_oldest_of_many(vault: Vault) -> None:
    with vault:
        inbox.put(vault, ONE)
        since_s = ONE.since_s + inbox.TOLD_S
        later = replace(ONE, link="openid4vp://?b", since_s=since_s, until_s=None)
        inbox.put(vault, later)
        assert len(waiting(vault)) == 2
        much_later = replace(later, link="openid4vp://?c", since_s=later.since_s + 300)
        inbox.put(vault, much_later)
        assert waiting(vault) == [much_later, later]
        for at in range(60):
            inbox.put(vault, replace(much_later, link=f"l{at}", since_s=much_later.since_s + at))
        links = [each.link for each in waiting(vault)]
        assert (len(links), links[0], links[-1]) == (25, "l59", "l35")
