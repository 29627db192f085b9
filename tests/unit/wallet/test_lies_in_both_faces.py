"""Town halls and services that lie, one lie at a time: each has its words, on the full screen and in lines.

The liar calls itself, and says why it asks, in characters that would act on a terminal. Nothing of
them is drawn, and nothing of what came is kept.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, get_args

import pytest
from textual.widgets import Input

from livret_core.errors import LivretError
from livret_core.words import Language, explain_error
from livret_town.simulator import issuers, services
from livret_town.simulator.issuers import PIN
from livret_wallet.screens import unlock
from livret_wallet.vault import Vault, holdings
from livret_wallet.words import screen_texts
from tests.asked_on_screen import AskedHeld
from tests.cheap_words import CHEAP
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.piloting import Stage, with_app
from tests.talking import Talked
from tests.wallet_at_hall import AtHall
from tests.wallet_held import PASSPHRASE, Held

#: What a liar calls itself: it clears the screen, turns the text round, and hides.
NAME: Final = "Pool\u202e\x1b[2J\x9b31m\u200b\u2066"

#: A lie of a town hall, what the wallet calls it, what it says, and what else is so.
HALLS: Final = [
    ("other_issuer", "metadata.other_issuer", "does not fit what the town hall publishes", {"announces": False}),
    ("other_server", "metadata.other_issuer", "does not fit what the town hall publishes", {}),
    ("redirect", "issuance.redirected", "leads this wallet elsewhere", {}),
    ("unbound_token", "token.unbound", "not what the wallet asked for", {}),
    ("foreign_key", "received.other_key", "not what the wallet asked for", {}),
    ("one_key", "received.other_key", "not what the wallet asked for", {}),
    ("more_copies", "received.count", "not what the wallet asked for", {}),
    ("in_clear", "received.unencrypted", "not what the wallet asked for", {"encrypts": True}),
    ("nonce_without_end", "dpop.nonce", "not shown that the wallet asking now", {}),
    ("busy", "issuance.busy", "cannot answer at this moment", {}),
]  # fmt: skip
#: The same of a service; those that are told a yes, and what is noted of it.
SERVICES: Final = [
    ("other_client", "request.other_client", "not signed by the service it names", {}),
    ("no_wallet_nonce", "request.wallet_nonce", "made for another wallet", {"posts": True}),
    ("other_wallet_nonce", "request.wallet_nonce", "made for another wallet", {"posts": True}),
    ("redirect", "request.redirected", "another place than the service's own", {}),
    ("expired", "request.expired", "time was over on", {}),
    ("other_key", "request.signature", "not signed by the service it names", {}),
    ("busy", "request.unavailable", "Could not find out who asks", {}),
]
AFTER_A_YES: Final = [
    ("redirect_answer", "present.rejected", "the service would not take it", "sent"),
    ("rejects", "present.rejected", "the service would not take it", "sent"),
    ("fails", "present.undelivered", "nobody knows whether the answer arrived", "sending"),
    ("leads_on", None, "which took it", "sent"),
]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of all that is refused in words; what is drawn anew was said before."""
    codes: list[str] = []
    heard: list[LivretError] = []

    def explain(error: LivretError, language: Language) -> object:
        if not any(error is each for each in heard):
            heard.append(error)
            codes.append(error.code)
        return explain_error(error, language)

    monkeypatch.setattr(unlock, "explain_error", explain)
    return codes


def seen(held: Held, story: Callable[[Stage, list[str]], Awaitable[None]]) -> str:
    """What stood on any screen on the way, as one line."""
    pages: list[str] = []

    async def told_story(stage: Stage) -> None:
        await stage.unlock()
        await story(stage, pages)
        pages.append(stage.text)

    with_app(held, told_story, size=(80, 50))
    return one_line(*pages)


def one_line(*pages: str) -> str:
    text = "".join(pages)
    assert UNSEEN.isdisjoint(text)
    return " ".join(text.split())


def hall(root: Path, lie: str | None, more: dict[str, bool]) -> AtHall:
    at = AtHall(root, lies={lie} if lie else (), **more)
    names = dict.fromkeys(at.visit.hall.metadata.names, NAME)
    at.visit.hall.metadata = replace(at.visit.hall.metadata, names=names)
    return at


def held_by(held: Held) -> tuple[int, int]:
    """How many proofs a wallet holds, and how many fetchings are open."""
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        begun = [each for _, each in holdings.pickups(vault) if each.is_open]
        return len(holdings.batches(vault)), len(begun)


async def receive(stage: Stage, at: AtHall, pages: list[str], code: list[str]) -> None:
    await stage.press("r")
    await at.paste(stage, at.link)
    await stage.until(lambda: bool(code) or stage.shown == "OfferScreen")
    pages.append(stage.text)
    if stage.shown == "OfferScreen":
        await stage.press("g")
        await stage.until(lambda: stage.shown == "PinScreen")
        pages.append(stage.text)
        await stage.press(*PIN, "enter")
        await stage.until(lambda: bool(code) or stage.shown == "ArrivedScreen")


def test_a_town_hall_lies_in_every_way_that_there_is() -> None:
    # This one is told when what was put off is asked for.
    assert {lie for lie, *_ in HALLS} | {"other_transaction"} == set(get_args(issuers.Lie))
    both = {lie for lie, *_ in SERVICES} | {lie for lie, *_ in AFTER_A_YES}
    assert both == set(get_args(services.Lie))


