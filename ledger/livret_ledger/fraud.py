"""Fraud files: what a ledger's keeper did, so that anybody can check it. Pure.

    two heads    signed by the log, of one size with two roots, or of two sizes where the
                 smaller is no beginning of the larger: checked alone
    bad entry    an entry that a signed head covers and the rules refuse: checked against any
                 copy of the entries before it

Nobody has to believe who made such a file; layout and soundness: ``docs/spec/fraud.md``.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import InitVar, dataclass
from typing import Annotated, Final, Literal, TypeAlias, final

import msgspec

from livret_core import limits
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog import cosignature, merkle, note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import Frontier
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger.replay import Replay

#: Gives the entries of a copy, from one index up to another, in order.
Replica: TypeAlias = Callable[[int, int], Iterable[bytes]]

_Keys: TypeAlias = Collection[VerifierKey]
# From a size to the keys of the log and of those who cosign it, at that size.
_KeysAt: TypeAlias = Callable[[int], tuple[_Keys, _Keys]]

FILE_BYTES: Final = 4 << 20  # two notes as large as notes are read, and a little more
NOT_LAST: Final = "ledger.not_last"

_SEAL: Final = object()
_CHUNK: Final = 4_096

_HashText = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
_ProofText = Annotated[tuple[_HashText, ...], msgspec.Meta(max_length=limits.LOG_PROOF_HASHES)]
_NoteText = Annotated[str, msgspec.Meta(max_length=limits.NOTE_BYTES)]


class _HeadsForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="two-heads"
):
    v: Literal[1]
    first: _NoteText
    second: _NoteText
    root: _HashText | None
    proof: _ProofText


class _EntryForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="bad-entry"
):
    v: Literal[1]
    head: _NoteText
    index: Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]
    rule: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9_]{1,40}\.[a-z0-9_]{1,40}\Z")]
    leaf: Annotated[str, msgspec.Meta(max_length=90_000)]
    inclusion: _ProofText
    before: _ProofText


@final
@dataclass(frozen=True, slots=True)
class TwoHeads:
    """Two heads that one log signed, and that are not of one history. Nothing is verified.

    Attributes:
        first: the smaller, or either of one size.
        second: the other.
        root: of as many leaves as *first* has, in the tree of *second*; None for one size.
        proof: that it is so: from there to *second*; empty for one size.
    """

    first: SignedCheckpoint
    second: SignedCheckpoint
    root: bytes | None = None
    proof: tuple[bytes, ...] = ()

    def format(self) -> bytes:
        """Write the file."""
        return _format(
            {
                "v": 1,
                "kind": "two-heads",
                "first": self.first.format().decode(),
                "second": self.second.format().decode(),
                "root": None if self.root is None else base64url.encode(self.root),
                "proof": _texts(self.proof),
            }
        )


@final
@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry that a head covers and the rules refuse. Nothing is verified.

    Attributes:
        head: signed by the log.
        index: of the entry, from 0.
        rule: the code with which the rules refuse it; ``ledger.not_last`` for a head whose
            last entry is no ``state.commit``.
        leaf: the entry's octets.
        inclusion: proof that it stands there.
        before: proof from the tree of the entries before it to the head.
    """

    head: SignedCheckpoint
    index: int
    rule: str
    leaf: bytes
    inclusion: tuple[bytes, ...]
    before: tuple[bytes, ...]

    def format(self) -> bytes:
        """Write the file."""
        return _format(
            {
                "v": 1,
                "kind": "bad-entry",
                "head": self.head.format().decode(),
                "index": self.index,
                "rule": self.rule,
                "leaf": base64url.encode(self.leaf),
                "inclusion": _texts(self.inclusion),
                "before": _texts(self.before),
            }
        )


Fraud: TypeAlias = TwoHeads | BadEntry


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenFraud:
    """What a fraud file shows of a log. Only :func:`check` makes one.

    Attributes:
        origin: of the log, whose own key signed.
        sizes: of the heads concerned.
        index, rule: of a bad entry; None and empty for two heads.
        cosigners: of the keys that were asked for: of two heads those that cosigned both,
            of a bad entry those that cosigned the head over it.
    """

    origin: str
    sizes: tuple[int, ...]
    index: int | None
    rule: str
    cosigners: frozenset[VerifierKey]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("ProvenFraud is made by check() only")


