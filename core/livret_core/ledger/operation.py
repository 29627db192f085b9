"""One operation: what is signed, what it is called, and who signed it (LEDGER §2).

An operation is one JSON object in canonical form (RFC 8785), at most 16 KiB:

    {"body":…, "iat":…, "ledger":…, "prev":…, "seq":…, "sigs":[…], "subject":…, "type":…, "v":1}

Signed are the octets of ``livret/operation/v1`` and a line feed before the canonical form
without ``sigs``; their SHA-256 is the operation's id. So neither who signed nor in which
order changes what an operation is called, and sending it twice is sending one.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Any, Final, Self, TypeAlias, final

import msgspec

from livret_core import limits
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.keys import Signer

VERSION: Final = 1
NO_PREDECESSOR: Final = base64url.encode(bytes(32))

_DOMAIN: Final = b"livret/operation/v1\n"
_MAX_SIGNATURES: Final = 64

Digest: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=limits.LATEST_S)]
#: A host name of at most 100 characters, four of them digits: towns have such, and neither a
#: date nor a telephone number fits in.
HOST: Final = (
    r"(?![a-z0-9.-]{101})(?!(?:[a-z.-]*[0-9]){5})"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,24}"
)
#: A part of a path: one short name.
SEGMENT: Final = r"[a-z](?:-?[a-z0-9]){0,15}"
#: An address: a host name, perhaps a port, and a path with two digits at most.
ADDRESS: Final = rf"{HOST}(?::[0-9]{{1,5}})?(?!(?:[a-z/-]*[0-9]){{3}})(?:/{SEGMENT}){{0,3}}"
DID: Final = r"did:(webvh|key):[A-Za-z0-9.:%-]{1,500}"
# `\Z`, not `$`: a line feed at the end is another text.
Origin: TypeAlias = Annotated[str, msgspec.Meta(pattern=rf"\A{ADDRESS}\Z")]
DidText: TypeAlias = Annotated[str, msgspec.Meta(pattern=rf"\A{DID}\Z")]
_SignerText: TypeAlias = Annotated[str, msgspec.Meta(pattern=rf"\A({DID}|{ADDRESS})\Z")]
_SignerKeyText: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=rf"\A({DID}#[A-Za-z0-9-]{{1,120}}|{ADDRESS})\Z")
]


@final
class Signature(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"key_id": "kid"}, gc=False
):
    """One signature over an operation. Nothing in it is verified.

    Attributes:
        by: DID of the signer, or the ledger's origin for the log key itself.
        key_id: which of its keys.
        alg: ``Ed25519``.
        sig: 64 octets, base64url.
    """

    by: _SignerText
    key_id: _SignerKeyText
    alg: Annotated[str, msgspec.Meta(pattern=r"\AEd25519\Z")]
    sig: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{85}[AQgw]\Z")]


class _Envelope(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"version": "v", "issued_at_s": "iat"},
    gc=False,
):
    version: int
    ledger: Origin
    type: Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{2,12}(\.[a-z]{2,12})?\Z")]
    subject: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9.:%#/*-]{1,640}\Z")]
    seq: Annotated[int, msgspec.Meta(ge=1, le=(1 << 53) - 1)]
    prev: Digest
    issued_at_s: Seconds
    body: dict[str, Any]
    sigs: Annotated[tuple[Signature, ...], msgspec.Meta(max_length=_MAX_SIGNATURES)]


#: What the message of a ``ValueError`` about members out of order begins with; then one's name.
ORDER: Final = "out of order: "
_ORDERED: Final = re.compile(r"out of order: ([a-z_]{1,12})\b")
_UNKNOWN: Final = "Object contains unknown field"
_MISSING: Final = re.compile(r"Object missing required field `([a-z_]{1,16})`")
# Names of ours alone: what somebody else called a member is nowhere in it.
_PLACE: Final = re.compile(r" - at `\$((?:\.[a-z_]{1,12}|\[[0-9]{1,4}\]|\[\.\.\.\])*)`\Z")
_DECODER: Final = msgspec.json.Decoder(_Envelope)
_GLANCER: Final = jcs.decoder(_Envelope)


def misshapen(error: Exception, within: str) -> MalformedInput:
    """Name what is wrong with an operation, of a message that may repeat what somebody wrote.

    Args:
        error: of msgspec, about a form of ours.
        within: the member that was read; empty for the whole operation.

    Returns:
        ``ledger.operation`` with ``member`` (``body.spans[1]``) where it can be named, and ``rule``:
        ``missing``, ``unknown``, ``order`` or ``form``.
    """
    text = str(error)
    missing = _MISSING.match(text)
    rule = "missing" if missing else "unknown" if text.startswith(_UNKNOWN) else "form"
    # Of a member that nobody knows, the message says what somebody called it.
    place = None if rule == "unknown" else _PLACE.search(text)
    if text.startswith(ORDER):
        rule = "order"
    path = within + ("" if place is None else place[1])
    named = missing or (_ORDERED.match(text) if rule == "order" else None)
    member = (f"{path}.{named[1]}" if named else path).lstrip(".")
    facts = {"member": member} if member else {}
    return MalformedInput("ledger.operation", f"{rule} {member}".strip(), rule=rule, **facts)


def _look_closely(raw: bytes) -> _Envelope:
    if jcs.canonicalize(json_encoding.parse_object(raw)) != raw:
        raise MalformedInput("ledger.operation", "not in canonical form", rule="canonical")
    try:
        return _DECODER.decode(raw)
    except (msgspec.MsgspecError, ValueError) as error:
        raise misshapen(error, "") from None


@final
class Operation(msgspec.Struct, frozen=True, gc=False):
    """An operation that is well formed and in canonical form. Nothing in it is verified.

    Attributes:
        ledger: origin of the ledger it is for.
        type: ``did.create`` and so on.
        subject: whom or what it is about; together with the type, which record it writes.
        seq: which operation on that record this is, from 1.
        prev: id of the one before, zeros for the first.
        issued_at_s: when its maker says it was made. A claim; order is the index.
        body: what it says, by type: :mod:`livret_core.ledger.bodies`. Treat as read-only.
        sigs: sorted by signer, one each.
        leaf: the canonical form, as it goes into the log.
        signed_bytes: what each signature is over.
        id: SHA-256 of that, base64url.
    """

    ledger: str
    type: str
    subject: str
    seq: int
    prev: str
    issued_at_s: int
    body: JsonObject
    sigs: tuple[Signature, ...]
    leaf: bytes
    signed_bytes: bytes
    id: str

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read one operation.

        Raises:
            MalformedInput: ``input.too_large`` beyond 16 KiB, ``input.json`` and its kin,
                ``ledger.operation`` when it is not canonical, lacks a member, has one
                too many, or one that says what no operation says.
        """
        if len(raw) > limits.OPERATION_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.OPERATION_BYTES)
        envelope = jcs.read_at_a_glance(raw, _GLANCER) or _look_closely(raw)
        if envelope.version != VERSION:
            raise MalformedInput("ledger.operation", "another version", member="v", rule="form")
        signers = [signature.by for signature in envelope.sigs]
        if len(signers) > 1 and any(first >= second for first, second in pairwise(signers)):
            raise MalformedInput(
                "ledger.operation", "not sorted, or one twice", member="sigs", rule="order"
            )
        # Only `subject`, `type` and `v` follow `sigs`, and none of them can hold a quotation
        # mark, so the last place that looks like the member is the member.
        begin, end = raw.rindex(b',"sigs":['), raw.rindex(b',"subject":"')
        signed_bytes = _DOMAIN + raw[:begin] + raw[end:]
        return cls(
            envelope.ledger,
            envelope.type,
            envelope.subject,
            envelope.seq,
            envelope.prev,
            envelope.issued_at_s,
            envelope.body,
            envelope.sigs,
            raw,
            signed_bytes,
            base64url.encode(sha256(signed_bytes).digest()),
        )


