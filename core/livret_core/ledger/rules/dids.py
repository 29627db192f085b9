"""``did.*``: did:webvh entries, byte-exact, and what they make of keys (LEDGER §2)."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from livret_core.dids.webvh import (
    Parameters,
    Predecessor,
    Version,
    WebvhDid,
    check_profile_entry,
    signed_by_recovery,
    verify_entry,
)
from livret_core.encoding.timestamp import parse_utc_ns
from livret_core.errors import Refused
from livret_core.keys import multikey
from livret_core.ledger import bodies
from livret_core.ledger.did_profile import (
    DidKeys,
    check_entry,
    check_version,
    place_of,
    status_endpoints,
)
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.records import (
    CREDENTIAL_NAMES,
    CommitRecord,
    DidRecord,
    KeyRecord,
    MemberRecord,
    PlaceRecord,
    Record,
    UsedRecord,
)
from livret_core.ledger.rules.case import DAY_S, Case
from livret_core.ledger.state import (
    commit_name,
    did_name,
    key_name,
    member_name,
    place_name,
    used_name,
)

CONTEST_S: Final = 3 * DAY_S
# Ledger time stands still for up to an hour between publications (LEDGER §4).
CLOCK_LAG_S: Final = 3_600


def create(case: Case, body: bodies.DidCreate) -> Mapping[str, Record]:
    """``did.create``: the first entry, vouched for by one voter that is not its owner.

    A founder's first is vouched for by the founder itself, with its genesis key, which ends
    so. Nobody else makes it, or a lone voter could speak for a founder.

    Raises:
        Refused: ``ledger.signer``, ``ledger.own_matter``, ``ledger.suspended``,
            ``ledger.quota``, ``ledger.exists``, ``ledger.subject``, ``webvh.*``,
            ``profile.*``, ``ledger.did_*``, ``ledger.key_use``, ``ledger.key_again``.
    """
    who = body.who
    LegalId.parse(who)
    member = case.find(member_name(who), MemberRecord)
    if member is not None and (member.is_expelled(case.at_s) or not _is_key(member.did)):
        member = None
    if member is not None and case.only_signer()[0] != member.did:
        raise Refused("ledger.signer", "a founder makes its first DID itself")
    # A founder answers for itself, also where it is suspended or has no vote.
    sponsor = case.voucher(but=case.side_of(who)) if member is None else who
    version = _verify(case, None, body.entry)
    did = version.did.text
    place = place_name(who, place_of(version.did, who, case.state.origin))
    if case.find(did_name(did), DidRecord) or case.find(place, PlaceRecord):
        raise Refused("ledger.exists")
    keys = check_version(version)
    writes = case.sponsored_by(sponsor) | _first_keys(case, did, keys) | _spent(case, version)
    writes[place] = PlaceRecord(did)
    writes[did_name(did)] = DidRecord(
        **_of_version(case, version, keys, None), who=who, created_s=case.at_s
    )
    if member is not None:
        if not keys.operation:
            raise Refused("ledger.key_use", "a founder without an operation key could not act")
        founder = case.demand(did_name(member.did), DidRecord)
        writes[member_name(who)] = msgspec.structs.replace(member, did=did)
        writes[did_name(member.did)] = msgspec.structs.replace(
            founder, ended_s=case.at_s, successor=did
        )
    return writes


def update(case: Case, body: bodies.DidEntry) -> Mapping[str, Record]:
    """``did.update``: the next entry, by the key the last one committed to.

    The entry is signed and the operation is not, so the entry fixes all of it: nobody on the
    way makes another operation of the same entry, which its owner would take for a theft.

    Raises:
        Refused: ``ledger.outdated`` for another ``iat`` than the entry's time, ``ledger.subject``
            for another member beside the entry, ``webvh.*``, ``profile.*``, ``ledger.not_in_force``, ``ledger.did_*``,
            ``ledger.key_use``, ``ledger.key_again``, ``ledger.too_often``.
    """
    record = _acting(case)
    if case.operation.sigs:
        raise Refused("ledger.threshold", "the entry itself is signed", needed=0, found=1)
    if case.operation.body.keys() != {"entry"}:
        raise Refused("ledger.subject", "more than the entry")
    version = _verify(case, record, body.entry)
    if case.operation.issued_at_s != version.from_s:
        raise Refused("ledger.outdated", issued_at_s=case.operation.issued_at_s, at_s=case.at_s)
    if version.parameters.deactivated:
        raise Refused("ledger.subject", "it deactivates")
    keys = check_version(version)
    # A thief who uses up the day's share must not keep the owner from undoing it.
    is_recovery = signed_by_recovery(_predecessor(record), version)
    if not is_recovery:
        _check_not_its_own(case, record, version)
    return {
        **case.done_by(record.did, "recoveries" if is_recovery else "updates"),
        **_changed_keys(case, record, keys, version),
        **_spent(case, version),
        did_name(record.did): msgspec.structs.replace(
            record, **_of_version(case, version, keys, record)
        ),
    }


def deactivate(case: Case, body: bodies.DidEntry) -> Mapping[str, Record]:
    """``did.deactivate``: the last entry, by a recovery key; names the final lists.

    A recovery key signs the operation too: the entry says nothing of the lists, and whoever
    handed it in could name others.

    Raises:
        Refused: as :func:`update`; ``profile.recovery_key`` for any other key.
    """
    record = _acting(case)
    if case.signers.recovery != {record.did} or len(case.operation.sigs) != 1:
        raise Refused("ledger.signer", "a recovery key of the DID, and nobody else")
    version = _verify(case, record, body.entry)
    if not version.parameters.deactivated:
        raise Refused("ledger.subject", "it does not deactivate")
    # Its document is not looked at any more, but what it says stays for ever.
    check_version(version)
    nothing = DidKeys({}, {}, {})
    # Its proofs are shown for years: where its lists lie is not the last document's to unsay.
    kept = {"keys": record.keys, "lists": record.lists}
    return {
        **_changed_keys(case, record, nothing, version),
        did_name(record.did): msgspec.structs.replace(
            record,
            **(_of_version(case, version, nothing, record) | kept),
            ended_s=case.at_s,
            **_final(case, body.lists),
        ),
    }


def succeed(case: Case, body: bodies.DidSucceed) -> Mapping[str, Record]:
    """``did.succeed``: at once by a recovery key, after 72 h by k voters; or a refusal.

    Raises:
        Refused: ``ledger.threshold``, ``ledger.not_in_force``, ``ledger.unknown``,
            ``ledger.signer`` for a refusal by another than the DID itself.
    """
    record = _acting(case)
    is_own = record.did in case.signers.recovery
    if body.to is None:
        # The old DID says no, while it still can.
        if not is_own and record.did not in case.signers.dids:
            raise Refused("ledger.signer", "not the DID itself")
        if record.successor is None:
            raise Refused("ledger.unknown", "nothing to refuse", record="did")
        return {
            did_name(record.did): msgspec.structs.replace(
                record,
                seq=case.seq,
                last=case.last,
                successor=None,
                successor_from_s=None,
                **_final(case, None),
            )
        }
    successor = case.demand(did_name(body.to), DidRecord)
    # One that is itself about to be succeeded could close a circle.
    if (
        not successor.acts(case.at_s)
        or successor.did == record.did
        or successor.successor is not None
        or _is_key(successor.did)
    ):
        raise Refused("ledger.not_in_force", "the successor")
    if not is_own:
        case.check_votes(case.policy.numbers.k, but=case.side_of(record.who))
    writes: dict[str, Record] = {
        did_name(record.did): msgspec.structs.replace(
            record,
            seq=case.seq,
            last=case.last,
            successor=successor.did,
            successor_from_s=case.at_s + (0 if is_own else CONTEST_S),
            **_final(case, body.lists),
        )
    }
    member = case.find(member_name(record.who), MemberRecord)
    if is_own and member is not None and member.did == record.did and successor.who == record.who:
        writes[member_name(record.who)] = msgspec.structs.replace(member, did=successor.did)
    return writes


def _final(case: Case, lists: str | None) -> dict[str, Any]:
    """Give the fields that name final lists, and which commits went before them."""
    commit = case.find(commit_name(case.operation.subject), CommitRecord)
    before = 0 if lists is None or commit is None else commit.seq
    return {"final_lists": lists, "commits_before": before}


def _acting(case: Case) -> DidRecord:
    record = case.demand(did_name(case.operation.subject), DidRecord)
    if not record.acts(case.at_s):
        raise Refused("ledger.not_in_force", "the DID has ended")
    return record


def _verify(case: Case, record: DidRecord | None, entry: str) -> Version:
    """Verify an entry on top of what the record holds of those before."""
    check_entry(entry)
    previous = None if record is None else _predecessor(record)
    version = verify_entry(previous, entry.encode("utf-8"), now_s=case.at_s + CLOCK_LAG_S)
    check_profile_entry(previous, version)
    if version.did.text != case.operation.subject:
        raise Refused("ledger.subject", "another DID")
    return version


def _predecessor(record: DidRecord) -> Predecessor:
    did = WebvhDid.parse(record.did)
    return Predecessor(
        record.number,
        record.version_id,
        parse_utc_ns(record.version_time),
        Parameters(
            did.scid,
            {record.update_key: multikey.parse_unkept(record.update_key)},
            record.next_hashes,
        ),
        did,
    )


def _of_version(
    case: Case, version: Version, keys: DidKeys, before: DidRecord | None
) -> dict[str, Any]:
    """Give the fields of a DID's record that a version fixes."""
    parameters = version.parameters
    known = () if before is None else before.credentials
    names = (*known, *sorted(keys.assertion.keys() - {*known}))
    are_all = (before is None or before.are_all) and len(names) <= CREDENTIAL_NAMES
    return {
        "seq": case.seq,
        "last": case.last,
        "did": version.did.text,
        "number": version.number,
        "version_id": version.version_id,
        "version_time": version.entry.version_time,
        "update_key": next(iter(parameters.update_keys)),
        "next_hashes": parameters.next_key_hashes,
        "keys": tuple(sorted(keys.listed)),
        "lists": status_endpoints(version),
        "credentials": names[-CREDENTIAL_NAMES:],
        "are_all": are_all,
    }


