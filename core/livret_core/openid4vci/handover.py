"""The hand-over: what a town hall gives a person so that a wallet can ask for a proof.

It carries no claim about the person. Whoever holds the file may ask once, so it is
handed over like the proof itself: at the counter, to the person it is for.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.dids.did import Did
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.short_code import ShortCode

VERSION: Final = 1
MAX_COPIES: Final = 100
MAX_NAME: Final = 128

_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{22,128}")
_MAX_BYTES: Final = 16 << 10


@final
@dataclass(frozen=True, slots=True)
class Handover:
    """One right to ask for one proof, in some copies, until a time.

    Attributes:
        code: names the hand-over at the town hall.
        issuer: the town hall's DID; ``aud`` of the key proofs.
        issuer_name: as shown to the person. The DID decides, not the name.
        vct: the type of the proof.
        nonce: fresh for this hand-over; each key proof repeats it.
        max_copies: how many single-use copies may be asked for, 1 to 100.
        expires_at_s: seconds since 1970.
    """

    code: ShortCode
    issuer: Did
    issuer_name: str
    vct: str
    nonce: str
    max_copies: int
    expires_at_s: int

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a hand-over file.

        Raises:
            MalformedInput: ``handover.malformed``, ``code.mistyped``,
                ``did.malformed``, or what reading JSON raises.
        """
        match json_encoding.parse_object(raw, max_bytes=_MAX_BYTES):
            case {
                "handover": int(version),
                "code": str(code),
                "issuer": str(issuer),
                "issuer_name": str(issuer_name),
                "vct": str(vct),
                "nonce": str(nonce),
                "max_copies": int(max_copies),
                "expires_at": int(expires_at_s),
                **rest,
            } if version == VERSION and not rest:
                if (
                    not 0 < len(issuer_name) <= MAX_NAME
                    or not _NONCE.fullmatch(nonce)
                    or not 1 <= max_copies <= MAX_COPIES
                    or not 0 <= expires_at_s <= limits.LATEST_S
                    or bool in map(type, (version, max_copies, expires_at_s))
                ):
                    raise MalformedInput("handover.malformed", "a value out of bounds")
                return cls(
                    ShortCode.parse(code),
                    Did.parse(issuer),
                    issuer_name,
                    vct,
                    nonce,
                    max_copies,
                    expires_at_s,
                )
        raise MalformedInput("handover.malformed", "not the members of a hand-over")

    def format(self) -> bytes:
        """Write the hand-over file; the inverse of :meth:`parse`."""
        return json_encoding.format(
            {
                "handover": VERSION,
                "code": str(self.code),
                "issuer": self.issuer.text,
                "issuer_name": self.issuer_name,
                "vct": self.vct,
                "nonce": self.nonce,
                "max_copies": self.max_copies,
                "expires_at": self.expires_at_s,
            }
        )
