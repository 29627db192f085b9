"""Founding a ledger: one plan, signed by every founder twice over, as genesis and as trust root. Pure.

    draft = Plan.parse(raw).draft(at_s=…)       # one of them writes it, all read it
    signature = sign(draft, signer)             # each with the key that the plan names
    founding = join(draft, signatures)          # whoever has them all
    Founding.parse(raw).check(origin, key)      # and the one who will run it

Genesis says who the ledger begins with; the first trust root says it to readers, who will
never see a genesis. A founder who signs one signs the other, and both say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Self, final

import msgspec

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import Signer
from livret_core.ledger import trust_root
from livret_core.ledger.apply import apply
from livret_core.ledger.bodies import Founder, Genesis, LegalText, VerifierKeyText, read
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation, Origin
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_root import Ages, TrustRoot, TrustRootDraft, Voter
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness
from livret_ledger.replay import Replay

MAX_BYTES: Final = limits.TRUST_ROOT_BYTES + limits.OPERATION_BYTES

_VERSION: Final = 1
_RULES: Final = 1
_ADDRESS: Final = r"\Ahttps://[\x21-\x7e]{1,300}\Z"

_Url = Annotated[str, msgspec.Meta(pattern=_ADDRESS)]


class PlannedFounder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One founder: who, under which keys, and where its machines answer."""

    who: LegalText
    operator: LegalText
    did: Annotated[str, msgspec.Meta(pattern=r"\Adid:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}\Z")]
    witness: VerifierKeyText
    witness_url: _Url
    auditor: VerifierKeyText | None = None
    auditor_url: _Url | None = None


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the founders agree on.

    Attributes:
        origin: the ledger's name, and its address without ``https://``.
        key: that will sign checkpoints.
        q, a, k: how many must agree (n is the number of founders).
        roots, schemas: who may accredit, who may publish types.
        fresh_hours, refuse_hours: how old a head may be.
        valid_days: how long the first trust root holds.
    """

    origin: Origin
    key: VerifierKeyText
    founders: Annotated[tuple[PlannedFounder, ...], msgspec.Meta(min_length=1, max_length=64)]
    q: int
    a: int
    k: int
    roots: tuple[LegalText, ...]
    schemas: tuple[LegalText, ...]
    fresh_hours: Annotated[int, msgspec.Meta(ge=1, le=8_784)] = 24
    refuse_hours: Annotated[int, msgspec.Meta(ge=1, le=8_784)] = 168
    valid_days: Annotated[int, msgspec.Meta(ge=1, le=3_660)] = 730

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a plan.

        Raises:
            MalformedInput: ``ledger.founding``, ``input.*``.
        """
        value = json_encoding.parse_object(raw, max_bytes=limits.TRUST_ROOT_BYTES)
        try:
            return msgspec.convert(value, cls)
        except msgspec.ValidationError as error:
            raise MalformedInput("ledger.founding", str(error)[:120]) from None

    @property
    def numbers(self) -> Quorums:
        """n, q, a, k."""
        return Quorums(len(self.founders), self.q, self.a, self.k)

    def draft(self, *, at_s: int) -> "FoundingDraft":
        """Write what the founders sign.

        Args:
            at_s: when the ledger begins, seconds since 1970.

        Raises:
            MalformedInput, Refused: as the parts say it: ``ledger.numbers``,
                ``key.malformed``, ``log.policy``, ``log.key_twice``, ``input.https_uri``.
        """
        self.numbers.check()
        founders: list[JsonValue] = []
        for each in self.founders:
            value: JsonObject = {
                "who": each.who,
                "operator": each.operator,
                "did": each.did,
                "witness": each.witness,
            }
            founders.append(value | ({} if each.auditor is None else {"auditor": each.auditor}))
        body: JsonObject = {
            "key": self.key,
            "founders": founders,
            "n": len(founders),
            "q": self.q,
            "a": self.a,
            "k": self.k,
            "roots": [*self.roots],
            "schemas": [*self.schemas],
            "rules": _RULES,
            "at": at_s,
        }
        genesis = Draft(self.origin, "ledger.genesis", self.origin, 1, NO_PREDECESSOR, at_s, body)
        trust = trust_root.draft(
            origin=self.origin,
            version=1,
            previous=None,
            policy=self._policy(),
            numbers=self.numbers,
            voters=[Voter(each.who, each.did) for each in self.founders],
            ages=Ages(self.fresh_hours * 3_600, self.refuse_hours * 3_600),
            expires_s=at_s + self.valid_days * 86_400,
            index=0,
            joint=None,
        )
        return FoundingDraft(genesis, trust)

    def _policy(self) -> Policy:
        witnesses = [_witness(each.witness, each.witness_url) for each in self.founders]
        auditors = [
            _witness(each.auditor, each.auditor_url)
            for each in self.founders
            if each.auditor is not None
        ]
        return Policy(
            (Log(VerifierKey.parse(self.key), f"https://{self.origin}".encode()),),
            (*witnesses, *auditors),
            (
                Group(trust_root.WITNESSES, self.q, tuple(each.name for each in witnesses)),
                Group(trust_root.AUDITORS, self.a, tuple(each.name for each in auditors)),
                Group(b"both", 2, (trust_root.WITNESSES, trust_root.AUDITORS)),
            ),
            b"both",
        )


