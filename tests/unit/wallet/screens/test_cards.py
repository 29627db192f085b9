"""The cards: in their sections, in words, and what a stranger wrote is harmless."""

from dataclasses import replace
from typing import Any

import pytest

from livret_core.words import LANGUAGES, Language, moment
from livret_core.words.figures import utc
from livret_wallet.contents import Contents
from livret_wallet.missing_record import MissingProof
from livret_wallet.records import HeldBatch, HistoryEntry, StatusSeen
from livret_wallet.screens.cards import (
    GIVE_UP,
    GO_ON,
    RENEW,
    Card,
    cards,
    count,
    keys_for,
    sought,
    words_for,
)
from livret_wallet.screens.facts import HIDDEN, Fact
from livret_wallet.screens.header import ledger_state
from livret_wallet.screens.pane import facts_of
from livret_wallet.screens.standing import SOON_S
from livret_wallet.standing_record import Stand
from tests.scene import DAY_S, NOW_S, TOWN
from tests.wallet_held import HISTORY, LEDGER, VERNEUIL, batch, contents, pickup

LAST = HISTORY[-1]


#: A newer one that was handed over, and is not kept yet.
NEWER = pickup("newer", renews="one", notification_id="n")


def gone(id_: str, code: str = "7KQ2M9T9") -> MissingProof:
    return MissingProof(
        id=id_, issuer_did=TOWN.did, issuer_name=VERNEUIL, vct="urn:livret:birth:1",
        received_at_s=NOW_S, code=code, copies=10, expires_at_s=None, known_at_s=NOW_S,
    )  # fmt: skip


def card_of(held: HeldBatch, **changes: Any) -> Card:
    [card] = cards(Contents((held,), **changes), "en", now_s=NOW_S)
    return card


def said(card: Card, held: Contents, language: Language = "en", **changes: Any) -> list[Fact]:
    given = {"last_shown": None, "zone": utc, "is_hidden": False, **changes}
    return list(facts_of(card, held, language, **given))


def test_what_needs_its_holder_is_on_top_and_what_is_over_below() -> None:
    found = cards(contents(), "en", now_s=NOW_S)
    assert [(card.section, card.id) for card in found] == [
        ("needs", "hers"),
        ("coming", "asked"),
        ("coming", "later"),
        ("home", "zoe"),
        ("home", "home"),
        ("study", "master"),
        ("ended", "old"),
    ]


def test_each_number_is_that_of_the_list() -> None:
    numbers = {card.id: card.number for card in cards(contents(), "en", now_s=NOW_S)}
    for at, held in enumerate(contents().batches, 1):
        assert numbers[held.id] == at
    assert numbers["asked"] is None


@pytest.mark.parametrize(
    ("changes", "of", "state"),
    [
        ({}, {}, "good"),
        ({"ends_s": NOW_S}, {}, "ended"),
        ({"ends_s": NOW_S + 1}, {}, "soon"),
        ({"ends_s": NOW_S + SOON_S + 1}, {}, "good"),
        ({"ends_s": None}, {}, "good"),
        ({"used": 9}, {}, "good"),
        ({"used": 10}, {}, "used_up"),
        ({"replaced_at_s": NOW_S}, {}, "replaced"),
        ({}, {"fetching": (NEWER,)}, "newer"),
        ({"ends_s": NOW_S}, {"fetching": (NEWER,)}, "ended"),
        ({"seen": StatusSeen("valid", NOW_S, NOW_S)}, {}, "good"),
        ({"seen": StatusSeen("suspended", NOW_S, NOW_S)}, {}, "paused"),
        ({"seen": StatusSeen("revoked", NOW_S, NOW_S), "used": 10}, {}, "withdrawn"),
        ({"seen": StatusSeen("revoked", NOW_S, NOW_S), "replaced_at_s": NOW_S}, {}, "replaced"),
        ({"seen": StatusSeen("revoked", NOW_S, NOW_S), "ends_s": NOW_S}, {}, "ended"),
    ],
)
def test_how_a_proof_stands(changes: dict[str, Any], of: dict[str, Any], state: str) -> None:
    assert card_of(batch("one", "residency", **changes), **of).state == state


def test_a_key_is_offered_where_it_helps_and_only_there() -> None:
    way = (pickup("way", batch_id="one", refresh_token="again"),)
    soon = batch("one", "residency", ends_s=NOW_S + DAY_S)
    assert card_of(soon, fetching=way).does is RENEW
    assert card_of(soon).does is None
    assert card_of(batch("one", "residency"), fetching=way).does is None


