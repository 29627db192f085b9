"""Attack 58: what was fetched from one town hall is signed under a certificate of another's.

An authority certifies many hosts. The one that counts is the one that the proof came from, and
each copy of a proof bears the same certificate: one of its own would be its holder's number.
"""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.credential import mint
from livret_core.credential.profile_x509 import X509Policy
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.status.token import StatusReference
from livret_core.x509 import TrustAnchors
from livret_wallet import holder
from livret_wallet.certified import by_certificate
from livret_wallet.records import HeldBatch, PendingRequest
from tests.certificates import START_S, Certified, authority, leaf
from tests.office import signer
from tests.scene import CLAIMS, DAY_S, RESIDENCY, counted

HOST = "verneuil.test"
OWN = leaf("Mairie de Verneuil", HOST)
POLICY = X509Policy(
    anchors=TrustAnchors.parse_pem(authority("Racine").certificate.public_bytes(Encoding.PEM))
)
KEYS = [signer(f"copy {number}").public_key for number in range(2)]
NOW_S = START_S - START_S % DAY_S + 40 * DAY_S


def copy(
    number: int,
    signed_by: Certified = OWN,
    *,
    ends_s: int | None = None,
    issued_s: int = NOW_S,
    given_name: str = "Camille",
) -> str:
    claims = {**CLAIMS, "given_name": given_name}
    unsigned = mint.prepare(
        RESIDENCY,
        claims,
        plan=mint.conceal_plan(RESIDENCY, claims),
        issuer=mint.IssuerIdentity.x509(signed_by.signer.algorithm, x5c=[*signed_by.x5c]),
        holder_key=KEYS[number],
        status=StatusReference(number, HttpsUri.parse("https://lists.test/1.jwt")),
        issued_at_s=issued_s,
        expires_at_s=RESIDENCY.law.expires_at_s(issued_s) if ends_s is None else ends_s,
        salts=counted(1_000 * number),
        decoys=counted((1 + number) << 32, 32),
    )
    return unsigned.assemble(signed_by.signer.sign(unsigned.signing_input))


def received(*copies: str, host: str = HOST) -> HeldBatch:
    voucher = by_certificate(copies[0], host, POLICY, now_s=NOW_S)
    asked = PendingRequest(
        "1", voucher.name, "Verneuil", RESIDENCY.vct, "7KQ2M9T9", "", ("a", "b"), NOW_S
    )
    batch, _ = holder.accept(copies, asked, KEYS, voucher, batch_id="1", now_s=NOW_S)
    return batch


def code_of(*copies: str, host: str = HOST) -> str:
    with pytest.raises(LivretError) as caught:
        received(*copies, host=host)
    return caught.value.code


def test_attack_58_twin_the_town_halls_own_certificate() -> None:
    assert received(copy(0), copy(1)).issuer_did == f"https://{HOST}"


def test_attack_58_a_certificate_of_another_host() -> None:
    other = leaf("Mairie d'ailleurs", "ailleurs.test")
    assert code_of(copy(0, other), copy(1, other)) == "issuer.not_certified"


def test_attack_58_copies_under_certificates_of_their_own() -> None:
    """Two services that compare certificates would know one visitor."""
    again = leaf("Mairie de Verneuil 2", HOST, signer=OWN.signer)
    assert code_of(copy(0), copy(1, again)) == "received.differ"


def test_attack_58_copies_of_two_people_under_one_certificate() -> None:
    assert code_of(copy(0), copy(1, given_name="Andrea")) == "received.differ"


def test_attack_58_copies_of_two_days_under_one_certificate() -> None:
    assert code_of(copy(0), copy(1, issued_s=NOW_S - DAY_S)) == "received.differ"


def test_attack_58_an_end_that_neither_law_nor_certificate_gives() -> None:
    ends_s = RESIDENCY.law.expires_at_s(NOW_S)
    assert ends_s is not None
    assert code_of(copy(0, ends_s=ends_s - DAY_S)) == "received.marked"


def test_attack_58_a_certificate_for_a_web_server() -> None:
    """An authority that certifies hosts for connections says nothing of what they sign."""
    web = leaf("Mairie de Verneuil", HOST, purposes=["1.3.6.1.5.5.7.3.1"])
    assert code_of(copy(0, web)) == "x509.purpose"
