"""A town hall, a person, a service desk: fixed keys, a fixed clock, and a pen to forge with.

What is honest here is made by livret's own functions. A :class:`Draft` is such a
credential taken apart before it is signed, so that an attack changes one thing in it
and its twin changes nothing.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from livret_core import jws
from livret_core.credential import catalogue, mint
from livret_core.credential.presentation import Presentation
from livret_core.credential.types import CredentialType
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Fact, LivretError
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer, Signer
from livret_core.openid4vp.client_id import client_id_of
from livret_core.sdjwt import ConcealPlan, SdJwt
from livret_core.sdjwt.keybinding import Freshness
from livret_core.sdjwt.plan import ClaimPath
from livret_core.status import token
from livret_core.status.bits import StatusList
from livret_core.status.token import StatusReference
from livret_core.territory import Territory
from livret_issuer.hall_document import found
from livret_verifier.evidence import DidLogNeed, Evidence, Found, Missing, Need, StatusListNeed
from livret_verifier.gather import drive
from livret_verifier.memo import Memo
from livret_verifier.policy import AcceptedIssuer, Policy, Procedure
from livret_verifier.question import Question
from livret_verifier.report import Outcome
from livret_verifier.verdict import Verdict, VerifiedPresentation
from livret_verifier.verify import begin

NOW_S: Final = 1_795_000_000
DAY_S: Final = 86_400
ISSUED_S: Final = NOW_S - 10 * DAY_S
EXPIRES_S: Final = NOW_S + 80 * DAY_S
RESIDENCY: Final = catalogue.find("residency")
VERNEUIL: Final = Territory.parse("fr-insee:80999")
NONCE: Final = "n-0S6_WzA2Mj.n-0S6_WzA2Mj"
INDEX, REVOKED, SUSPENDED = 11, 12, 13
NEVER_PARSED: Final = 0  # stands for the check's number when reading alone refused

CLAIMS: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {
        "family_name": "Durand",
        "given_name": "Camille",
        "birthdate": "1988-04-09",
        "commune": "Verneuil",
        "address": {
            "street_address": "rue des Lilas",
            "postal_code": "80999",
            "locality": "Verneuil",
            "country": "FR",
        },
        "issuing_authority": "Le maire de Verneuil",
        "issuing_country": "FR",
        "issuing_territory": VERNEUIL.format(),
        "certificate_language": "fr",
        "date_of_issuance": "2026-11-08",
    }
)


def seed(name: str, size: int) -> bytes:
    """Octets that are *name*'s, the same in each run."""
    return hashlib.shake_256(name.encode()).digest(size)


def counted(start: int = 0, size: int = 16) -> Iterator[bytes]:
    """Salts or decoys, no two alike and the same in each run."""
    return (number.to_bytes(size) for number in itertools.count(start))


@dataclass(frozen=True)
class TownHall:
    """An issuer with its DID log and its status list."""

    signer: P256Signer
    did: str
    log: bytes
    status_uri: HttpsUri

    @classmethod
    def named(cls, name: str) -> "TownHall":
        signer = P256Signer.from_seed(seed(f"{name} credential", 48))
        update, *others = (
            Ed25519Signer(seed(f"{name} {what}", 32))
            for what in ("update", "next", "one", "two", "operation")
        )
        coming, *recovery, operation = (other.public_key for other in others)
        entry = found(
            host="ledger.livret.test",
            port=None,
            path=(name,),
            credential_key=signer.public_key,
            operation_key=operation,
            update_signer=update,
            next_update_key=coming,
            recovery_keys=tuple(recovery),
            now_s=ISSUED_S - 300 * DAY_S,
        )
        did = entry.log.did
        return cls(signer, did.text, entry.line, HttpsUri.parse(f"{did.base_url}status/1.jwt"))

    @property
    def kid(self) -> str:
        return f"{self.did}#credential-1"

    def status_list(
        self,
        *,
        signer: Signer | None = None,
        uri: HttpsUri | None = None,
        issued_s: int | None = None,
    ) -> bytes:
        issued_s = NOW_S - 3_600 if issued_s is None else issued_s
        text = token.sign(
            StatusList.of(1 << 17, bits=2, statuses={REVOKED: 1, SUSPENDED: 2}),
            signer or self.signer,
            uri=uri or self.status_uri,
            issued_at_s=issued_s,
            expires_at_s=issued_s + 7 * DAY_S,
            ttl_s=DAY_S,
        )
        return text.encode()