def _witness(key: str, url: str | None) -> Witness:
    parsed = VerifierKey.parse(key)
    address = None if url is None else HttpsUri.parse(url).text.encode("ascii")
    return Witness(str(parsed.name).encode(), parsed, address)


@final
@dataclass(frozen=True, slots=True)
class FoundingDraft:
    """Genesis and first trust root before anybody signed them."""

    genesis: Draft
    trust: TrustRootDraft

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a draft; what is read is written the same again.

        Raises:
            MalformedInput: ``ledger.founding``, ``ledger.operation``, ``input.*``.
        """
        match _read(raw):
            case {"v": int(), "genesis": dict(genesis), "trust": dict(trust), **rest} if not rest:
                parsed = Operation.parse(jcs.canonicalize({**genesis, "sigs": []}))
                if "sigs" in genesis or "sigs" in trust or parsed.type != "ledger.genesis":
                    raise MalformedInput("ledger.founding", "signed already, or no genesis")
                read(parsed.body, Genesis)
                return cls(
                    Draft(
                        parsed.ledger,
                        parsed.type,
                        parsed.subject,
                        parsed.seq,
                        parsed.prev,
                        parsed.issued_at_s,
                        parsed.body,
                    ),
                    TrustRootDraft(trust),
                )
        raise MalformedInput("ledger.founding", "not a draft")

    def format(self) -> bytes:
        """Write the draft."""
        unsigned = json_encoding.parse_object(self.genesis.signed(()).leaf)
        del unsigned["sigs"]
        return jcs.canonicalize({"v": _VERSION, "genesis": unsigned, "trust": self.trust.value})

    @property
    def body(self) -> Genesis:
        """What genesis says, for those who are to sign it."""
        return read(self.genesis.body, Genesis)


def sign(draft: FoundingDraft, signer: Signer) -> bytes:
    """Sign both with a founder's operation key; the signature as a file.

    Raises:
        Refused: ``ledger.signer`` for a key that is no founder's.
    """
    did = DidKey.of(signer.public_key)
    if did.did not in {founder.did for founder in draft.body.founders}:
        raise Refused("ledger.signer", "not a founder of the plan")
    return jcs.canonicalize(
        {
            "v": _VERSION,
            "did": did.did,
            "genesis": base64url.encode(signer.sign(draft.genesis.signed_bytes)),
            "trust": base64url.encode(signer.sign(draft.trust.signed_bytes)),
        }
    )


def join(draft: FoundingDraft, signatures: Sequence[bytes]) -> "Founding":
    """Join a draft with its signatures, and check all of it.

    Raises:
        MalformedInput: ``ledger.founding``. Otherwise as :meth:`Founding.parse`.
    """
    found: dict[str, tuple[str, str]] = {}
    for raw in signatures:
        match _read(raw):
            case {
                "v": int(),
                "did": str(did),
                "genesis": str(one),
                "trust": str(other),
                **rest,
            } if not rest:
                found[did] = (one, other)
            case _:
                raise MalformedInput("ledger.founding", "not a signature")
    genesis = json_encoding.parse_object(draft.genesis.signed(()).leaf)
    genesis["sigs"] = [
        {"by": did, "kid": _key_id(did), "alg": "Ed25519", "sig": found[did][0]}
        for did in sorted(found)
    ]
    trust = draft.trust.value | {
        "sigs": [{"key": did, "sig": found[did][1]} for did in sorted(found)]
    }
    return Founding.parse(jcs.canonicalize({"v": _VERSION, "genesis": genesis, "trust": trust}))


@final
@dataclass(frozen=True, slots=True)
class Founding:
    """Genesis and first trust root, signed by all founders and saying the same. Verified.

    Attributes:
        genesis: the first entry.
        body: what it says.
        trust: trust root v1.
        raw: as a file.
    """

    genesis: Operation
    body: Genesis
    trust: TrustRoot
    raw: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read what the founders signed, and check that it is what a ledger can begin with.

        Raises:
            MalformedInput: ``ledger.founding``, ``trust.malformed``, ``ledger.operation``.
            Refused: what the rules refuse of a genesis; ``trust.signatures``;
                ``trust.version`` when the two do not say the same.
        """
        match _read(raw):
            case {"v": int(), "genesis": dict(genesis), "trust": dict(trust), **rest} if not rest:
                operation = Operation.parse(jcs.canonicalize(genesis))
                root = TrustRoot.parse(jcs.canonicalize(trust))
            case _:
                raise MalformedInput("ledger.founding", "not a founding")
        if operation.type != "ledger.genesis":
            raise MalformedInput("ledger.founding", "no genesis")
        apply(Replay(operation.ledger), operation)
        trust_root.begin(root)
        body = read(operation.body, Genesis)
        _check_same(operation, body, root)
        return cls(operation, body, root, raw)

    def check_home(self, origin: str, key: VerifierKey) -> None:
        """Check that this is the ledger that a home was made for, and signs with its key.

        Raises:
            Refused: ``ledger.origin``, ``ledger.log_key``.
        """
        if self.genesis.ledger != origin:
            raise Refused("ledger.origin", "founded for another ledger")
        if VerifierKey.parse(self.body.key) != key:
            raise Refused("ledger.log_key")


