"""The day's commit of an issuer: what its root is over, and what that holds the issuer to. Pure.

A ``commit`` on the ledger is 32 octets. They are the root of a Merkle tree over named digests:
each status list, the end of the audit log, the root over the day's credentials. The digests lie
beside the lists in ``commit/<day>.json``; with them anybody sees

- that a status list is not older than the one committed, and no second one of its time
  (:func:`check_list`, LEDGER §7);
- that a credential existed by then, whatever its own date says (:func:`check_dated`, LEDGER §8).

``docs/spec/daily-commit.md`` says it octet for octet.
"""

import re
from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from itertools import pairwise
from typing import Final, Literal, Self, TypeAlias, final

from livret_core import limits
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.ledger import bodies
from livret_core.ledger import head as heads
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.issuance import IssuancePath
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import CommitRecord
from livret_core.ledger.state import commit_name
from livret_core.ledger.trust_chain import TrustChain
from livret_core.status.token import SignedStatusList
from livret_core.tlog import merkle
from livret_core.tlog.merkle import Frontier
from livret_core.tlog.proof import LogProof

ISSUANCE: Final = "issuance"
AUDIT: Final = "audit"

ListStanding: TypeAlias = Literal["committed", "ahead"]

_VERSION: Final = 1
_DOMAIN: Final = b"livret/commit/v1\n"
_NAME: Final = re.compile(r"[a-z]{1,32}(/[1-9][0-9]{0,8})?")
_LIST: Final = re.compile(r"([1-9][0-9]{0,8})\.jwt")
_LAST_DAY: Final = 200_000
_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True)
class NamedDigest:
    """One thing that a day's root is over.

    Attributes:
        name: ``status/1``, ``audit``, ``issuance`` …
        digest: 32 octets.
        issued_at_s: of a status list its ``iat``; None for everything else.
    """

    name: str
    digest: bytes
    issued_at_s: int | None = None

    def __post_init__(self) -> None:
        is_list = self.name.startswith("status/")
        if not _NAME.fullmatch(self.name) or len(self.digest) != merkle.HASH_BYTES:
            raise MalformedInput("commit.malformed", "a name or a digest")
        if is_list != (self.issued_at_s is not None) or not (
            0 <= (self.issued_at_s or 0) <= limits.LATEST_S
        ):
            raise MalformedInput("commit.malformed", "a status list has its time, nothing else has")

    @property
    def leaf(self) -> bytes:
        """The octets that are hashed as a leaf."""
        return _DOMAIN + jcs.canonicalize(self.format())

    def format(self) -> JsonObject:
        """Write it as a member of ``digests``."""
        value: JsonObject = {"name": self.name, "digest": base64url.encode(self.digest)}
        return value if self.issued_at_s is None else {**value, "iat": self.issued_at_s}

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read a member of ``digests``.

        Raises:
            MalformedInput: ``commit.malformed``, ``input.base64url``.
        """
        match value:
            case {"name": str(name), "digest": str(digest), **rest} if rest.keys() <= {"iat"}:
                issued_at_s = rest.get("iat")
                if "iat" not in rest or type(issued_at_s) is int:
                    return cls(
                        name,
                        base64url.decode(digest),
                        issued_at_s if isinstance(issued_at_s, int) else None,
                    )
        raise MalformedInput("commit.malformed", "a digest")


@final
@dataclass(frozen=True, slots=True)
class DayCommit:
    """The named digests of a day, as the issuer publishes them. Nothing in it is verified.

    Attributes:
        did: of the issuer.
        day: days since 1970; None for the final status lists of a DID that ends.
        digests: sorted by name, each name once.
    """

    did: str
    day: int | None
    digests: tuple[NamedDigest, ...]

    def __post_init__(self) -> None:
        names = [each.name for each in self.digests]
        if not 0 < len(names) <= limits.DAY_COMMIT_DIGESTS or any(
            first >= second for first, second in pairwise(names)
        ):
            raise MalformedInput("commit.malformed", "digests not sorted, one twice, or none")
        if self.day is not None and not 0 <= self.day <= _LAST_DAY:
            raise MalformedInput("commit.malformed", "no such day")

    @classmethod
    def of(cls, did: str, day: int | None, digests: Sequence[NamedDigest]) -> Self:
        """Put digests into their order."""
        return cls(did, day, tuple(sorted(digests, key=lambda each: each.name)))

    @property
    def root(self) -> bytes:
        """What the ledger has of it."""
        frontier, _ = Frontier().extended(merkle.leaf_hash(each.leaf) for each in self.digests)
        return frontier.root

    def find(self, name: str) -> NamedDigest | None:
        """Give the digest of that name."""
        return next((each for each in self.digests if each.name == name), None)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read ``commit/<day>.json``.

        Raises:
            MalformedInput: ``commit.malformed``, ``input.*``.
        """
        value = json_encoding.parse_object(raw, max_bytes=limits.DAY_COMMIT_BYTES)
        if jcs.canonicalize(value) != raw:
            raise MalformedInput("commit.malformed", "not in canonical form")
        return cls.read(value)

    @classmethod
    def read(cls, value: JsonObject) -> Self:
        """Read it as a JSON object; errors as :meth:`parse`."""
        match value:
            case {
                "v": int(version),
                "did": str(did),
                "day": int() | None as day,
                "digests": list(digests),
                **rest,
            } if not rest and version == _VERSION and bool not in map(type, (version, day)):
                return cls(did, day, tuple(map(NamedDigest.parse, digests)))
        raise MalformedInput("commit.malformed", "not the digests of a day")

    def value(self) -> JsonObject:
        """Give it as a JSON object."""
        digests: list[JsonValue] = [each.format() for each in self.digests]
        return {"v": _VERSION, "did": self.did, "day": self.day, "digests": digests}

    def format(self) -> bytes:
        """Write ``commit/<day>.json``, in canonical form."""
        return jcs.canonicalize(self.value())


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenCommit:
    """A ``commit`` that stands on a believed ledger. Only this module makes one.

    Attributes:
        did: of the issuer.
        day: days since 1970; None for the final lists of a DID that ended.
        root: over the day's digests.
        existed_by_s: by when enough witnesses had seen the ledger with it, that one of them
            is honest; None when too few of those are witnesses still.
    """

    did: str
    day: int | None
    root: bytes
    existed_by_s: int | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a ProvenCommit is made by verify(), of_state() and of_final() only")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCommit:
    """Named digests that are those on the ledger. Only :func:`check_day` makes one."""

    proven: ProvenCommit
    commit: DayCommit
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a CheckedCommit is made by check_day() only")


