"""What founders agree on before any of them shows a key: commit first, then open. Pure.

    opening = Opening.of_founder(who, did, witness, auditor, nonce=…)   # kept to oneself
    commitment = opening.commitment                                     # handed to all
    agreement = agree(plan, commitments)          # everything but the keys; all have the same
    founders = open_with(agreement, openings)     # only now keys are shown, and have to fit

Two first trust roots with the same six words cost whoever chooses the last byte some 2^34 tries
(docs/spec/six-words.md §6). Here nobody chooses anything once a key is known: the plan is fixed
with every commitment in it, and what is signed follows from the plan and the openings alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final, Self, TypeVar, final

import msgspec

from livret_core import limits
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import NS, parse_utc_ns
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.ledger.bodies import LegalText, VerifierKeyText
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.operation import ADDRESS, Digest, Origin
from livret_core.ledger.quorum import Quorums

NONCE_BYTES: Final = 32
VERSION: Final = 1

_DOMAIN: Final = b"livret/founding-commitment/v1\n"
_ADDRESS: Final = r"\Ahttps://[\x21-\x7e]{1,300}\Z"
_SMALL_BYTES: Final = 4 << 10
_MOST: Final = 64
_LEAST_DAYS: Final = 14  # a change counts after seven, and has to be signed
_ODD_DAYS: Final = 90
_ODD_BEGIN_S: Final = 31 * 86_400

_Url = Annotated[str, msgspec.Meta(pattern=_ADDRESS)]
# A founder by its registered number, or the keeper by the ledger's origin.
_Party = Annotated[
    str, msgspec.Meta(pattern=rf"\A([a-z]{{2}}-[a-z]{{3,5}}:[0-9AB]{{5,10}}|{ADDRESS})\Z")
]
_DidKeyText = Annotated[str, msgspec.Meta(pattern=r"\Adid:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}\Z")]


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value that is one JSON object, and nothing else."""


_F = TypeVar("_F", bound=_Form)


class FounderKeys(_Form, frozen=True):
    """The keys that a founder brings."""

    did: _DidKeyText
    witness: VerifierKeyText
    auditor: VerifierKeyText | None = None


class _Opening(_Form, frozen=True, rename={"version": "v"}):
    version: int
    who: _Party
    nonce: Digest
    keys: FounderKeys | None = None
    log: VerifierKeyText | None = None