def _check_same(operation: Operation, body: Genesis, root: TrustRoot) -> None:
    """Check that readers are told of the same keys, voters and numbers as the log begins with."""

    def keys(texts: Sequence[str | None]) -> set[VerifierKey]:
        return {VerifierKey.parse(text) for text in texts if text is not None}

    founders: Sequence[Founder] = body.founders
    agrees = (
        root.origin == operation.ledger
        and root.index == 0
        and root.numbers == Quorums(body.n, body.q, body.a, body.k)
        and root.policy.log_keys(root.origin) == keys([body.key])
        and root.witnesses == keys([each.witness for each in founders])
        and root.auditors == keys([each.auditor for each in founders])
        and {(each.who, each.key) for each in root.voters}
        == {(each.who, each.did) for each in founders}
    )
    if not agrees:
        raise Refused("trust.version", "not what the genesis says")


def _read(raw: bytes) -> Mapping[str, JsonValue]:
    try:
        value = json_encoding.parse_object(raw, max_bytes=MAX_BYTES)
    except LivretError as error:
        raise MalformedInput("ledger.founding", error.code) from None
    if value.get("v") != _VERSION or value.get("v") is True:
        raise MalformedInput("ledger.founding", "another version")
    return value


def _key_id(did: str) -> str:
    return DidKey.parse(did).verification_method
