"""What an open wallet does by itself, through the session and on both faces."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_town.simulator.issuers import PIN
from livret_wallet.client.fetching import Arrived
from livret_wallet.client.refilling import Passed
from livret_wallet.receiving.collecting import PutOff
from livret_wallet.receiving.needs import Call
from livret_wallet.records import HeldBatch
from livret_wallet.refill_record import Refill
from livret_wallet.screens import cards, passing
from livret_wallet.session import OpenWallet, Passing
from livret_wallet.words import screen_texts
from tests.piloting import Stage, with_app
from tests.scene import DAY_S
from tests.talking import Talked
from tests.visiting import Visit
from tests.wallet_at_hall import AtHall


def opened(visit: Visit) -> OpenWallet:
    return OpenWallet(
        visit.holder.vault, clock=lambda: visit.now_s, reach=lambda: nullcontext(visit.network)
    )


def put_off(wallet: OpenWallet, visit: Visit) -> None:
    assert isinstance(wallet.go_through(wallet.look_at(visit.hall.offer), PIN), PutOff)


def test_what_was_put_off_is_followed_when_it_is_time_and_not_before(tmp_path: Path) -> None:
    visit = Visit(tmp_path, puts_off=True)
    wallet = opened(visit)
    put_off(wallet, visit)
    visit.hall.is_ready = True
    before = len(visit.hall.asked)
    assert wallet.pass_by() == Passed()
    assert len(visit.hall.asked) == before
    [pickup] = visit.pickups
    visit.now_s = pickup.not_before_s
    assert len(wallet.pass_by().fetched) == 1
    assert len(wallet.contents().batches) == 1


def test_what_its_holder_decides_on_is_left_alone(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    wallet = opened(visit)
    came = wallet.go_through(wallet.look_at(visit.hall.offer), PIN)
    assert isinstance(came, Arrived)
    assert wallet.pass_by() == Passed()
    assert wallet.contents().batches == ()
    # Nor is it kept without a word where it was unlocked anew.
    again = opened(visit)
    assert again.pass_by() == Passed()
    assert again.contents().batches == ()
    [pickup] = again.contents().fetching
    again.keep(cast("Arrived", again.go_on_to(pickup)))
    assert len(again.contents().batches) == 1


def test_nobody_is_contacted_where_nothing_is_due(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.receive()
    reached: list[str] = []

    def reach() -> nullcontext[object]:
        reached.append("network")
        return nullcontext(visit.network)

    wallet = OpenWallet(visit.holder.vault, clock=lambda: visit.now_s, reach=reach)  # type: ignore[arg-type]
    for _ in range(3):
        assert wallet.pass_by() == Passed()
        visit.now_s += 60
    assert reached == []


def test_attack_59_a_locked_wallet_contacts_nobody_not_even_in_the_midst(tmp_path: Path) -> None:
    visit = Visit(tmp_path, puts_off=True)
    wallet = opened(visit)
    put_off(wallet, visit)
    visit.now_s = visit.pickups[0].not_before_s
    asked: list[str] = []

    def lock(call: Call) -> None:
        asked.append(call.uri.text)
        wallet.lock()

    visit.network.after = lock
    with pytest.raises(Unavailable):
        wallet.pass_by()
    assert len(asked) == 1
    with pytest.raises(Unavailable) as caught:
        wallet.pass_by()
    assert caught.value.code == "vault.locked"
    assert len(asked) == 1


def test_a_newer_one_that_could_not_be_checked_stands_on_top_and_is_gone_on_with(
    tmp_path: Path,
) -> None:
    visit = Visit(tmp_path)
    batch = visit.receive().batch
    wallet = opened(visit)
    visit.hall.has_newer = True
    read = visit.network.read

    def cut(uri: str, code: str) -> bytes:
        raise Unavailable(code, uri)

    visit.network.read = cut  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        wallet.renew(batch)
    visit.network.read = read  # type: ignore[method-assign]
    contents = wallet.contents()
    assert set(contents.newer) == {batch.id}
    [card] = cards.cards(contents, "en", now_s=visit.now_s)
    assert (card.section, card.note) == ("needs", "newer exists")
    wallet.renew(batch)
    contents = wallet.contents()
    assert not contents.newer
    assert sum(each.replaced_at_s is None for each in contents.batches) == 1
    assert len(contents.batches) == 2


def test_a_refill_that_is_over_is_in_the_history(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.receive()
    wallet = opened(visit)
    wallet.pass_by()
    visit.hall._refresh = ""
    # The clock of the ledger stays fresh enough for the look; only what was drawn is moved.
    vault = visit.holder.vault
    for row, value in list(vault.all("refill")):
        vault.put("refill", row, replace(Refill.parse(value), next_s=visit.now_s).format())
    row, value = next(vault.all("credential"))
    held = HeldBatch.parse(value)
    copies = tuple(replace(each, used_at_s=9) for each in held.copies)
    vault.put("credential", row, replace(held, copies=copies).format())
    visit.now_s += 600
    [(_, error)] = wallet.pass_by().failed
    [entry] = wallet.latest(1)
    assert (entry.kind, entry.reason) == ("not_received", error.code)


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_it_is_one_line_whatever_came_of_it(tmp_path: Path, language: str) -> None:
    visit = Visit(tmp_path)
    done = visit.receive()
    pickup = visit.pickups[0]
    for passed, sign in (
        (Passed((done,)), "✓"),
        (Passed((), (pickup,)), "!"),
        (Passed((), (), (("V\x1b[2J", Refused("token.refresh")),)), "✗"),
        (Passed((), (), (("V", Unavailable("net.unavailable")),)), "!"),
        (Passed((), (), (("V", MalformedInput("input.json")),)), "?"),
    ):
        fact = passing.said_of(passed, language)  # type: ignore[arg-type]
        assert fact is not None
        assert fact.sign == sign
        assert "\x1b" not in fact.text
    assert passing.said_of(Passed(), "en") is None
    assert passing.stopped(Unavailable("trust.unconfirmed"), "en") is None
    assert passing.stopped(Unavailable("vault.storage"), "en") is not None


def test_on_the_screen_it_covers_nothing_and_is_in_the_activity(tmp_path: Path) -> None:
    at = AtHall(tmp_path, puts_off=True)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await at.reach_pin(stage)
        await stage.press(*PIN, "enter")
        await stage.until(lambda: stage.shown == "CardsScreen")
        at.visit.hall.is_ready = True
        at.now_s += DAY_S // 8
        await stage.press("r")
        stage.app.pass_by()
        await stage.until(lambda: stage.app.aside is not None)
        await stage.until(lambda: "Came by itself" in stage.text)
        assert stage.shown == "ReceiveScreen"
        assert "What were you handed?" in stage.text
        await stage.press("escape", "a")
        await stage.until(lambda: "received" in stage.text)
        assert "Came by itself" not in stage.text

    with_app(at, story)


def test_in_lines_it_is_said_before_the_next_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = AtHall(tmp_path, puts_off=True)
    talk = Talked(at)
    said = screen_texts("en")
    passes = passing_at_each_question(at)
    monkeypatch.setattr(Passing, "news", passes)
    talk.through("receive", at.link, "fetch", PIN, "activity", "back", "leave")
    text = " ".join(talk.lines)
    assert said["passed_came"].partition(":")[0] in text
    assert "1. " in text


def passing_at_each_question(at: AtHall) -> Callable[[Passing], list[Passed | LivretError]]:
    """Instead of a minute that goes by: a pass whenever news are asked for."""
    true = Passing.news

    def news(self: Passing) -> list[Passed | LivretError]:
        at.visit.hall.is_ready = bool(at.visit.hall._waiting)
        at.now_s += DAY_S // 8 if at.visit.hall.is_ready else 0
        self.pass_by()
        return true(self)

    return news


def test_it_stops_with_the_wallet(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    wallet = opened(visit)
    running = Passing(wallet, every_s=0.001)
    wallet.lock()
    running.pass_by()
    running.stop()
    running.pass_by()
    assert running.news() == []
