"""Whether a ledger may go on from a copy, with its key or with another one. Pure.

A copy ends with a head that has a quorum. That nothing beyond it had one is for the witnesses to
say, as when a ledger starts (LEDGER §10). With the log's own key nobody may hold more than is gone on
from: a second root would be signed for a size. With a new key, whatever too few had seen is left behind.
"""

from collections.abc import Collection, Mapping
from typing import Final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.records import LogRecord, PolicyRecord
from livret_core.ledger.state import State, demand
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import TrustRoot, TrustRootDraft
from livret_core.tlog import note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Log, Policy
from livret_ledger import histories, starting
from livret_ledger.batch import Batch, Known
from livret_ledger.renewing import Ground, next_root

_VALID_DAYS: Final = 730


def check_newest(
    own_size: int, answers: Mapping[VerifierKey, int], trust: TrustRoot, *, has_key: bool
) -> tuple[str, ...]:
    """Check that no quorum holds more than a copy.

    Args:
        own_size: of the copy's head.
        answers: the size that each witness or auditor holds, of those that answered.
        trust: the version that the head counts under.
        has_key: whether the ledger's own key will go on.

    Returns:
        Names of those who hold more, where that is borne.

    Raises:
        Unavailable: ``ledger.behind``, ``ledger.few_witnesses``.
    """
    ahead = {key: size for key, size in answers.items() if size > own_size}
    # Of q who hold no more, q - f are honest: too few are left for a quorum beyond it. With the
    # key, one alone may have cosigned a head of it, and a second would be signed for its size.
    counted = {key: answers[key] for key in answers.keys() - ahead.keys()}
    # Which head it is needs no asking: the copy's own has a quorum.
    held = {key: starting.Held(size) for key, size in counted.items()}
    start = starting.decide(own_size, held, witnesses=trust.witnesses, numbers=trust.numbers)
    if ahead and (has_key or isinstance(start, starting.TooFewAnswers)):
        size, by = max((size, str(key.name)) for key, size in ahead.items())
        start = starting.Behind(by, size)
    why_not = starting.reason(start, own_size)
    if why_not is not None:
        raise why_not
    return tuple(sorted(key.name.text for key in ahead))


def check_not_overtaken(
    copied: CosignedHead, shown: Mapping[VerifierKey, SignedCheckpoint], chain: TrustChain
) -> None:
    """Check that enough witnesses are left that can confirm what goes on from a copy.

    Args:
        copied: the copy's head.
        shown: by those who hold more, the head that each cosigned last.
        chain: trust roots.

    Raises:
        Unavailable: ``ledger.overtaken``.
    """
    found = histories.overtaken(shown, copied.size, copied.trust, chain)
    why_not = None if found is None else starting.reason(found, copied.size)
    if why_not is not None:
        raise why_not


def furthest(
    copied: CosignedHead, shown: Mapping[VerifierKey, SignedCheckpoint], trust: TrustRoot
) -> SignedCheckpoint | None:
    """Give the largest head beyond a copy's that the ledger's own key signed, and somebody confirmed.

    Its machine was lost between the first cosignature and the quorum. Whoever has the key goes on
    with that head, or with none: a second one would be signed for its size.

    Args:
        copied: the copy's head.
        shown: by those who hold more, the head that each cosigned last.
        trust: the newest version, whose keys sign.
    """
    beyond = [
        signed
        for signed in shown.values()
        if signed.checkpoint.origin == trust.origin
        and signed.checkpoint.size > copied.size
        and _is_by(signed, trust.log_keys)
    ]
    return max(beyond, key=lambda signed: signed.checkpoint.size, default=None)


def _is_by(signed: SignedCheckpoint, keys: Collection[VerifierKey]) -> bool:
    try:
        return bool(note.verify(signed.note, keys))
    except LivretError:
        return False


def check_log_key(key: VerifierKey, allowed: Collection[VerifierKey]) -> None:
    """Check that a key is one that signs the ledger.

    Raises:
        Refused: ``ledger.log_key``.
    """
    if key not in allowed:
        raise Refused("ledger.log_key")


def drafts(
    state: State, newest: TrustRoot, joint: SignedCheckpoint, key: VerifierKey, *, now_s: int
) -> tuple[Draft, TrustRootDraft]:
    """Write what the members sign when a log key is lost: the ``log.rotate`` and the next trust root.

    Args:
        state: as of the joint head.
        newest: the version that there is; its cosigners stay.
        joint: the last head that a quorum holds.
        key: the new one.
        now_s: seconds since 1970.

    Raises:
        Refused: ``trust.joint``, ``ledger.unknown`` as :func:`renewing.next_root`.
    """
    log = demand(state, "log", LogRecord)
    rotate = Draft(
        newest.origin,
        "log.rotate",
        newest.origin,
        log.seq + 1,
        log.last,
        # The ledger's clock stands still until the first `state.commit` under the new key.
        state.clock.at_s,
        {"key": key.format(), "at_once": False},
    )
    old = newest.policy
    text = Policy((Log(key),), old.witnesses, old.groups, old.quorum)
    policy = demand(state, "policy", PolicyRecord).in_force(state.clock.at_s)
    ground = Ground(policy, joint.checkpoint.size, text)
    return rotate, next_root(state, ground, newest, joint, now_s=now_s, valid_days=_VALID_DAYS)


def take_over(
    batch: Batch, rotate: Operation, key: VerifierKey, chain: TrustChain, *, now_s: int
) -> None:
    """Begin under a new key: its ``log.rotate`` is the first entry, then comes the state.

    Args:
        batch: on top of the copy, which ends with the joint head.
        rotate: signed by enough voters, dated by the ledger's own last time.
        key: the new one.
        chain: whose newest version names it.
        now_s: seconds since 1970.

    Raises:
        Refused: ``ledger.log_key`` when *rotate* or the newest version names another key;
            ``ledger.moved`` when the copy does not end where that version begins, and
            ``ledger.taken_over`` where that is so because *rotate* stands there already; what
            the rules refuse.
        Unavailable: ``trust.not_yet`` while somebody may still object.
    """
    newest = chain.newest
    check_log_key(key, newest.log_keys)
    if rotate.type != "log.rotate" or rotate.body.get("key") != key.format():
        raise Refused("ledger.log_key", "a log.rotate to another key, or none")
    if newest.index != batch.size:
        if isinstance(batch.submit(rotate), Known):
            raise Refused("ledger.taken_over", index=newest.index)
        raise Refused("ledger.moved", "not where the newest version begins", size=batch.size)
    outcome = batch.submit(rotate)
    if isinstance(outcome, LivretError):
        raise outcome
    if isinstance(outcome, Known):
        raise Refused("ledger.sequence", "it stands there already")
    log = demand(batch, "log", LogRecord)
    from_s = max(chain.counts_from_s(newest), log.next_from_s or 0)
    if now_s < from_s:
        raise Unavailable("trust.not_yet", from_s=from_s)
    batch.close(at_s=now_s)