def _first_keys(case: Case, did: str, keys: DidKeys) -> dict[str, Record]:
    """Begin keys. A name is used once and so is a key, here or in any other DID."""
    if keys.listed.keys() != keys.assertion.keys() | keys.operation.keys():
        raise Refused("ledger.key_use", "a key for nothing")
    writes: dict[str, Record] = {}
    for fragment, key in keys.listed.items():
        kid = f"{did}#{fragment}"
        if case.find(key_name(kid), KeyRecord) or case.find(used_name(key), UsedRecord):
            raise Refused("ledger.key_again")
        use = "assertion" if fragment in keys.assertion else "operation"
        writes[key_name(kid)] = KeyRecord(did, key, use, case.at_s)
        writes[used_name(key)] = UsedRecord(kid)
    return writes


def _spent(case: Case, version: Version) -> dict[str, Record]:
    """Note the key that an entry reveals: once shown, no DID lists it for anything.

    One that is noted already refuses no entry: whoever saw it on the way and was quicker to
    list it as a key of its own could else stop the owner.
    """
    return {
        used_name(key): UsedRecord(f"did:key:{key}#{key}")
        for key in version.parameters.update_keys
        if case.find(used_name(key), UsedRecord) is None
    }


def _check_not_its_own(case: Case, record: DidRecord, version: Version) -> None:
    """Check that no key that this DID or its owner used otherwise now signs its entries.

    A recovery key is let through: its owner may have no other way left. And what others listed
    says nothing, as for :func:`_spent`.

    Raises:
        Refused: ``ledger.key_again``.
    """
    for key in version.parameters.update_keys:
        used = case.find(used_name(key), UsedRecord)
        if used is not None and used.kid.partition("#")[0] in (record.did, record.who):
            raise Refused("ledger.key_again", "it had another use")


