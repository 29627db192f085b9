"""Evidence of records, made from a ledger as it stands at a head, and which records go together. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Protocol, TypeAlias

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.ledger import records
from livret_core.ledger.bodies import RightName, StateCommit, read
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import AnyRecord, DidRecord, KeyRecord, RightRecord, RightsRecord
from livret_core.ledger.state import (
    commit_name,
    compromise_name,
    did_name,
    key_name,
    member_name,
    right_name,
    rights_name,
)
from livret_core.ledger.state_map import record_key
from livret_core.ledger.state_proof import prove as prove_map
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import NodeReader

ReadMap: TypeAlias = Callable[[bytes], bytes]

_DID: Final = "did:"
_MAX_CHAIN: Final = 4


class Records(Protocol):
    """The records of a ledger, as of one head."""

    def record(self, name: str) -> AnyRecord | None:
        """Give a record."""
        ...

    def record_names(self, prefix: str) -> Iterable[str]:
        """Give the names of all records that begin so."""
        ...


def names_of(state: Records, asked: str) -> Iterator[str]:
    """Say which records answer for *asked*: a DID stands for all that a verifier asks of it.

    That is its own record, whose it is, every key it ever had (what an ended one signed may
    be good still) and whether each is suspected, the same of its successor, its last daily
    commit, the list of its rights, each of them, and the rights above.
    """
    if not asked.startswith(_DID):
        yield asked
        return
    yield did_name(asked)
    record = state.record(did_name(asked))
    if not isinstance(record, DidRecord):
        return
    yield member_name(record.who)
    yield commit_name(asked)
    yield from _keys(state, asked)
    if record.successor is not None:
        # It signs the lists of the one that it took over from.
        yield from _acting_keys(state, record.successor)
    yield rights_name(asked)
    listed = state.record(rights_name(asked))
    for name in listed.names if isinstance(listed, RightsRecord) else ():
        yield from _with_parents(state, right_name(asked, *name.split("/", 1)))


def _keys(state: Records, did: str) -> Iterator[str]:
    prefix = key_name(f"{did}#")
    for name in state.record_names(prefix):
        yield from (name, compromise_name(f"{did}#{name.removeprefix(prefix)}"))


def _acting_keys(state: Records, did: str) -> Iterator[str]:
    """Give a successor's record, and the credential keys that it signs with now."""
    yield did_name(did)
    record = state.record(did_name(did))
    for fragment in record.keys if isinstance(record, DidRecord) else ():
        key = state.record(key_name(f"{did}#{fragment}"))
        if isinstance(key, KeyRecord) and key.use == "assertion":
            yield from (key_name(f"{did}#{fragment}"), compromise_name(f"{did}#{fragment}"))


def _with_parents(state: Records, name: str) -> Iterator[str]:
    """Give the name of a right, and of those it was granted from."""
    names = [name]
    for _ in range(_MAX_CHAIN):
        parents: list[str] = []
        for each in names:
            yield each
            record = state.record(each)
            if isinstance(record, RightRecord):
                parents += [_name(span.parent) for span in record.spans if span.parent]
        names = parents


def _name(right: RightName) -> str:
    return right_name(right.did, right.type, right.scope)


def evidence(
    signed: SignedCheckpoint,
    commit_leaf: bytes,
    state: Records,
    asked: Sequence[str],
    *,
    nodes: NodeReader,
    map_nodes: ReadMap,
) -> Evidence:
    """Make a bundle.

    Args:
        signed: the head.
        commit_leaf: its last leaf.
        state: the records as of that head.
        asked: names of records, or DIDs.
        nodes: of the tree.
        map_nodes: of the state map as of that head.

    Raises:
        Unavailable: ``map.unavailable`` when *map_nodes* is of another head.
        MalformedInput: ``input.too_large`` for too many records.
        Refused: ``ledger.not_last`` when the head does not end with the state.
    """
    commit = Operation.parse(commit_leaf)
    if commit.type != "state.commit":
        raise Refused("ledger.not_last", "the head does not end with the state")
    names = sorted({name for each in asked for name in names_of(state, each)})
    if not names:
        raise MalformedInput("input.malformed", "nothing asked")
    root = base64url.decode(read(commit.body, StateCommit).root)
    size = signed.checkpoint.size
    found = {name: state.record(name) for name in names}
    return Evidence(
        signed,
        commit,
        merkle.prove_inclusion(size - 1, size, nodes),
        prove_map(root, [record_key(name) for name in names], map_nodes),
        {name: None if each is None else records.format(each) for name, each in found.items()},
    )


def check_published(signed: SignedCheckpoint | None) -> SignedCheckpoint:
    """Give the head that is published.

    Raises:
        Unavailable: ``ledger.no_head`` when none is.
    """
    if signed is None:
        raise Unavailable("ledger.no_head")
    return signed
