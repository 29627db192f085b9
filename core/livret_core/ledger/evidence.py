"""Evidence: one file that shows, without a network, how some records stand as of a time.

A container of parts that prove themselves; nobody signs it and nobody has to be trusted to
have made it (LEDGER §6). In it: a checkpoint with its cosignatures, the ``state.commit`` that
is the log's last leaf under that checkpoint, a proof of the state map under the root which
that leaf carries, and the records.

    livret/evidence/v1 LF   then one MessagePack array of the fields of :class:`Evidence`
"""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Annotated, Final, Self, TypeVar, final

import msgspec

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.ledger import bodies, records
from livret_core.ledger import head as heads
from livret_core.ledger.head import CosignedHead, Head, Remembered
from livret_core.ledger.leaf_cutting import cut, fill
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import AnyRecord, Record
from livret_core.ledger.shortening import DID, MAX_DIDS, dids_of, lengthen, shorten
from livret_core.ledger.state_map import canonical_digest, record_key
from livret_core.ledger.state_proof import MapProof
from livret_core.ledger.state_proof import check as check_map
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import Ages
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import NodeReader

MAGIC: Final = b"livret/evidence/v1\n"

_R = TypeVar("_R", bound=Record)
_SEAL: Final = object()

_NAME_BYTES: Final = 2_048

_Hash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
_Proof = Annotated[tuple[_Hash, ...], msgspec.Meta(max_length=limits.LOG_PROOF_HASHES)]


