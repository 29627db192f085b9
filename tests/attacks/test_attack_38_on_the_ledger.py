"""Attack 38, where the issuer is found on a ledger: what is asked for, and in which order.

First only the ledger, at the ledger's own host. A status list, and the digests it is held to, after
the signature and the trust hold, and only under the issuer's own ``StatusList`` service.
"""

import pytest

from livret_core.https_uri import HttpsUri
from livret_verifier.evidence import LedgerNeed, Need, StatusListNeed
from tests.on_ledger import Desk
from tests.scene import THIEF, TownHall


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    issued_s = made.now_s - 3_600
    made.list = made.hall().status_list(issued_s=issued_s)
    made.commit_to(made.list, issued_s)
    return made


def needs(desk: Desk, text: str) -> list[Need]:
    asked: list[Need] = []
    desk.verdict(text, needs=asked)
    return asked


def elsewhere(desk: Desk, uri: str) -> TownHall:
    hall = desk.hall()
    return TownHall(hall.signer, hall.did, b"", HttpsUri.parse(uri))


def test_attack_38_a_forged_proof_has_the_ledger_asked_and_nothing_else(desk: Desk) -> None:
    hall = desk.hall()
    forged = TownHall(THIEF, hall.did, b"", hall.status_uri)
    assert needs(desk, desk.text(hall=forged)) == [LedgerNeed(hall.did)]


def test_attack_38_a_proof_for_a_foreign_place_has_no_list_asked_for(desk: Desk) -> None:
    asked = needs(desk, desk.text(territory="fr-insee:54395"))
    assert asked == [LedgerNeed(desk.hall().did)]


def test_attack_38_a_stolen_keys_proof_has_no_list_asked_for(desk: Desk) -> None:
    kid = f"{desk.metz.did}#credential-1"
    desk.scene.apply(desk.scene.compromise(kid, desk.metz, from_s=desk.scene.at_s))
    desk.scene.tick(60)
    assert needs(desk, desk.text()) == [LedgerNeed(desk.hall().did)]


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/status/1.jwt",
        "https://metz.example.evil.example/status/1.jwt",
        "https://metz.example/statuses/1.jwt",
        "https://namur.example/status/1.jwt",
    ],
)
def test_attack_38_a_list_outside_the_service_on_the_ledger(desk: Desk, uri: str) -> None:
    text = desk.text(hall=elsewhere(desk, uri))
    assert needs(desk, text) == [LedgerNeed(desk.hall().did)]
    assert desk.refusal(text) == ("refused", "status.elsewhere")


def test_attack_38_twin_the_list_and_its_digests_where_the_ledger_has_them(desk: Desk) -> None:
    ledger, listed = needs(desk, desk.text())
    assert ledger == LedgerNeed(desk.hall().did)
    assert isinstance(listed, StatusListNeed)
    assert listed.uri == "https://metz.example/status/1.jwt"
    assert desk.verdict().presentation is not None
