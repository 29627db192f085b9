"""A list of members that was renewed in time is taken up by whoever hands something in."""

from typing import Any

import pytest

from livret_core.ledger import trust_root
from livret_core.ledger.quorum import Quorums
from livret_ledger.cli import working
from livret_ledger.client.reading import Folder
from tests.ledger_heads import next_root
from tests.ledger_scene import DAY_S
from tests.playing import Play
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Its members renewed their list; the one that the town hall believes has 800 days to go."""
    made = register(begin(play, monkeypatch))
    made.publish()
    towns, joint = made.scene.towns, made.seen.head(at_s=made.scene.at_s)
    numbers = Quorums(n=4, q=3, a=2, k=2)
    second = next_root(made.seen.first, made.scene, towns, joint, by=towns, numbers=numbers)
    (made.published / "trust" / "2.json").write_bytes(second.raw)
    return made


def versions(ledger: Ledger) -> list[int]:
    listed = ledger.play.livret(
        "issuer", "trust", "list", "--home", ledger.play.root / "hall", "--json"
    )
    alone = ledger.play.livret("issuer", "trust", "--home", ledger.play.root / "hall", "--json")
    assert alone.out == listed.out  # what there is, where nothing is to be done
    return [each["version"] for each in listed.events]


def submit(ledger: Ledger, *more: Any, status: int = 0) -> list[dict[str, Any]]:
    file, trust = ledger.play.root / "today.json", ledger.play.root / "trust.jsonl"
    words = ("ledger", "submit", file, "--at", URL, "--trust", trust, "--json", *more)
    return ledger.play.livret(*words, status=status).events


def test_it_is_taken_up_while_the_one_before_still_counts(ledger: Ledger) -> None:
    told, made = on_ledger(ledger.play, "commit", "--submit", URL)
    assert (told["event"], told["version"], made["cosigned"]) == ("trust", 2, True)
    assert versions(ledger) == [2]
    # Once is enough.
    ledger.tick(DAY_S)
    [made] = on_ledger(ledger.play, "commit", "--submit", URL)
    assert made["cosigned"]


def test_it_is_taken_up_after_the_one_before_ended(ledger: Ledger) -> None:
    ledger.tick(801 * DAY_S)
    _, made = on_ledger(ledger.play, "commit", "--submit", URL)
    assert (made["cosigned"], versions(ledger)) == (True, [2])


def test_twin_where_none_lies_there_nothing_is_shown_by_a_list_that_ended(ledger: Ledger) -> None:
    (ledger.published / "trust" / "2.json").unlink()
    ledger.tick(801 * DAY_S)
    [error] = on_ledger(ledger.play, "commit", "--submit", URL, status=3)
    assert (error["code"], versions(ledger)) == ("trust.expired", [1])


def test_one_that_does_not_follow_is_not_taken_up(ledger: Ledger) -> None:
    path = ledger.published / "trust" / "2.json"
    second = trust_root.TrustRoot.parse(path.read_bytes())
    towns = ledger.scene.towns
    unsigned = next_root(
        ledger.seen.first,
        ledger.scene,
        towns,
        ledger.seen.head(at_s=ledger.scene.at_s),
        by=towns[:1],
        numbers=second.numbers,
    )
    path.write_bytes(unsigned.raw)
    [made] = on_ledger(ledger.play, "commit", "--submit", URL)
    assert (made["cosigned"], versions(ledger)) == (True, [1])


@pytest.mark.parametrize(("language", "said"), [("en", "version 2"), ("nl", "versie 2")])
def test_it_is_said(ledger: Ledger, language: str, said: str) -> None:
    hall = ("--home", ledger.play.root / "hall", "--lang", language)
    secret = ("--passphrase-file", ledger.play.root / "passphrase")
    told = ledger.play.livret("issuer", "ledger", "commit", "--submit", URL, *hall, *secret)
    assert said in told.out


def test_a_list_handed_over_that_ended_leads_to_the_newer_one(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.tick(801 * DAY_S)
    on_ledger(ledger.play, "commit", "--to", ledger.play.root / "today.json")
    monkeypatch.setattr(working, "hand_in", ledger.submit)
    monkeypatch.setattr(working, "open_source", lambda *_: Folder(ledger.published))
    [told] = submit(ledger)
    assert (told["cosigned"], told["trust_version"]) == (True, 2)