@pytest.mark.parametrize(("not_before_s", "state"), [(NOW_S + 1, "put_off"), (NOW_S, "ready")])
def test_what_is_put_off_needs_its_holder_once_it_is_time(not_before_s: int, state: str) -> None:
    put_off = pickup("one", transaction_id="later", not_before_s=not_before_s)
    [card] = cards(Contents(fetching=(put_off,)), "en", now_s=NOW_S)
    assert card.state == state


@pytest.mark.parametrize(
    ("changes", "awaits"),
    [
        ({}, True),
        ({"notification_id": "n"}, True),
        ({"transaction_id": "later"}, False),
        ({"transaction_id": "later", "notification_id": "n"}, True),
        ({"transaction_id": "later", "shown_at_s": NOW_S}, True),
        ({"renews": "home"}, False),
        ({"batch_id": "kept"}, False),
    ],
)
def test_what_was_handed_over_awaits_its_holders_word(
    changes: dict[str, Any], awaits: bool
) -> None:
    """Not what a town hall put off and did not hand over yet, nor what takes a proof's place."""
    one = pickup("one", **changes)
    assert one.awaits_holder is awaits
    found = cards(Contents(fetching=(one,)), "en", now_s=NOW_S)
    assert [card.state == "undecided" for card in found] == ([awaits] if one.is_open else [])
    assert (GIVE_UP in words_for(found)) is awaits
    contents = Contents(fetching=(one,))
    assert [GIVE_UP in keys_for(card, contents) for card in found] == [awaits for _ in found]


def test_the_footer_has_the_keys_of_the_card_under_the_cursor_and_of_no_other() -> None:
    """`n` is Refuse on the next screen: it is not to stand beside a proof that is held."""
    held, coming = batch("one", "residency"), pickup("two")
    contents = Contents((held,), fetching=(coming,))
    of = {card.id: keys_for(card, contents) for card in cards(contents, "en", now_s=NOW_S)}
    answers = {GIVE_UP, GO_ON, RENEW}
    assert answers & set(of["one"]) == set()
    assert answers & set(of["two"]) == {GIVE_UP, GO_ON}
    assert answers & set(keys_for(None, contents)) == set()
    handled = Contents((held,), fetching=(pickup("way", batch_id="one", refresh_token="again"),))
    [card, *_] = [each for each in cards(handled, "en", now_s=NOW_S) if each.id == "one"]
    assert answers & set(keys_for(card, handled)) == {RENEW}


@pytest.mark.parametrize(
    ("restored", "used", "state"),
    [(False, 0, "good"), (False, 2, "used_up"), (True, 0, "uncertain"), (True, 2, "used_up")],
)
def test_copies_that_came_back_with_their_keys_are_not_said_to_have_been_shown(
    restored: bool, used: int, state: str
) -> None:
    """Nobody knows whether they were: the wallet they came from may have shown them since."""
    from_s = NOW_S - DAY_S if restored else None
    one = batch("one", "residency", used=used, copies=2, restored_from_s=from_s)
    [card] = cards(Contents((one,)), "en", now_s=NOW_S)
    assert (card.state, card.section) == (state, "home" if state == "good" else "needs")
    assert ("use unknown" in card.note) is (state == "uncertain")


def test_what_came_back_without_keys_is_a_card_of_its_own_with_one_way_out() -> None:
    way = pickup("way", batch_id="handled", refresh_token="again")
    proofs = (gone("handled"), gone("counter"), gone("paper", ""))
    held = Contents(fetching=(way,), missing=proofs)
    found = {card.id: card for card in cards(held, "en", now_s=NOW_S)}
    steps = {id_: said(found[id_], held)[-1].text for id_ in ("handled", "counter", "paper")}
    assert {found[id_].state for id_ in steps} == {"missing"}
    assert {found[id_].section for id_ in steps} == {"needs"}
    assert [found[id_].does for id_ in steps] == [RENEW, None, None]
    assert steps["handled"].startswith("renew (u) fetches it again")
    assert "7KQ2-M9T9" in steps["counter"]
    assert "code" not in steps["paper"]


def test_what_was_asked_for_again_stands_once_as_what_is_on_its_way() -> None:
    again = pickup("again", renews="handled", not_before_s=NOW_S + 1)
    found = cards(Contents(fetching=(again,), missing=(gone("handled"),)), "en", now_s=NOW_S)
    assert [(card.id, card.state) for card in found] == [("again", "put_off")]


def test_the_count_says_what_is_to_be_asked_for_again() -> None:
    found = cards(Contents(missing=(gone("counter"),)), "en", now_s=NOW_S)
    assert count(found, "en") == "0 proofs · 1 to ask for again"


