"""What a witness decides (C2SP tlog-witness 1.0): cosign, or say why not.

Pure: the head that is known comes in, the decision goes out. Whoever acts on
:class:`Cosign` stores the new head first, in one step with the comparison that it still
replaces the one the decision was made on; otherwise two requests could pass each other
and the head go backwards.
"""

from collections.abc import Collection, Mapping
from dataclasses import InitVar, dataclass
from types import MappingProxyType
from typing import Final, Self, TypeAlias, final

from livret_core import limits
from livret_core.codes import CODES
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.tlog import note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.lines import (
    decode_hashes,
    decode_size,
    decode_text,
    encode_base64,
)
from livret_core.tlog.merkle import EMPTY_ROOT, HASH_BYTES, check_consistency
from livret_core.tlog.note import SignatureLine, VerifierKey

SIZE_TYPE: Final = "text/x.tlog.size"
_TEXT_TYPE: Final = "text/plain; charset=utf-8"
_HEAD_BYTES: Final = 64 * (limits.LOG_PROOF_HASHES + 1)
_REASON_BYTES: Final = 100
_SEAL: Final = object()

_STATUS: Final = MappingProxyType(
    {
        "log.unknown": 404,
        "log.unsigned": 403,
        "note.signature": 403,
        "log.fork": 422,
        "log.consistency": 422,
    }
)
_MEANT: Final[Mapping[int, str]] = MappingProxyType(
    {400: "log.request", 403: "log.unsigned", 404: "log.unknown", 422: "log.consistency"}
)


@final
@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request to cosign. Well formed; nothing in it is verified.

    Attributes:
        old_size: of the head that the sender believes the witness to hold.
        hashes: the consistency proof from there, at most 63.
        signed: the new head.
    """

    old_size: int
    hashes: tuple[bytes, ...]
    signed: SignedCheckpoint

    def __post_init__(self) -> None:
        if not 0 <= self.old_size <= limits.LOG_SIZE:
            raise MalformedInput("log.request", "not a size")
        if len(self.hashes) > limits.LOG_PROOF_HASHES:
            raise MalformedInput("log.request", "a proof of more than 63 hashes")
        if any(len(value) != HASH_BYTES for value in self.hashes):
            raise MalformedInput("log.request", "not a hash")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the body of ``POST …/add-checkpoint``.

        Raises:
            MalformedInput: ``log.request``, ``note.malformed``, ``log.checkpoint``,
                ``input.too_large``; all are answered with 400.
        """
        head, blank, rest = raw.partition(b"\n\n")
        if len(head) > _HEAD_BYTES:
            raise MalformedInput("input.too_large", max_bytes=_HEAD_BYTES)
        text = decode_text(head)
        if text is None or not blank:
            raise MalformedInput("log.request", "not text, or no empty line above the checkpoint")
        first, *lines = text.split("\n")
        old_size, hashes = decode_size(first.removeprefix("old ")), decode_hashes(lines)
        if not first.startswith("old ") or old_size is None or hashes is None:
            raise MalformedInput("log.request", "not an old size and up to 63 hashes")
        return cls(old_size, hashes, SignedCheckpoint.parse(rest))

    def format(self) -> bytes:
        """Write the body of the request."""
        lines = [f"old {self.old_size}", *map(encode_base64, self.hashes), "", ""]
        return "\n".join(lines).encode() + self.signed.format()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Cosign:
    """The head is to be stored, then cosigned. Only :func:`decide` makes one.

    Attributes:
        signed: the new head.
        replaces: the head that the store must still hold when it takes this one.
    """

    signed: SignedCheckpoint
    replaces: Checkpoint | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Cosign is made by decide() only")


@final
@dataclass(frozen=True, slots=True)
class Conflict:
    """The witness holds a head of another size: ask again, with a proof from there (409)."""

    size: int


@final
@dataclass(frozen=True, slots=True)
class Rejection:
    """The witness does not cosign. *code* says why; any reason it has no status for is a 400."""

    code: str

    @property
    def status(self) -> int:
        """The HTTP status that says it."""
        return _STATUS.get(self.code, 400)


