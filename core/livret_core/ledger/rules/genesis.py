"""``ledger.genesis``: the first entry, signed by all founders (LEDGER §1, §2)."""

from collections.abc import Mapping

from livret_core.errors import Refused
from livret_core.keys import multikey
from livret_core.ledger import bodies
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.operation import NO_PREDECESSOR, Operation
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.records import (
    DidRecord,
    LedgerRecord,
    LogRecord,
    MemberRecord,
    Policy,
    PolicyRecord,
    Record,
    UsedRecord,
)
from livret_core.ledger.rules.case import LOG_USE, check_distinct, check_role_key, role_use
from livret_core.ledger.signers import verify_founders
from livret_core.ledger.state import did_name, member_name, used_name
from livret_core.tlog.note import SignatureType, VerifierKey

RULES: int = 1  # the version of all the rules in this package


def found(operation: Operation, body: bodies.Genesis) -> Mapping[str, Record]:
    """Begin a ledger.

    Raises:
        MalformedInput: ``ledger.legal_id``, ``key.malformed``.
        Refused: ``ledger.numbers``, ``ledger.rules_version``, ``ledger.same_key``,
            ``ledger.exists`` for a founder named twice, ``ledger.role`` for two under one
            operator or a log key of another name, and what
            :func:`~livret_core.ledger.signers.verify_founders` refuses.
    """
    if body.rules != RULES:
        raise Refused("ledger.rules_version", version=body.rules)
    by_did = {founder.did: founder.who for founder in body.founders}
    names = set(by_did.values())
    if len(by_did) != len(body.founders) or len(names) != len(body.founders):
        raise Refused("ledger.exists", "a founder twice")
    operators = {founder.operator for founder in body.founders}
    for name in {*names, *operators, *body.roots, *body.schemas}:
        LegalId.parse(name)
    if len(operators) != len(names):
        raise Refused("ledger.role", "two founders under one operator")
    if len(set(body.roots)) != len(body.roots) or len(set(body.schemas)) != len(body.schemas):
        raise Refused("ledger.exists", "a root or authority twice")
    if not names.issuperset(body.roots) or not names.issuperset(body.schemas):
        raise Refused("ledger.unknown", "a root or authority that does not found", record="member")
    verify_founders(operation, by_did)
    auditors = [founder for founder in body.founders if founder.auditor is not None]
    keys = [check_role_key(body.key, signature_type=SignatureType.ED25519)]
    keys += [
        check_role_key(key, signature_type=SignatureType.COSIGNATURE_V1)
        for founder in body.founders
        for key in (founder.witness, founder.auditor)
        if key is not None
    ]
    check_distinct(keys)
    if keys[0].name.text != operation.ledger:
        raise Refused("ledger.role", "a log key is named as its ledger")
    numbers = Quorums(body.n, body.q, body.a, body.k)
    numbers.check()
    if numbers.n != len(body.founders) or numbers.a > len(auditors):
        raise Refused("ledger.numbers", n=body.n, q=body.q, a=body.a, k=body.k)
    policy = Policy(
        numbers,
        tuple(bodies.RoleHolder(founder.who, founder.witness) for founder in body.founders),
        tuple(bodies.RoleHolder(founder.who, founder.auditor or "") for founder in auditors),
        body.schemas,
        body.rules,
    )
    writes: dict[str, Record] = {
        "ledger": LedgerRecord(1, operation.id, operation.ledger, body.roots, body.at),
        "log": LogRecord(0, NO_PREDECESSOR, body.key),
        "policy": PolicyRecord(0, NO_PREDECESSOR, policy, 1),
    }
    for founder in body.founders:
        writes[member_name(founder.who)] = MemberRecord(
            0,
            NO_PREDECESSOR,
            founder.did,
            founder.operator,
            founder.witness,
            founder.auditor,
            body.at,
        )
        # Its operation key until it has a DID with a history (`did.create`).
        writes[did_name(founder.did)] = DidRecord(
            0, NO_PREDECESSOR, founder.did, founder.who, 0, "", "", "", (), (), (), body.at
        )
    return writes | _used(body)


def _used(body: bodies.Genesis) -> dict[str, Record]:
    """Note what each key is for, which none is for two things.

    Raises:
        Refused: ``ledger.same_key``.
    """
    writes: dict[str, Record] = {}
    for founder in body.founders:
        key = founder.did.removeprefix("did:key:")
        writes[used_name(key)] = UsedRecord(f"{founder.did}#{key}")
    roles = [(body.key, LOG_USE)]
    for founder in body.founders:
        roles.append((founder.witness, role_use(founder.who, "witness")))
        if founder.auditor is not None:
            roles.append((founder.auditor, role_use(founder.who, "auditor")))
    for text, use in roles:
        name = used_name(multikey.format(VerifierKey.parse(text).public_key))
        if name in writes:
            raise Refused("ledger.same_key", "a founder's own, too")
        writes[name] = UsedRecord(use)
    return writes
