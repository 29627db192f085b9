"""Checkpoints that a policy accepts: signed by the log, cosigned by enough witnesses."""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from typing import Final, final

from livret_core.errors import Refused
from livret_core.tlog import cosignature, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Policy

_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessedCheckpoint:
    """A head that the log signed and the policy's quorum cosigned. Only :func:`verify` makes one.

    Attributes:
        checkpoint: the head.
        log_keys: of the policy, those that signed it; at least one.
        times_s: of the policy's witnesses, those that cosigned it, in the quorum or not,
            with their times, rising. How old the head is, is for a reader with a clock.
    """

    checkpoint: Checkpoint
    log_keys: frozenset[VerifierKey]
    times_s: Mapping[VerifierKey, tuple[int, ...]]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("WitnessedCheckpoint is made by verify() only")


def verify(signed: SignedCheckpoint, policy: Policy) -> WitnessedCheckpoint:
    """Verify the signatures of a checkpoint against *policy*.

    Raises:
        Refused: ``log.unknown`` for an origin that is none of the policy's logs;
            ``note.signature`` when a line names a known key and does not verify;
            ``log.unsigned`` without the log's own signature; ``log.quorum``.
    """
    own = policy.log_keys(signed.checkpoint.origin)
    if not own:
        raise Refused("log.unknown", "none of the policy's logs")
    log_keys = note.verify(signed.note, own)
    if not log_keys:
        raise Refused("log.unsigned")
    times_s = cosignature.verify(signed, policy.witness_keys)
    if not policy.satisfied_by(times_s):
        raise Refused("log.quorum", "of witnesses and auditors", cosigners=len(times_s))
    return WitnessedCheckpoint(
        checkpoint=signed.checkpoint, log_keys=log_keys, times_s=times_s, seal=_SEAL
    )
