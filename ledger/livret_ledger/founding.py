"""Founding a ledger: what was agreed and opened, signed by every founder twice over. Pure.

    draft = draft_of(agreement, openings)       # one of them writes it, anybody can again
    signature = sign(draft, signer, agreement)  # each, if it is the agreement it committed under
    founding = join(draft, signatures)          # whoever has them all
    Founding.parse(raw).check_home(origin, key)   # and the one who will run it

Genesis says who the ledger begins with; the first trust root says it to readers, who will
never see a genesis. Both follow from the agreement and the openings (:mod:`livret_ledger.agreeing`),
octet for octet, so that nobody has anything left to choose when the keys are known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, final

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
from livret_core.ledger.bodies import Genesis, read
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_core.ledger.trust_chain import begin
from livret_core.ledger.trust_root import Ages, TrustRoot, TrustRootDraft, Voter
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness
from livret_ledger.agreeing import VERSION, Agreement, FounderKeys, Opened, Plan, open_with
from livret_ledger.replay import Replay

MAX_BYTES: Final = 2 * (limits.TRUST_ROOT_BYTES + limits.OPERATION_BYTES)

_RULES: Final = 1


@final
@dataclass(frozen=True, slots=True)
class FoundingDraft:
    """Genesis and first trust root before anybody signed them; made by :func:`draft_of`.

    Attributes:
        agreement: that they follow from, with *opened*.
        genesis, trust: what each founder signs.
    """

    agreement: Agreement
    opened: Opened
    genesis: Draft
    trust: TrustRootDraft

    @classmethod
    def parse(cls, raw: bytes) -> "FoundingDraft":
        """Read a draft: the agreement and the openings, and nothing that does not follow.

        Raises:
            MalformedInput: ``ledger.founding``, and as :func:`draft_of`.
            Refused: ``ledger.opening``, and as :func:`draft_of`.
        """
        match _read(raw):
            case {"v": int(), "agreement": dict(agreement), "openings": list(openings), **rest} if (
                not rest
            ):
                return _drafted(agreement, openings)
        raise MalformedInput("ledger.founding", "not a draft")

    def format(self) -> bytes:
        """Write the draft."""
        return jcs.canonicalize({"v": VERSION, **self.value})

    @property
    def value(self) -> JsonObject:
        """What a draft and a founding have in common."""
        openings: list[JsonValue] = [json_encoding.parse_object(raw) for raw in self.opened.raws]
        return {
            "agreement": json_encoding.parse_object(self.agreement.raw),
            "openings": openings,
        }

    @property
    def body(self) -> Genesis:
        """What genesis says, for those who are to sign it."""
        return read(self.genesis.body, Genesis)


def draft_of(agreement: Agreement, openings: Sequence[bytes]) -> FoundingDraft:
    """Write what the founders sign: all of it follows from these two.

    Raises:
        Refused: ``ledger.opening``; ``ledger.numbers``, ``log.key_twice`` as the parts say it.
        MalformedInput: ``ledger.founding`` for an auditor without an address, or an address
            without one; ``key.malformed``, ``log.policy``, ``input.https_uri``.
    """
    opened, plan = open_with(agreement, openings), agreement.plan
    for planned in plan.founders:
        if (planned.auditor_url is None) != (opened.keys[planned.who].auditor is None):
            raise MalformedInput("ledger.founding", "an auditor without an address, or the reverse")
    at_s = plan.begins_s
    body: JsonObject = {
        "key": opened.log,
        "founders": [
            {"who": each.who, "operator": each.operator, **_keys(opened.keys[each.who])}
            for each in plan.founders
        ],
        "n": len(plan.founders),
        "q": plan.q,
        "a": plan.a,
        "k": plan.k,
        "roots": [*plan.roots],
        "schemas": [*plan.schemas],
        "rules": _RULES,
        "at": at_s,
    }
    trust = trust_root.draft(
        origin=plan.origin,
        version=1,
        previous=None,
        policy=_policy(plan, opened),
        numbers=plan.numbers,
        voters=[Voter(each.who, opened.keys[each.who].did) for each in plan.founders],
        ages=Ages(plan.fresh_hours * 3_600, plan.refuse_hours * 3_600),
        expires_s=at_s + plan.valid_days * 86_400,
        index=0,
        joint=None,
    )
    genesis = Draft(plan.origin, "ledger.genesis", plan.origin, 1, NO_PREDECESSOR, at_s, body)
    return FoundingDraft(agreement, opened, genesis, trust)


def _keys(keys: FounderKeys) -> JsonObject:
    value: JsonObject = {"did": keys.did, "witness": keys.witness}
    return value if keys.auditor is None else value | {"auditor": keys.auditor}


def _policy(plan: Plan, opened: Opened) -> Policy:
    keys = opened.keys
    witnesses = [(keys[each.who].witness, each.witness_url) for each in plan.founders]
    auditors = [
        (key, each.auditor_url)
        for each in plan.founders
        if (key := keys[each.who].auditor) is not None
    ]
    return policy_for(plan.origin, opened.log, witnesses, auditors, q=plan.q, a=plan.a)


def policy_for(
    origin: str,
    log: str,
    witnesses: Sequence[tuple[str, str | None]],
    auditors: Sequence[tuple[str, str | None]],
    *,
    q: int,
    a: int,
) -> Policy:
    """Write who must cosign in the one shape that trust roots have.

    Args:
        origin: of the ledger.
        log: its key.
        witnesses: keys, each with the address at which it answers.
        auditors: likewise.
        q: how many witnesses it takes.
        a: how many auditors.

    Raises:
        MalformedInput: ``key.malformed``, ``log.policy``, ``input.https_uri``.
        Refused: ``log.key_twice``.
    """
    ours = [_witness(key, url) for key, url in witnesses]
    theirs = [_witness(key, url) for key, url in auditors]
    return Policy(
        (Log(VerifierKey.parse(log), f"https://{origin}".encode()),),
        (*ours, *theirs),
        (
            Group(trust_root.WITNESSES, q, tuple(each.name for each in ours)),
            Group(trust_root.AUDITORS, a, tuple(each.name for each in theirs)),
            Group(b"both", 2, (trust_root.WITNESSES, trust_root.AUDITORS)),
        ),
        b"both",
    )


def _witness(key: str, url: str | None) -> Witness:
    parsed = VerifierKey.parse(key)
    address = None if url is None else HttpsUri.parse(url).text.encode("ascii")
    return Witness(str(parsed.name).encode(), parsed, address)


def check_agreed(draft: FoundingDraft, agreement: Agreement) -> None:
    """Check that a draft follows from an agreement, as one founder kept it.

    Raises:
        Refused: ``ledger.agreement``.
    """
    if draft.agreement.digest != agreement.digest:
        raise Refused("ledger.agreement")


def sign(draft: FoundingDraft, signer: Signer, agreement: Agreement) -> bytes:
    """Sign both with a founder's operation key; the signature as a file.

    Args:
        draft: what is to be signed.
        signer: the founder's.
        agreement: as this founder kept it, from before it showed its keys.

    Raises:
        Refused: ``ledger.signer`` for a key that is no founder's; ``ledger.agreement`` for a
            draft that follows from another agreement.
    """
    check_agreed(draft, agreement)
    did = DidKey.of(signer.public_key)
    if did.did not in {founder.did for founder in draft.body.founders}:
        raise Refused("ledger.signer", "not a founder of the plan")
    return jcs.canonicalize(
        {
            "v": VERSION,
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
    found: dict[str, JsonValue] = {}
    for raw in signatures:
        match _read(raw):
            case {
                "v": int(),
                "did": str(did),
                "genesis": str(one),
                "trust": str(other),
                **rest,
            } if not rest:
                found[did] = {"genesis": one, "trust": other}
            case _:
                raise MalformedInput("ledger.founding", "not a signature")
    value: JsonObject = {"v": VERSION, **draft.value, "signatures": found}
    return Founding.parse(jcs.canonicalize(value))


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
            Refused: ``ledger.opening`` for keys that nobody committed to; what the rules
                refuse of a genesis; ``trust.signatures``.
        """
        match _read(raw):
            case {
                "v": int(),
                "agreement": dict(agreement),
                "openings": list(openings),
                "signatures": dict(signatures),
                **rest,
            } if not rest:
                draft = _drafted(agreement, openings)
            case _:
                raise MalformedInput("ledger.founding", "not a founding")
        genesis = json_encoding.parse_object(draft.genesis.signed(()).leaf)
        genesis["sigs"] = [
            {"by": did, "kid": _key_id(did), "alg": "Ed25519", "sig": _part(both, "genesis")}
            for did, both in sorted(signatures.items())
        ]
        operation = Operation.parse(jcs.canonicalize(genesis))
        root = draft.trust.joined(
            [(did, _part(both, "trust")) for did, both in sorted(signatures.items())]
        )
        apply(Replay(operation.ledger), operation)
        begin(root)
        return cls(operation, draft.body, root, raw)

    def check_home(self, origin: str, key: VerifierKey) -> None:
        """Check that this is the ledger that a home was made for, and signs with its key.

        Raises:
            Refused: ``ledger.origin``, ``ledger.log_key``.
        """
        if self.genesis.ledger != origin:
            raise Refused("ledger.origin", "founded for another ledger")
        if VerifierKey.parse(self.body.key) != key:
            raise Refused("ledger.log_key")


def _drafted(agreement: JsonObject, openings: Sequence[JsonValue]) -> FoundingDraft:
    return draft_of(
        Agreement.parse(jcs.canonicalize(agreement)), [jcs.canonicalize(each) for each in openings]
    )


def _part(both: JsonValue, name: str) -> str:
    match both:
        case {"genesis": str(), "trust": str(), **rest} if not rest:
            return str(both[name])  # type: ignore[index,call-overload]  # matched above
    raise MalformedInput("ledger.founding", "not a signature")


def _read(raw: bytes) -> Mapping[str, JsonValue]:
    try:
        value = json_encoding.parse_object(raw, max_bytes=MAX_BYTES)
    except LivretError as error:
        raise MalformedInput("ledger.founding", error.code) from None
    if value.get("v") != VERSION or value.get("v") is True:
        raise MalformedInput("ledger.founding", "another version")
    return value


def _key_id(did: str) -> str:
    try:
        return DidKey.parse(did).verification_method
    except LivretError as error:
        raise MalformedInput("ledger.founding", error.code) from None
