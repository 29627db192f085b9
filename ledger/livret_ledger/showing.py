"""What the records in a bundle of evidence say: for each, the facts that people look for. Pure.

The words are in :mod:`livret_ledger.words.shown`, put together by
:mod:`livret_ledger.saying`. A fact that ends in ``_s`` is an instant, one
that ends in ``_day`` a day; what the others are follows from their names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, final

from livret_core.ledger.evidence import ProvenRecords
from livret_core.ledger.records import (
    ClaimsRecord,
    CommitRecord,
    CompromiseRecord,
    DidRecord,
    EndorsementRecord,
    KeyRecord,
    LedgerRecord,
    LogRecord,
    MemberRecord,
    PlaceRecord,
    Policy,
    PolicyRecord,
    ProposalRecord,
    QuotaRecord,
    Record,
    RightRecord,
    RightsRecord,
    SchemaRecord,
    ServiceRecord,
    Span,
    UsedRecord,
)
from livret_core.ledger.rules.rights import ROOT
from livret_core.ledger.state import did_name
from livret_ledger.pages.terms import term_state

Sentence: TypeAlias = tuple[str, Mapping[str, object]]
"""Which sentence says it, a name in every language's table, and the facts for it."""

Owner: TypeAlias = Callable[[str], str]
"""From a DID to whose it is, or the DID where that is not shown."""

_DAY_S: Final = 86_400
ABSENT: Final = "absent"


@final
@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that is shown.

    Attributes:
        kind: of the record, or :data:`ABSENT`.
        name: of the record.
        sentences: that say it, in order.
    """

    kind: str
    name: str
    sentences: tuple[Sentence, ...]


def shown(proven: ProvenRecords, *, at_s: int) -> tuple[Shown, ...]:
    """Say what a bundle shows: what institutions are and may, their keys, and then what is absent.

    Args:
        proven: the records.
        at_s: what is in force is so as of then.
    """
    found = {name: proven.find(name, Record) for name in proven.names}

    def owner(did: str) -> str:
        record = found.get(did_name(did))
        return record.who if isinstance(record, DidRecord) else did

    told = [each for name, record in found.items() for each in tell(name, record, owner, at_s=at_s)]
    return tuple(sorted(told, key=lambda each: _PLACES[each.kind]))


def kind_of(record: Record) -> str:
    """Give the name of a record's kind, as it stands in the record itself."""
    return str(type(record).__struct_config__.tag)


def tell(name: str, record: Record | None, owner: Owner, *, at_s: int) -> Iterator[Shown]:
    """Say what one record says; each term of a right by itself."""
    if record is None:
        yield Shown(ABSENT, name, (_absent(name, owner),))
        return
    kind = kind_of(record)
    if isinstance(record, RightRecord):
        for span in record.spans:
            yield Shown(kind, name, tuple(_term(name, span, owner, at_s)))
        return
    yield Shown(kind, name, tuple(_SAY[kind](name, record, owner, at_s)))


def _absent(name: str, owner: Owner) -> Sentence:
    kind, _, rest = name.partition("/")
    match kind:
        case "compromise":
            return "absent_compromise", {"kid": rest}
        case "member" if "/" not in rest:
            return "absent_member", {"who": rest}
        case "commit" | "rights":
            return f"absent_{kind}", {"who": owner(rest)}
        case "accr":
            did, type_name, scope = rest.split("/", 2)
            return "absent_right", {"who": owner(did), "type": type_name, "scope": scope}
    return "absent", {"name": name}


def _ledger(_name: str, record: LedgerRecord, _owner: Owner, _at_s: int) -> Iterator[Sentence]:
    yield "ledger", {"began_s": record.began_s}
    yield "ledger_roots", {"roots": record.roots}