@final
@dataclass(frozen=True, slots=True)
class Opening:
    """The keys of one party, and a nonce that hides them until they are shown.

    Attributes:
        who: registered number of a founder, or the ledger's origin for its keeper.
        keys: of a founder.
        log: of the keeper.
        raw: as a file, in its one spelling.
    """

    who: str
    keys: FounderKeys | None
    log: str | None
    raw: bytes

    @classmethod
    def of_founder(
        cls, who: str, did: str, witness: str, auditor: str | None, *, nonce: bytes
    ) -> Self:
        """Make a founder's opening.

        Raises:
            MalformedInput: ``ledger.founding``.
        """
        keys: JsonObject = {"did": did, "witness": witness}
        if auditor is not None:
            keys["auditor"] = auditor
        return cls._of({"v": VERSION, "who": who, "keys": keys}, nonce)

    @classmethod
    def of_keeper(cls, origin: str, key: str, *, nonce: bytes) -> Self:
        """Make the opening of whoever holds the ledger's own key.

        Raises:
            MalformedInput: ``ledger.founding``.
        """
        return cls._of({"v": VERSION, "who": origin, "log": key}, nonce)

    @classmethod
    def _of(cls, value: JsonObject, nonce: bytes) -> Self:
        if len(nonce) != NONCE_BYTES:
            raise ValueError(f"a nonce has {NONCE_BYTES} bytes")
        return cls.parse(jcs.canonicalize(value | {"nonce": base64url.encode(nonce)}))

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read an opening, in its one spelling.

        Raises:
            MalformedInput: ``ledger.founding``.
        """
        form = _read_form(raw, _Opening, _SMALL_BYTES)
        is_founder = form.keys is not None
        if form.version != VERSION or is_founder == (form.log is not None):
            raise MalformedInput("ledger.founding", "not an opening")
        if is_founder != (":" in form.who and "." not in form.who):
            raise MalformedInput("ledger.founding", "keys of another kind of party")
        if jcs.canonicalize(json_encoding.parse_object(raw)) != raw:
            raise MalformedInput("ledger.founding", "not in its one spelling")
        return cls(form.who, form.keys, form.log, raw)

    @property
    def commitment(self) -> str:
        """What is handed over first: it says nothing about the keys."""
        return base64url.encode(sha256(_DOMAIN + self.raw).digest())

    def format_commitment(self) -> bytes:
        """Write the commitment as a file."""
        return jcs.canonicalize({"v": VERSION, "who": self.who, "commitment": self.commitment})


class _Commitment(_Form, frozen=True, rename={"version": "v"}):
    version: int
    who: _Party
    commitment: Digest


class PlannedFounder(_Form, frozen=True):
    """One founder: who, and where its machines answer."""

    who: LegalText
    operator: LegalText
    witness_url: _Url
    auditor_url: _Url | None = None


class Plan(_Form, frozen=True):
    """What the founders agree on. It holds no key.

    Attributes:
        origin: the ledger's name, and its address without ``https://``.
        begins: when it begins, RFC 3339 in UTC.
        q, a, k: how many must agree (n is the number of founders).
        roots, schemas: who may accredit, who may publish types.
        fresh_hours, refuse_hours: how old a head may be.
        valid_days: how long the first trust root holds.
    """

    origin: Origin
    begins: Annotated[str, msgspec.Meta(max_length=20)]
    founders: Annotated[tuple[PlannedFounder, ...], msgspec.Meta(min_length=1, max_length=_MOST)]
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
            MalformedInput: ``ledger.founding``, ``input.time``, ``input.https_uri``, ``ledger.legal_id``.
            Refused: ``ledger.numbers``; ``ledger.plan`` for ages that no reader could go by, or a
                list of members that ends before a change of it can count; what genesis would be
                refused for whatever the keys are: ``ledger.role`` for two founders under one
                operator, ``ledger.exists``, ``ledger.unknown`` for a root or authority twice, or
                of none who founds.
        """
        plan = _read_form(raw, cls, limits.TRUST_ROOT_BYTES)
        if len({each.who for each in plan.founders}) != len(plan.founders):
            raise MalformedInput("ledger.founding", "a founder twice")
        parse_utc_ns(plan.begins)
        plan.numbers.check()
        if plan.fresh_hours >= plan.refuse_hours:
            raise Refused("ledger.plan", "refused before it is old", member="refuse_hours")
        if plan.valid_days < _LEAST_DAYS:
            raise Refused("ledger.plan", "ends before a change can count", member="valid_days")
        _check_founders(plan)
        return plan

    def odd(self, *, now_s: int) -> tuple[str, ...]:
        """Name what may be a mistake in typing, and may be meant: nobody can change it once signed.

        Args:
            now_s: seconds since 1970.
        """
        found = {
            "begins": abs(self.begins_s - now_s) > _ODD_BEGIN_S,
            "roots": not self.roots,
            "schemas": not self.schemas,
            "valid_days": self.valid_days < _ODD_DAYS,
        }
        return tuple(name for name, is_odd in found.items() if is_odd)

    @property
    def numbers(self) -> Quorums:
        """n, q, a, k."""
        return Quorums(len(self.founders), self.q, self.a, self.k)

    @property
    def begins_s(self) -> int:
        """When it begins, seconds since 1970."""
        return parse_utc_ns(self.begins) // NS

    @property
    def parties(self) -> frozenset[str]:
        """Everybody who brings a key: the founders, and the ledger's keeper by its origin."""
        return frozenset({self.origin, *(each.who for each in self.founders)})


def _check_founders(plan: Plan) -> None:
    """Refuse what genesis would be refused for: keys that were shown are not hidden again."""
    founders = {each.who for each in plan.founders}
    operators = {each.operator for each in plan.founders}
    for name in sorted({*founders, *operators, *plan.roots, *plan.schemas}):
        LegalId.parse(name)
    for each in plan.founders:
        for url in (each.witness_url, each.auditor_url):
            if url is not None:
                HttpsUri.parse(url)
    if len(operators) != len(founders):
        raise Refused("ledger.role", "two founders under one operator")
    if len({*plan.roots}) != len(plan.roots) or len({*plan.schemas}) != len(plan.schemas):
        raise Refused("ledger.exists", "a root or authority twice")
    if not founders.issuperset(plan.roots) or not founders.issuperset(plan.schemas):
        raise Refused("ledger.unknown", "a root or authority that does not found", record="member")
    if plan.a > sum(each.auditor_url is not None for each in plan.founders):
        raise Refused("ledger.numbers", n=len(founders), q=plan.q, a=plan.a, k=plan.k)