def verify(operation: Operation, proof: LogProof, chain: TrustChain) -> ProvenCommit:
    """Verify that a ``commit`` stands in a believed ledger, and by when it did.

    The older the head of *proof*, the earlier the time: an issuer that wants its credentials
    dated keeps the proof that it got when it handed the commit in.

    Raises:
        Refused: ``ledger.origin`` for another ledger's, ``ledger.subject`` for another
            operation, ``log.inclusion``; otherwise as :func:`livret_core.ledger.head.verify`.
        MalformedInput: ``ledger.operation``.
    """
    if operation.ledger != chain.newest.origin:
        raise Refused("ledger.origin")
    if operation.type != "commit":
        raise Refused("ledger.subject", "not a commit")
    body = bodies.read(operation.body, bodies.Commit)
    head = heads.verify(proof.signed, chain)
    leaf = merkle.leaf_hash(operation.leaf)
    merkle.check_inclusion(leaf, proof.index, head.size, proof.hashes, head.root)
    return ProvenCommit(
        did=operation.subject,
        day=body.day,
        root=base64url.decode(body.root),
        existed_by_s=head.existed_by_s,
        seal=_SEAL,
    )


def of_state(state: ProvenState, did: str) -> ProvenCommit | None:
    """Give the last commit of an issuer, of a proven state; None when it never made one.

    Raises:
        Unavailable: ``ledger.not_shown``.
    """
    record = state.find(commit_name(did), CommitRecord)
    if record is None:
        return None
    return ProvenCommit(
        did=did,
        day=record.day,
        root=base64url.decode(record.root),
        existed_by_s=state.head.cosigned.existed_by_s,
        seal=_SEAL,
    )


def of_final(state: ProvenState, did: str, root: bytes) -> ProvenCommit:
    """Give the final lists of a DID that ended, as its record in a proven state names them."""
    existed_by_s = state.head.cosigned.existed_by_s
    return ProvenCommit(did=did, day=None, root=root, existed_by_s=existed_by_s, seal=_SEAL)