class _Form(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    checkpoint: Annotated[bytes, msgspec.Meta(max_length=limits.NOTE_BYTES)]
    commit: Annotated[bytes, msgspec.Meta(max_length=limits.OPERATION_BYTES)]
    inclusion: _Proof
    map_proof: Annotated[bytes, msgspec.Meta(max_length=limits.MAP_PROOF_BYTES)]
    dids: Annotated[
        tuple[Annotated[str, msgspec.Meta(pattern=DID, max_length=_NAME_BYTES)], ...],
        msgspec.Meta(max_length=MAX_DIDS),
    ]
    names: Annotated[
        tuple[Annotated[bytes, msgspec.Meta(max_length=_NAME_BYTES)], ...],
        msgspec.Meta(max_length=limits.EVIDENCE_RECORDS),
    ]
    values: Annotated[
        tuple[Annotated[bytes, msgspec.Meta(max_length=limits.OPERATION_BYTES)] | None, ...],
        msgspec.Meta(max_length=limits.EVIDENCE_RECORDS),
    ]
    known_size: Annotated[int, msgspec.Meta(ge=0)]
    consistency: _Proof


_DECODER: Final = msgspec.msgpack.Decoder(_Form)
_ENCODER: Final = msgspec.msgpack.Encoder()


@final
class Evidence(msgspec.Struct, frozen=True):
    """A bundle, well formed. Nothing in it is believed.

    Attributes:
        signed: the checkpoint.
        commit: the ``state.commit`` operation.
        inclusion: proof that it is the last leaf.
        map_proof: of every name in *values*.
        values: canonical form of each record, None for one that is not there.
        consistency: a size, and the proof from the head of that size to this one; size 0
            when there is none.
    """

    signed: SignedCheckpoint
    commit: Operation
    inclusion: tuple[bytes, ...]
    map_proof: MapProof
    values: Mapping[str, bytes | None]
    consistency: tuple[int, tuple[bytes, ...]] = (0, ())

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a bundle; there is one spelling of each.

        Raises:
            MalformedInput: ``input.too_large``, ``ledger.evidence``, and what reading its
                parts raises.
        """
        if len(raw) > limits.EVIDENCE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.EVIDENCE_BYTES)
        if not raw.startswith(MAGIC):
            raise MalformedInput("ledger.evidence", "not a bundle of this version")
        try:
            form = _DECODER.decode(memoryview(raw)[len(MAGIC) :])
        except (msgspec.MsgspecError, ValueError, RecursionError):
            # A text that is not UTF-8 is a ValueError and none of msgspec's own.
            raise MalformedInput("ledger.evidence", "not its fields") from None
        names, values = _texts(form)
        if _ENCODER.encode(form) != raw[len(MAGIC) :] or _short(names, values) != (
            form.dids,
            form.names,
            form.values,
        ):
            raise MalformedInput("ledger.evidence", "another spelling of it")
        if len(names) != len(values) or names != sorted(set(names)):
            raise MalformedInput("ledger.evidence", "names not sorted, or without their values")
        signed = SignedCheckpoint.parse(form.checkpoint)
        if form.known_size or form.consistency:
            size = signed.checkpoint.size
            if not 0 < form.known_size < size or len(form.consistency) != merkle.consistency_hashes(
                form.known_size, size
            ):
                # Room in which a bundle could be told from its twins.
                raise MalformedInput("ledger.evidence", "no proof from a smaller head to this one")
        shown = dict(zip(names, values, strict=True))
        leaves = _leaves(shown)
        proof = fill(form.map_proof, leaves)
        if cut(proof, leaves) != form.map_proof:
            raise MalformedInput("ledger.evidence", "a leaf that is known, in full")
        return cls(
            signed,
            Operation.parse(form.commit),
            form.inclusion,
            MapProof.parse(proof),
            shown,
            (form.known_size, form.consistency),
        )

    def format(self) -> bytes:
        """Write the bundle; the inverse of :meth:`parse`.

        Raises:
            MalformedInput: ``input.too_large`` for one that nobody would read.
        """
        names = sorted(self.values)
        raw = MAGIC + _ENCODER.encode(
            _Form(
                self.signed.format(),
                self.commit.leaf,
                self.inclusion,
                cut(self.map_proof.format(), _leaves(self.values)),
                *_short(names, [self.values[name] for name in names]),
                *self.consistency,
            )
        )
        if len(raw) > limits.EVIDENCE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.EVIDENCE_BYTES)
        return raw


def _leaves(values: Mapping[str, bytes | None]) -> dict[bytes, bytes]:
    """Give the leaves that the map has if *values* stand in it: values by key."""
    return {
        record_key(name): canonical_digest(value)
        for name, value in values.items()
        if value is not None
    }


def _texts(form: _Form) -> tuple[list[str], list[bytes | None]]:
    """Read names and values as they are meant."""
    dids = [did.encode() for did in form.dids]
    names = [lengthen(name, dids, most=_NAME_BYTES).decode("ascii") for name in form.names]
    return names, [
        None if value is None else lengthen(value, dids, most=limits.OPERATION_BYTES)
        for value in form.values
    ]


def _short(
    names: Sequence[str], values: Sequence[bytes | None]
) -> tuple[tuple[str, ...], tuple[bytes, ...], tuple[bytes | None, ...]]:
    """Write names and values as short as they can be: the DIDs that stand once, and both."""
    own = [name.encode() for name in names]
    dids = dids_of((*own, *(value for value in values if value is not None)))
    return (
        tuple(did.decode("ascii") for did in dids),
        tuple(shorten(name, dids) for name in own),
        tuple(None if value is None else shorten(value, dids) for value in values),
    )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenRecords:
    """Records that stood on the ledger under a cosigned head. Only :func:`verify` makes one.

    Which operations made them so, and that the rules were kept, is what the auditors'
    cosignatures say; here it is shown that this is the state they signed for. It depends
    on nothing but the bundle and the trust roots, so it may be kept; whether to believe
    it *now* is for :func:`accept`.

    Attributes:
        head: the head.
        at_s: ledger time.
        consistency: what the bundle brings along to show that the head continues another.
    """

    head: CosignedHead
    at_s: int
    consistency: tuple[int, Sequence[bytes]]
    _records: Mapping[str, AnyRecord | None]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("ProvenRecords are made by verify() only")

    @property
    def names(self) -> Sequence[str]:
        """The names that are answered for."""
        return tuple(self._records)

    def find(self, name: str, kind: type[_R]) -> _R | None:
        """Give a record, or None when it was shown that there is none.

        Raises:
            Unavailable: ``ledger.not_shown`` when the evidence does not say.
        """
        if name not in self._records:
            raise Unavailable("ledger.not_shown", name.partition("/")[0])
        record = self._records[name]
        return record if isinstance(record, kind) else None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenState:
    """Records of the ledger as of a head that is believed now. Only :func:`accept` makes one.

    Attributes:
        head: the head.
        records: what stood under it.
    """

    head: Head
    records: ProvenRecords
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a ProvenState is made by accept() only")

    @property
    def at_s(self) -> int:
        """Ledger time."""
        return self.records.at_s

    @property
    def names(self) -> Sequence[str]:
        """The names that are answered for."""
        return self.records.names

    def find(self, name: str, kind: type[_R]) -> _R | None:
        """Give a record; as :meth:`ProvenRecords.find`."""
        return self.records.find(name, kind)


def accept(
    proven: ProvenRecords,
    chain: TrustChain,
    *,
    ages: Ages,
    now_s: int,
    remembered: Remembered | None,
    nodes: NodeReader | None = None,
) -> ProvenState:
    """Decide whether to believe proven records now.

    Args:
        proven: verified.
        chain: the trust roots believed here.
        ages: fresh and amber ages of this service.
        now_s: seconds since 1970.
        remembered: the newest head believed before.
        nodes: reads those of the head's tree, for what the bundle itself does not show.

    Raises:
        Refused, Unavailable: as :func:`livret_core.ledger.head.accept`.
    """
    head = heads.accept(
        proven.head,
        chain,
        ages=ages,
        now_s=now_s,
        remembered=remembered,
        consistency=proven.consistency,
        nodes=nodes,
    )
    return ProvenState(head=head, records=proven, seal=_SEAL)


def verify(evidence: Evidence, chain: TrustChain) -> ProvenRecords:
    """Verify a bundle, in the order of LEDGER §6: quorums, last leaf, state map, records.

    Raises:
        Refused: as :func:`livret_core.ledger.head.verify`; ``ledger.not_last`` when the
            ``state.commit`` is not the last leaf, ``map.*``.
        MalformedInput: ``ledger.evidence`` for a record that is none.
    """
    head = heads.verify(evidence.signed, chain)
    commit = evidence.commit
    if commit.type != "state.commit" or commit.ledger != chain.newest.origin:
        raise Refused("ledger.not_last", "not a state.commit of this ledger")
    try:
        merkle.check_inclusion(
            merkle.leaf_hash(commit.leaf),
            head.size - 1,
            head.size,
            evidence.inclusion,
            head.root,
        )
    except Refused:
        raise Refused("ledger.not_last") from None
    body = bodies.read(commit.body, bodies.StateCommit)
    return ProvenRecords(
        head=head,
        at_s=body.at,
        consistency=evidence.consistency,
        _records=_shown(evidence, base64url.decode(body.root)),
        seal=_SEAL,
    )


def _shown(evidence: Evidence, root: bytes) -> Mapping[str, AnyRecord | None]:
    """Read each record that the state map under *root* holds, and see that the others are not there."""
    keys = {name: record_key(name) for name in evidence.values}
    if not keys:
        raise MalformedInput("ledger.evidence", "no record")
    facts = check_map(evidence.map_proof, root=root, keys=list(keys.values()))
    shown: dict[str, AnyRecord | None] = {}
    for name, octets in evidence.values.items():
        fact = facts[keys[name]]
        if octets is None:
            if fact.is_present:
                raise Refused("map.other_record", "said to be absent")
            shown[name] = None
            continue
        fact.check_canonical(octets)
        shown[name] = records.parse(octets)
    return shown
