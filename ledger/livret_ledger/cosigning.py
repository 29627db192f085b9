"""What a sequencer makes of its cosigners' answers: which lines to keep, how fresh a head is. Pure."""

from collections.abc import Collection, Iterable

from livret_core.errors import LivretError
from livret_core.tlog import cosignature, witnessed
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import Note, SignatureLine, SignatureType, VerifierKey, lines_by
from livret_core.tlog.policy import Policy


def merged(
    kept: SignedCheckpoint, lines: Iterable[SignatureLine], keys: Collection[VerifierKey]
) -> SignedCheckpoint:
    """Put cosignatures under a head, each key's newest in place of its older one.

    Whoever keeps a head fresh for months would else grow it by a line an hour.

    Args:
        kept: the log's own signature, and what cosignatures there were.
        lines: verified ones of *keys*.
        keys: of all cosigners.
    """
    newest: dict[VerifierKey, SignatureLine] = {}
    joined = kept.with_signatures(*lines)
    for key, line in lines_by(joined.note, keys, SignatureType.COSIGNATURE_V1):
        if key not in newest or time_s(line) >= time_s(newest[key]):
            newest[key] = line
    named = set(lines_by(joined.note, keys, SignatureType.COSIGNATURE_V1))
    others = [line for line in kept.note.signatures if line not in {line for _, line in named}]
    # In the order of the keys, so that the same answers make the same file.
    cosigned = [newest[key] for key in sorted(newest, key=lambda key: key.format())]
    return SignedCheckpoint(Note(kept.note.text, (*others, *cosigned)), kept.checkpoint)


def bare(signed: SignedCheckpoint, policy: Policy) -> SignedCheckpoint:
    """Take off all cosignatures: what goes to a witness is the log's own word."""
    own = {(key.name, key.key_id) for key in policy.log_keys(signed.checkpoint.origin)}
    lines = [line for line in signed.note.signatures if (line.name, line.key_id) in own]
    return SignedCheckpoint(Note(signed.note.text, tuple(lines)), signed.checkpoint)


def is_joint(signed: SignedCheckpoint, before: Policy, coming: Policy) -> bool:
    """Say whether a head stands between two versions of a trust root, cosigned under both.

    The log's own signature is that of the version before: a key that is to come signs
    nothing before its ``log.rotate``.
    """
    return has_quorum(signed, before) and coming.satisfied_by(
        cosignature.verify(signed, coming.witness_keys)
    )


def has_quorum(signed: SignedCheckpoint, policy: Policy) -> bool:
    """Say whether readers who go by *policy* will believe a head."""
    try:
        witnessed.verify(signed, policy)
    except LivretError:
        return False
    return True


def newest_times(signed: SignedCheckpoint, keys: Collection[VerifierKey]) -> dict[VerifierKey, int]:
    """Say when each of *keys* last cosigned a head, of those that did."""
    return {key: times[-1] for key, times in cosignature.verify(signed, keys).items()}


def time_s(line: SignatureLine) -> int:
    """Read when a cosignature that was verified says it was made."""
    return int.from_bytes(line.signature[:8], "big")
