"""Attack 22: a key proof for a nonce that is old, somebody else's, or was used."""

from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.oauth.server_nonce import MAX_AHEAD_S
from livret_core.openid4vci.key_proof import KeyProof, sign_key_proof
from livret_issuer.pickup import nonces
from livret_issuer.pickup.records import Handed
from livret_issuer.pickup.secrets import PickupKeys
from livret_issuer.service import Office
from tests.office import NOW_S, signer
from tests.pickups import Phone, code_of, offer, open_hall


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


def of_another_hall(office: Office) -> str:
    keys = PickupKeys.of(office._keys.audit, "fr-insee:80998")
    return nonces.make_nonce(keys, random=b"0" * nonces.RANDOM_BYTES, now_s=NOW_S)


def over(office: Office) -> str:
    return office.pickups().nonce(now_s=NOW_S - nonces.LIFE_S)


def to_come(office: Office) -> str:
    return office.pickups().nonce(now_s=NOW_S + MAX_AHEAD_S + 1)


def altered(office: Office) -> str:
    """Its time put off, its vouching kept."""
    early, late = (office.pickups().nonce(now_s=at) for at in (NOW_S, NOW_S - nonces.LIFE_S))
    return early[:8] + late[8:]


def made_up(office: Office) -> str:
    return "A" * 50


@pytest.mark.parametrize("nonce_of", [of_another_hall, over, to_come, altered, made_up])
def test_attack_22_a_nonce_that_is_not_ours_or_over(
    office: Office, nonce_of: Callable[[Office], str]
) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    ask = phone.request(nonce=nonce_of(office))
    assert code_of(lambda: phone.ask(tokens.access, ask)) == "key_proof.nonce"


def test_attack_22_twin_a_nonce_in_its_last_second(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office))
    ask = phone.request(nonce=office.pickups().nonce(now_s=NOW_S - nonces.LIFE_S + 1))
    assert isinstance(phone.ask(tokens.access, ask), Handed)


def test_attack_22_a_nonce_serves_one_request(office: Office) -> None:
    phone, other = Phone(office), Phone(office, "zoe")
    nonce = office.pickups().nonce(now_s=NOW_S)
    tokens, others = phone.redeem(offer(office)), other.redeem(offer(office, given_name="Zoé"))
    phone.ask(tokens.access, phone.request(nonce=nonce))
    reused = lambda: other.ask(others.access, other.request(nonce=nonce))  # noqa: E731
    assert code_of(reused) == "key_proof.nonce"


def test_attack_22_a_nonce_of_a_refused_request_is_not_used_up(office: Office) -> None:
    phone = Phone(office)
    tokens = phone.redeem(offer(office, max_copies=2))
    nonce = office.pickups().nonce(now_s=NOW_S)
    too_many = phone.request(nonce=nonce, copies=3)
    assert code_of(lambda: phone.ask(tokens.access, too_many)) == "issuance.too_many"
    ask = phone.request(nonce=nonce, copies=2)
    assert isinstance(phone.ask(tokens.access, ask), Handed)


def test_attack_22_nonces_are_never_the_same(office: Office) -> None:
    made = {office.pickups().nonce(now_s=NOW_S) for _ in range(100)}
    assert len(made) == 100


def test_attack_22_a_proof_without_a_nonce() -> None:
    text = sign_key_proof(signer("mine"), audience="x", nonce=None, issued_at_s=NOW_S)
    proof = KeyProof.parse(text)
    assert code_of(lambda: nonces.nonces_in([proof])) == "key_proof.malformed"
