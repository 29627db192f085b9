"""What a schema authority puts on the ledger of the description of a type."""

import re
from hashlib import sha256
from typing import Final

import msgspec

from livret_core.credential.claim_path import format_path
from livret_core.credential.type_metadata import TypeMetadata
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger.bodies import ClaimNames

_MEDIA: Final = "application/json"
_SEPARATOR: Final = re.compile("[:/]")


def publication(subject: str, metadata: bytes) -> JsonObject:
    """Say of a description what ``schema.publish`` puts on the ledger: its digest and its claims.

    Args:
        subject: ``<type>/<version>``.
        metadata: the octets of its Type Metadata.

    Raises:
        MalformedInput: ``input.*``, ``type.malformed``; ``type.malformed`` too for claims of
            which none, too many or one of another form than the ledger takes is named.
        Refused: ``type.other_vct`` for the description of another type or version.
    """
    described = TypeMetadata.parse(metadata)
    # `urn:livret:residency:1`, `https://types.example/residency/1`.
    if _SEPARATOR.split(described.vct)[-2:] != subject.split("/"):
        raise Refused("type.other_vct")
    claims = sorted(format_path(claim.path) for claim in described.claims)
    try:
        msgspec.convert(claims, ClaimNames)
    except msgspec.ValidationError:
        raise MalformedInput("type.malformed", "claims of another form") from None
    digest = base64url.encode(sha256(metadata).digest())
    return {"digest": digest, "media": _MEDIA, "claims": [*claims]}
