"""Cosignatures (C2SP tlog-cosignature 1.0): who saw a checkpoint continue its log, and when.

Ed25519 only. The ML-DSA-44 form signs less (no extension lines) and is carried along
unread, as every line is that names a key livret was not told of.
"""

import struct
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from livret_core import limits
from livret_core.errors import Refused
from livret_core.keys import Ed25519PublicKey, Signer
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import (
    KeyName,
    Note,
    SignatureLine,
    SignatureType,
    VerifierKey,
    key_id,
    lines_by,
)

_TIMESTAMPED: Final = struct.Struct(">Q64s")
_LATEST: Final = (1 << 63) - 1


def signed_message(checkpoint: Checkpoint, timestamp_s: int) -> bytes:
    """Write what a cosigner signs: a header, the time, and the whole text with its extensions."""
    return f"cosignature/v1\ntime {timestamp_s}\n{checkpoint.format()}".encode()


def sign(checkpoint: Checkpoint, name: KeyName, signer: Signer, *, now_s: int) -> SignatureLine:
    """Cosign: say that at *now_s* this is the largest head of its log ever seen here.

    That it is so is for :func:`livret_core.tlog.witness.decide` to find out first.

    Raises:
        TypeError: *signer* is not Ed25519.
        ValueError: *now_s* is not between 1970 and :data:`livret_core.limits.LATEST_S`.
    """
    public_key = signer.public_key
    if not isinstance(public_key, Ed25519PublicKey):
        raise TypeError("cosignatures of version 1 are made with Ed25519")
    if not 0 < now_s <= limits.LATEST_S:
        raise ValueError("not a time in seconds")
    signature = signer.sign(signed_message(checkpoint, now_s))
    return SignatureLine(
        name,
        key_id(name, SignatureType.COSIGNATURE_V1, public_key.raw),
        _TIMESTAMPED.pack(now_s, signature),
    )


def verify(
    signed: SignedCheckpoint, keys: Collection[VerifierKey]
) -> Mapping[VerifierKey, tuple[int, ...]]:
    """Say which of *keys* cosigned, and when.

    Args:
        signed: well formed.
        keys: known keys of type ``COSIGNATURE_V1``.

    Returns:
        For each key that cosigned, its times in seconds since 1970, distinct and rising.
        A key with several lines is one key. A time after
        :data:`livret_core.limits.LATEST_S` counts for nothing; whether a nearer one is
        still to come is for a reader with a clock.

    Raises:
        Refused: ``note.signature`` when a line names one of *keys* and does not verify.
        ValueError: a key of another type, or two that cannot be told apart.
    """
    times_s: dict[VerifierKey, set[int]] = {}
    for key, line in lines_by(signed.note, keys, SignatureType.COSIGNATURE_V1):
        if len(line.signature) != _TIMESTAMPED.size:
            raise Refused("note.signature", str(key.name))
        timestamp_s, signature = _TIMESTAMPED.unpack(line.signature)
        message = signed_message(signed.checkpoint, timestamp_s)
        if timestamp_s > _LATEST or not key.public_key.verify(message, signature):
            raise Refused("note.signature", str(key.name))
        if timestamp_s <= limits.LATEST_S:
            times_s.setdefault(key, set()).add(timestamp_s)
    return MappingProxyType({key: tuple(sorted(times)) for key, times in times_s.items()})


def collect(
    signed: SignedCheckpoint, lines: Iterable[SignatureLine], keys: Collection[VerifierKey]
) -> SignedCheckpoint:
    """Add to a checkpoint what a witness answered: lines of *keys* that verify, no others.

    One lying witness cannot spoil the checkpoint for those who verify it later.

    Raises:
        Refused: ``note.signature`` when a line names one of *keys* and does not verify.
    """
    answered = SignedCheckpoint(Note(signed.note.text, tuple(lines)), signed.checkpoint)
    verify(answered, keys)
    good = [line for _, line in lines_by(answered.note, keys, SignatureType.COSIGNATURE_V1)]
    return signed.with_signatures(*good)
