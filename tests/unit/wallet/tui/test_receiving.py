"""Receiving on a full screen, before town halls honest and not; nothing is kept before its holder says so."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from textual.widgets import Input

from livret_core.errors import Unavailable
from livret_town.simulator.issuers import PIN, Lie
from livret_wallet.client.kept import Kept
from livret_wallet.records import HeldBatch
from livret_wallet.vault import Vault, holdings
from tests.cheap_words import CHEAP
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.piloting import Stage, with_app
from tests.wallet_at_hall import AtHall
from tests.wallet_held import PASSPHRASE, Held, batch


@pytest.fixture
def at(tmp_path: Path) -> AtHall:
    return AtHall(tmp_path)


def batches(held: Held) -> list[HeldBatch]:
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        return holdings.batches(vault)


def keys(held: Held) -> int:
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        return len(list(vault.all("key")))


async def home(stage: Stage) -> None:
    await stage.until(lambda: stage.shown == "CardsScreen")
    await stage.until(lambda: bool(stage.app.screen.query_one("#notice").has_class("is-said")))


def test_who_offers_what_and_on_whose_word_is_said_before_anything_is_spent(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.look(stage)
        assert "Town of Verneuil" in stage.text
        assert "https://verneuil.test:8443/verneuil" in stage.text
        assert "✓ public ledger ledger.example/meuse" in stage.text
        await stage.press("escape", "escape")
        assert stage.shown == "CardsScreen"

    with_app(at, story)
    assert not any(asked.startswith("POST") for asked in at.visit.hall.asked)


def test_a_code_alone_says_what_is_missing(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("r")
        await at.paste(stage, "7KQ2-M9T9")
        await stage.until(lambda: "That is the code alone" in stage.text)
        assert "Type the address before it" in stage.text
        assert "file" not in stage.text

    with_app(at, story)
    assert at.visit.hall.asked == []


def test_the_address_of_the_one_town_hall_that_is_known_is_put_before_a_code(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("k")
        await home(stage)
        before = len(at.visit.hall.asked)
        await stage.press("r")
        await at.paste(stage, "7kq2m9t9")
        await stage.until(lambda: "This wallet knows one town hall" in stage.text)
        assert stage.app.screen.query_one("#handed", Input).value == at.code
        assert len(at.visit.hall.asked) == before
        await stage.press("enter")
        await stage.until(lambda: len(at.visit.hall.asked) > before)
        assert at.visit.hall.asked[before].endswith("/o/7KQ2-M9T9")

    with_app(at, story)


def test_of_several_town_halls_the_number_says_whose_a_code_is(at: AtHall) -> None:
    async def keep(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("k")
        await home(stage)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        before = len(at.visit.hall.asked)
        await stage.press("r")
        await at.paste(stage, "7kq2m9t9")
        await stage.until(lambda: "Type its number" in " ".join(stage.text.split()))
        assert "https://other.test/hall" in stage.text
        assert len(at.visit.hall.asked) == before
        await at.paste(stage, "1")
        await stage.until(lambda: len(at.visit.hall.asked) > before)
        assert at.visit.hall.asked[before].endswith("/o/7KQ2-M9T9")

    with_app(at, keep)
    at.knows("https://other.test/hall")
    with_app(at, story)


def test_an_offer_that_waits_is_opened_by_enter_and_stays_until_it_is_spent(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.look(stage)
        await stage.press("m")
        await home(stage)
        assert "Nothing of it was used up" in stage.text
        await stage.press("i")
        assert "hand-over" in stage.text
        await stage.press("enter")
        await stage.until(lambda: stage.shown == "OfferScreen")
        await stage.press("m")
        await home(stage)
        assert len(stage.app.contents.waiting) == 1
        await stage.press("i", "enter")
        await stage.until(lambda: stage.shown == "OfferScreen")
        await stage.press("escape")
        assert stage.shown == "InboxScreen"
        await stage.press("enter")
        await stage.until(lambda: stage.shown == "OfferScreen")
        await stage.press("g")
        await stage.until(lambda: stage.shown == "PinScreen")
        await stage.press(*PIN, "enter")
        await stage.until(lambda: stage.shown == "ArrivedScreen")
        await stage.press("k")
        await home(stage)
        assert [each.link for each in stage.app.contents.waiting] == []

    with_app(at, story)


def test_looking_now_asks_every_town_hall_and_keeps_nothing_that_waits_for_a_word(
    at: AtHall,
) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("i", "n")
        await stage.until(lambda: "No town hall here can be asked" in stage.text)
        assert at.visit.hall.asked == []
        await stage.press("escape")
        await at.arrive(stage)
        await stage.press("escape")
        await home(stage)
        await stage.press("i", "n")
        await stage.until(lambda: "No town hall here can be asked" in stage.text)
        assert not stage.app.contents.batches
        await stage.press("escape", "g")
        await stage.until(lambda: stage.shown == "ArrivedScreen")
        await stage.press("k")
        await stage.until(lambda: len(stage.app.contents.batches) == 1)
        before = len(at.visit.hall.asked)
        await stage.press("i", "n")
        await stage.until(lambda: len(at.visit.hall.asked) > before)
        await stage.until(lambda: "Asking the town halls" not in stage.text)

    with_app(at, story)


def test_the_settings_say_whom_this_wallet_asked(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("e")
        await stage.until(lambda: stage.shown == "PreferencesScreen")
        await stage.press("end")
        await stage.until(lambda: "WHOM THIS WALLET ASKED" in stage.text)
        assert "ledger.example" in stage.text

    with_app(at, story, size=(80, 40))


def test_what_is_not_here_yet_says_what_fetches_it(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("escape")
        await home(stage)
        for key in ("u", "enter"):
            await stage.press(key)
            assert "It was begun, and nothing of it is kept yet." in stage.text
            assert "gave no way to fetch" not in stage.text

    with_app(at, story)


def test_what_came_is_read_and_then_kept(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        assert not stage.app.contents.batches
        assert "rue des Lilas" in stage.text
        await stage.press("h")
        assert "rue des Lilas" not in stage.text
        await stage.press("k")
        await home(stage)
        assert "✓ It is here, checked and kept." in stage.text
        assert len(stage.app.contents.batches) == 1
        await stage.until(lambda: len(stage.app.past) == 1)

    with_app(at, story)
    assert [each.event for each in at.visit.hall.told] == ["credential_accepted"]


def test_what_is_refused_leaves_no_proof_and_no_key_and_its_town_hall_hears(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("n")
        await home(stage)
        await stage.until(lambda: [each.reason for each in stage.app.past] == ["received.declined"])

    with_app(at, story)
    assert (batches(at), keys(at)) == ([], 0)
    assert [each.event for each in at.visit.hall.told] == ["credential_deleted"]


def test_what_is_set_aside_waits_on_the_list_and_is_kept_by_a_yes_alone(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("escape")
        await home(stage)
        assert "keep it?  g" in stage.text
        await stage.press("g")
        await stage.until(lambda: stage.shown == "ArrivedScreen")
        assert stage.app.contents.batches == ()
        await stage.press("k")
        await stage.until(lambda: len(stage.app.contents.batches) == 1)

    with_app(at, story)


def test_what_is_set_aside_is_kept_by_nothing_after_a_lock(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("escape")
        await home(stage)

    with_app(at, story)
    wallet = at.unlock()
    at.now_s += 3_600
    assert wallet.pass_by().fetched == ()
    assert wallet.contents().batches == ()
    wallet.lock()


def test_what_is_set_aside_is_refused_from_the_list_by_two_presses(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("n")
        assert "Only what was fetched" in stage.text
        await at.arrive(stage)
        await stage.press("escape")
        await home(stage)
        await stage.press("n")
        assert "only the counter hands it over again" in " ".join(stage.text.split())
        assert len(stage.app.contents.fetching) == 1
        await stage.press("n")
        await stage.until(lambda: not stage.app.contents.fetching)
        assert "Nothing of it was kept" in stage.text

    with_app(at, story)
    assert (batches(at), keys(at)) == ([], 0)
    assert [each.event for each in at.visit.hall.told] == ["credential_deleted"]


def test_enter_alone_keeps_nothing(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.look(stage)
        await stage.press("enter", "enter")
        assert stage.shown == "OfferScreen"
        await stage.press("g")
        await stage.until(lambda: stage.shown == "PinScreen")
        await stage.press("enter", "enter", *PIN, "enter")
        await stage.until(lambda: stage.shown == "ArrivedScreen")
        await stage.press("enter", "enter")
        assert stage.shown == "ArrivedScreen"

    with_app(at, story)
    assert batches(at) == []


def test_a_pin_is_seen_in_groups_and_the_tries_left_are_told(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.reach_pin(stage)
        await stage.press(*"402718")
        assert "402 718" in stage.text
        await stage.press("enter")
        await stage.until(lambda: "Tries left: 2." in stage.text)
        await stage.press(*"40", "enter")
        await stage.until(
            lambda: "It was not sent, and no try is lost." in " ".join(stage.text.split())
        )
        assert at.visit.hall.attempts_left == 2
        for _ in range(2):
            await stage.press(*"402718", "enter")
            await stage.until(lambda: "Asking" not in stage.text)
        await home(stage)
        assert "blocked" in stage.text

    with_app(at, story)


def test_an_offer_without_a_pin_goes_on_at_once(tmp_path: Path) -> None:
    at = AtHall(tmp_path, needs_pin=False)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.look(stage)
        assert "No PIN goes with it" in stage.text
        await stage.press("g")
        await stage.until(lambda: stage.shown == "ArrivedScreen")

    with_app(at, story)


def test_what_comes_later_says_when_and_stands_on_the_list(tmp_path: Path) -> None:
    at = AtHall(tmp_path, puts_off=True)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.reach_pin(stage)
        await stage.press(*PIN, "enter")
        await home(stage)
        assert "Not ready yet." in stage.text
        assert "in the making" in stage.text

    with_app(at, story)


def test_a_town_hall_that_does_not_sign_what_it_says_is_said_to_be_so(tmp_path: Path) -> None:
    at = AtHall(tmp_path, announces=False)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.look(stage)
        assert "! It does not sign what it says of itself." in stage.text

    with_app(at, story)


def test_without_a_ledger_nothing_is_asked_of_anybody(tmp_path: Path) -> None:
    at = AtHall(tmp_path, believes=False)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("r")
        await at.paste(stage, at.link)
        await stage.until(lambda: stage.shown == "DialogueScreen")
        await stage.press("escape")
        assert stage.shown == "ReceiveScreen"

    with_app(at, story)
    assert at.visit.hall.asked == []


@pytest.mark.parametrize(
    ("lie", "is_before"),
    [("other_issuer", True), ("other_server", True), ("redirect", False), ("busy", True),
     ("unbound_token", False), ("foreign_key", False), ("one_key", False), ("more_copies", False)],
)  # fmt: skip
def test_attack_58_a_lying_town_hall_is_refused_on_the_screen(
    tmp_path: Path, lie: Lie, is_before: bool
) -> None:
    at = AtHall(tmp_path, announces=False, lies={lie})

    async def story(stage: Stage) -> None:
        await stage.unlock()
        if is_before:
            await stage.press("r")
            await at.paste(stage, at.link)
        else:
            await at.reach_pin(stage)
            await stage.press(*PIN, "enter")
        await stage.until(lambda: "What to do" in stage.text)
        assert stage.shown == ("ReceiveScreen" if is_before else "CardsScreen")
        await stage.until(lambda: [each.kind for each in stage.app.past] == ["not_received"])

    with_app(at, story)
    assert (batches(at), keys(at)) == ([], 0)


def test_who_may_not_sign_that_is_stopped_before_the_pin(at: AtHall) -> None:
    at.visit.offers("birth")

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("r")
        await at.paste(stage, at.link)
        await stage.until(lambda: "What to do" in stage.text)
        assert "may not sign this kind of proof" in stage.text

    with_app(at, story)
    assert not any(asked.startswith("POST") for asked in at.visit.hall.asked)


def test_attack_56_no_name_of_a_stranger_acts_on_the_screens(at: AtHall) -> None:
    hall = at.visit.hall
    shown: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        for text in HOSTILE:
            hall.metadata = replace(hall.metadata, names=MappingProxyType({"en": text[:900]}))
            await stage.press("r")
            await at.paste(stage, at.link)
            await stage.until(lambda: "WHO OFFERS IT" in stage.text or "What to do" in stage.text)
            shown.append(stage.text)
            is_read = stage.shown == "OfferScreen"
            await stage.press("escape", *(["escape"] if is_read else []))

    with_app(at, story)
    assert len(shown) == len(HOSTILE)
    assert not UNSEEN & set("".join(shown).replace("\n", ""))
    assert sum("[bold red]VERIFIED" in text for text in shown) == 1
    assert sum("WHO OFFERS IT" in text for text in shown) > len(HOSTILE) // 2


def test_a_full_disk_is_said_and_it_can_be_kept_afterwards(
    at: AtHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        with monkeypatch.context() as full:
            full.setattr(Kept, "end", _is_full)
            await stage.press("k")
            await stage.until(lambda: "free space" in stage.text)
        assert stage.shown == "ArrivedScreen"
        await stage.press("k")
        await home(stage)
        assert len(stage.app.contents.batches) == 1

    with_app(at, story)


def _is_full(*_given: object, **_named: object) -> None:
    raise Unavailable("vault.storage")


def test_a_lock_in_the_midst_lets_go_of_it_and_it_can_be_fetched_later(at: AtHall) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.arrive(stage)
        await stage.press("x")
        assert stage.shown == "UnlockScreen"
        assert "Lilas" not in stage.text
        await stage.unlock()
        await stage.press("g")
        await stage.until(lambda: stage.shown == "ArrivedScreen")
        await stage.press("k")
        await stage.until(lambda: len(stage.app.contents.batches) == 1)

    with_app(at, story)


def test_a_name_that_looks_like_a_known_one_is_warned_of_before_the_pin(at: AtHall) -> None:
    with Vault.open(at.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        vault.put("credential", None, batch("one", "residency", who="Town of Vemeuil").format())

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.look(stage)
        assert "Its name looks like one that you know" in stage.text
        await stage.press("g")
        await stage.until(lambda: stage.shown == "PinScreen")
        await stage.press(*PIN, "enter")
        await stage.until(lambda: stage.shown == "ArrivedScreen")
        assert "Its name looks like one that you know" in "\n".join(await at.read_all(stage))

    with_app(at, story)


def test_what_stops_it_is_said_whole(at: AtHall) -> None:
    at.visit.offers("birth")

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("r")
        await at.paste(stage, at.link)
        await stage.until(lambda: "What it means" in stage.text)
        assert "✗ Nothing goes on from here." in stage.text
        assert "https://verneuil.test:8443/verneuil" in stage.text

    with_app(at, story)