def _changed_keys(
    case: Case, record: DidRecord, keys: DidKeys, version: Version
) -> dict[str, Record]:
    """Begin and end keys. A key that ended never begins again, nor does its name.

    A credential key ends when its owner says, if that is later than ledger time, which stands
    still for up to an hour: what it signed meanwhile is not after its end. An operation key
    ends at once.
    """
    writes: dict[str, Record] = {}
    ends_s = max(case.at_s, version.from_s)
    for fragment in record.keys:
        name = key_name(f"{record.did}#{fragment}")
        key = case.demand(name, KeyRecord)
        at_s = ends_s if key.use == "assertion" else case.at_s
        changed = _changed_key(at_s, key, fragment, keys)
        if changed != key:
            writes[name] = changed
    new = DidKeys(
        {name: key for name, key in keys.assertion.items() if name not in record.keys},
        {name: key for name, key in keys.operation.items() if name not in record.keys},
        {name: key for name, key in keys.listed.items() if name not in record.keys},
    )
    return writes | _first_keys(case, record.did, new)


def _changed_key(at_s: int, key: KeyRecord, fragment: str, keys: DidKeys) -> KeyRecord:
    signs = keys.assertion if key.use == "assertion" else keys.operation
    if fragment in keys.listed and keys.listed[fragment] != key.multikey:
        raise Refused("ledger.key_again", "another key under its name")
    if fragment in signs:
        if key.until_s is not None:
            raise Refused("ledger.key_again", "it had ended")
        return key
    if fragment in keys.assertion or fragment in keys.operation:
        raise Refused("ledger.key_use", "moved to the other use")
    until_s = at_s if key.until_s is None else key.until_s
    if fragment in keys.listed and key.use == "assertion":
        return msgspec.structs.replace(key, until_s=until_s)
    lists_until_s = at_s if key.lists_until_s is None else key.lists_until_s
    return msgspec.structs.replace(key, until_s=until_s, lists_until_s=lists_until_s)


def _is_key(did: str) -> bool:
    return did.startswith("did:key:")