class _Agreement(_Form, frozen=True, rename={"version": "v"}):
    version: int
    plan: dict[str, object]
    commitments: dict[str, Digest]


@final
@dataclass(frozen=True, slots=True)
class Agreement:
    """A plan and everybody's commitment: all that is decided before a key is shown.

    Attributes:
        plan: without keys.
        commitments: by party, each of them once and nobody else's.
        raw: as a file, in its one spelling.
    """

    plan: Plan
    commitments: Mapping[str, str]
    raw: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read an agreement.

        Raises:
            MalformedInput: ``ledger.founding``.
            Refused: ``ledger.opening`` when the commitment of a party is missing, or there
                is one of nobody; ``ledger.numbers``.
        """
        form = _read_form(raw, _Agreement, limits.TRUST_ROOT_BYTES)
        value = json_encoding.parse_object(raw)
        if form.version != VERSION or jcs.canonicalize(value) != raw:
            raise MalformedInput("ledger.founding", "not an agreement in its one spelling")
        plan = Plan.parse(jcs.canonicalize(value["plan"]))
        if set(form.commitments) != plan.parties:
            raise Refused("ledger.opening", "not one commitment of each party")
        return cls(plan, form.commitments, raw)

    @property
    def digest(self) -> str:
        """What founders read to each other before the first of them opens."""
        return base64url.encode(sha256(self.raw).digest())


def agree(plan: bytes, commitments: Sequence[bytes]) -> Agreement:
    """Join a plan with everybody's commitment.

    Raises:
        MalformedInput: ``ledger.founding``, also for two commitments of one party.
        Refused: as :meth:`Agreement.parse`.
    """
    Plan.parse(plan)
    found: dict[str, JsonValue] = {}
    for raw in commitments:
        form = _read_form(raw, _Commitment, _SMALL_BYTES)
        if form.version != VERSION or form.who in found:
            raise MalformedInput("ledger.founding", "two commitments of one party")
        found[form.who] = form.commitment
    value: JsonObject = {
        "v": VERSION,
        "plan": json_encoding.parse_object(plan),
        "commitments": found,
    }
    return Agreement.parse(jcs.canonicalize(value))


@final
@dataclass(frozen=True, slots=True)
class Opened:
    """Every party's keys, each as it was committed to. Made by :func:`open_with` only.

    Attributes:
        log: the ledger's key.
        keys: of the founders, by registered number.
        raws: the openings, in the order of the parties.
    """

    log: str
    keys: Mapping[str, FounderKeys]
    raws: tuple[bytes, ...]


def open_with(agreement: Agreement, openings: Sequence[bytes]) -> Opened:
    """Check everybody's opening against the commitment that was handed over first.

    Raises:
        MalformedInput: ``ledger.founding``.
        Refused: ``ledger.opening`` for one that is missing, of nobody, twice, or of other keys
            than were committed to, with ``who``.
    """
    found = [Opening.parse(raw) for raw in openings]
    for opening in found:
        if agreement.commitments.get(opening.who) != opening.commitment:
            raise Refused("ledger.opening", "other keys than committed to", who=opening.who)
    missing = sorted(agreement.plan.parties - {opening.who for opening in found})
    if missing or len(found) != len(agreement.plan.parties):
        raise Refused("ledger.opening", "missing, or twice", who=", ".join(missing))
    found.sort(key=lambda opening: opening.who)
    [log] = [opening.log for opening in found if opening.log is not None]
    keys = {opening.who: opening.keys for opening in found if opening.keys is not None}
    return Opened(log, keys, tuple(opening.raw for opening in found))


def _read_form(raw: bytes, kind: type[_F], max_bytes: int) -> _F:
    try:
        return msgspec.convert(json_encoding.parse_object(raw, max_bytes=max_bytes), kind)
    except LivretError as error:
        raise MalformedInput("ledger.founding", error.code) from None
    except msgspec.ValidationError as error:
        raise MalformedInput("ledger.founding", str(error)[:120]) from None
