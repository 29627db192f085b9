"""Evidence of records, made from a ledger as it stands at a head, and which records go together. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Final, Protocol, TypeAlias

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger import records
from livret_core.ledger.bodies import RightName, StateCommit, read
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.operation import Operation
from livret_core.ledger.record_names import FORMS, is_record_name
from livret_core.ledger.records import (
    AnyRecord,
    DidRecord,
    KeyRecord,
    MemberRecord,
    PlaceRecord,
    RightRecord,
    RightsRecord,
    SchemaRecord,
    Span,
)
from livret_core.ledger.state import (
    commit_name,
    compromise_name,
    did_name,
    key_name,
    member_name,
    place_name,
    right_name,
    rights_name,
    schema_name,
    service_name,
)
from livret_core.ledger.state_map import record_key
from livret_core.ledger.state_proof import prove as prove_map
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import NodeReader

ReadMap: TypeAlias = Callable[[bytes], bytes]

_DID: Final = "did:"
_FRAGMENT: Final = "#"
_ANY: Final = "*"
_MAX_CHAIN: Final = 4
#: Versions of types in one bundle, beside the newest of each type that a right names.
_MAX_VERSIONS: Final = 16


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

    That is its own record, whose it is, every credential key it ever had (what an ended one
    signed may be good still) and whether each is suspected, the same of its successor, its
    last daily commit, the list of its rights, each of them, the rights above, and the versions
    of the types that they are to.

    A bundle has room for so many records and no more. Of a DID that has outgrown it the keys
    that ended longest ago are left out, the rights that others than root accreditors gave
    it last, and the oldest versions: what is left out is not shown, and nobody takes it for
    absent.

    A registered number stands for whoever has it: its membership, its place, and the DID there.
    A key id stands for the key, and whether it is suspected.

    Raises:
        MalformedInput: ``usage.record`` for what no record could be called.
    """
    if not asked.startswith(_DID):
        yield from _named(state, asked)
        return
    if _FRAGMENT in asked:
        yield from (_checked(key_name(asked)), compromise_name(asked))
        return
    record = state.record(did_name(asked))
    if not isinstance(record, DidRecord):
        yield _checked(did_name(asked))
        return
    chosen = dict.fromkeys(
        (did_name(asked), member_name(record.who), commit_name(asked), rights_name(asked))
    )
    if state.record(service_name(asked)) is not None:
        chosen[service_name(asked)] = None  # what it may ask, for wallets that are asked
    # In turns: whoever gives it rights without number must not crowd out its keys.
    for turn in zip_longest(_keys(state, record), _rights(state, asked), _versions(state, asked)):
        for group in turn:
            new = dict.fromkeys(name for name in group or () if name not in chosen)
            if len(chosen) + len(new) <= limits.EVIDENCE_RECORDS:
                chosen |= new
    yield from chosen


def _named(state: Records, asked: str) -> Iterator[str]:
    """Say which records answer for what is no DID: a registered number, or a record's own name."""
    try:
        LegalId.parse(asked)
    except LivretError:
        yield _checked(asked)
        return
    member, place = state.record(member_name(asked)), state.record(place_name(asked))
    yield from (member_name(asked), place_name(asked))
    if isinstance(member, MemberRecord):
        yield from names_of(state, member.did)
    elif isinstance(place, PlaceRecord):
        yield from names_of(state, place.did)


def _checked(name: str) -> str:
    if not is_record_name(name):
        raise MalformedInput("usage.record", known=", ".join(FORMS))
    return name


def _keys(state: Records, record: DidRecord) -> Iterator[Sequence[str]]:
    """Give the names of credential keys: those that sign now, its successor's, those that ended."""
    acting, ended = _split(state, record)
    yield from acting
    if record.successor is not None:
        # It signs the lists of the one that it took over from.
        yield [did_name(record.successor)]
        successor = state.record(did_name(record.successor))
        if isinstance(successor, DidRecord):
            yield from _split(state, successor, is_whole=False)[0]
    yield from ended


