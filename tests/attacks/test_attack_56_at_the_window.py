"""Attack 56, over the network: a desk that asks for more than the ledger has it registered for."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from livret_core.errors import LivretError, Refused
from livret_edge.fetcher import AsyncFetcher, Fetcher
from livret_town.command import main
from livret_verifier import AsyncVerifier, Verifier
from livret_verifier.evidence import LedgerNeed
from livret_wallet.asked import standing
from livret_wallet.client.web import Web
from tests.at_window import at_window
from tests.fetching import OUTSIDE, reply
from tests.playing import Play
from tests.registered_desks import RegisteredDesk


def code_of(act: Any) -> tuple[str, str]:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.branch, caught.value.code


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> RegisteredDesk:
    """One for the tests that answer nothing there."""
    return RegisteredDesk(tmp_path_factory.mktemp("registered"))


def test_attack_56_a_desk_does_not_even_make_such_a_request(desk: RegisteredDesk) -> None:
    before = desk.opened.window.count_open()
    refused = ("refused", "request.over_purpose")
    assert code_of(lambda: desk.ask("commune", "birthdate")) == refused
    staff = at_window(desk.opened)
    for place in ("visits", "window"):
        answer = staff.fill(place, procedure="curious")
        assert answer.status == 403
        assert "more than this service is registered to ask" in answer.body.decode()
    assert desk.opened.window.count_open() == before


def test_attack_56_twin_a_desk_that_keeps_to_it_is_answered_unasked(tmp_path: Path) -> None:
    desk = RegisteredDesk(tmp_path)
    asked = desk.ask()
    assert desk.opened.needs == [LedgerNeed(desk.hall.did)]
    answering = desk.answering()
    assert standing.may_go_unasked(answering.ask(asked.link).standing, _sheet(desk, asked))
    assert desk.answer(asked).is_taken
    assert (desk.verdict(asked)["outcome"], desk.verdict(asked)["code"]) == ("accepted", None)


def test_attack_56_the_wallet_names_what_a_desk_that_does_not_look_asks_too_much(
    desk: RegisteredDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who wants to ask for more runs no library that stops him."""
    with monkeypatch.context() as lying:
        lying.setattr("livret_verifier.desk.window.bound_by", lambda _: None)
        asked = desk.ask("commune", "birthdate")
    answering = desk.answering()
    found = answering.ask(asked.link)
    sheet = _sheet(desk, asked)
    assert [path for _, path in sheet.excess.claims] == [("birthdate",)]
    assert not standing.may_go_unasked(found.standing, sheet)
    assert desk.holder.used == 0
    assert desk.opened.kept(asked).stand != "answered"


def test_attack_56_a_part_was_registered_and_not_the_whole(tmp_path: Path) -> None:
    paths = ("address.locality", "address.country")
    desk = RegisteredDesk(tmp_path, claims=paths)
    assert code_of(lambda: desk.ask("address")) == ("refused", "request.over_purpose")
    asked = desk.ask(*paths)
    assert desk.answer(asked).is_taken
    claims = desk.verdict(asked)["claims"]
    assert isinstance(claims, dict)
    assert tuple(claims) == paths


def test_attack_56_what_was_registered_has_ended(tmp_path: Path) -> None:
    desk = RegisteredDesk(tmp_path)
    ledger = desk.holder.desk
    asked = desk.ask()
    ledger.scene.apply(ledger.scene.end_service(ledger.metz, ledger.root))
    ledger.scene.tick(60)
    names = [*ledger.names(), f"service/{ledger.metz.did}"]
    shown = ledger.seen.evidence(sorted(set(names)), ledger.head()).format()
    desk.holder.visit.files.publish(evidence=shown)
    desk.later(120)
    assert code_of(desk.ask) == ("refused", "request.over_purpose")
    assert _sheet(desk, asked).excess.is_over


def test_attack_56_who_registered_nothing_asks_nothing(tmp_path: Path) -> None:
    desk = RegisteredDesk(tmp_path, registered=False)
    assert code_of(desk.ask) == ("unavailable", "ledger.not_shown")


class Ledger:
    """What is published, for the library's own way out."""

    def __init__(self, desk: RegisteredDesk) -> None:
        self.asked: list[str] = []
        self._root = desk.published

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        [found] = self._root.rglob("ledger.evidence")
        return reply(200, found.read_bytes())


def test_attack_56_the_library_makes_no_such_request_either(desk: RegisteredDesk) -> None:
    web, find = Ledger(desk), lambda *_: [OUTSIDE]
    fetcher = Fetcher(transport=httpx.MockTransport(web), find=find)
    library = Verifier.open(desk.home, fetcher=fetcher, clock=lambda: desk.now_s)
    assert code_of(lambda: library.ask("curious")) == ("refused", "request.over_purpose")
    assert library.ask("parking").link.startswith("openid4vp://")
    assert len(web.asked) == 1
    fetcher.close()

    async def walk() -> None:
        fetcher = AsyncFetcher(transport=httpx.MockTransport(web), find=find)
        library = AsyncVerifier.open(desk.home, fetcher=fetcher, clock=lambda: desk.now_s)
        with pytest.raises(Refused, match=r"request\.over_purpose"):
            await library.ask("curious")
        assert (await library.ask("parking")).link.startswith("openid4vp://")
        await fetcher.close()

    asyncio.run(walk())
    # None older than what was seen here is believed from now on (attack 51).
    [ledger] = desk.opened.desk.ledgers.known()
    assert ledger.remembered is not None


