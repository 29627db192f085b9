"""Attack 57: a request in the name of a service, under a certificate that is not its own.

A certificate that leads to an authority shows that somebody has a name, not that he is the
one who is named in ``client_id``.
"""

from dataclasses import replace

import pytest

from livret_core import x509
from livret_core.credential.profile_x509 import X509Policy
from livret_core.openid4vp.client_id import KnownClients
from tests.certificates import authority, leaf
from tests.desks_that_ask import (
    BY_DID,
    BY_HASH,
    BY_HOST,
    BY_KEY,
    HOST,
    KID,
    KNOWN,
    LEAF,
    OTHER_LEAF,
    SIGNER,
    code,
    der,
    forged,
    hashed,
    signed,
    verified,
)
from tests.scene import DAY_S, NOW_S

THIEF = leaf("Voleur", "evil.example")


def test_attack_57_certificate_with_another_hash() -> None:
    """The thief's own certificate, in the name of the library's."""
    header = {"x5c": [*THIEF.x5c]}
    assert code(forged(BY_HASH, signer=THIEF.signer, header=header)) == "request.client_id"


@pytest.mark.parametrize("names", [("evil.example",), ("*.example",), ("https://desk.example",)])
def test_attack_57_certificate_for_another_host(names: tuple[str, ...]) -> None:
    theirs = leaf("Voleur", *names)
    header = {"x5c": [*theirs.x5c]}
    assert code(forged(BY_HOST, signer=theirs.signer, header=header)) == "request.client_id"


@pytest.mark.parametrize("client_id", [BY_HASH, BY_HOST])
def test_attack_57_borrowed_certificate(client_id: str) -> None:
    """The library's certificate is public; its key is not."""
    assert code(forged(client_id, signer=THIEF.signer)) == "request.signature"


@pytest.mark.parametrize("client_id", [BY_HASH, BY_HOST])
def test_attack_57_authority_sent_along(client_id: str) -> None:
    header = {"x5c": [*LEAF.x5c, *authority("Racine").x5c]}
    assert code(forged(client_id, header=header)) == "request.certificate"


def test_attack_57_certificate_of_his_own_making() -> None:
    selfmade = leaf("Voleur", "desk.example", by="Voleur", signer=THIEF.signer)
    header = {"x5c": [*selfmade.x5c]}
    by_hash = hashed(selfmade)
    assert code(forged(BY_HOST, signer=THIEF.signer, header=header)) == "request.certificate"
    assert (
        code(forged(BY_HASH, signer=THIEF.signer, header=header, client_id=by_hash))
        == "request.certificate"
    )


def test_attack_57_certificate_of_an_authority_that_nobody_knows() -> None:
    theirs = leaf("Guichet", "desk.example", by="Inconnue", signer=THIEF.signer)
    header = {"x5c": [*theirs.x5c]}
    assert code(forged(BY_HOST, signer=THIEF.signer, header=header)) == "request.untrusted"


def test_attack_57_authority_where_none_is_trusted() -> None:
    assert code(signed(BY_HASH), known=KnownClients()) == "request.untrusted"
    nobody = KnownClients(x509=X509Policy(anchors=x509.TrustAnchors(())))
    assert code(signed(BY_HOST), known=nobody) == "request.untrusted"


def test_attack_57_certificate_for_something_else() -> None:
    assert KNOWN.x509 is not None
    policy = replace(KNOWN.x509, purposes=frozenset({"1.3.6.1.4.1.99999.1"}))
    assert code(signed(BY_HASH), known=replace(KNOWN, x509=policy)) == "request.certificate"


def test_attack_57_certificate_that_has_ended() -> None:
    late_s = NOW_S + 400 * DAY_S
    text = forged(BY_HASH, iat=late_s, exp=late_s + 60)
    assert code(text, now_s=late_s) == "request.certificate_over"


@pytest.mark.parametrize("client_id", [BY_KEY, BY_DID])
def test_attack_57_certificate_beside_a_did(client_id: str) -> None:
    assert code(forged(client_id, header={"x5c": [*LEAF.x5c]})) == "jws.parameter"


@pytest.mark.parametrize("client_id", [BY_HASH, BY_HOST])
def test_attack_57_no_certificate_where_one_speaks(client_id: str) -> None:
    header = {"x5c": ..., "kid": KID}
    assert code(forged(client_id, header=header)) == "x509.malformed"


def test_attack_57_key_of_another_did() -> None:
    other = "did:webvh:QmOther:ledger.example:thief#request-1"
    known = replace(KNOWN, did_keys={**KNOWN.did_keys, other: THIEF.signer.public_key})
    text = forged(BY_DID, signer=THIEF.signer, header={"kid": other})
    assert code(text, known=known) == "request.signature"


@pytest.mark.parametrize("client_id", [BY_HASH, BY_HOST])
def test_attack_57_twin_the_services_own_certificate(client_id: str) -> None:
    assert der(LEAF).sha256 != der(OTHER_LEAF).sha256
    found = verified(signed(client_id))
    # What was verified, and no more.
    hosts = (HOST, f"www.{HOST}") if client_id == BY_HASH else (HOST,)
    assert (found.client_id, found.hosts, found.subject) == (client_id, hosts, "")


def test_attack_57_twin_the_dids_own_key() -> None:
    assert verified(signed(BY_DID)).client_id == BY_DID
    assert SIGNER.public_key == KNOWN.did_keys[KID]