def _log(_name: str, record: LogRecord, _owner: Owner, at_s: int) -> Iterator[Sentence]:
    yield "log", {"key": record.key_at(at_s)}
    if record.next_key is not None and record.next_key != record.key_at(at_s):
        yield "log_next", {"key": record.next_key, "from_s": record.next_from_s}
    if record.frozen_from_s is not None:
        yield "log_frozen", {"from_s": record.frozen_from_s}
        if record.successor is not None:
            yield "log_successor", {"successor": record.successor}


def _policy(_name: str, record: PolicyRecord, _owner: Owner, at_s: int) -> Iterator[Sentence]:
    yield "policy_version", {"version": record.version_at(at_s)}
    yield from _numbers(record.in_force(at_s))
    coming = record.coming(at_s)
    if coming is not None:
        yield "policy_next", {"from_s": record.next_from_s}
        yield from _numbers(coming)


def _numbers(policy: Policy) -> Iterator[Sentence]:
    numbers = policy.numbers
    yield "policy", {"n": numbers.n, "q": numbers.q, "a": numbers.a, "k": numbers.k}
    yield (
        "policy_holders",
        {
            "witnesses": tuple(each.who for each in policy.witnesses),
            "auditors": tuple(each.who for each in policy.auditors),
        },
    )
    yield "policy_schemas", {"schemas": policy.schemas}


def _did(_name: str, record: DidRecord, owner: Owner, at_s: int) -> Iterator[Sentence]:
    yield "did", {"who": record.who, "did": record.did, "created_s": record.created_s}
    if record.ended_s is not None:
        yield "did_ended", {"ended_s": record.ended_s}
    elif record.keys:
        yield "did_keys", {"keys": record.keys}
    if record.lists:
        yield "did_lists", {"lists": record.lists}
    if record.successor is not None:
        facts = {"by": owner(record.successor), "did": record.successor}
        if record.successor_from_s is None:
            yield "did_followed", facts
        else:
            has = record.taken_over_by(at_s) is not None
            name = "did_taken_over" if has else "did_to_come"
            yield name, {**facts, "from_s": record.successor_from_s}


def _key(name: str, record: KeyRecord, owner: Owner, _at_s: int) -> Iterator[Sentence]:
    facts = {"kid": name.partition("/")[2], "who": owner(record.did), "from_s": record.from_s}
    ending = "" if record.until_s is None else "_until"
    yield f"key_{record.use}{ending}", {**facts, "until_s": record.until_s}
    if record.lists_until_s is not None:
        yield "key_lists", {"until_s": record.lists_until_s}
    yield "key_public", {"key": record.multikey}


def _member(name: str, record: MemberRecord, _owner: Owner, at_s: int) -> Iterator[Sentence]:
    who = name.removeprefix("member/")
    yield "member", {"who": who, "admitted_s": record.admitted_s}
    yield "run_by", {"operator": record.operator}
    for from_s, until_s in record.suspensions:
        yield "member_suspended", {"from_s": from_s, "until_s": until_s}
    if record.expelled_from_s is not None:
        ending = "expelled" if record.is_expelled(at_s) else "to_be_expelled"
        yield f"member_{ending}", {"from_s": record.expelled_from_s}


def _proposal(name: str, record: ProposalRecord, _owner: Owner, _at_s: int) -> Iterator[Sentence]:
    yield "proposal", {"who": name.split("/")[1]}
    yield "run_by", {"operator": record.operator}
    if not record.is_open:
        yield "proposal_over", {}


def _endorsement(
    name: str, record: EndorsementRecord, _owner: Owner, _at_s: int
) -> Iterator[Sentence]:
    _, who, _, by = name.split("/")
    yield "endorsement", {"who": who, "by": by, "at_s": record.at_s}


