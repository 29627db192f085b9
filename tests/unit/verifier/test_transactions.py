"""A desk's requests: in a file, and on a PostgreSQL server, the same."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from livret_core import totp
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.sealing import KdfParameters, SealingKey
from livret_verifier.store.counts import Counts
from livret_verifier.store.transactions import Kept, Transactions
from tests.postgres_server import Server
from tests.scene import NOW_S
from tests.windows import opened, posted

KEY = SealingKey(bytes(range(32)))
Open: TypeAlias = Callable[..., Transactions]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture(params=["file", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same records again and again, as several processes do."""
    made: list[Transactions] = []
    tenants = f"of {tmp_path.name}"  # so that tests share a server, and no rows

    def again(tenant: str = "pool", key: SealingKey = KEY) -> Transactions:
        if request.param == "file":
            made.append(Transactions.open(tmp_path / "shared.db", tenant=tenant, key=key))
        else:
            address = request.getfixturevalue("server").uri()
            made.append(Transactions.on_server(address, tenant=f"{tenant} {tenants}", key=key))
        return made[-1]

    yield again
    for each in made:
        each.close()


def test_two_desks_answer_for_each_other(tmp_path: Path, store: Open) -> None:
    first = opened(tmp_path / "pool", store=store())
    second = opened(tmp_path / "pool", store=store())
    asked = first.ask()
    body = posted(second.fetch(asked))
    assert second.answer(asked, body).status == 200
    assert first.answer(asked, body).status == 400
    assert first.verdict(asked)["outcome"] == "accepted"


