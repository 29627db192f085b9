"""Attack 58: what a town hall says of itself is signed by somebody else, or it may not sign at all.

It is found out before code and PIN are spent: whoever was handed the offer comes back with it.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livret_core.credential import catalogue
from livret_core.errors import Refused
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_wallet.client.fetching import Fetched
from tests.scene import DAY_S, STRANGER
from tests.visiting import HALL, Visit

EVIDENCE = "ledger.evidence"


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    made = Visit(tmp_path)
    made.announces()
    return made


def refused(visit: Visit, code: str, branch: str = "refused") -> None:
    """Refused, and the offer is as good as it was: the same one is taken once all is well."""
    assert visit.refusal() == (branch, code)
    assert not [one for one in visit.hall.asked if one.startswith("POST")]
    assert visit.asked_for == []


def test_attack_58_twin_metadata_of_the_town_of_the_ledger(visit: Visit) -> None:
    assert visit.receive().batch.copies
    assert [uri.rpartition("/")[2] for uri in visit.network.read_[:2]] == [EVIDENCE, EVIDENCE]


def test_attack_58_twin_metadata_that_nobody_signed(tmp_path: Path) -> None:
    """The standard asks nobody to sign them (OpenID4VCI 1.0 §12.2.2)."""
    assert Visit(tmp_path).receive().batch.copies


def test_attack_58_metadata_signed_with_another_key(visit: Visit) -> None:
    thief = replace(visit.files.desk.hall(), signer=STRANGER.signer)
    visit.announces(by=thief)
    refused(visit, "metadata.signature")


@pytest.mark.parametrize("kid", [None, "key-1", "did:web:verneuil.test#key-1"])
def test_attack_58_metadata_by_a_key_that_nobody_vouches_for(visit: Visit, kid: Any) -> None:
    visit.announces(kid=kid)
    refused(visit, "metadata.signature")


def test_attack_58_metadata_by_a_key_that_the_ledger_never_listed(visit: Visit) -> None:
    visit.announces(key="credential-9", issued_at_s=visit.files.desk.scene.at_s)
    refused(visit, "metadata.signature")


def test_attack_58_metadata_by_a_key_that_the_ledger_may_list_since(visit: Visit) -> None:
    """Signed after the head that is shown: nobody knows yet, and nothing is spent."""
    visit.announces(key="credential-9")
    refused(visit, "ledger.older_than_proof", "unavailable")


def test_attack_58_metadata_by_a_key_that_gave_way(visit: Visit) -> None:
    """Dated back to when it signed: it says nothing of today."""
    desk, before_s = visit.files.desk, visit.now_s
    old = desk.hall()
    desk.metz.credential_keys = ("credential-2",)
    desk.scene.move_on(desk.metz)
    desk.scene.tick(DAY_S)
    visit.files.publish()
    visit.now_s = visit.files.now_s
    visit.announces(by=old, issued_at_s=before_s - DAY_S, expires_at_s=visit.now_s + DAY_S)
    refused(visit, "metadata.signature")


def test_attack_58_metadata_by_a_key_said_to_be_stolen(visit: Visit) -> None:
    desk = visit.files.desk
    kid = f"{desk.metz.did}#credential-1"
    desk.scene.apply(desk.scene.compromise(kid, desk.metz, from_s=desk.issued_s))
    desk.scene.tick(60)
    visit.files.publish()
    visit.now_s = visit.files.now_s
    visit.announces()
    refused(visit, "metadata.signature")


def test_attack_58_metadata_of_another_issuer(visit: Visit) -> None:
    other = CredentialIssuer.parse("https://somebody.test/else")
    metadata = replace(visit.hall.metadata, issuer=other)
    announce = visit.hall.announce
    assert announce is not None
    visit.hall.announce = lambda _: announce(metadata)
    refused(visit, "metadata.other_issuer")


@pytest.mark.parametrize(
    "times",
    [
        {"issued_at_s": -2 * DAY_S, "expires_at_s": -DAY_S},
        {"issued_at_s": -DAY_S, "expires_at_s": 0},
        {"issued_at_s": 301, "expires_at_s": DAY_S},
    ],
)
def test_attack_58_metadata_of_another_time(visit: Visit, times: dict[str, Any]) -> None:
    visit.announces(**{name: visit.now_s + each for name, each in times.items()})
    refused(visit, "metadata.stale", "unavailable")


def test_attack_58_signed_metadata_that_fail_are_not_asked_for_unsigned(visit: Visit) -> None:
    visit.announces(by=replace(visit.files.desk.hall(), signer=STRANGER.signer))
    refused(visit, "metadata.signature")
    assert len([one for one in visit.hall.asked if "openid-credential-issuer" in one]) == 1


def test_attack_58_an_issuer_on_no_believed_ledger_spends_no_code(visit: Visit) -> None:
    visit.announces(by=STRANGER)
    refused(visit, "issuer.off_ledger")
    assert visit.network.read_ == []  # nothing is looked up on a stranger's word


def test_attack_58_an_issuer_that_the_ledger_does_not_know_spends_no_code(visit: Visit) -> None:
    liege = visit.files.desk.scene.towns[3]
    visit.announces(by=visit.files.desk.hall(liege))
    refused(visit, "ledger.unavailable", "unavailable")


def test_attack_58_an_issuer_without_the_right_to_the_type_spends_no_code(visit: Visit) -> None:
    visit.offers(catalogue.find("birth").vct)
    refused(visit, "issuer.not_accredited")


def test_attack_58_the_same_offer_is_taken_once_the_right_is_there(visit: Visit) -> None:
    desk = visit.files.desk
    desk.scene.apply(desk.scene.end_right(desk.metz, desk.root, from_s=desk.issued_s))
    desk.scene.tick(DAY_S)
    visit.files.publish()
    visit.now_s = visit.files.now_s
    visit.announces()
    refused(visit, "issuer.not_accredited")
    desk.scene.apply(desk.scene.grant(desk.metz, desk.root))
    desk.scene.tick(DAY_S)
    visit.files.publish()
    visit.now_s = visit.files.now_s
    visit.announces()
    assert visit.receive().batch.copies


def test_attack_58_by_certificate_and_no_authority_was_named(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.offers_in("x509")
    refused(visit, "offer.no_authority", "unavailable")
    assert visit.hall.asked == []  # the name of what is offered says so


def test_attack_58_the_history_says_what_came_of_it(visit: Visit) -> None:
    from livret_wallet.vault import holdings

    visit.announces(by=STRANGER)
    refused(visit, "issuer.off_ledger")
    [entry] = holdings.history(visit.holder.vault)
    assert (entry.kind, entry.counterparty, entry.vct, entry.reason) == (
        "not_received",
        HALL.removeprefix("https://"),
        None,
        "issuer.off_ledger",
    )
    assert entry.at_s == visit.now_s


def test_attack_58_what_was_begun_stays_open_when_metadata_turn_bad(tmp_path: Path) -> None:
    """Whoever stands in for the town hall for an hour ends nothing."""
    visit = Visit(tmp_path, puts_off=True)
    visit.announces()
    visit.put_off()
    visit.now_s += 5
    visit.hall.is_ready = True
    visit.announces(by=replace(visit.files.desk.hall(), signer=STRANGER.signer))
    posts = len([one for one in visit.hall.asked if one.startswith("POST")])
    with pytest.raises(Refused) as caught:
        visit.fetching().go_on(visit.pickups[0])
    assert caught.value.code == "metadata.signature"
    assert len([one for one in visit.hall.asked if one.startswith("POST")]) == posts
    visit.announces()
    assert isinstance(visit.fetching().go_on(visit.pickups[0]), Fetched)


def test_attack_58_a_renewal_by_a_stranger_is_shown_no_token(visit: Visit) -> None:
    held = visit.receive().batch
    visit.hall.has_newer = True
    visit.announces(by=STRANGER)
    posts = len([one for one in visit.hall.asked if one.startswith("POST")])
    with pytest.raises(Refused) as caught:
        visit.fetching().renew(held)
    assert caught.value.code == "issuer.off_ledger"
    assert len([one for one in visit.hall.asked if one.startswith("POST")]) == posts
    visit.announces()
    assert isinstance(visit.fetching().renew(held), Fetched)