@final
class Draft(msgspec.Struct, frozen=True):
    """An operation before anyone signed it; :meth:`signed` makes it whole."""

    ledger: str
    type: str
    subject: str
    seq: int
    prev: str
    issued_at_s: int
    body: JsonObject

    @property
    def signed_bytes(self) -> bytes:
        """What each signer signs."""
        return _DOMAIN + jcs.canonicalize(self._json())

    @property
    def id(self) -> str:
        """What it will be called, whoever signs."""
        return base64url.encode(sha256(self.signed_bytes).digest())

    def sign(self, signer: Signer, *, by: str, key_id: str) -> Signature:
        """Sign with one key.

        Args:
            signer: Ed25519.
            by: DID of the signer.
            key_id: DID URL of the key.
        """
        signature = signer.sign(self.signed_bytes)
        return Signature(by, key_id, signer.algorithm.name, base64url.encode(signature))

    def signed(self, signatures: Sequence[Signature]) -> Operation:
        """Join with its signatures, in the order the format wants.

        Raises:
            MalformedInput: ``ledger.operation``, ``input.too_large``: as :meth:`Operation.parse`.
        """
        value = self._json()
        value["sigs"] = [
            {"by": each.by, "kid": each.key_id, "alg": each.alg, "sig": each.sig}
            for each in sorted(signatures, key=lambda each: each.by)
        ]
        return Operation.parse(jcs.canonicalize(value))

    def _json(self) -> JsonObject:
        return {
            "v": VERSION,
            "ledger": self.ledger,
            "type": self.type,
            "subject": self.subject,
            "seq": self.seq,
            "prev": self.prev,
            "iat": self.issued_at_s,
            "body": self.body,
        }