@pytest.mark.parametrize(("lie", "code", "words", "more"), HALLS, ids=[each[0] for each in HALLS])
def test_a_lying_town_hall_on_the_full_screen(
    lie: str, code: str, words: str, more: dict[str, bool], tmp_path: Path, told: list[str]
) -> None:
    at = hall(tmp_path, lie, more)
    text = seen(at, lambda stage, pages: receive(stage, at, pages, told))
    assert (told[0], words in text) == (code, True), text
    assert held_by(at) == (0, 0)


@pytest.mark.parametrize(("lie", "code", "words", "more"), HALLS, ids=[each[0] for each in HALLS])
def test_a_lying_town_hall_line_by_line(
    lie: str, code: str, words: str, more: dict[str, bool], tmp_path: Path, told: list[str]
) -> None:
    at = hall(tmp_path, lie, more)
    talk = Talked(at)
    talk.through("receive", at.link, "fetch", PIN)
    assert (told[0], words in one_line("\n".join(talk.lines))) == (code, True)
    assert held_by(at) == (0, 0)


@pytest.mark.parametrize("face", ["screen", "lines"])
@pytest.mark.parametrize("lies", [True, False])
def test_a_town_hall_that_puts_off_again_under_another_name(
    tmp_path: Path, told: list[str], face: str, *, lies: bool
) -> None:
    """Once put off, a proof is asked for under the name that it was put off by, and no other."""
    at = hall(tmp_path, "other_transaction" if lies else None, {"puts_off": True})
    words = "not what the wallet asked for"
    if face == "lines":
        talk = Talked(at)
        talk.through("receive", at.link, "fetch", PIN, "leave")
        at.now_s += 5
        talk.through("fetch 1", "leave")
        text = one_line("\n".join(talk.lines))
    else:

        async def fetch(stage: Stage, pages: list[str]) -> None:
            await stage.press("r")
            await at.paste(stage, at.link)
            await stage.until(lambda: stage.shown == "OfferScreen")
            await stage.press("g")
            await stage.until(lambda: stage.shown == "PinScreen")
            await stage.press(*PIN, "enter")
            await stage.until(lambda: stage.shown == "CardsScreen")
            at.now_s += 5
            await stage.press("g")
            await stage.until(lambda: bool(told) or "Asking" not in stage.text)

        text = seen(at, fetch)
    assert (told, words in text) == (
        (["received.other_transaction"], True) if lies else ([], False)
    )
    assert held_by(at) == (0, 0 if lies else 1)


def test_an_honest_town_hall_in_both_faces(tmp_path: Path, told: list[str]) -> None:
    for number, face in enumerate(("screen", "lines")):
        at = hall(tmp_path / str(number), None, {})
        if face == "lines":
            talk = Talked(at)
            talk.through("receive", at.link, "fetch", PIN, "keep", "leave")
            one_line("\n".join(talk.lines))
        else:

            async def keep(stage: Stage, pages: list[str], at: AtHall = at) -> None:
                await receive(stage, at, pages, told)
                await stage.press("k")
                await stage.until(lambda: stage.shown == "CardsScreen")

            seen(at, keep)
        assert (held_by(at)[0], told) == (1, [])


def service(root: Path, lie: str | None, more: dict[str, bool]) -> AskedHeld:
    held = AskedHeld(root)
    purposes = {"en": f"{HOSTILE[8]} {HOSTILE[14]} tariff"}
    held.scene.by_ledger("commune", lies={lie} if lie else (), name=NAME, purposes=purposes, **more)
    return held


async def ask(stage: Stage, held: AskedHeld, pages: list[str], code: list[str]) -> None:
    await stage.press("s")
    stage.app.screen.query_one("#link", Input).value = held.service.link
    await stage.press("enter")
    await stage.until(lambda: stage.shown == "ConsentScreen")
    asking = screen_texts("en")["asking"]
    await stage.until(lambda: bool(code) or asking not in stage.text)
    pages.append(stage.text)


@pytest.mark.parametrize(
    ("lie", "code", "words", "more"), SERVICES, ids=[each[0] for each in SERVICES]
)
def test_a_lying_service_is_told_nothing_in_either_face(
    lie: str, code: str, words: str, more: dict[str, bool], tmp_path: Path, told: list[str]
) -> None:
    held = service(tmp_path, lie, more)
    text = seen(held, lambda stage, pages: ask(stage, held, pages, told))
    assert (told[0], words in text) == (code, True), text
    told.clear()
    talk = Talked(held)
    talk.through("show", held.service.link, "yes", "send", "leave")
    assert (told[0], words in one_line("\n".join(talk.lines))) == (code, True)
    assert held.service.bodies == []
    assert held.history() == ["received"]


@pytest.mark.parametrize(
    ("lie", "code", "words", "noted"), AFTER_A_YES, ids=[each[0] for each in AFTER_A_YES]
)
def test_what_a_service_says_to_a_yes_leads_nowhere_in_either_face(
    lie: str, code: str | None, words: str, noted: str, tmp_path: Path, told: list[str]
) -> None:
    for number, face in enumerate(("screen", "lines")):
        held = service(tmp_path / str(number), lie, {})
        told.clear()
        if face == "lines":
            talk = Talked(held)
            talk.through("show", held.service.link, "yes", "leave")
            text = one_line("\n".join(talk.lines))
        else:

            async def agree(stage: Stage, pages: list[str], held: AskedHeld = held) -> None:
                await ask(stage, held, pages, told)
                await stage.press("y")
                await stage.until(lambda: stage.shown == "CardsScreen")
                await stage.until(lambda: bool(held.service.bodies))

            text = seen(held, agree)
        assert words in text
        assert "passwd" not in text
        assert told == ([] if code is None else [code])
        assert (len(held.service.bodies), held.history()[0]) == (1, noted)