TOWN: Final = TownHall.named("verneuil")
STRANGER: Final = TownHall.named("stranger")
HOLDER: Final = P256Signer.from_seed(seed("holder", 48))
THIEF: Final = P256Signer.from_seed(seed("thief", 48))
DESK: Final = client_id_of(P256Signer.from_seed(seed("desk", 48)).public_key)


@dataclass(frozen=True)
class Draft:
    """A credential before it is signed, every part of it open to change."""

    header: JsonObject
    payload: JsonObject
    disclosures: tuple[str, ...]

    def with_payload(self, **members: Any) -> "Draft":
        """Set members of the payload; ``...`` as a value takes the member out."""
        payload = {**self.payload, **members}
        return replace(
            self, payload={name: value for name, value in payload.items() if value is not ...}
        )

    def with_header(self, **members: Any) -> "Draft":
        header = {**self.header, **members}
        return replace(
            self, header={name: value for name, value in header.items() if value is not ...}
        )

    def concealing(self, *texts: str) -> "Draft":
        """Add disclosures and their digests to the top level."""
        present = self.payload.get("_sd", [])
        assert isinstance(present, list)
        digests = sorted([*present, *map(digest_of, texts)], key=str)
        return replace(self.with_payload(_sd=digests), disclosures=(*self.disclosures, *texts))

    def replacing(self, name: str, text: str, *, digest: str | None = None) -> "Draft":
        """Exchange the disclosure called *name* for *text*, and its digest for *digest*."""
        [old] = [one for one in self.disclosures if elements_of(one)[1] == name]
        written = json_encoding.format(self.payload).decode()
        assert digest_of(old) in written
        return Draft(
            self.header,
            json_encoding.parse_object(written.replace(digest_of(old), digest or digest_of(text))),
            tuple(text if one == old else one for one in self.disclosures),
        )

    def signed(self, signer: Signer = TOWN.signer) -> SdJwt:
        issuer_jwt = jws.sign(self.header, json_encoding.format(self.payload), signer)
        return SdJwt(issuer_jwt, self.disclosures)


def draft(
    claims: Mapping[str, JsonValue] = CLAIMS,
    *,
    town: TownHall = TOWN,
    holder: Signer = HOLDER,
    index: int | None = INDEX,
    issued_s: int = ISSUED_S,
    expires_s: int | None = EXPIRES_S,
    conceal_also: Iterable[ClaimPath] = (),
    copy: int = 0,
    kind: CredentialType = RESIDENCY,
) -> Draft:
    """What the town hall would sign for the holder, by livret's own functions.

    Copies of other numbers share no salt and no decoy.
    """
    unsigned = mint.prepare(
        kind,
        claims,
        plan=ConcealPlan.of([*kind.conceal_paths, *conceal_also]),
        issuer=mint.IssuerIdentity.did(town.signer.algorithm, did=town.did, key_id=town.kid),
        holder_key=holder.public_key,
        status=None if index is None else StatusReference(index, town.status_uri),
        issued_at_s=issued_s,
        expires_at_s=expires_s,
        salts=counted(copy << 16),
        decoys=counted(copy + 1 << 32, 32),
    )
    header, payload = unsigned.signing_input.split(b".")
    return Draft(
        json_encoding.parse_object(base64url.decode(header)),
        json_encoding.parse_object(base64url.decode(payload)),
        unsigned.disclosures,
    )


def disclosure(*elements: JsonValue) -> str:
    """A disclosure of whatever elements are given."""
    return written(json_encoding.format(elements))


def written(raw: bytes | str) -> str:
    """A disclosure of exactly these octets."""
    return base64url.encode(raw.encode() if isinstance(raw, str) else raw)


def digest_of(text: str) -> str:
    return base64url.encode(hashlib.sha256(text.encode()).digest())


def elements_of(text: str) -> list[JsonValue]:
    elements = json_encoding.parse(base64url.decode(text))
    assert isinstance(elements, list)
    return elements


def showing(sd_jwt: SdJwt, *names: str) -> SdJwt:
    """Keep only the disclosures of claims called so."""
    kept = (text for text in sd_jwt.disclosures if elements_of(text)[1] in names)
    return SdJwt(sd_jwt.issuer_jwt, tuple(kept))


