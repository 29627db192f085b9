"""No parser of core lets a library's own exception out, whatever text it is given.

A text that a Python program holds may have half a surrogate pair in it, which no encoding
writes: the file system, a command line and a lenient JSON reader all make such ones. A
percent escape may decode to octets that are no text. Each parser here is tried with its own
kind of text, spoilt, and with one that is nothing else.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livret_core import jws
from livret_core.credential import catalogue, claim_path
from livret_core.credential.integrity import check_integrity
from livret_core.credential.presentation import Presentation
from livret_core.data_integrity import DataIntegrityProof
from livret_core.dids import Did, DidJwk, DidKey, DidUrl
from livret_core.dids.webvh import WebvhDid, resolve_url, verify_log
from livret_core.dids.webvh.identifier import placeholder_did
from livret_core.encoding import base64url, form, multibase, timestamp
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.jwe import CompactJwe
from livret_core.keys import Ed25519Signer, jwk, multikey
from livret_core.ledger import six_words
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.scope import Scope
from livret_core.mirror_path import mirror_path
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.key_attestation import KeyAttestation
from livret_core.openid4vci.key_proof import KeyProof
from livret_core.openid4vci.offer import CredentialOffer, parse_offer_uri
from livret_core.openid4vp import client_id, request_uri, response, wallet_metadata
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.partial_date import PartialDate
from livret_core.sdjwt.compact import SdJwt
from livret_core.sdjwt.disclosure import Disclosure
from livret_core.sdjwt.keybinding import KeyBinding
from livret_core.short_code import ShortCode
from livret_core.territory import Territory
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.note import SignatureLine, VerifierKey
from livret_core.tlog.tiles import Tile
from livret_town.simulator.did_logs import DidLogForge

SIGNER: Final = Ed25519Signer.from_seed(bytes(32))
KEY: Final = DidKey.of(SIGNER.public_key)
LOG: Final = verify_log(DidLogForge().begin().raw, None, now_s=1_790_000_000)
DID: Final = LOG.did.text
JWT: Final = jws.sign({"typ": "dc+sd-jwt"}, b'{"vct":"urn:x:1"}', SIGNER)
DISCLOSURE: Final = base64url.encode(b'["salt","name","value"]')
NOTE: Final = "ledger.example/1+0123abcd+AbCd"

# For each parser a text of its kind, which need not be taken: it shows where to begin.
PARSERS: Final[dict[str, tuple[Callable[[str], object], str]]] = {
    "base64url": (base64url.decode, "AbCd-_01"),
    "certificate-less JWE": (CompactJwe.parse, "e30.AA.AA.AA.AA"),
    "checkpoint": (Checkpoint.parse, "ledger.example/1\n7\nAAAA\n"),
    "claim path": (lambda text: claim_path.parse_path([text, None, 1]), "address"),
    "client identifier": (client_id.parse, "x509_san_dns:desk.example"),
    "client identifier, a DID": (client_id.parse, f"decentralized_identifier:{KEY.did}"),
    "claims of a type, a name": (
        lambda text: catalogue.find("residency").check_claims({text: 1}), "commune",
    ),
    "commune": (Territory.parse, "fr-insee:80999"),
    "credential issuer": (CredentialIssuer.parse, "https://town.example/tenant"),
    "date": (PartialDate.parse, "1951-03-04"),
    "DID": (Did.parse, DID),
    "DID URL": (DidUrl.parse, f"{DID}/path?versionId=1-x#key"),
    "did:jwk": (DidJwk.parse, DidJwk.of(SIGNER.public_key).did),
    "did:jwk, its key": (
        DidJwk.parse_verification_method, DidJwk.of(SIGNER.public_key).verification_method,
    ),
    "did:key": (DidKey.parse, KEY.did),
    "did:key, its key": (DidKey.parse_verification_method, KEY.verification_method),
    "did:webvh": (WebvhDid.parse, f"{DID}:a%20b"),
    "did:webvh, its host": (placeholder_did, "town.example"),
    "did:webvh, its path": (
        lambda text: placeholder_did("town.example", path=(text,)), "verneuil",
    ),
    "disclosure": (Disclosure.parse, DISCLOSURE),
    "form": (lambda text: form.parse(text, max_bytes=4_096), "a=b&c=%20d"),
    "https URI": (HttpsUri.parse, "https://town.example:8443/a%20b?c=d"),
    "instant": (timestamp.parse_instant_ns, "2026-11-21T09:30:00+01:00"),
    "instant, UTC": (timestamp.parse_utc_ns, "2026-11-21T09:30:00Z"),
    "integrity": (lambda text: check_integrity(b"", text), "sha256-AAAA sha512-BBBB?option"),
    "JSON": (json_encoding.parse, '{"a": ["b", 1.5, null]}'),
    "JWK": (lambda text: jwk.parse_public({"kty": "OKP", "crv": "Ed25519", "x": text}), "A" * 43),
    "JWS": (jws.CompactJws.parse, JWT),
    "key attestation": (KeyAttestation.parse, JWT),
    "key binding": (KeyBinding.parse, JWT),
    "key proof": (KeyProof.parse, JWT),
    "legal identifier": (LegalId.parse, "fr-insee:80999"),
    "mirror's place": (
        lambda text: mirror_path(HttpsUri.parse(text)), "https://town.example/a%20b/status/1.jwt",
    ),
    "multibase": (multibase.decode_multibase, "z6MkAbCd"),
    "Multikey": (multikey.parse, KEY.multikey),
    "Multikey, unkept": (multikey.parse_unkept, KEY.multikey),
    "note, its key": (VerifierKey.parse, NOTE),
    "note, its signature": (SignatureLine.parse, "\u2014 ledger.example/1 AAAAAAAA"),
    "offer": (CredentialOffer.parse, '{"credential_issuer": "https://town.example"}'),
    "offer, linked": (
        parse_offer_uri,
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Ftown.example%2Fo",
    ),
    "posted answer": (response.parse_posted, "vp_token=%7B%7D&state=x"),
    "query, a claim": (
        lambda text: DcqlQuery.parse(
            {"credentials": [{"id": "a", "format": "dc+sd-jwt", "meta": {"vct_values": [text]},
                              "claims": [{"path": [text], "values": [text]}]}]}
        ),
        "commune",
    ),
    "presentation": (Presentation.parse, f"{JWT}~{DISCLOSURE}~"),
    "proof of a log": (
        lambda text: DataIntegrityProof.parse(
            {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022",
             "verificationMethod": text, "proofPurpose": "assertionMethod",
             "created": text, "proofValue": f"z{text}"},
            purpose="assertionMethod",
        ),
        "2026-11-21T09:30:00Z",
    ),
    "request, fetched from": (
        request_uri.parse,
        "openid4vp://?client_id=x509_san_dns%3Ad.example&request_uri=https%3A%2F%2Fd.example%2Fr",
    ),
    "request, its client": (request_uri.client_of, JWT),
    "scope": (Scope.parse, "fr-insee:80*"),
    "SD-JWT": (SdJwt.parse, f"{JWT}~{DISCLOSURE}~"),
    "short code": (ShortCode.parse, "ABCD-2345"),
    "six words": (lambda text: six_words.parse(text, "fr"), "un deux trois quatre cinq six"),
    "tile": (Tile.parse, "tile/0/x001/067"),
    "version of a DID": (
        lambda text: resolve_url(LOG, DidUrl.parse(text)).json(),
        f"{DID}?versionId=1-x&versionTime=2026-11-21T09:30:00Z&versionNumber=1",
    ),
    "wallet's metadata": (wallet_metadata.WalletMetadata.parse, '{"vp_formats_supported": {}}'),
    "wallet's post": (wallet_metadata.RequestUriPost.parse, "wallet_nonce=n&wallet_metadata=%7B%7D"),
}  # fmt: skip

# Half a pair, what the file system makes of 0xFF, escapes that are no UTF-8, NUL, a digit of
# another script, a letter that grows when its case is changed.
SPOILERS: Final = ("\ud800", "\udcff", "%ff", "%ed%a0%80", "%", "\0", "\u0661", "\u0130")


def outcome(parse: Callable[[str], object], text: str) -> str:
    """How reading ended; whatever is not livret's own error fails the test that asks."""
    try:
        parse(text)
    except LivretError as error:
        return error.code
    return "read"


@pytest.mark.parametrize("kind", PARSERS)
def test_a_text_spoilt_anywhere_is_read_or_refused(kind: str) -> None:
    parse, text = PARSERS[kind]
    outcome(parse, text)
    for spoiler in SPOILERS:
        outcome(parse, spoiler)
        for at in range(0, len(text) + 1, max(1, len(text) // 40)):
            outcome(parse, text[:at] + spoiler + text[at:])
            outcome(parse, text[:at] + spoiler + text[at + 1 :])


SPOILT: Final = st.text(
    st.sampled_from([*'aFf09.:/?#&=%%%+-_~ "{}[]\n', "\ud800", "\udfff", "\x00", "\u00e9"]),
    max_size=24,
)


@settings(max_examples=40)
@given(st.data())
def test_a_text_of_nothing_else_is_read_or_refused(data: Any) -> None:
    text = data.draw(SPOILT)
    for parse, good in PARSERS.values():
        outcome(parse, text)
        outcome(parse, good[: data.draw(st.integers(0, 12))] + text)
