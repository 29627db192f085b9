"""Attack 56: a service has what a wallet keeps of requests pushed out: its own, or another's.

What a service signed when it asked is evidence, and a wallet keeps so many of them. Whoever asks
again and again, or under a new name each time, loses nothing but what was kept of itself.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_wallet.history_record import HistoryEntry
from livret_wallet.request_record import AskedRecord, Behind, digest_of
from livret_wallet.vault import Vault, holdings, requests
from tests.being_asked import Asked
from tests.cheap_words import CHEAP

NOW_S = 1_800_000_000
YEAR_S = 365 * 86_400


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP) as made:
        yield made


def record(
    number: int, behind: Behind, service: str = "", *, at_s: int = NOW_S, seen: str = ""
) -> AskedRecord:
    """What one service signed; *seen* by whom it is in the history, where nobody answered yet."""
    text = f"{behind}.{service.encode().hex()}.{number}"
    return AskedRecord(
        digest=digest_of(text),
        text=text,
        at_s=at_s,
        behind=behind,
        name=service if behind == "certificate" else "ledger.test",
        did=service if behind in {"registered", "on_ledger"} else "",
        unanswered=HistoryEntry(at_s, "unanswered", seen) if seen else None,
    )


def many(
    behind: Behind, service: str = "", *, count: int = 3, at_s: int = NOW_S
) -> list[AskedRecord]:
    return [record(number, behind, service, at_s=at_s) for number in range(count)]


def note(vault: Vault, records: list[AskedRecord]) -> None:
    with vault.transaction():
        for each in records:
            requests.note(vault, each)


def left(vault: Vault, records: list[AskedRecord]) -> int:
    """How many of these are kept."""
    found = {each.digest for _, each in requests.kept(vault)}
    return len(found & {each.digest for each in records})


def test_attack_56_twin_all_are_kept_while_there_is_room(vault: Vault) -> None:
    registered = many("registered", "did:webvh:a:pool", count=requests.MOST)
    others = many("certificate", "shop.test", count=40) + many("key", count=60)
    note(vault, registered + others)
    note(vault, others)  # shown once more, each in its place
    assert left(vault, registered + others) == 200


def test_attack_56_others_together_push_out_nothing_of_the_registered(vault: Vault) -> None:
    pool = many("registered", "did:webvh:a:pool", count=requests.MOST)
    note(vault, pool)
    note(vault, [record(at, "on_ledger", f"did:webvh:b:{at}") for at in range(101)])
    assert left(vault, pool) == requests.MOST


def test_attack_56_the_registered_push_out_nothing_of_others(vault: Vault) -> None:
    others = [record(at, "certificate", f"{at}.test") for at in range(requests.MOST)]
    note(vault, others)
    note(vault, [record(at, "registered", f"did:webvh:b:{at}") for at in range(101)])
    assert left(vault, others) == requests.MOST


def test_attack_56_a_registered_service_asks_until_the_others_are_forgotten(vault: Vault) -> None:
    pool, library = many("registered", "did:webvh:a:pool"), many("registered", "did:webvh:a:books")
    note(vault, pool)
    flood = many("registered", "did:webvh:b:flood", count=130)
    note(vault, flood[:110])
    note(vault, library)
    note(vault, flood[110:])
    assert left(vault, pool) == left(vault, library) == 3
    assert left(vault, flood[-94:]) == left(vault, flood) == 94


def test_attack_56_a_service_takes_no_more_than_another_has(vault: Vault) -> None:
    pool = many("registered", "did:webvh:a:pool", count=requests.MOST // 2)
    note(vault, pool)
    note(vault, many("registered", "did:webvh:a:books", count=1))
    flood = many("registered", "did:webvh:b:flood", count=60)
    note(vault, flood)
    assert left(vault, pool) == requests.MOST // 2
    assert left(vault, flood[-49:]) == left(vault, flood) == 49


def test_attack_56_a_new_key_for_each_request_counts_as_one_service(vault: Vault) -> None:
    shop = many("certificate", "shop.test")
    note(vault, shop)
    kinds: tuple[Behind, ...] = ("key", "claimed", "nobody")
    flood = [record(at, kinds[at % 3]) for at in range(110)]
    note(vault, flood)
    library = many("certificate", "books.test")
    note(vault, library)
    note(vault, [record(at, kinds[at % 3]) for at in range(110, 130)])
    assert left(vault, shop) == left(vault, library) == 3


def test_attack_56_a_service_is_counted_by_what_the_ledger_knows_it_by(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger("commune")
    known = asked.answering().ask(asked.service.link).record
    assert (known.is_registered, known.service) == (True, asked.desk.hall().did)
    unknown = asked.by().answering().ask(asked.service.link).record
    assert (unknown.is_registered, unknown.service) == (False, "")


def test_attack_56_a_clock_that_stood_a_year_ahead_makes_newcomers_go(vault: Vault) -> None:
    ahead = many("key", count=requests.MOST, at_s=NOW_S + YEAR_S)
    note(vault, ahead)
    newcomers = [record(at, "key") for at in range(500, 503)]
    note(vault, newcomers)
    assert left(vault, newcomers) == 3
    assert left(vault, ahead[3:]) == left(vault, ahead) == requests.MOST - 3


def test_attack_56_what_was_never_answered_goes_without_a_word(vault: Vault) -> None:
    note(vault, [record(1_000, "key", seen="Pool")])
    assert holdings.history(vault) == []
    note(vault, many("key", count=requests.MOST - 1))
    assert holdings.history(vault) == []  # the twin: it is still kept, and may be answered yet
    note(vault, [record(2_000, "key")])
    found = [(each.kind, each.counterparty, each.at_s) for each in holdings.history(vault)]
    assert found == [("unanswered", "Pool", NOW_S)]
    assert requests.settle(vault) == 0
    assert len(holdings.history(vault)) == 1


def test_attack_56_twin_a_record_of_an_earlier_version_reads(vault: Vault) -> None:
    old = record(1, "registered", "did:webvh:a:pool")
    written = old.format().replace(b',"did":"did:webvh:a:pool"', b"")
    assert written != old.format()
    read = AskedRecord.parse(written)
    assert (read.service, read.digest) == ("", old.digest)
    assert AskedRecord.parse(old.format()) == old
