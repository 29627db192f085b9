"""Attack 58: a town hall on the wire that does not keep to its offer. Nothing of it is kept."""

from pathlib import Path

import pytest

from livret_core.credential import catalogue
from livret_core.errors import Refused
from livret_town.simulator.issuers import Lie
from tests.scene import STRANGER
from tests.visiting import Visit

EVIDENCE = "ledger.evidence"


def test_attack_58_twin_a_town_hall_that_keeps_to_its_offer(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    assert visit.receive().batch.copies
    assert visit.network.read_[0].endswith(EVIDENCE)


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ("foreign_key", "received.other_key"),
        ("one_key", "received.other_key"),
        ("more_copies", "received.count"),
    ],
)
def test_attack_58_what_is_not_for_this_wallet_causes_no_request(
    tmp_path: Path, lie: Lie, code: str
) -> None:
    """It is refused before anything that it names is looked up."""
    visit = Visit(tmp_path, lies={lie})
    assert visit.refusal() == ("refused", code)
    assert visit.network.read_ == []
    assert [said.event for said in visit.hall.told] == (
        [] if lie == "more_copies" else ["credential_failure"]
    )


def test_attack_58_another_type_than_was_offered_causes_no_request(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.offers(catalogue.find("birth").vct)
    assert visit.refusal() == ("refused", "received.other_type")
    assert visit.network.read_ == []


def test_attack_58_a_body_on_no_believed_ledger_causes_no_request(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.signer = STRANGER
    assert visit.refusal() == ("refused", "issuer.off_ledger")
    assert visit.network.read_ == []


def test_attack_58_another_towns_territory(tmp_path: Path) -> None:
    visit = Visit(tmp_path)
    visit.territory = "fr-insee:54395"
    assert visit.refusal() == ("refused", "issuer.wrong_territory")
    # Its lists are asked for once it is known to be allowed to issue; this one never is.
    assert [uri.rpartition("/")[2] for uri in visit.network.read_] == [EVIDENCE]


@pytest.mark.parametrize(
    ("lie", "code"),
    [("other_issuer", "metadata.other_issuer"), ("other_server", "metadata.other_issuer")],
)
def test_attack_58_metadata_that_speaks_for_another_costs_no_pin(
    tmp_path: Path, lie: Lie, code: str
) -> None:
    visit = Visit(tmp_path, lies={lie})
    assert visit.refusal() == ("refused", code)
    assert len(visit.pins) == 1
    assert [one for one in visit.hall.asked if one.startswith("POST")] == []


def test_attack_58_a_redirect_takes_no_secret_along(tmp_path: Path) -> None:
    visit = Visit(tmp_path, lies={"redirect"})
    assert visit.refusal() == ("refused", "issuance.redirected")
    assert [one for one in visit.hall.asked if "elsewhere" in one] == []


def test_attack_58_a_token_that_its_thief_could_use(tmp_path: Path) -> None:
    visit = Visit(tmp_path, lies={"unbound_token"})
    assert visit.refusal() == ("refused", "token.unbound")


def test_attack_58_copies_in_clear_where_encryption_was_published(tmp_path: Path) -> None:
    visit = Visit(tmp_path, lies={"in_clear"}, encrypts=True)
    assert visit.refusal() == ("refused", "received.unencrypted")


def test_attack_58_a_server_that_never_has_enough_of_nonces(tmp_path: Path) -> None:
    visit = Visit(tmp_path, lies={"nonce_without_end"})
    assert visit.refusal() == ("refused", "dpop.nonce")
    assert len([one for one in visit.hall.asked if one.endswith("/token")]) == 2


def test_attack_58_put_off_under_another_name(tmp_path: Path) -> None:
    visit = Visit(tmp_path, lies={"other_transaction"}, puts_off=True)
    visit.put_off()
    visit.now_s += 5
    with pytest.raises(Refused) as caught:
        visit.fetching().go_on(visit.pickups[0])
    assert caught.value.code == "received.other_transaction"
    assert visit.pickups == []
