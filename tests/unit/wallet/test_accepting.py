"""Where a proof is accepted: services that registered on the ledger it comes from, in both faces."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livret_core.dids.webvh import WebvhDid
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Unavailable
from livret_wallet.accepting import Services, listed
from livret_wallet.called import issuer_place
from livret_wallet.client.services import registered
from livret_wallet.gather import EVIDENCE
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.vouching import by_evidence
from tests.asked_on_screen import AskedHeld
from tests.being_asked import Asked
from tests.cheap_words import CHEAP
from tests.ledger_heads import Tree
from tests.ledger_scene import ORIGIN
from tests.piloting import Stage, with_app
from tests.talking import Talked
from tests.wallet_held import PASSPHRASE

INDEX = "https://ledger.example/evidence.json"


def publish(scene: Asked, paths: Sequence[str] | None = None, **changes: Any) -> None:
    """List the services of the ledger, as whoever serves it likes."""
    base = WebvhDid.parse(str(scene.desk.metz.did)).base_url
    path = base.removeprefix("https://ledger.example/") + "ledger.evidence"
    index: JsonObject = {"v": 1, "files": [path], "services": [*(paths or [path])], **changes}
    scene.visit.files.put(INDEX, json_encoding.format(index))


def look(scene: Asked) -> Services:
    vault = scene.visit.holder.vault
    return registered(vault, scene.network, ORIGIN, now_s=scene.visit.now_s)


def test_a_service_that_registered_for_such_a_proof_is_found(tmp_path: Path) -> None:
    scene = Asked(tmp_path, registered=True)
    publish(scene)
    found = look(scene)
    [(service, asked)] = found.accepting(scene.batch)
    assert service.did == str(scene.desk.metz.did)
    assert asked.claims == ("commune",)
    assert found.unread == 0
    assert found.as_of_s is not None


def test_one_that_may_ask_what_the_proof_does_not_say_is_not(tmp_path: Path) -> None:
    scene = Asked(tmp_path, registered=True, claims=("commune", "resident_since"))
    publish(scene)
    found = look(scene)
    [service] = found.found
    assert service.asks_for(scene.batch) is None
    assert found.accepting(scene.batch) == ()


def test_one_whose_registration_is_over_is_not(tmp_path: Path) -> None:
    scene = Asked(tmp_path, registered=True)
    vault, now_s = scene.visit.holder.vault, scene.visit.now_s
    publish(scene)
    [service] = look(scene).found
    base = WebvhDid.parse(service.did).base_url
    voucher, _ = by_evidence(
        scene.network.read(base + EVIDENCE, ""), "", Ledgers(vault).known(), now_s=now_s
    )
    for at_s, count in ((service.record.until_s - 1, 1), (service.record.until_s, 0)):
        assert len(Services.of(ORIGIN, [voucher.state], now_s=at_s, unread=0).found) == count


def test_of_a_ledger_that_is_not_believed_nothing_is_read(tmp_path: Path) -> None:
    scene = Asked(tmp_path, registered=True)
    publish(scene)
    Ledgers(scene.visit.holder.vault).forget(ORIGIN)
    scene.network.read_.clear()
    with pytest.raises(Unavailable) as caught:
        look(scene)
    assert caught.value.code == "trust.unconfirmed"
    assert scene.network.read_ == []


@pytest.mark.parametrize(
    "path", ["nobody/ledger.evidence", "../ledger.evidence", "evidence.json", "", "%2e%2e/a"]
)
def test_attack_51_a_listed_file_that_shows_nothing_is_counted_and_no_more(
    path: str, tmp_path: Path
) -> None:
    """Nobody signs the list: what it leads to proves itself, or is nothing."""
    scene = Asked(tmp_path, registered=True)
    publish(scene, [path])
    found = look(scene)
    assert (found.found, found.unread, found.as_of_s) == ((), 1, None)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"v":2,"services":[]}', b'{"v":1,"services":{}}', b"{" * 99]
)
def test_a_list_that_is_none_could_not_be_read(raw: bytes) -> None:
    with pytest.raises(LivretError) as caught:
        listed(raw)
    assert (caught.value.branch, caught.value.code) == ("unavailable", "ledger.unavailable")


def test_looking_changes_nothing_that_is_remembered_of_the_ledger(tmp_path: Path) -> None:
    """Files of one hour may be of smaller heads than the newest that was seen: no alarm."""
    scene = Asked(tmp_path, registered=True)
    publish(scene)
    ledgers = Ledgers(scene.visit.holder.vault)
    scene.desk.scene.tick(60)
    [known], now_s = ledgers.known(), scene.desk.now_s
    nodes = Tree(scene.desk.scene.leaves).read
    _, newer = by_evidence(scene.desk.evidence(), "", [known], now_s=now_s, nodes=nodes)
    ledgers.keep(newer)
    assert newer.remembered != known.remembered
    scene.visit.now_s = now_s
    assert look(scene).unread == 1
    [kept] = ledgers.known()
    assert (kept.remembered, kept.doubt) == (newer.remembered, None)


def test_both_faces_say_where_a_proof_is_accepted_and_as_of_when(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    publish(held.scene)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("enter")
        assert "p who asks" in stage.text
        await stage.press("p")
        await stage.until(lambda: "decides whether this one is enough" in stage.text)
        assert "Commune" in stage.text
        assert "sport" in stage.text
        assert "As of" in stage.text
        await stage.press("escape")
        told = " ".join(stage.text.split())
        assert "Accepted for sport, commune NIS 92094 (Belgium), as of" in told
        assert issuer_place(str(held.scene.desk.metz.did)) not in told

    with_app(held, story)
    told = Talked(held).through("1", "who asks", "back", "leave")
    assert "WHERE IT IS ACCEPTED" in told
    assert "Not looked up yet" in told
    assert "sport: Commune · registered by commune NIS 92094 (Belgium) until" in " ".join(
        told.split()
    )
    assert "decides whether this one is enough" in told
    assert held.asked == ["network", "network"]


def test_both_faces_say_that_it_could_not_be_looked_up(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("enter", "p")
        await stage.until(lambda: "What to do" in stage.text)

    with_app(held, story)
    told = Talked(held).through("1", "p", "back", "leave")
    assert "What to do" in told


def test_a_proof_that_no_ledger_vouches_for_leads_to_none(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    with Vault.open(held.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
        [row] = vault.ids("credential")
        vault.put("credential", row, replace(held.scene.batch, vouched=None).format())

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("enter", "p")
        assert "No public ledger vouches for this proof" in stage.text

    with_app(held, story)
    told = Talked(held).through("1", "p", "back", "leave")
    assert "No public ledger vouches for this proof" in told
    assert held.asked == []
