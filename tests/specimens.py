"""One specimen of each kind of file that livret writes or is handed, made with fixed keys."""

import base64
import json
import sqlite3
import zlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from livret_core import jws
from livret_core.credential import catalogue
from livret_core.dids.webvh import commitment, create, placeholder_did
from livret_core.encoding import base64url
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer, jwk, pem
from livret_core.sdjwt import ConcealPlan, SdJwt, conceal, keybinding
from livret_core.sealing import KdfParameters, SealedFile
from livret_core.status import token as status_token
from livret_core.status.bits import StatusList
from livret_issuer.columns import columns
from livret_wallet.vault import Vault
from tests import ledger_specimens
from tests.certificates import authority, leaf
from tests.office import offer, open_office

NOW_S: Final = 1_800_000_000
SIGNER: Final = P256Signer.from_seed(bytes(range(48)))
CHEAP: Final = KdfParameters(passes=1, memory_kib=8)
CHECKPOINT: Final = (
    "ledger.livret.test/1\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
    "— ledger.livret.test/1 AQIDBAUG\n— witness.test/a BwgJCgs=\n"
)
POLICY: Final = """\
# Whom the pool believes.
version = 1
service = "Piscine des Saules"

[procedures.pool]
type = "residency"
asks = ["commune"]

[procedures.pool.purpose]
fr = "tarif habitant"

[procedures.pool.requires]
commune = ["Verneuil-sur-Lys"]
"""
BY_CERTIFICATE: Final = """
[[issuers]]
name = "Sint-Jansbeke"
profile = "x509"
san = "https://sint-jansbeke.example"
anchors = "anchors.pem"
types = ["residency"]
territories = ["be-nis:62063"]
"""


def proof() -> SdJwt:
    concealed = conceal(
        {"iss": "did:example:town", "vct": "urn:livret:residency:1", "locality": "Verneuil"},
        ConcealPlan.of([("locality",)]),
        salts=iter([bytes(16)]),
    )
    issuer_jwt = jws.sign({"typ": "dc+sd-jwt"}, json.dumps(concealed.payload).encode(), SIGNER)
    return SdJwt(issuer_jwt, concealed.disclosures)


def shown_proof() -> SdJwt:
    sd_jwt = proof()
    octets = keybinding.prepare(
        sd_jwt,
        algorithm=SIGNER.algorithm,
        audience="pool",
        nonce="n" * 22,
        issued_at_s=NOW_S,
    )
    return keybinding.assemble(sd_jwt, octets, SIGNER.sign(octets))


def did_log() -> bytes:
    keys = [Ed25519Signer.from_seed(bytes([n] * 32)) for n in range(4)]
    did = placeholder_did("ledger.livret.test", path=("verneuil",))
    return create(
        {"@context": ["https://www.w3.org/ns/did/v1"], "id": did},
        signer=keys[0],
        next_key_hash=commitment(keys[1].public_key),
        recovery_key_hashes=[commitment(key.public_key) for key in keys[2:]],
        version_time_s=NOW_S,
    ).line


STATUSES: Final = StatusList.of(1_000, bits=2, statuses={3: 1, 4: 1, 5: 2})


def status_list() -> bytes:
    return status_token.sign(
        STATUSES,
        SIGNER,
        uri=HttpsUri.parse("https://town.test/status/1"),
        issued_at_s=NOW_S,
        expires_at_s=NOW_S + 86_400,
        ttl_s=3_600,
    ).encode()


def certificate(name: str = "Verneuil", *names: str) -> bytes:
    return leaf(
        name, *(names or ("https://verneuil.example",)), purposes=["1.3.6.1.5.5.7.3.2", "1.0.1"]
    ).certificate.public_bytes(Encoding.PEM)


def anchors() -> bytes:
    return authority("Racine").certificate.public_bytes(Encoding.PEM)


def certificate_request() -> bytes:
    return (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Verneuil")]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("verneuil.example")]), False)
        .sign(SIGNER.handle, hashes.SHA256())
        .public_bytes(Encoding.PEM)
    )


@cache
def rsa_public_key() -> bytes:
    # Only ever looked at; no test depends on which it is.
    key = rsa.generate_private_key(65_537, 2_048)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def private_pem(passphrase: bytes | None = None) -> bytes:
    return pem.format_private(SIGNER, passphrase)


def private_jwk() -> dict[str, object]:
    return dict(jwk.format_private(SIGNER))


def people(kind: str = "residency", *, rows: int = 3) -> bytes:
    names = list(columns(catalogue.find(kind)))
    line = ",".join("Arnould" for _ in names)
    return "\n".join([",".join(names), *[line] * rows, ""]).encode()


@cache
def vault() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "wallet.vault"
        with Vault.create(path, b"cheap", kdf=CHEAP) as opened:
            opened.put("setting", None, b"{}")
            opened.put("setting", None, b"{}")
        return path.read_bytes()


@cache
def store() -> bytes:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        office = open_office(root)
        offer(office)
        offer(office)
        office.close()
        return (root / "hall" / "issuer.db").read_bytes()


@cache
def database(*statements: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    for statement in statements or ("CREATE TABLE stamp (country, year)",):
        connection.execute(statement)
    octets = connection.serialize()
    connection.close()
    return octets


def sealed() -> bytes:
    return SealedFile.seal(
        b"secret", b"cheap", purpose="a test", salt=bytes(16), nonce=bytes(24), kdf=CHEAP
    ).format()


def handover() -> bytes:
    return json.dumps(
        {
            "handover": 1,
            "code": "7KQ2-M9T9",
            "issuer": "did:web:verneuil.test",
            "issuer_name": "Verneuil",
            "vct": "urn:livret:residency:1",
            "nonce": "n-0S6_WzA2Mj-n-0S6_WzA2Mj",
            "max_copies": 10,
            "expires_at": NOW_S,
        }
    ).encode()


@cache
def every() -> dict[str, bytes]:
    """All of them, by a name for the test's title."""
    listed: dict[str, object] = {
        "bits": 2,
        "lst": base64url.encode(STATUSES.deflate()),
    }
    public = {name: member for name, member in private_jwk().items() if name != "d"}
    answer = {"vp_token": {"pool": [shown_proof().format()]}, "state": "s" * 22}
    return {
        "proof": proof().format().encode(),
        "presentation": shown_proof().format().encode(),
        "DID log": did_log(),
        "status list token": status_list(),
        "status list, as JSON": json.dumps(listed).encode(),
        "status list, deflated": zlib.compress(bytes(100), 9),
        "status list, as text": base64.urlsafe_b64encode(STATUSES.deflate()).rstrip(b"="),
        "checkpoint": CHECKPOINT.encode(),
        "certificate": certificate(),
        "bundle": anchors() + certificate(),
        "certificate request": certificate_request(),
        "public key": pem.format_public(SIGNER.public_key),
        "private key": private_pem(),
        "private key, encrypted": private_pem(b"cheap"),
        "key": json.dumps(private_jwk()).encode(),
        "key set": json.dumps({"keys": [public, private_jwk()]}).encode(),
        "hand-over": handover(),
        "answer": json.dumps(answer).encode(),
        "policy": POLICY.encode(),
        "people": people(),
        "vault": vault(),
        "store": store(),
        "database": database(),
        "sealed file": sealed(),
        "link": f"openid4vp://?request={proof().issuer_jwt}".encode(),
        **ledger_specimens.every(),
    }
