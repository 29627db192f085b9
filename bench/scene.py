"""One issuer, one holder, one verifier: real keys and a fixed clock, for measuring."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from livret_core.credential import mint
from livret_core.credential.types import CredentialType
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer, PublicKey
from livret_core.openid4vp.client_id import client_id_of
from livret_core.sdjwt import SdJwt, keybinding
from livret_core.sdjwt.keybinding import Freshness
from livret_core.status import token
from livret_core.status.bits import StatusList
from livret_core.status.token import StatusReference
from livret_core.territory import Territory
from livret_issuer.hall_document import found
from livret_verifier.evidence import DidLogNeed, Evidence, Found, Need
from livret_verifier.policy import AcceptedIssuer, Policy, Procedure
from livret_verifier.question import Question

NOW_S = 1_795_000_000


def claim_names(count: int = 10) -> tuple[str, ...]:
    """Names of so many disclosable claims."""
    return tuple(f"claim_{number}" for number in range(count))


CLAIMS = claim_names()
SHOWN = CLAIMS[:3]
TERRITORY = Territory.parse("fr-insee:80999")
NONCE = "n-0S6_WzA2Mj-n-0S6_WzA2Mj"


@dataclass(frozen=True)
class Scene:
    """Everything one issuance and one verification need, made once."""

    kind: CredentialType
    claims: Mapping[str, JsonValue]
    issuer: mint.IssuerIdentity
    issuer_signer: P256Signer | Ed25519Signer
    holder_signer: P256Signer | Ed25519Signer
    reference: StatusReference
    question: Question
    evidence: Mapping[Need, Evidence]

    def issue(self) -> str:
        """Issue one credential of ten disclosable claims."""
        unsigned = mint.prepare(
            self.kind,
            self.claims,
            plan=mint.conceal_plan(self.kind, self.claims),
            issuer=self.issuer,
            holder_key=self.holder_signer.public_key,
            status=self.reference,
            issued_at_s=NOW_S - 3_600,
            expires_at_s=NOW_S + 86_400 * 90,
            salts=salts(len(self.claims)),
        )
        return unsigned.assemble(self.issuer_signer.sign(unsigned.signing_input))

    def present(self, credential: str, shown: int = 3) -> str:
        """Show the first claims of a credential."""
        whole = SdJwt.parse(credential)
        part = whole.showing(range(shown))
        octets = keybinding.prepare(
            part,
            algorithm=self.holder_signer.algorithm,
            audience=self.question.client_id,
            nonce=NONCE,
            issued_at_s=NOW_S,
        )
        return keybinding.assemble(part, octets, self.holder_signer.sign(octets)).format()

    def gather(self, need: Need) -> Evidence:
        """Answer from memory: the caches are warm."""
        return self.evidence[need]


def salts(count: int) -> Iterator[bytes]:
    """So many fresh salts, drawn at once."""
    block = os.urandom(16 * count)
    return (block[at : at + 16] for at in range(0, len(block), 16))


def build(algorithm: str, *, shown: int = 3, count: int = 10) -> Scene:
    """Set the scene for ``es256`` or ``ed25519`` credentials of so many claims."""
    names = claim_names(count)
    kind = _type_of(names)
    claims: dict[str, JsonValue] = {name: f"value of {name}" for name in names}
    claims["territory"] = TERRITORY.format()
    claims["language"] = "fr"
    issuer_signer = _signer(algorithm)
    update, coming, operation = (Ed25519Signer(os.urandom(32)) for _ in range(3))
    entry = found(
        host="ledger.livret.test",
        port=None,
        path=("town",),
        credential_key=issuer_signer.public_key,
        operation_key=operation.public_key,
        update_signer=update,
        next_update_key=coming.public_key,
        recovery_keys=_recovery(),
        now_s=NOW_S - 86_400,
    )
    did = entry.log.did
    kid = f"{did.text}#credential-1"
    uri = HttpsUri.parse(f"{did.base_url}status/1.jwt")
    list_token = token.sign(
        StatusList.of(1 << 17, bits=2, statuses={7: 1}),
        issuer_signer,
        uri=uri,
        issued_at_s=NOW_S - 60,
        expires_at_s=NOW_S + 86_400,
        ttl_s=3_600,
    )
    procedure = Procedure(
        "bench",
        kind,
        tuple((name,) for name in names[:shown]),
        MappingProxyType({("claim_0",): ("value of claim_0",)}),
        MappingProxyType({}),
        86_400,
        Freshness(),
    )
    accepted = AcceptedIssuer(
        "Town", "did", did.text, frozenset({kind.vct}), frozenset({TERRITORY})
    )
    policy = Policy("Desk", MappingProxyType({"bench": procedure}), (accepted,))
    desk = P256Signer.from_seed(os.urandom(48))
    return Scene(
        kind,
        MappingProxyType(claims),
        mint.IssuerIdentity.did(issuer_signer.algorithm, did=did.text, key_id=kid),
        issuer_signer,
        _signer(algorithm),
        StatusReference(11, uri),
        Question(policy, procedure, client_id_of(desk.public_key), NONCE, None, NOW_S),
        {
            DidLogNeed(did.text): Found(entry.line, "memory", NOW_S),
            _list_need(uri): Found(list_token.encode(), "memory", NOW_S),
        },
    )


def _list_need(uri: HttpsUri) -> Need:
    from livret_verifier.evidence import StatusListNeed

    return StatusListNeed(uri.text)


def _signer(algorithm: str) -> P256Signer | Ed25519Signer:
    if algorithm == "es256":
        return P256Signer.from_seed(os.urandom(48))
    return Ed25519Signer(os.urandom(32))


def _recovery() -> tuple[PublicKey, ...]:
    return tuple(Ed25519Signer(os.urandom(32)).public_key for _ in range(2))


def _type_of(names: tuple[str, ...]) -> CredentialType:
    """A type of disclosable claims, each with the labels and rules of a real one."""
    rules = dict.fromkeys(names, ("always", True))
    rules |= {"territory": ("never", True), "language": ("never", True)}
    metadata = {
        "vct": "urn:livret:bench:1",
        "claims": [
            {
                "path": [name],
                "sd": sd,
                "mandatory": mandatory,
                "display": [{"locale": "en", "label": name}],
            }
            for name, (sd, mandatory) in rules.items()
        ],
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {name: {"type": "string"} for name in rules},
        "required": list(rules),
        "additionalProperties": False,
    }
    law = "\n".join(
        [
            'territory_claim = "territory"',
            'language_claim = "language"',
            'language_rule = "commune"',
            "may_suspend = true",
            "may_exceed_two_years = false",
            'standing = ["territory", "language"]',
            "dates_in_order = []",
            'unique_by = ["claim_0"]',
            "own_commune = []",
            "[own_country]",
            f'"{names[-1]}" = ["FR", "BE", "DE"]',
            "[basis.one]",
            'eu = "GDPR art. 6(1)(e)"',
            "[claims]",
            *(f'"{name}" = "one"' for name in rules),
        ]
    )
    return CredentialType.parse(
        "bench",
        metadata=json_encoding.format(metadata),
        schema=json_encoding.format(schema),
        rules=law.encode(),
    )