def _term(name: str, span: Span, owner: Owner, at_s: int) -> Iterator[Sentence]:
    _, did, type_name, scope = name.split("/", 3)
    yield "right", {"who": owner(did), "type": type_name, "scope": scope}
    yield f"right_{term_state(span, at_s)}", {"from_s": span.from_s, "until_s": span.until_s}
    if span.ended_s is not None:
        yield "right_end", {"ended_s": span.ended_s}
    if span.void_from_s is not None:
        yield "right_no_more", {"void_s": span.void_from_s}
    by = "right_by_voters" if span.by == ROOT else "right_by"
    yield by, {"by": owner(span.by), "granted_s": span.granted_s}
    if span.depth:
        yield "right_depth", {"depth": span.depth}


def _rights(name: str, record: RightsRecord, owner: Owner, _at_s: int) -> Iterator[Sentence]:
    who = owner(name.partition("/")[2])
    yield ("rights" if record.names else "absent_rights"), {"who": who, "rights": record.names}


def _service(name: str, record: ServiceRecord, owner: Owner, at_s: int) -> Iterator[Sentence]:
    who = owner(name.partition("/")[2])
    ending = "service_over" if at_s >= record.until_s else "service"
    times = {"from_s": record.from_s, "until_s": record.until_s}
    yield ending, {"who": who, "purpose": record.purpose, **times}
    yield "service_asks", {"asks": record.asks}
    yield "service_sponsor", {"sponsor": record.sponsor}


def _schema(name: str, record: SchemaRecord, _owner: Owner, _at_s: int) -> Iterator[Sentence]:
    _, type_name, version = name.split("/")
    facts = {"type": type_name, "version": version, "published_s": record.published_s}
    yield "schema", facts
    if record.retired_s is not None:
        yield "schema_retired", {"retired_s": record.retired_s}
    yield "digest", {"digest": record.digest}


def _claims(name: str, record: ClaimsRecord, _owner: Owner, _at_s: int) -> Iterator[Sentence]:
    yield "claims", {"type": name.partition("/")[2], "names": record.names}


def _commit(name: str, record: CommitRecord, owner: Owner, _at_s: int) -> Iterator[Sentence]:
    yield "commit", {"who": owner(name.partition("/")[2]), "at_day": record.day * _DAY_S}
    yield "digest", {"digest": record.root}


def _compromise(
    name: str, record: CompromiseRecord, _owner: Owner, _at_s: int
) -> Iterator[Sentence]:
    yield "compromise", {"kid": name.partition("/")[2], "from_s": record.from_s}
    yield "compromise_said", {"declared_s": record.declared_s}


def _used(name: str, record: UsedRecord, _owner: Owner, _at_s: int) -> Iterator[Sentence]:
    yield "used", {"key": name.partition("/")[2], "kid": record.kid}


def _place(name: str, record: PlaceRecord, _owner: Owner, _at_s: int) -> Iterator[Sentence]:
    yield "place", {"who": name.split("/")[1], "did": record.did}


def _quota(name: str, record: QuotaRecord, _owner: Owner, _at_s: int) -> Iterator[Sentence]:
    facts = {"name": name.partition("/")[2], "count": record.count}
    yield "quota", {**facts, "at_day": record.day * _DAY_S}


#: What is said of each kind of record, those first that people look for first.
_SAY: Final[Mapping[str, Callable[[str, Any, Owner, int], Iterator[Sentence]]]] = {
    "did": _did,
    "member": _member,
    "rights": _rights,
    "key": _key,
    "compromise": _compromise,
    "commit": _commit,
    "schema": _schema,
    "claims": _claims,
    "service": _service,
    "proposal": _proposal,
    "endorsement": _endorsement,
    "place": _place,
    "used": _used,
    "quota": _quota,
    "log": _log,
    "policy": _policy,
    "ledger": _ledger,
}
_ORDER: Final[Sequence[str]] = (*list(_SAY)[:3], "right", *list(_SAY)[3:], ABSENT)
_PLACES: Final = {kind: place for place, kind in enumerate(_ORDER)}

#: Kinds of which something is said, for whoever adds one.
KINDS: Final = frozenset(_ORDER) - {ABSENT}
