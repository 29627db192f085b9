"""``verifier.*``, ``schema.*``, ``commit``, ``key.compromise``: what members make known."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from livret_core.errors import Refused
from livret_core.ledger import bodies
from livret_core.ledger.records import (
    ClaimsRecord,
    CommitRecord,
    CompromiseRecord,
    DidRecord,
    KeyRecord,
    MemberRecord,
    Record,
    SchemaRecord,
    ServiceRecord,
)
from livret_core.ledger.rules.case import DAY_S, PUBLISHED_A_DAY, Case
from livret_core.ledger.rules.rights import MAX_TERM_S
from livret_core.ledger.state import (
    claims_name,
    commit_name,
    compromise_name,
    did_name,
    key_name,
    member_name,
    schema_name,
    service_name,
)

#: Claims that all versions of one type may have together.
MAX_CLAIMS: Final = 256
_VERSION: Final = re.compile(rf"({bodies.TYPE})/([1-9][0-9]{{0,3}})")


def register(case: Case, body: bodies.RegisterService) -> Mapping[str, Record]:
    """``verifier.register``: what a service may ask and why, on another's word.

    Raises:
        Refused: ``ledger.signer``, ``ledger.own_matter``, ``ledger.suspended``,
            ``ledger.quota``, ``ledger.not_in_force``, ``ledger.interval``,
            ``ledger.unknown`` for a type that no authority published, ``ledger.claim`` for a
            claim that no version of it has.
    """
    did = case.operation.subject
    record = case.demand(did_name(did), DidRecord)
    sponsor = case.voucher(but=case.side_of(record.who))
    if not record.acts(case.at_s):
        raise Refused("ledger.not_in_force", "the DID has ended")
    for asked in body.asks:
        _check_claims(case, asked)
    if not case.at_s < body.until_s <= case.at_s + MAX_TERM_S:
        raise Refused("ledger.interval")
    return {
        service_name(did): ServiceRecord(
            case.seq,
            case.last,
            sponsor,
            body.asks,
            body.purpose,
            body.text,
            case.at_s,
            body.until_s,
        ),
        **case.sponsored_by(sponsor),
    }


def end_service(case: Case, _body: bodies.Nothing) -> Mapping[str, Record]:
    """``verifier.end``: by its sponsor while it may vouch, the service itself, or k voters.

    Raises:
        Refused: ``ledger.not_in_force``, ``ledger.threshold``.
    """
    did = case.operation.subject
    record = case.demand(service_name(did), ServiceRecord)
    if case.at_s >= record.until_s:
        raise Refused("ledger.not_in_force", "it has ended")
    if did not in case.signers.dids and not _still_vouches(case, record.sponsor):
        case.check_votes(case.policy.numbers.k, but=case.side_of(case.owner_of(did)))
    return {
        service_name(did): msgspec.structs.replace(
            record, seq=case.seq, last=case.last, until_s=case.at_s
        )
    }


def publish(case: Case, body: bodies.PublishSchema) -> Mapping[str, Record]:
    """``schema.publish``: once for a version, by a schema authority.

    Raises:
        Refused: ``ledger.immutable``, ``ledger.signer``, ``ledger.suspended``, ``ledger.subject``,
            ``ledger.unknown`` for a version without the one before it, ``ledger.full``,
            ``ledger.too_often``.
    """
    subject = case.operation.subject
    authority = _check_authority(case)
    match = _VERSION.fullmatch(subject)
    if match is None:
        raise Refused("ledger.subject", "not <type>/<version>")
    if match[2] != "1":
        case.demand(schema_name(f"{match[1]}/{int(match[2]) - 1}"), SchemaRecord)
    if case.find(schema_name(subject), SchemaRecord) is not None:
        raise Refused("ledger.immutable")
    return {
        schema_name(subject): SchemaRecord(case.seq, case.last, body.digest, body.media, case.at_s),
        **_known_claims(case, match[1], body.claims),
        **case.done_by(authority, "types", most=PUBLISHED_A_DAY),
    }


def retire(case: Case, _body: bodies.Nothing) -> Mapping[str, Record]:
    """``schema.retire``: no new credential of it; old ones stay good.

    Raises:
        Refused: ``ledger.not_in_force``, ``ledger.signer``, ``ledger.suspended``.
    """
    _check_authority(case)
    name = schema_name(case.operation.subject)
    record = case.demand(name, SchemaRecord)
    if record.retired_s is not None:
        raise Refused("ledger.not_in_force", "it is retired")
    return {
        name: msgspec.structs.replace(record, seq=case.seq, last=case.last, retired_s=case.at_s)
    }


def commit(case: Case, body: bodies.Commit) -> Mapping[str, Record]:
    """``commit``: one for each issuer and day of ledger time.

    By the issuer; by its successor, or k voters, in its stead (LEDGER §7).

    Raises:
        Refused: ``ledger.threshold``, ``ledger.day``, ``ledger.unknown``.
    """
    did = case.operation.subject
    if did not in case.signers.dids:
        issuer = case.demand(did_name(did), DidRecord)
        if issuer.taken_over_by(case.at_s) not in case.signers.dids:
            case.check_votes(case.policy.numbers.k, but=case.side_of(issuer.who))
    record = case.find(commit_name(did), CommitRecord)
    if body.day != case.at_s // DAY_S or (record is not None and body.day <= record.day):
        raise Refused("ledger.day")
    return {commit_name(did): CommitRecord(case.seq, case.last, body.day, body.root)}


def compromise(case: Case, body: bodies.Compromise) -> Mapping[str, Record]:
    """``key.compromise``: by the DID itself, a recovery key of it, or k voters.

    An operation key signs nothing from then on. What becomes of credentials is the
    verifier's to decide, by the record (LEDGER §8).

    The first report of a key is never one too many. It may be moved to an earlier time so
    often a day, and by recovery keys in a share of their own: a thief who uses up the day
    must not keep the owner from saying since when. Ledger time stands still for up to an hour:
    a time to come is one after the report was signed, too.

    Raises:
        Refused: ``ledger.unknown``, ``ledger.threshold``, ``ledger.interval`` for a time to
            come, ``ledger.earlier_only``, ``ledger.too_often``.
    """
    kid = case.operation.subject
    key = case.demand(key_name(kid), KeyRecord)
    is_recovery = key.did in case.signers.recovery
    is_own = is_recovery or key.did in case.signers.dids
    if not is_own:
        case.check_votes(case.policy.numbers.k, but=case.side_of(case.owner_of(key.did)))
    record = case.find(compromise_name(kid), CompromiseRecord)
    if body.from_s > max(case.at_s, case.operation.issued_at_s):
        raise Refused("ledger.interval", "from a time to come")
    if record is not None and body.from_s >= record.from_s:
        raise Refused("ledger.earlier_only")
    declared_s = case.at_s if record is None else record.declared_s
    writes: dict[str, Record] = {
        compromise_name(kid): CompromiseRecord(case.seq, case.last, body.from_s, declared_s)
    }
    if key.use == "operation" and key.until_s is None:
        writes[key_name(kid)] = msgspec.structs.replace(key, until_s=case.at_s)
    if is_own and record is not None:
        writes |= case.done_by(key.did, "recovery-reports" if is_recovery else "reports")
    return writes


def _check_claims(case: Case, asked: bodies.Asked) -> None:
    """Check that a service asks for claims that its type has.

    The names are the authority's, as the type's own is: nobody writes words into a request.
    """
    case.check_type(asked.type)
    known = case.demand(claims_name(asked.type), ClaimsRecord).names
    if not set(asked.claims) <= set(known):
        raise Refused("ledger.claim", type=asked.type)


def _known_claims(case: Case, type_name: str, claims: Iterable[str]) -> dict[str, Record]:
    """Add the claims of a new version to those that the type is known to have."""
    name = claims_name(type_name)
    record = case.find(name, ClaimsRecord)
    before = () if record is None else record.names
    names = tuple(sorted({*before, *claims}))
    if len(names) > MAX_CLAIMS:
        raise Refused("ledger.full", "of claims")
    return {} if names == before else {name: ClaimsRecord(names)}


def _check_authority(case: Case) -> str:
    """Give the schema authority's DID that signed alone."""
    did, who = case.only_signer()
    if who not in case.policy.schemas or case.member(did, who) is None:
        raise Refused("ledger.signer", "not a schema authority")
    # A version is published for good: a key that may be stolen does not write it.
    case.check_may_vouch(who)
    return did


def _still_vouches(case: Case, sponsor: str) -> bool:
    """Say whether *sponsor* signed, and is a voter that may vouch."""
    if sponsor not in case.voters():
        return False
    member = case.demand(member_name(sponsor), MemberRecord)
    return not member.is_suspended(case.at_s)