def test_every_word_that_is_sought_counts() -> None:
    found = cards(contents(), "en", now_s=NOW_S)
    assert {card.id for card in sought(found, "BIRTH  verneuil")} == {"hers", "zoe"}
    assert sought(found, "nothing of the kind") == ()
    assert sought(found, " ") == found


def test_the_count_says_how_many_need_their_holder() -> None:
    assert count(cards(contents(), "en", now_s=NOW_S), "en") == "5 proofs · 1 needs you"
    assert count((), "fr") == "0 justificatif"


def test_the_pane_tells_one_proof_from_another_of_its_kind() -> None:
    held = contents()
    texts = {card.id: said(card, held)[0].text for card in cards(held, "en", now_s=NOW_S)}
    assert texts["hers"] == "Extract of birth record · Camille Arnould, 14 March 1988"
    assert texts["zoe"] == "Extract of birth record · Zoé Arnould, 14 March 1988"
    assert texts["home"] == f"Proof of residence · 12 rue des Tanneurs, {VERNEUIL}"


def test_hiding_leaves_what_it_is_and_takes_what_it_says() -> None:
    held = contents()
    for card in cards(held, "en", now_s=NOW_S):
        text = "\n".join(fact.text for fact in said(card, held, is_hidden=True))
        assert "Tanneurs" not in text
        assert "1988" not in text
        assert (HIDDEN in text) == (card.number is not None)


def test_the_pane_says_who_was_shown_what() -> None:
    [card] = [each for each in cards(contents(), "en", now_s=NOW_S) if each.id == "home"]
    last = said(card, contents(), last_shown=LAST)[2]
    assert last.text == "Piscine des Saules, 18 November 2026, 10:51 UTC: Commune"
    assert said(card, contents())[2].text == "never"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_says_what_to_do(language: Language) -> None:
    for card in cards(contents(), language, now_s=NOW_S):
        told = said(card, contents(), language)
        # Right behind what it is: what it rests on may be longer than the pane.
        assert card.state == "good" or (
            told[1].label == "" and told[1].text.endswith((".", "receive"))
        )


HOSTILE = "Pool\u202e\x1b[2J\n[bold red]x[/]\u200b"


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_56_a_name_that_acts_on_a_terminal_is_spelled_out(language: Language) -> None:
    held = replace(contents(), batches=(batch("one", "residency", who=HOSTILE),), fetching=())
    entry = HistoryEntry(NOW_S, "sent", HOSTILE, "one", (("commune",), (HOSTILE,)))
    for card in cards(held, language, now_s=NOW_S):
        facts = said(card, held, language, last_shown=entry)
        text = "".join((card.name, card.who, card.note, *(fact.text for fact in facts)))
        assert not set(text) & set("\u202e\x1b\n\u200b")


def state(*, now_s: int = NOW_S, **changes: Any) -> tuple[str, str]:
    fact = ledger_state((replace(LEDGER, **changes),), "en", now_s=now_s)
    assert fact is not None
    return fact.sign, fact.text


def test_the_header_says_how_the_ledger_stands_and_as_of_when() -> None:
    assert state() == ("✓", "4 of 5 must agree · 2 hours old")
    assert state(seen_s=NOW_S - 3 * DAY_S) == ("!", "3 days old")
    assert state(seen_s=NOW_S - 8 * DAY_S) == ("!", "8 days old: too old to count")
    assert state(seen_s=None) == ("!", "not seen yet")
    assert state(seen_s=NOW_S + 301) == ("!", "this computer's clock is behind")
    assert state(expires_s=NOW_S) == ("!", "its members must be confirmed anew")


def test_of_several_ledgers_the_worst_is_said() -> None:
    fact = ledger_state((LEDGER, replace(LEDGER, seen_s=None)), "en", now_s=NOW_S)
    assert fact is not None
    assert fact.sign == "!"
    none = ledger_state((), "fr", now_s=NOW_S)
    assert none is not None
    assert (none.sign, none.text) == ("!", "aucun de confiance")
    assert ledger_state(None, "en", now_s=NOW_S) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stand", ["suspended", "revoked"])
def test_what_a_list_took_stands_below_with_when_it_was_looked_at(
    stand: Stand, language: Language
) -> None:
    held = batch("one", "residency", seen=StatusSeen(stand, NOW_S, NOW_S - 600))
    [card] = cards(Contents((held,)), language, now_s=NOW_S)
    assert (card.section, card.does) == ("ended", None)
    facts = [fact.text for fact in said(card, Contents((held,)), language)]
    assert any(moment(NOW_S, language) in text for text in facts)
    assert any(moment(NOW_S - 600, language) in text for text in facts)