def test_attack_56_the_command_says_no(
    desk: RegisteredDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("livret_verifier.cli.online.now_s", lambda: desk.now_s)
    [published] = desk.published.rglob("ledger.evidence")
    shutil.copy(published, desk.home / "service.evidence")
    typed = ("verify", "request", "curious", "--home", str(desk.home), "--json")
    assert main(list(typed)) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["facts"]) == ("request.over_purpose", {"claim": "birthdate"})
    assert main([*typed[:-1], "--lang", "en"]) == 1
    assert "to ask for birthdate" in " ".join(capsys.readouterr().err.split())
    assert main([word.replace("curious", "parking") for word in typed]) == 0
    (desk.home / "service.evidence").unlink()


def test_attack_56_the_command_writes_no_such_request_into_a_file(
    desk: RegisteredDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for where in ("livret_verifier.cli.online.now_s", "livret_verifier.cli.now_s"):
        monkeypatch.setattr(where, lambda: desk.now_s)
    [published] = desk.published.rglob("ledger.evidence")
    shutil.copy(published, desk.home / "service.evidence")
    to = desk.home / "request.jwt"
    typed = ["verify", "request", "curious", "--home", str(desk.home), "--to", str(to), "--json"]
    assert main(typed) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["facts"]) == ("request.over_purpose", {"claim": "birthdate"})
    assert not to.exists()
    # What the policy alone comes to does not say that it keeps within that.
    assert main(["verify", "policy", "--home", str(desk.home), "--lang", "en"]) == 0
    assert "held against it with each request, and not here" in " ".join(
        capsys.readouterr().out.split()
    )
    assert main([word.replace("curious", "parking") for word in typed]) == 0
    assert to.exists()
    (desk.home / "service.evidence").unlink()


def test_attack_56_yes_beforehand_counts_where_the_ledger_has_what_is_asked(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the command; and it counts for no more than was registered."""
    desk = RegisteredDesk(play.root)
    desk.holder.visit.holder.vault.close()
    (play.root / "passphrase").write_text("cheap\n")
    play.clock.now_s = desk.now_s
    network = desk.network
    monkeypatch.setattr(Web, "read", lambda _, uri, code: network.read(uri, code))
    monkeypatch.setattr(Web, "carry", lambda _, call: network.carry(call))
    asked = desk.ask()
    sheet, sent = play.wallet("present", asked.link, "--yes", "--json", of="wallet").events
    assert (sheet["vouched"], sent["taken"]) == ("registered", True)
    assert desk.verdict(asked)["outcome"] == "accepted"
    with monkeypatch.context() as lying:
        lying.setattr("livret_verifier.desk.window.bound_by", lambda _: None)
        more = desk.ask("commune", "birthdate")
    refused = play.wallet("present", more.link, "--yes", "--json", of="wallet", status=2)
    sheet, ended = refused.events
    assert sheet["beyond"]["claims"] == ["birthdate"]
    assert ended["code"] == "consent.required"
    assert desk.opened.kept(more).stand != "answered"
    # Whoever has read it may say yes all the same.
    agreed = ("present", more.link, "--consent", sheet["digest"], "--json")
    assert play.wallet(*agreed, of="wallet").events[-1]["taken"] is True


def test_attack_56_yes_beforehand_counts_for_no_name_that_is_warned_of(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registered it is, and calls itself what looks like another's name."""
    desk = RegisteredDesk(play.root)
    desk.holder.visit.holder.vault.close()
    (play.root / "passphrase").write_text("cheap\n")
    play.clock.now_s = desk.now_s
    network = desk.network
    monkeypatch.setattr(Web, "read", lambda _, uri, code: network.read(uri, code))
    monkeypatch.setattr(Web, "carry", lambda _, call: network.carry(call))
    policy = desk.home / "policy.toml"
    mixed = policy.read_text().replace('service = "P', 'service = "\u0420')  # not the Latin letter
    assert "\u0420" in mixed
    policy.write_text(mixed)
    asked = desk.ask()
    refused = play.wallet("present", asked.link, "--yes", "--json", of="wallet", status=2)
    sheet, ended = refused.events
    assert (sheet["vouched"], sheet["beyond"]["claims"]) == ("registered", [])
    assert [each["kind"] for each in sheet["warnings"]] == ["name_mixed"]
    assert ended["code"] == "consent.required"
    assert desk.opened.kept(asked).stand != "answered"
    agreed = ("present", asked.link, "--consent", sheet["digest"], "--json")
    assert play.wallet(*agreed, of="wallet").events[-1]["taken"] is True


def _sheet(desk: RegisteredDesk, asked: Any) -> Any:
    answering = desk.answering()
    found = answering.ask(asked.link)
    return answering.sheet(answering.choose(found, None), found, language="en")
