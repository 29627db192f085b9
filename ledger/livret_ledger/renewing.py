"""The next trust root, as the ledger says it: whom to believe after a policy has changed. Pure.

A version follows a ``policy.change`` that is in force. It names the keys that the ledger names, the
voters by the operation keys they have now, and a joint head that both quorums cosigned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger import trust_root
from livret_core.ledger.bodies import RoleHolder
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import (
    DidRecord,
    KeyRecord,
    LogRecord,
    MemberRecord,
    Policy,
    PolicyRecord,
)
from livret_core.ledger.state import State, demand, did_name, find, key_name, member_name
from livret_core.ledger.trust_root import TrustRoot, TrustRootDraft, Voter
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Policy as LogPolicy
from livret_ledger.founding import policy_for
from livret_ledger.sequencing import ends_a_key

DAY_S: Final = 86_400


@final
@dataclass(frozen=True, slots=True)
class Ground:
    """What the next version stands on.

    Attributes:
        policy: in force.
        index: of the entry that brought it.
        text: the policy in the form of a trust root.
    """

    policy: Policy
    index: int
    text: LogPolicy


def ground_of(
    state: State,
    newest: TrustRoot,
    entries: Iterable[tuple[int, Operation]],
    addresses: Mapping[str, str],
    beyond: tuple[int, Operation] | None = None,
) -> Ground:
    """Find what changed since the newest version.

    A ``log.rotate`` that counts at once is under no head of the key before: that signs none over
    its successor. It is the first entry of the key after, and stands where the head ends.

    Args:
        state: as of the head that is to join both versions.
        newest: the version that there is.
        entries: those after the one it stands on, with their indexes.
        addresses: of witnesses and auditors that *newest* does not name, by key name.
        beyond: the entry that stands where the head ends, if one is known.

    Raises:
        Refused: ``trust.unchanged`` when no change is in force that it does not say already.
        MalformedInput: ``trust.address`` for one without an address, with its name.
    """
    at_s = state.clock.at_s
    policy = demand(state, "policy", PolicyRecord).in_force(at_s)
    log = demand(state, "log", LogRecord).key_at(at_s)
    known_entries = list(entries)
    if beyond is not None and ends_a_key(beyond[1]):
        log = str(beyond[1].body["key"])
        known_entries.append(beyond)
    wanted, is_rotated = (
        _said(policy),
        VerifierKey.parse(log) not in newest.policy.log_keys(newest.origin),
    )
    found = [
        index
        for index, each in known_entries
        if index > newest.index
        and (
            (each.type == "policy.change" and each.body == wanted)
            or (is_rotated and each.type == "log.rotate" and each.body.get("key") == log)
        )
    ]
    if not found:
        raise Refused("trust.unchanged", version=newest.version)
    known = {
        str(each.key.name): each.url.decode("ascii")
        for each in newest.policy.witnesses
        if each.url is not None
    } | dict(addresses)
    text = policy_for(
        newest.origin,
        log,
        [(each.key, _address(each, known)) for each in policy.witnesses],
        [(each.key, _address(each, known)) for each in policy.auditors],
        q=policy.numbers.q,
        a=policy.numbers.a,
    )
    return Ground(policy, max(found), text)


def next_root(
    state: State,
    ground: Ground,
    newest: TrustRoot,
    joint: SignedCheckpoint,
    *,
    now_s: int,
    valid_days: int,
) -> TrustRootDraft:
    """Write the next version for signing.

    Args:
        state: as of the joint head.
        ground: what it stands on.
        newest: the version that there is.
        joint: the head, with the cosignatures of both quorums.
        now_s: seconds since 1970.
        valid_days: how long it holds.

    Raises:
        Refused: ``trust.joint`` when it does not reach the change, or is not cosigned under
            both; ``ledger.unknown`` for a voter without an operation key; ``ledger.numbers`` when
            changes that each follow the one before come, together, to one that readers refuse.
    """
    # The ledger held each change against the one before; readers hold all of them against this one.
    staying = {each.key for each in ground.policy.witnesses} & {
        key.format() for key in newest.witnesses
    }
    ground.policy.numbers.check_follows(newest.numbers, stay=len(staying))
    size, origin = joint.checkpoint.size, newest.origin
    has_new_key = ground.text.log_keys(origin) != newest.policy.log_keys(origin)
    # A key that is lost signs no head over its successor's `log.rotate`.
    if size <= ground.index and not (has_new_key and size == ground.index):
        raise Refused("trust.joint", "before the change it is for")
    for policy in (newest.policy, ground.text):
        if not policy.satisfied_by(cosignature.verify(joint, policy.witness_keys)):
            raise Refused("trust.joint", "not cosigned under both versions")
    return trust_root.draft(
        origin=newest.origin,
        version=newest.version + 1,
        previous=newest,
        policy=ground.text,
        numbers=ground.policy.numbers,
        voters=[Voter(each.who, _voter_key(state, each.who)) for each in ground.policy.witnesses],
        ages=newest.ages,
        expires_s=now_s + valid_days * DAY_S,
        index=ground.index,
        joint=joint,
    )


@final
@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a version, of those before it and of its own.

    Attributes:
        before, own: voters that signed, by registered number.
        needed_before, needed_own: how many it takes.
        missing_before, missing_own: those who have not.
    """

    before: tuple[str, ...]
    own: tuple[str, ...]
    needed_before: int
    needed_own: int
    missing_before: tuple[str, ...]
    missing_own: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether both thresholds are met."""
        return len(self.before) >= self.needed_before and len(self.own) >= self.needed_own


def signed_by(newest: TrustRoot, root: TrustRoot) -> Signed:
    """Say who signed the next version.

    Raises:
        Refused: ``trust.signatures`` for one that does not verify.
    """
    before = tuple(each.who for each in newest.voters if _has_signed(root, each))
    own = tuple(each.who for each in root.voters if _has_signed(root, each))
    return Signed(
        before,
        own,
        newest.numbers.change_threshold,
        root.numbers.change_threshold,
        tuple(each.who for each in newest.voters if each.who not in before),
        tuple(each.who for each in root.voters if each.who not in own),
    )


def holders_of(state: State) -> dict[str, str]:
    """Say whose each witness' and auditor's key is, by the policy in force."""
    policy = demand(state, "policy", PolicyRecord).in_force(state.clock.at_s)
    return {each.key: each.who for each in policy.holders}


def check_as_voted(state: State, root: TrustRoot) -> None:
    """Check that a version names whom the ledger names, and no other.

    Args:
        state: of the ledger, as it stands.
        root: the version, signed or not.

    Raises:
        Refused: ``trust.not_voted`` for numbers, a witness, an auditor, a voter or a ledger key that
            the policy in force, the members' DIDs and the log's record do not have.
    """
    at_s = state.clock.at_s
    policy = demand(state, "policy", PolicyRecord).in_force(at_s)
    for keys, holders, what in (
        (root.witnesses, policy.witnesses, "witness"),
        (root.auditors, policy.auditors, "auditor"),
    ):
        if {key.format() for key in keys} != {each.key for each in holders}:
            raise Refused("trust.not_voted", what=what)
    if root.numbers != policy.numbers:
        raise Refused("trust.not_voted", what="numbers")
    if {each.who for each in root.voters} != {each.who for each in policy.witnesses} or any(
        each.key not in _operation_keys(state, each.who) for each in root.voters
    ):
        raise Refused("trust.not_voted", what="voter")
    log = demand(state, "log", LogRecord)
    # Where the key is lost, nothing on the ledger can name the next one: its first entry will.
    is_lost = root.joint is not None and root.index == root.joint.checkpoint.size
    if not is_lost and {key.format() for key in root.log_keys} != {log.key_at(at_s)}:
        raise Refused("trust.not_voted", what="log")


def _has_signed(root: TrustRoot, voter: Voter) -> bool:
    if voter.key not in root.signed_with:
        return False
    root.check_signed_by([voter], 1)
    return True


def _said(policy: Policy) -> JsonObject:
    """Write a policy as the body of the operation that brings it."""

    def listed(holders: Iterable[RoleHolder]) -> list[JsonValue]:
        return [{"who": each.who, "key": each.key} for each in holders]

    numbers = policy.numbers
    return {
        "n": numbers.n,
        "q": numbers.q,
        "a": numbers.a,
        "k": numbers.k,
        "witnesses": listed(policy.witnesses),
        "auditors": listed(policy.auditors),
        "schemas": [*policy.schemas],
        "rules": policy.rules,
    }


def _address(holder: RoleHolder, known: Mapping[str, str]) -> str:
    name = str(VerifierKey.parse(holder.key).name)
    if name not in known:
        raise MalformedInput("trust.address", name=name)
    return known[name]


def _voter_key(state: State, who: str) -> str:
    """Give a voter's newest operation key in force, as a did:key."""
    found = _operation_keys(state, who)
    if not found:
        raise Refused("ledger.unknown", "a voter without an operation key", record="key")
    return found[-1]


def _operation_keys(state: State, who: str) -> list[str]:
    """Give a voter's operation keys in force, each as a did:key, the newest last."""
    member = demand(state, member_name(who), MemberRecord)
    if member.did.startswith("did:key:"):
        return [member.did]
    record = demand(state, did_name(member.did), DidRecord)
    keys = [find(state, key_name(f"{member.did}#{each}"), KeyRecord) for each in record.keys]
    at_s = state.clock.at_s
    found = [
        key
        for key in keys
        if key is not None
        and key.use == "operation"
        and (key.until_s is None or at_s < key.until_s)
    ]
    return [f"did:key:{key.multikey}" for key in sorted(found, key=lambda key: key.from_s)]
