"""When a wallet asks for new copies by itself. Pure: time and random octets are handed in.

A town hall sees when it is asked. If that followed on what the holder shows, it would learn when
he shows, and from services that talk where. So *when* is drawn beforehand, at a time that nothing
is shown: days ahead, and whatever is shown until then changes nothing of it. A look that is due
waits until the wallet has been open for some minutes, and until an hour after anything was shown.
What is shown decides only whether a look asks at all, when few copies are left, and every few
weeks it asks in any case. ``docs/spec/vault.md`` §5 has the record, and what this cannot hide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, final

from livret_wallet.listing import expires_at_s
from livret_wallet.missing_record import MissingProof
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import HeldBatch
from livret_wallet.refill_record import Refill

Outcome: TypeAlias = Literal["nothing", "unreachable", "over"]
Why: TypeAlias = Literal["few", "ends", "missing", "uncertain", "long_ago"]
Proof: TypeAlias = HeldBatch | MissingProof

#: Fewer unused copies than this are few.
FEW: Final = 4
#: How many random octets one drawing needs.
RANDOM_BYTES: Final = 8

_HOUR_S: Final = 3_600
_DAY_S: Final = 86_400
_LOOK_S: Final = (3 * _DAY_S, 9 * _DAY_S)
_RETRY_S: Final = (_HOUR_S, 8 * _HOUR_S)
_SETTLE_S: Final = (60, 300)
_LONG_S: Final = 28 * _DAY_S
_ENDS_S: Final = 14 * _DAY_S
_QUIET_S: Final = _HOUR_S
_MOST_DOUBLED: Final = 2


@final
@dataclass(frozen=True, slots=True)
class Due:
    """A proof whose time to be looked at has come.

    Attributes:
        proof: which.
        refill: what was planned for it.
        why: why its town hall is to be asked; None where it is not, and only the next time is
            to be drawn.
    """

    proof: Proof
    refill: Refill
    why: Why | None


def settles_at_s(unlocked_s: int, random: bytes) -> int:
    """Draw from when on a wallet that was just unlocked may ask anything by itself."""
    return unlocked_s + _drawn(random, _SETTLE_S)


def is_quiet(now_s: int, *, settles_s: int, shown_s: int | None) -> bool:
    """Whether nothing is to be asked now, whatever is due.

    Args:
        now_s: seconds since 1970.
        settles_s: as :func:`settles_at_s` drew it.
        shown_s: when something was shown last; None if nothing ever was.
    """
    return now_s < settles_s or (shown_s is not None and 0 <= now_s - shown_s < _QUIET_S)


def plan(proof_id: str, now_s: int, random: bytes) -> Refill:
    """Draw when to look at a proof for the first time."""
    return Refill(batch_id=proof_id, next_s=now_s + _drawn(random, _LOOK_S))


def due(
    proofs: Sequence[Proof],
    pickups: Sequence[Pickup],
    refills: Mapping[str, Refill],
    *,
    now_s: int,
) -> Due | None:
    """Find the proof that has waited longest past its time; at most one is asked for at once.

    Args:
        proofs: held, or known and missing.
        pickups: every fetching, which say what can be asked for anew.
        refills: what is planned, by a proof's id.
        now_s: seconds since 1970.
    """
    waiting = [
        (refill.next_s, proof.id, proof, refill)
        for proof in _renewable(proofs, pickups)
        if (refill := refills.get(proof.id)) is not None
        and not refill.is_over
        and refill.next_s <= now_s
    ]
    if not waiting:
        return None
    _, _, proof, refill = min(waiting, key=lambda each: each[:2])
    return Due(proof, refill, _why(proof, refill, now_s))


def unplanned(
    proofs: Sequence[Proof], pickups: Sequence[Pickup], refills: Mapping[str, Refill]
) -> list[str]:
    """Name the proofs that can be fetched anew and have no time to be looked at yet."""
    return [each.id for each in _renewable(proofs, pickups) if each.id not in refills]


def put_off(refill: Refill, now_s: int, random: bytes) -> Refill:
    """Draw the next time, nothing having been asked."""
    return replace(refill, next_s=now_s + _drawn(random, _LOOK_S))


def after(refill: Refill, outcome: Outcome, *, now_s: int, random: bytes) -> Refill:
    """Draw the next time after an asking that brought nothing.

    Args:
        refill: what was planned.
        outcome: ``nothing`` newer there; ``unreachable``, or could not say; ``over`` where
            the town hall will not give copies for this any more.
        now_s: seconds since 1970.
        random: :data:`RANDOM_BYTES`.
    """
    if outcome == "unreachable":
        return replace(refill, next_s=now_s + _drawn(random, _RETRY_S))
    if outcome == "over":
        return replace(refill, asked_s=now_s, is_over=True)
    times = min(refill.fruitless + 1, _MOST_DOUBLED)
    next_s = now_s + (_drawn(random, _LOOK_S) << times)
    return replace(refill, asked_s=now_s, fruitless=refill.fruitless + 1, next_s=next_s)


def outcome_of(code: str, branch: str) -> Outcome:
    """Say what a failure means for the next time."""
    if branch == "unavailable" or code.startswith("net."):
        return "unreachable"
    if code in {"token.refresh", "token.grant", "access.invalid", "token.client"}:
        return "over"
    return "nothing"


def _renewable(proofs: Sequence[Proof], pickups: Sequence[Pickup]) -> list[Proof]:
    handles = {each.batch_id for each in pickups if not each.is_open and each.refresh_token}
    # What is being renewed already is not begun a second time.
    under_way = {each.renews for each in pickups if each.is_open}
    return [
        each
        for each in proofs
        if each.id in handles
        and each.id not in under_way
        and not (isinstance(each, HeldBatch) and each.replaced_at_s is not None)
    ]


def _why(proof: Proof, refill: Refill, now_s: int) -> Why | None:
    if isinstance(proof, MissingProof):
        return "missing"
    if proof.restored_from_s is not None:
        return "uncertain"
    if proof.unused < min(FEW, len(proof.copies)):
        return "few"
    ends_s = expires_at_s(proof)
    if ends_s is not None and ends_s - now_s < _ENDS_S:
        return "ends"
    asked_s = refill.asked_s or proof.received_at_s
    return "long_ago" if now_s - asked_s >= _LONG_S else None


def _drawn(random: bytes, between: tuple[int, int]) -> int:
    """Draw a number of seconds, evenly."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a drawing needs {RANDOM_BYTES} random octets")
    least, most = between
    return least + int.from_bytes(random) * (most - least) // (1 << 8 * RANDOM_BYTES)