def bind(
    sd_jwt: SdJwt,
    *,
    signer: Signer = HOLDER,
    typ: str = "kb+jwt",
    **changes: Any,
) -> str:
    """Bind what is shown to the desk's request; ``...`` as a change takes a claim out."""
    claims = {"iat": NOW_S - 5, "aud": DESK, "nonce": NONCE, "sd_hash": sd_jwt.sd_hash(), **changes}
    payload = json_encoding.format(
        {name: value for name, value in claims.items() if value is not ...}
    )
    return sd_jwt.bound_part() + jws.sign({"typ": typ}, payload, signer)


def present(of: Draft, *names: str, signer: Signer = TOWN.signer) -> str:
    """Sign a draft and show some claims of it (``commune`` when none is named), bound."""
    return bind(showing(of.signed(signer), *(names or ("commune",))))


PROCEDURE: Final = Procedure(
    "parking",
    RESIDENCY,
    (("commune",),),
    MappingProxyType({("commune",): ("Verneuil",)}),
    MappingProxyType({}),
    DAY_S,
    Freshness(),
)
ACCEPTED: Final = AcceptedIssuer(
    "Verneuil", "did", TOWN.did, frozenset({RESIDENCY.vct}), frozenset({VERNEUIL})
)


def question(
    *,
    issuers: tuple[AcceptedIssuer, ...] = (ACCEPTED,),
    procedure: Procedure = PROCEDURE,
    **changes: Any,
) -> Question:
    policy = Policy("Desk", MappingProxyType({procedure.name: procedure}), issuers)
    return replace(Question(policy, procedure, DESK, NONCE, None, NOW_S), **changes)


def folder(**changes: Evidence) -> Callable[[Need], Evidence]:
    """What the desk can get at: both town halls' logs, and the list (``status=`` changes it)."""
    known: dict[Need, Evidence] = {
        DidLogNeed(town.did): Found(town.log, "memory", NOW_S) for town in (TOWN, STRANGER)
    }
    known[StatusListNeed(TOWN.status_uri.text)] = Found(TOWN.status_list(), "memory", NOW_S)
    if "status" in changes:
        known[StatusListNeed(TOWN.status_uri.text)] = changes["status"]
    if "log" in changes:
        known[DidLogNeed(TOWN.did)] = changes["log"]
    return lambda need: known.get(need, Missing("memory", "not there"))


FOLDER: Final = folder()


def ask(
    text: str,
    asked: Question | None = None,
    gather: Callable[[Need], Evidence] = FOLDER,
) -> Verdict:
    """Let the desk decide. Raises what reading the presentation raises."""
    return drive(begin(Presentation.parse(text), asked or question(), Memo()), gather)


def accepted(
    text: str,
    asked: Question | None = None,
    gather: Callable[[Need], Evidence] = FOLDER,
) -> VerifiedPresentation:
    """The accepted presentation; the test fails with the reason when it is not."""
    verdict = ask(text, asked, gather)
    assert verdict.presentation is not None, verdict.report.reason
    assert verdict.report.passed == verdict.report.checks_in_all == 15
    return verdict.presentation


def refusal(
    text: str,
    asked: Question | None = None,
    gather: Callable[[Need], Evidence] = FOLDER,
) -> tuple[int, str]:
    """The number of the check that said no and its code; the test fails when none did."""
    try:
        verdict = ask(text, asked, gather)
    except LivretError as error:
        return NEVER_PARSED, error.code
    reason = verdict.report.reason
    assert reason is not None, "accepted"
    assert verdict.presentation is None
    return _place_of(reason, verdict), reason.code


def not_known(
    text: str, gather: Callable[[Need], Evidence], asked: Question | None = None
) -> tuple[int, str, Fact | None]:
    """The check that could not be made, its code, and why the evidence was of no use.

    The test fails when the desk said yes or no instead.
    """
    verdict = ask(text, asked, gather)
    reason = verdict.report.reason
    assert reason is not None, "accepted"
    assert verdict.presentation is None
    assert verdict.report.outcome is Outcome.UNAVAILABLE, reason
    return _place_of(reason, verdict), reason.code, reason.facts.get("reason")


def _place_of(reason: LivretError, verdict: Verdict) -> int:
    [number] = [one.check.number for one in verdict.report.results if one.error is reason]
    return number
