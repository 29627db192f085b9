"""A head that was written down: what it proves of the log that is there now."""

import sqlite3
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput, Refused
from livret_issuer.audit_log import EMPTY, Entry, Head, NotedHead, check_extends
from livret_issuer.service import Office
from livret_issuer.store import IssuerKeys
from tests.office import NOW_S, ask, offer, open_office


def log_of(count: int, *, about: str = "code") -> tuple[list[Entry], Head]:
    entries: list[Entry] = [(n + 1, NOW_S + n, "offer", f"{about} {n}") for n in range(count)]
    head = EMPTY
    for _, at_s, action, what in entries:
        head = head.followed_by(at_s=at_s, action=action, about=what)
    return entries, head


def test_a_head_is_written_short_in_groups_of_four() -> None:
    text = log_of(42)[1].format()
    number, *groups = text.split("-")
    assert (number, [len(group) for group in groups]) == ("42", [4] * 6)


def test_what_is_written_is_read_in_any_case_and_with_any_separator() -> None:
    head = log_of(7)[1]
    short = NotedHead.parse(head.format())
    assert short == NotedHead(7, head.chain_sha256.hex()[:24])
    for text in (head.format().upper(), head.format().replace("-", " "), f" {head.format()}\n"):
        assert NotedHead.parse(text) == short
    assert NotedHead.parse(head.format_whole()).digits == head.chain_sha256.hex()


@pytest.mark.parametrize(
    "text",
    ["", "42", "42-", "x-" + "0" * 24, "42-" + "0" * 23, "42-" + "0" * 65, "42-" + "g" * 24,
     "-42-" + "0" * 24, "1" * 10 + "-" + "0" * 24, "42-" + "0" * 24 + "-", "²-" + "0" * 24],
)  # fmt: skip
def test_anything_else_is_no_head(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        NotedHead.parse(text)
    assert caught.value.code == "audit.head"


@pytest.mark.parametrize("noted", [0, 1, 4, 5])
def test_a_log_goes_on_from_every_head_it_had(noted: int) -> None:
    entries = log_of(5)[0]
    check_extends(entries, NotedHead.parse(log_of(noted)[1].format()))
    check_extends(entries, NotedHead.parse(log_of(noted)[1].format_whole()))


def test_a_shorter_log_does_not_go_on_from_a_longer_one() -> None:
    with pytest.raises(Refused) as caught:
        check_extends(log_of(3)[0], NotedHead.parse(log_of(5)[1].format()))
    assert (caught.value.code, caught.value.facts) == (
        "audit.rolled_back",
        {"noted": 5, "number": 3},
    )


def test_another_log_that_is_longer_does_not_go_on_from_this_one() -> None:
    with pytest.raises(Refused) as caught:
        check_extends(log_of(9, about="other")[0], NotedHead.parse(log_of(5)[1].format()))
    assert caught.value.code == "audit.rolled_back"


def test_a_database_put_back_whole_is_seen_by_whoever_noted_its_head(tmp_path: Path) -> None:
    """Chain and tag are right: it is the town's own file, of an hour ago."""
    office = open_office(tmp_path)
    first = offer(office)
    file = office.home.root / "issuer.db"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = file.read_bytes()
    office.issue(ask(first).request.format(), now_s=NOW_S)
    noted = NotedHead.parse(office.audit_head().format())
    assert len(office.audit(since=noted)) == noted.number
    keys: IssuerKeys = office._keys
    office.close()
    for path in office.home.root.glob("issuer.db-*"):
        path.unlink()
    file.write_bytes(before)
    again = Office(office.home, office.hall, keys)
    assert again.audit()  # whole, and vouched for
    with pytest.raises(Refused) as caught:
        again.audit(since=noted)
    assert caught.value.code == "audit.rolled_back"