def test_of_many_tries_one_wins_and_its_word_stands(tmp_path: Path, store: Open) -> None:
    stores = [store(), store()]
    code = opened(tmp_path / "pool", store=stores[0]).ask().transaction.code
    won: list[bytes] = []

    def tries(which: Transactions, number: int) -> None:
        for each in range(50):
            said = f"{number} {each}".encode()
            if which.settle(code, said, now_s=NOW_S, retention_s=60):
                won.append(said)

    threads = [
        threading.Thread(target=tries, args=(each, number))
        for number, each in enumerate(stores * 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert won == [stores[1].find(code).verdict]


def test_what_was_said_for_now_gives_way_to_what_is_final(tmp_path: Path, store: Open) -> None:
    mine = store()
    asked = opened(tmp_path / "pool", store=mine).ask().transaction

    def settle(said: bytes, *, final: bool) -> bool:
        return mine.settle(
            asked.code, said, now_s=NOW_S, retention_s=60, return_code="r" * 32, final=final
        )

    assert settle(b"down", final=False)
    said = mine.find(asked.code)
    assert (said.stand, said.verdict, said.answered_at_s) == ("open", b"down", None)
    assert said.asked == asked
    assert settle(b"yes", final=True)
    before = mine.find(asked.code)
    assert (before.stand, before.verdict, before.asked) == ("answered", b"yes", None)
    assert not settle(b"late", final=False)
    assert not settle(b"later", final=True)
    assert mine.find(asked.code) == before


def test_a_request_is_found_by_its_handle_too(tmp_path: Path, store: Open) -> None:
    mine = store()
    asked = opened(tmp_path / "pool", store=mine).ask(session=True)
    found: Kept = mine.find_by_handle(asked.handle)
    assert found == mine.find(asked.transaction.code)
    assert found.session_sha256 is not None
    with pytest.raises(Refused, match=r"request\.unknown"):
        mine.find_by_handle("another")


def test_another_tenant_and_another_key_read_nothing(tmp_path: Path, store: Open) -> None:
    asked = opened(tmp_path / "pool", store=store()).ask().transaction
    theirs = store("library")
    with pytest.raises(Refused, match=r"request\.unknown"):
        theirs.find(asked.code)
    assert not theirs.settle(asked.code, b"yes", now_s=NOW_S, retention_s=60)
    with pytest.raises(MalformedInput, match=r"home\.malformed"):
        store(key=SealingKey(bytes(32))).find(asked.code)


def test_what_is_over_is_counted_no_more_and_dropped(tmp_path: Path, store: Open) -> None:
    mine = store("school")
    window = opened(tmp_path / "pool", store=mine)
    asked = [window.ask().transaction.code for _ in range(2)]
    assert mine.count_open(NOW_S) == 2
    assert mine.settle(asked[0], b"yes", now_s=NOW_S, retention_s=60)
    assert mine.count_open(NOW_S) == 1
    assert mine.forget(NOW_S + 86_400) == 2
    assert mine.count_open(NOW_S) == 0


def test_a_file_that_another_holds_too_long_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from livret_edge.databases import connect_to_file
    from livret_verifier.store import rows

    monkeypatch.setattr(rows, "BUSY_MS", 20)
    mine = Transactions.open(tmp_path / "held.db", tenant="pool", key=KEY)
    code = opened(tmp_path / "pool", store=mine).ask().transaction.code
    holder = connect_to_file(tmp_path / "held.db", busy_ms=20)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match=r"store\.unavailable"):
        mine.settle(code, b"yes", now_s=NOW_S, retention_s=60)
    assert mine.find(code).stand == "open"  # to look needs nobody's leave
    holder.execute("ROLLBACK")
    holder.close()
    assert mine.settle(code, b"yes", now_s=NOW_S, retention_s=60)
    mine.close()


def test_a_file_that_was_damaged_says_so(tmp_path: Path) -> None:
    file = tmp_path / "damaged.db"
    mine = Transactions.open(file, tenant="pool", key=KEY)
    code = opened(tmp_path / "pool", store=mine).ask().transaction.code
    mine.close()
    content = bytearray(file.read_bytes())
    content[100:4096] = bytes(len(content[100:4096]))
    file.write_bytes(content)
    with pytest.raises(MalformedInput, match=r"home\.malformed"):
        mine.find(code)


# Who sees the page, and what is counted, from any process of the desk.


def test_an_account_is_good_at_each_and_its_code_once(store: Open) -> None:
    first, second = store().staff, store().staff
    made = first.add("odile", b"tanneurs saules", now_s=NOW_S, kdf=KdfParameters(1, 8))
    with pytest.raises(Refused, match=r"staff\.exists"):
        second.add("odile", b"tanneurs saules", now_s=NOW_S, kdf=KdfParameters(1, 8))
    code = totp.digits_of(made.secret, totp.step_of(NOW_S))
    session = first.enter("odile", "tanneurs saules", code, before="", now_s=NOW_S)
    assert second.who(session, now_s=NOW_S) == "odile"
    with pytest.raises(Refused, match=r"staff\.unknown"):
        second.enter("odile", "tanneurs saules", code, before="", now_s=NOW_S)
    assert store("library").staff.who(session, now_s=NOW_S) is None
    assert store("library").staff.names() == []
    second.remove("odile")
    assert first.who(session, now_s=NOW_S) is None


def test_what_is_counted_is_counted_together(store: Open) -> None:
    both = [store().counts, store().counts]

    def count(which: Counts) -> None:
        for _ in range(20):
            which.count("2026-11-22", "pool", "accepted")

    threads = [threading.Thread(target=count, args=(each,)) for each in both * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert both[0].since("2026-11-22") == [("2026-11-22", "pool", "accepted", 80)]
    both[1].drop_before("2026-11-23")
    assert both[0].since("2000-01-01") == []


def test_what_was_read_is_told_once_and_dropped(store: Open) -> None:
    first, second = store(), store()
    first.add_told("222222222222", "handle", b"{}", now_s=NOW_S, retention_s=60)
    assert second.find("222222222222").verdict == b"{}"
    assert [second.tell("222222222222"), first.tell("222222222222")] == [True, False]
    second.drop("222222222222")
    with pytest.raises(Refused, match=r"request\.unknown"):
        first.find("222222222222")
