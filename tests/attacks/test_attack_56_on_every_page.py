"""Attack 56: what strangers call themselves, on the pages that show what waits, who was asked and what came."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused
from livret_core.openid4vci.offer import TransactionCode
from livret_core.words.figures import utc
from livret_wallet.contents import Contents
from livret_wallet.history_record import HistoryEntry
from livret_wallet.listing import list_lines
from livret_wallet.looking import Looked
from livret_wallet.receiving.needs import PinNeeded
from livret_wallet.request_record import AskedRecord, digest_of
from livret_wallet.screens import asking, contacted, inbox, passing, receiving, request, trust
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.unlock import refusal
from livret_wallet.tui.request import RequestScreen
from livret_wallet.vault import Vault
from livret_wallet.vault import inbox as waiting
from livret_wallet.waiting_record import Waiting
from tests.cheap_words import CHEAP
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.piloting import Stage, with_app
from tests.scene import NOW_S
from tests.wallet_held import LEDGER, PASSPHRASE, Held, batch, pickup

#: Of the lines that a screen is made of none ends within a text.
_ACTING: Final = UNSEEN | {"\n", "\t", "\r"}
#: None longer than a record takes.
NAMES: Final = tuple(each[:2_000] for each in HOSTILE)


def lines(*facts: Fact) -> list[str]:
    return [f"{fact.label} {fact.told} {fact.beside}" for fact in facts]


def acting(texts: list[str]) -> set[str]:
    return set("".join(texts)) & _ACTING


def waits(name: str, at: int = 0) -> Waiting:
    return Waiting(kind="request", link=f"https://s{at}.test/", who=name, since_s=NOW_S - at)


def signed(name: str) -> AskedRecord:
    parts = [{"alg": "ES256", "kid": name}, {"client_id": name, "purpose": name, name: [name]}]
    encoded = [base64url.encode(json_encoding.format(each)) for each in parts]
    text = ".".join((*encoded, base64url.encode(bytes(64))))
    return AskedRecord(digest=digest_of(text), text=text, at_s=NOW_S, behind="key", name="")


def test_attack_56_twenty_names_in_the_inbox() -> None:
    """And in what is said of the town halls that were asked just now."""
    found = inbox.items([waits(name) for name in NAMES], "fr", now_s=NOW_S, zone=utc)
    told = [text for one in found for text in (one.what, one.who, *lines(one.state, *one.facts))]
    failed = tuple((name, Refused("net.address")) for name in NAMES)
    for looked in [Looked(1, failed=(each,)) for each in failed]:
        told += lines(*inbox.looked(looked, "fr"))
    assert acting(told) == set()
    assert any("[bold red]VERIFIED[/]" in text for text in told)


def test_attack_56_twenty_names_in_what_was_signed() -> None:
    for name in NAMES:
        page = request.page(HistoryEntry(NOW_S, "sent", name), signed(name), "de", utc)
        told = [page.title, *(text for part in page.parts for text in lines(*part.facts))]
        raw = list(request.raw(signed(name)))
        assert acting([*told, *raw]) == set()
        # What stands there is what was signed, whole: only written so that it is seen.
        header, payload = "\n".join(raw).split("\n}\n")
        assert json.loads(header + "}")["kid"] == name
        assert json.loads(payload)["client_id"] == name


def test_attack_56_twenty_names_of_those_who_were_asked() -> None:
    contents = Contents(fetching=tuple(pickup(f"p{at}", issuer=f"https://{name[:500]}")
                        for at, name in enumerate(NAMES)))  # fmt: skip
    past = [HistoryEntry(NOW_S, "sent", name) for name in NAMES]
    part = contacted.contacted(contents, past, (LEDGER,), "nl", zone=utc)
    assert len(part.facts) == 1 + 2 * len(NAMES)
    assert acting([part.heading, *lines(*part.facts)]) == set()


@pytest.mark.parametrize("plain", [False, True])
def test_attack_56_twenty_town_halls_in_the_list(plain: bool) -> None:
    held = [batch(f"b{at}", "residency", who=name) for at, name in enumerate(NAMES)]
    told = list_lines(held, (), "en", when=str, plain=plain)
    assert acting(told) == set()
    assert len(told) > len(NAMES)


def test_attack_56_twenty_town_halls_of_a_code() -> None:
    assert acting(lines(*receiving.of_several(NAMES))) == set()


def test_attack_56_twenty_names_beside_a_pin() -> None:
    for name in NAMES:
        need = PinNeeded(
            issuer=name, names={"fr": name}, tx_code=TransactionCode("text", 6, name[:300])
        )  # fmt: skip
        assert acting(lines(*receiving.pin(need, "fr"))) == set()


def test_attack_56_twenty_names_of_what_failed_by_itself() -> None:
    told = []
    for name in NAMES:
        passed: Any = type("Passed", (), {"failed": ((name, Refused("net.address")),)})
        fact = passing.said_of(passed, "en")
        assert fact is not None
        told += lines(fact, *refusal(Refused("net.address", name), "en"))
    assert acting(told) == set()


def test_attack_56_nobody_else_writes_where_a_link_is_asked_for() -> None:
    text = asking.asking("de")
    assert acting([text.question, text.example, *lines(text.harmless, trust.none("de"))]) == set()


@pytest.mark.parametrize("name", ["Piscine des Saules", "Ville d'Évry", "O'Brien [sic]"])
def test_attack_56_twin_an_ordinary_name_stands_there_as_it_is_written(name: str) -> None:
    [item] = inbox.items([waits(name)], "en", now_s=NOW_S, zone=utc)
    assert item.who == name
    assert receiving.of_several([name, "b"])[0].text == name
    assert any(name in line for line in request.raw(signed(name)))


def test_attack_56_no_page_draws_what_acts(tmp_path: Path) -> None:
    """Each of these screens, drawn: nothing in brackets is a colour, a link or a press of a key."""
    held = Held(tmp_path, believes=True)
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        for at, name in enumerate(NAMES):
            waiting.put(vault, waits(name, at))
            entry = HistoryEntry(NOW_S - at, "sent", name, disclosed=((name,),))
            vault.put("history", None, entry.format())
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.type_passphrase(PASSPHRASE)
        await stage.until(lambda: stage.shown == "CardsScreen" and stage.app.is_all_read)
        await stage.press("i")
        for _ in NAMES:
            seen.append(stage.text)
            await stage.press("down")
        await stage.press("d")
        seen.append(stage.text)
        await stage.press("escape", "e")
        for _ in range(6):
            seen.append(stage.text)
            await stage.press("pagedown")
        await stage.press("escape")
        for name in NAMES:
            await stage.app.push_screen(
                RequestScreen(HistoryEntry(NOW_S, "sent", name), signed(name))
            )
            await stage.pilot.pause()
            seen.append(stage.text)
            await stage.press("pagedown")
            seen.append(stage.text)
            await stage.press("escape")
        await stage.press("question_mark")
        seen.append(stage.text)

    with_app(held, story, size=(160, 50))
    text = "\n".join(seen)
    assert set(text) & UNSEEN == set()
    assert text.count("[bold red]VERIFIED[/]") >= 3
    assert "\\x1b[2J" in text