@final
@dataclass(frozen=True, slots=True)
class Response:
    """What goes back over HTTP."""

    status: int
    content_type: str
    body: bytes


Decision: TypeAlias = Cosign | Conflict | Rejection


def decide(
    known: Checkpoint | None, request: AddCheckpoint, log_keys: Collection[VerifierKey]
) -> Decision:
    """Decide on a request, in the order of the specification.

    Args:
        known: the head that this witness cosigned last for the request's origin.
        request: well formed.
        log_keys: of all logs the witness serves; a key is named as its log's origin.

    Raises:
        ValueError: *known* is the head of another log.
    """
    new, old_size = request.signed.checkpoint, request.old_size
    if known is not None and known.origin != new.origin:
        raise ValueError("the head of another log")
    own = [key for key in log_keys if key.name.text == new.origin]
    if not own:
        return Rejection("log.unknown")
    try:
        if not note.verify(request.signed.note, own):
            return Rejection("log.unsigned")
        if old_size > new.size:
            return Rejection("log.request")
        held_size, held_root = (known.size, known.root) if known else (0, EMPTY_ROOT)
        if old_size != held_size:
            return Conflict(held_size)
        check_consistency(old_size, new.size, request.hashes, held_root, new.root)
    except Refused as refused:
        return Rejection(refused.code)
    return Cosign(signed=request.signed, replaces=known, seal=_SEAL)


def answer(decision: Conflict | Rejection | Collection[SignatureLine]) -> Response:
    """Write the response: of a decision not to cosign, or of the cosignatures made."""
    match decision:
        case Conflict(size):
            return Response(409, SIZE_TYPE, b"%d\n" % size)
        case Rejection(code):
            return Response(decision.status, _TEXT_TYPE, f"{code}\n".encode())
        case lines:
            return Response(200, _TEXT_TYPE, note.format_signatures(lines).encode())


def parse_answer(response: Response) -> tuple[SignatureLine, ...] | Conflict | Rejection:
    """Read a witness's response. Cosignatures in it are not verified.

    Raises:
        MalformedInput: ``log.request``, ``note.malformed``, ``input.too_large``.
        Unavailable: ``log.witness_unavailable`` for a status that is no answer. Of one that
            says why it could not find out, its own code; ``ledger.tiles`` where that was about
            reading what is published, which is no silence of its own.
    """
    if response.status in _MEANT:
        return Rejection(_reason(response))
    if response.status not in {200, 409}:
        raise Unavailable(_unable(response), f"status {response.status}")
    if len(response.body) > limits.NOTE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.NOTE_BYTES)
    text = decode_text(response.body)
    if text is None:
        raise MalformedInput("log.request", "an answer that is not text")
    if response.status == 200:
        return note.parse_signatures(text)
    media_type = response.content_type.partition(";")[0].strip().lower()
    size = decode_size(text.removesuffix("\n"))
    if media_type != SIZE_TYPE or not text.endswith("\n") or size is None:
        raise MalformedInput("log.request", "a conflict that does not say the size")
    return Conflict(size)


def _unable(response: Response) -> str:
    """Read why it could not find out, if it is a cosigner of ours that says so."""
    if response.status == 503 and len(response.body) <= _REASON_BYTES:
        said = response.body.decode("ascii", "replace").removesuffix("\n")
        if said.startswith("net.") or said == "file.unavailable":
            return "ledger.tiles"
        if said in CODES and CODES[said].branch == "unavailable":
            return said
    return "log.witness_unavailable"


def _reason(response: Response) -> str:
    """Read why not: an auditor has more reasons than the protocol has statuses, and says which."""
    if response.status == 422 and len(response.body) <= _REASON_BYTES:
        said = response.body.decode("ascii", "replace").removesuffix("\n")
        if said in CODES and CODES[said].branch == "refused":
            return said
    return _MEANT[response.status]