def parse(raw: bytes) -> Fraud:
    """Read a fraud file; there is one spelling of each.

    Raises:
        MalformedInput: ``fraud.malformed``, ``input.*``, and what reading a head raises.
    """
    value = json_encoding.parse_object(raw, max_bytes=FILE_BYTES)
    if jcs.canonicalize(value) + b"\n" != raw:
        raise MalformedInput("fraud.malformed", "not in canonical form")
    try:
        form = msgspec.convert(value, _HeadsForm | _EntryForm)
    except msgspec.ValidationError:
        raise MalformedInput("fraud.malformed", "a member missing, unknown or wrong") from None
    if isinstance(form, _HeadsForm):
        return TwoHeads(
            SignedCheckpoint.parse(form.first.encode()),
            SignedCheckpoint.parse(form.second.encode()),
            None if form.root is None else base64url.decode(form.root),
            _hashes(form.proof),
        )
    return BadEntry(
        SignedCheckpoint.parse(form.head.encode()),
        form.index,
        form.rule,
        base64url.decode(form.leaf),
        _hashes(form.inclusion),
        _hashes(form.before),
    )


def check(
    fraud: Fraud,
    log_keys: Collection[VerifierKey],
    *,
    cosigners: Collection[VerifierKey] = (),
    replica: Replica | None = None,
) -> ProvenFraud:
    """Check that a file shows what it says.

    Args:
        fraud: as it came.
        log_keys: of the logs known here, each named as its log's origin.
        cosigners: keys of witnesses and auditors, to be told which of them cosigned it.
        replica: a copy of the log's entries; needed for a bad entry only.

    Raises:
        Refused: ``log.unknown``, ``log.unsigned``, ``note.signature`` for a head that is no
            word of the log; ``fraud.not_shown``, with ``what``, when all is as it should be,
            or a proof does not lead where it says.
        Unavailable: ``fraud.replica`` without a copy of the entries before the bad one, or
            with another log's.
    """
    return _check(fraud, lambda _: (log_keys, cosigners), replica)


def check_by_chain(
    fraud: Fraud, chain: TrustChain, *, replica: Replica | None = None
) -> ProvenFraud:
    """Check a file by the keys that each version of a trust root names, each for its time.

    A key that was rotated away signs nothing beyond the hand-over that anybody believes, so
    it convicts nobody there; whoever left the witnesses cosigned nothing larger either.

    Args:
        fraud: as it came.
        chain: believed by whoever asks.
        replica: as for :func:`check`.

    Raises:
        Refused, Unavailable: as :func:`check`; ``trust.before`` for a head from before the
            oldest version.
    """

    def keys_at(size: int) -> tuple[_Keys, _Keys]:
        roots = chain.roots_at(size)
        return (
            frozenset[VerifierKey]().union(*(root.policy.log_keys(root.origin) for root in roots)),
            frozenset[VerifierKey]().union(*(root.policy.witness_keys for root in roots)),
        )

    return _check(fraud, keys_at, replica)


def forked_by(held: SignedCheckpoint | None, request: AddCheckpoint) -> TwoHeads | None:
    """Make of a request that a witness refused what it shows against the log, if anything.

    Args:
        held: the head that the witness cosigned last.
        request: refused with ``log.fork`` or ``log.consistency``.
    """
    if held is None:
        return None
    old, new = held.checkpoint, request.signed.checkpoint
    if old.size == new.size:
        return TwoHeads(held, request.signed) if old.root != new.root else None
    if request.old_size != old.size:
        return None
    shown = merkle.prefix_root(old.size, new.size, request.hashes, new.root)
    if shown is None or shown == old.root:
        return None
    return TwoHeads(held, request.signed, shown, request.hashes)


def _check(fraud: Fraud, keys_at: _KeysAt, replica: Replica | None) -> ProvenFraud:
    if isinstance(fraud, TwoHeads):
        return _check_heads(fraud, keys_at)
    return _check_entry(fraud, keys_at, replica)


def _check_heads(fraud: TwoHeads, keys_at: _KeysAt) -> ProvenFraud:
    first, second = fraud.first.checkpoint, fraud.second.checkpoint
    before, after = (
        _check_signed(head, keys_at(head.checkpoint.size)) for head in (fraud.first, fraud.second)
    )
    if first.origin != second.origin:
        raise _not_shown("origin")
    if first.size == second.size:
        if first.root == second.root or fraud.root is not None or fraud.proof:
            raise _not_shown("root")
    else:
        _check_split(fraud)
    both = before & after
    return ProvenFraud(
        origin=first.origin,
        sizes=(first.size, second.size),
        index=None,
        rule="",
        cosigners=both,
        seal=_SEAL,
    )