def check_day(commit: DayCommit, proven: ProvenCommit) -> CheckedCommit:
    """Check that published digests are the ones whose root the ledger has.

    Raises:
        Refused: ``commit.other_root``.
    """
    if (commit.did, commit.day) != (proven.did, proven.day) or commit.root != proven.root:
        raise Refused("commit.other_root")
    return CheckedCommit(proven=proven, commit=commit, seal=_SEAL)


def check_fits(commit: DayCommit, operation: Operation, proof: LogProof) -> None:
    """Check what takes nobody to be believed: digests, commit and proof are of one another.

    Whose the head of the proof is, and who saw it, is not looked at.

    Raises:
        Refused: ``ledger.subject``, ``ledger.origin``, ``commit.other_root``, ``log.inclusion``.
        MalformedInput: ``ledger.operation``.
    """
    if operation.type != "commit":
        raise Refused("ledger.subject", "not a commit")
    shown = proof.signed.checkpoint
    if shown.origin != operation.ledger:
        raise Refused("ledger.origin")
    body = bodies.read(operation.body, bodies.Commit)
    said = (operation.subject, body.day, base64url.decode(body.root))
    if (commit.did, commit.day, commit.root) != said:
        raise Refused("commit.other_root")
    leaf = merkle.leaf_hash(operation.leaf)
    merkle.check_inclusion(leaf, proof.index, shown.size, proof.hashes, shown.root)


def check_list(
    checked: CheckedCommit, signed: SignedStatusList, *, endpoints: Sequence[str]
) -> ListStanding:
    """Check that a status list is no older than the one committed, nor a second of its time.

    Args:
        checked: the issuer's last commit that is known.
        signed: the list, its signature verified.
        endpoints: where the issuer keeps its lists, as its DID's record says. A number names
            one list, at whichever of them it lies.

    Returns:
        ``committed`` for the very list, ``ahead`` for one of a later time or one that was
        begun since: good, until the key is suspected (then only ``committed`` counts).

    Raises:
        Refused: ``status.rolled_back``, ``status.equivocated``, ``status.elsewhere``.
    """
    named = checked.commit.find(_list_name(signed.uri.text, endpoints))
    if named is None or named.issued_at_s is None:
        return "ahead"
    if signed.sha256 == named.digest:
        return "committed"
    if signed.issued_at_s < named.issued_at_s:
        raise Refused(
            "status.rolled_back",
            issued_at_s=signed.issued_at_s,
            committed_at_s=named.issued_at_s,
        )
    if signed.issued_at_s == named.issued_at_s:
        raise Refused("status.equivocated", issued_at_s=signed.issued_at_s)
    return "ahead"


def _list_name(uri: str, endpoints: Sequence[str]) -> str:
    for base in endpoints:
        match = _LIST.fullmatch(uri.removeprefix(base)) if uri.startswith(base) else None
        if match is not None:
            return f"status/{match[1]}"
    raise Refused("status.elsewhere", "not a list that the issuer commits to")


def check_dated(checked: CheckedCommit, path: IssuancePath, jws: str) -> int:
    """Check that a credential was counted in on the day of a commit.

    Args:
        checked: that day's commit.
        path: from the holder.
        jws: the issuer's JWS, what stands before the first ``~``.

    Returns:
        By when it existed, seconds since 1970: ``dated_before_s`` of
        :func:`livret_core.ledger.standing.signing_key`.

    Raises:
        Refused: ``commit.path``.
        Unavailable: as :func:`existed_by_s`.
    """
    issuance = checked.commit.find(ISSUANCE)
    if issuance is None or not path.leads_to(issuance.digest, jws):
        raise Refused("commit.path")
    return existed_by_s(checked)


def existed_by_s(checked: CheckedCommit) -> int:
    """Say by when what a commit leads to existed, seconds since 1970.

    Raises:
        Unavailable: ``ledger.retired_keys`` when those who saw the commit keep the ledger no
            more: their keys may be anybody's.
    """
    if checked.proven.existed_by_s is None:
        raise Unavailable("ledger.retired_keys")
    return checked.proven.existed_by_s
