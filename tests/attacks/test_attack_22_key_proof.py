"""Attack 22: a credential bound to a key that whoever asks did not show to hold, now, here.

A proof from another issuer's counter, from another hand-over or from last year; a token
signed for something else that happens to fit; one key in two copies, by which two
services would know one visitor.
"""

from pathlib import Path
from typing import Any

import pytest

from livret_core import jws
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused
from livret_core.keys import jwk
from livret_core.openid4vci.key_proof import TYP, HolderKey, check_key_proofs
from tests.office import DAY_S, NOW_S, ask, offer, open_office, signer

ISSUER = "did:webvh:QmTown:ledger.livret.test:town"
NONCE = "n-0S6_WzA2Mj-n-0S6_WzA2Mj"
MINE = signer("mine")
OTHER = signer("other")


def proof(*, signed_by: Any = MINE, **changes: Any) -> str:
    """A key proof; ``typ``, ``jwk`` and claims may be changed, ``...`` takes one out."""
    header: JsonObject = {"typ": TYP, "jwk": jwk.format_public(MINE.public_key)}
    claims: JsonObject = {"aud": ISSUER, "iat": NOW_S, "nonce": NONCE}
    for name, value in changes.items():
        part = header if name in {"typ", "jwk", "kid"} else claims
        part[name] = value
        if value is ...:
            del part[name]
    return jws.sign(header, json_encoding.format(claims), signed_by)


def check(*proofs: str) -> tuple[HolderKey, ...]:
    return check_key_proofs(proofs, audience=ISSUER, nonce=NONCE, now_s=NOW_S)


def code_of(*proofs: str) -> str:
    with pytest.raises(LivretError) as caught:
        check(*proofs)
    return caught.value.code


def test_attack_22_twin_a_fresh_proof_of_one_key_for_this_counter() -> None:
    [held] = check(proof())
    assert held.key == MINE.public_key


def test_attack_22_a_proof_for_another_issuer() -> None:
    assert code_of(proof(aud="did:webvh:QmElse:else.test:town")) == "key_proof.other_issuer"


def test_attack_22_a_proof_for_another_hand_over() -> None:
    assert code_of(proof(nonce="x" + NONCE[1:])) == "key_proof.other_handover"


def test_attack_22_a_proof_that_is_too_old() -> None:
    assert code_of(proof(iat=NOW_S - 30 * DAY_S - 1)) == "key_proof.stale"


def test_attack_22_a_proof_from_the_future() -> None:
    assert code_of(proof(iat=NOW_S + 301)) == "key_proof.stale"


@pytest.mark.parametrize("iat", [NOW_S - 30 * DAY_S, NOW_S + 300])
def test_attack_22_twin_a_proof_at_the_edge_of_its_time(iat: int) -> None:
    assert len(check(proof(iat=iat))) == 1


@pytest.mark.parametrize("typ", [..., "JWT", "kb+jwt", "dc+sd-jwt"])
def test_attack_22_a_token_that_was_signed_for_something_else(typ: Any) -> None:
    assert code_of(proof(typ=typ)) == "jws.type"


def test_attack_22_a_key_that_somebody_else_holds() -> None:
    """The name of one key, the signature of another."""
    assert code_of(proof(signed_by=OTHER)) == "key_proof.signature"


def test_attack_22_one_key_for_two_copies() -> None:
    assert code_of(proof(), proof()) == "key_proof.key_twice"


def test_attack_22_twin_two_keys_for_two_copies() -> None:
    other = proof(signed_by=OTHER, jwk=jwk.format_public(OTHER.public_key))
    assert len({held.key for held in check(proof(), other)}) == 2


@pytest.mark.parametrize("missing", ["aud", "iat", "nonce", "jwk"])
def test_attack_22_a_proof_that_leaves_a_part_out(missing: str) -> None:
    assert code_of(proof(**{missing: ...})) == "key_proof.malformed"


def test_attack_22_a_key_named_twice_over() -> None:
    assert code_of(proof(kid="did:example:1#1")) == "key_proof.malformed"


def test_attack_22_a_private_key_in_the_header() -> None:
    private = {**jwk.format_public(MINE.public_key), "d": "AAAA"}
    assert code_of(proof(jwk=private)) == "key.private"


def test_attack_22_a_hand_over_used_a_second_time(tmp_path: Path) -> None:
    """The nonce is right and everything is fresh; it was answered before."""
    office = open_office(tmp_path)
    handover = offer(office)
    office.issue(ask(handover).request.format(), now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        office.issue(ask(handover, of="thief").request.format(), now_s=NOW_S)
    assert caught.value.code == "handover.used"


def test_attack_22_the_proofs_of_one_hand_over_brought_to_another(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    mine, hers = offer(office), offer(office)
    stolen = ask(hers).request
    forged = type(stolen)(mine.code, mine.vct, stolen.proofs)
    with pytest.raises(Refused) as caught:
        office.issue(forged.format(), now_s=NOW_S)
    assert caught.value.code == "key_proof.other_handover"


def test_attack_22_twin_each_hand_over_is_answered_once(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    answers = [
        office.issue(ask(offer(office), of=name).request.format(), now_s=NOW_S)
        for name in ("camille", "zoe")
    ]
    assert [len(answer.credentials) for answer in answers] == [3, 3]