def _check_split(fraud: TwoHeads) -> None:
    """Check that the larger tree begins with another tree than the smaller head's."""
    first, second = fraud.first.checkpoint, fraud.second.checkpoint
    # Every tree begins with the empty one, and the empty tree has one root.
    if not 0 < first.size < second.size or fraud.root is None:
        raise _not_shown("size")
    if fraud.root == first.root:
        raise _not_shown("root")
    try:
        merkle.check_consistency(first.size, second.size, fraud.proof, fraud.root, second.root)
    except Refused:
        raise _not_shown("proof") from None


def _check_entry(fraud: BadEntry, keys_at: _KeysAt, replica: Replica | None) -> ProvenFraud:
    head, index = fraud.head.checkpoint, fraud.index
    cosigners = _check_signed(fraud.head, keys_at(head.size))
    try:
        merkle.check_inclusion(
            merkle.leaf_hash(fraud.leaf), index, head.size, fraud.inclusion, head.root
        )
    except Refused:
        raise _not_shown("proof") from None
    if fraud.rule == NOT_LAST:
        if index != head.size - 1 or is_state_commit(fraud.leaf):
            raise _not_shown("rule")
    else:
        _check_refused(fraud, replica)
    return ProvenFraud(
        origin=head.origin,
        sizes=(head.size,),
        index=index,
        rule=fraud.rule,
        cosigners=cosigners,
        seal=_SEAL,
    )


def _check_refused(fraud: BadEntry, replica: Replica | None) -> None:
    """Check that the rules refuse the entry, on top of those that stand before it."""
    head, index = fraud.head.checkpoint, fraud.index
    if replica is None and index:
        raise Unavailable("fraud.replica", needed=index)
    state, frontier = Replay(head.origin), Frontier()
    for begin in range(0, index, _CHUNK):
        leaves = list(replica(begin, min(begin + _CHUNK, index))) if replica else []
        frontier, _ = frontier.extended(map(merkle.leaf_hash, leaves))
        _take_all(state, leaves, begin)
    # Which copy it was does not matter: these are the entries that the head covers.
    try:
        if frontier.size != index:
            raise Unavailable("fraud.replica", needed=index)
        merkle.check_consistency(index, head.size, fraud.before, frontier.root, head.root)
    except Refused:
        raise Unavailable("fraud.replica", "entries of another log", needed=index) from None
    try:
        state.take(fraud.leaf)
    except LivretError as error:
        if error.code == fraud.rule:
            return
        raise _not_shown("rule") from None
    raise _not_shown("rule")


def _take_all(state: Replay, leaves: Sequence[bytes], begin: int) -> None:
    for number, leaf in enumerate(leaves):
        try:
            state.take(leaf)
        except LivretError as error:
            # An earlier entry is bad: the file about that one is the one to make.
            raise Unavailable(
                "fraud.replica", f"entry {begin + number}: {error.code}", needed=begin + number
            ) from None


def is_state_commit(leaf: bytes) -> bool:
    """Say whether an entry is a ``state.commit``, as the last one under a head must be."""
    try:
        return Operation.parse(leaf).type == "state.commit"
    except MalformedInput:
        return False


def _check_signed(head: SignedCheckpoint, keys: tuple[_Keys, _Keys]) -> frozenset[VerifierKey]:
    """Check that a head is the log's own word, and say who cosigned it."""
    log_keys, cosigners = keys
    own = [key for key in log_keys if key.name.text == head.checkpoint.origin]
    if not own:
        raise Refused("log.unknown")
    if not note.verify(head.note, own):
        raise Refused("log.unsigned")
    return _cosigners(head, cosigners)


def _cosigners(head: SignedCheckpoint, keys: Collection[VerifierKey]) -> frozenset[VerifierKey]:
    """Say who cosigned, one key at a time: a line that does not verify convicts nobody."""
    found: set[VerifierKey] = set()
    for key in keys:
        try:
            found.update(cosignature.verify(head, [key]))
        except Refused:
            continue
    return frozenset(found)


def _not_shown(what: str) -> Refused:
    return Refused("fraud.not_shown", what, what=what)


def _format(value: JsonObject) -> bytes:
    return jcs.canonicalize(value) + b"\n"


def _texts(hashes: Sequence[bytes]) -> list[JsonValue]:
    return [base64url.encode(value) for value in hashes]


def _hashes(texts: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(base64url.decode(text) for text in texts)