def _split(
    state: Records, record: DidRecord, *, is_whole: bool = True
) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    """Give the credential keys of a DID that sign now, and those that ended; the newest first."""
    prefix = key_name(f"{record.did}#")
    listed = [prefix + fragment for fragment in record.keys]
    sides: tuple[list[tuple[int, str]], list[tuple[int, str]]] = [], []
    for name in state.record_names(prefix) if is_whole else listed:
        key = state.record(name)
        if isinstance(key, KeyRecord) and key.use == "assertion":
            sides[name not in listed].append((key.from_s, name))
    acting, ended = (
        [
            (name, compromise_name(f"{record.did}#{name.removeprefix(prefix)}"))
            for _, name in sorted(side, reverse=True)
        ]
        for side in sides
    )
    return [*acting], [*ended]


def _rights(state: Records, did: str) -> Iterator[Sequence[str]]:
    """Give the names of a DID's rights, each with those that it was granted from.

    Those that stand before those that were ended, those of root accreditors and of k voters
    before a delegate's, and of these the oldest first.
    """
    listed = state.record(rights_name(did))
    found: list[tuple[bool, bool, int, str]] = []
    for right in listed.names if isinstance(listed, RightsRecord) else ():
        name = right_name(did, *right.split("/", 1))
        record = state.record(name)
        if isinstance(record, RightRecord):
            # A delegate's term beside a root's does not make the right a delegate's.
            is_over, is_passed_on, granted_s = min(
                (
                    (one.ended_s, one.void_from_s) != (None, None),
                    one.parent is not None,
                    one.granted_s,
                )
                for one in record.spans
            )
            found.append((is_over, is_passed_on, granted_s, name))
    for *_, name in sorted(found):
        yield tuple(_with_parents(state, name))


def _versions(state: Records, did: str) -> Iterator[Sequence[str]]:
    """Give the names of the versions of the types that a DID has rights to.

    The newest of each type before the ones before it. Of a right to all types those that were
    published first: whoever publishes more pushes none of them out.
    """
    listed = state.record(rights_name(did))
    rights = listed.names if isinstance(listed, RightsRecord) else ()
    types = dict.fromkeys(right.partition("/")[0] for right in rights)
    named = [each for each in types if each != _ANY]
    every = _all_types(state) if _ANY in types else []
    rows = [_of_type(state, each) for each in dict.fromkeys((*named, *every))]
    newest_first = [name for turn in zip_longest(*rows) for name in turn if name is not None]
    for name in islice(newest_first, max(_MAX_VERSIONS, len(named))):
        yield (name,)


def _of_type(state: Records, kind: str) -> list[str]:
    """Give the names of the versions of one type, the newest first."""
    names = state.record_names(schema_name(f"{kind}/"))
    return sorted(names, key=lambda name: int(name.rpartition("/")[2]), reverse=True)


def _all_types(state: Records) -> list[str]:
    """Give all types that were published, in the order of their first versions."""
    found: list[tuple[int, str]] = []
    for name in state.record_names(schema_name("")):
        _, kind, version = name.split("/")
        record = state.record(name) if version == "1" else None
        if isinstance(record, SchemaRecord):
            found.append((record.published_s, kind))
    return [kind for _, kind in sorted(found)]


def _with_parents(state: Records, name: str) -> Iterator[str]:
    """Give the name of a right, and of those that its terms were granted from."""
    yield name
    record = state.record(name)
    for span in record.spans if isinstance(record, RightRecord) else ():
        yield from _above(state, span)


def _above(state: Records, span: Span) -> Iterator[str]:
    """Give the names of the rights that a term stands on; others' terms of these are no matter."""
    term: Span | None = span
    for _ in range(_MAX_CHAIN):
        if term is None or term.parent is None:
            return
        name = _name(term.parent)
        yield name
        record = state.record(name)
        term = record.term(term.parent_from_s) if isinstance(record, RightRecord) else None


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
        MalformedInput: ``input.too_large`` for too many records, or too long ones.
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
