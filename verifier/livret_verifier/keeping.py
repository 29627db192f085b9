"""How long what was fetched may be used again, and what of it is needed for what. Pure.

Nothing kept decides anything: what comes out of here goes to the verifying machine as if it
had just been fetched, with the time when it was. So a list that is too old by its own word
or by the policy's is *could not check*, wherever it was kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final

from livret_core import limits
from livret_core.dids.webvh import WebvhDid
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.jws import CompactJws
from livret_core.ledger.evidence import Evidence as LedgerEvidence
from livret_core.status.token import MEDIA_TYPE
from livret_core.tlog import tiles
from livret_core.tlog.merkle import HASH_BYTES
from livret_verifier.evidence import (
    DidLogNeed,
    Evidence,
    Found,
    HeadNeed,
    LedgerNeed,
    Missing,
    Need,
    TilesNeed,
)

Kind: TypeAlias = Literal["log", "witnesses", "ledger", "head", "list", "commit", "tile"]

EVIDENCE: Final = "ledger.evidence"
HEAD: Final = "checkpoint"
#: After a failure, so many seconds pass before it is tried again.
FAILED_S: Final = 5

_LEAST_S: Final = 10
_MOST_S: Final = 3_600
_USUAL_S: Final[Mapping[Kind, int]] = {
    "log": 300, "witnesses": 300, "ledger": 60, "head": 60, "list": 300, "commit": 300,
    "tile": 60,
}  # fmt: skip
# A log says nothing of its own age, so a copy of it is not used for ever when no other comes.
_STALE_LOG_S: Final = 3_600
# Not found, and gone: whoever publishes says himself that it is not there.
_ABSENT: Final = frozenset({404, 410})
_BYTES: Final[Mapping[Kind, int]] = {
    "log": limits.DID_LOG_BYTES,
    "witnesses": limits.WITNESS_FILE_BYTES,
    "ledger": limits.EVIDENCE_BYTES,
    "head": limits.NOTE_BYTES,
    "list": limits.STATUS_TOKEN_BYTES,
    "commit": limits.DAY_COMMIT_BYTES,
    "tile": tiles.WIDTH * HASH_BYTES,
}

_ACCEPT: Final[Mapping[str, str]] = MappingProxyType({"Accept": MEDIA_TYPE})
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@final
@dataclass(frozen=True, slots=True)
class Part:
    """One file of what is needed.

    Attributes:
        kind: what it is.
        uri: where it is published.
    """

    kind: Kind
    uri: str

    @property
    def headers(self) -> Mapping[str, str]:
        """What is said when it is asked for (Token Status List §8.1)."""
        return _ACCEPT if self.kind == "list" else _NOTHING

    @property
    def max_bytes(self) -> int:
        """The largest that is read."""
        return _BYTES[self.kind]


def parts_of(need: Need) -> tuple[Part, ...]:
    """Say what is to be fetched for a need: what it is, and what belongs to it.

    Raises:
        MalformedInput: ``did.malformed``.
    """
    match need:
        case DidLogNeed():
            did = WebvhDid.parse(need.did)
            return (Part("log", did.log_url), Part("witnesses", did.witness_url))
        case LedgerNeed():
            return (Part("ledger", WebvhDid.parse(need.did).base_url + EVIDENCE),)
        case HeadNeed():
            return (Part("head", _beside(need.origin, HEAD)),)
        case TilesNeed():
            return tuple(Part("tile", _beside(need.origin, each.format())) for each in need.tiles)
        case _ if need.commit_uri is None:
            return (Part("list", need.uri),)
        case _:
            return (Part("list", need.uri), Part("commit", need.commit_uri))


def host_of(part: Part) -> str:
    """Give the host that publishes a part, with its port."""
    return part.uri.removeprefix("https://").partition("/")[0]


def edition(part: Part, evidence: Evidence) -> int | None:
    """Say of which head's size a ledger's evidence is; None for anything else, and for what is none.

    Nothing of it is verified: it decides what is asked for again, and nothing more.
    """
    if part.kind != "ledger" or not isinstance(evidence, Found):
        return None
    try:
        return LedgerEvidence.parse(evidence.content).signed.checkpoint.size
    except LivretError:
        return None


def joined(need: Need, *parts: Evidence) -> Evidence:
    """Put together what was found for the parts of a need, in their order."""
    if isinstance(need, TilesNeed):
        return _joined(parts)
    first, *rest = parts
    if not isinstance(first, Found) or not rest:
        return first
    beside = rest[0].content if isinstance(rest[0], Found) else None
    if isinstance(need, DidLogNeed):
        return replace(first, witness_file=beside)
    return replace(first, commit=beside)


def _joined(parts: tuple[Evidence, ...]) -> Evidence:
    had = [each for each in parts if isinstance(each, Found)]
    if len(had) < len(parts):
        return next(each for each in parts if isinstance(each, Missing))
    if not had:
        return Missing("", "no tile was asked for")
    content = b"".join(each.content for each in had)
    return replace(had[0], content=content, obtained_at_s=min(each.obtained_at_s for each in had))


def _beside(origin: str, path: str) -> str:
    return f"https://{origin.partition('/')[0]}/{path}"


def keep_s(part: Part, evidence: Evidence, *, now_s: int) -> int:
    """Say for how many seconds something is not asked for again.

    A list says itself how long (Token Status List §5.1, ``ttl``, ``exp``). Its word is not
    verified yet, so it counts within bounds.
    """
    if isinstance(evidence, Missing):
        # What goes with another file need not be there.
        may_lack = part.kind in {"witnesses", "commit"}
        return _USUAL_S[part.kind] if may_lack and evidence.is_absent else FAILED_S
    if part.kind != "list":
        return _USUAL_S[part.kind]
    try:
        claims = CompactJws.parse(
            evidence.content.decode("ascii"), max_bytes=limits.STATUS_TOKEN_BYTES
        ).payload_object(max_bytes=limits.STATUS_TOKEN_BYTES)
    except (LivretError, UnicodeDecodeError):
        return _LEAST_S
    ttl_s, ends_s = _seconds(claims.get("ttl")), _seconds(claims.get("exp"))
    told = [
        each for each in (ttl_s, None if ends_s is None else ends_s - now_s) if each is not None
    ]
    return max(_LEAST_S, min([_MOST_S, *told] if told else [_USUAL_S["list"]]))


def may_stand_in(part: Part, kept: Found, *, now_s: int) -> bool:
    """Say whether what was kept may be used when nothing newer can be had.

    Lists, days and what the ledger shows bear their own dates, and are too old by those.
    """
    if part.kind in {"log", "witnesses"}:
        return now_s < kept.obtained_at_s + _STALE_LOG_S
    return True


def found(part: Part, status: int, body: bytes, *, now_s: int) -> Evidence:
    """Take what a server answered."""
    if status != 200:
        return Missing(part.uri, f"status {status}", is_absent=status in _ABSENT)
    return Found(body, part.uri, now_s)


def uri_of(part: Part) -> HttpsUri | Missing:
    """Give where to fetch, or word that nobody fetches from there."""
    try:
        return HttpsUri.parse(part.uri)
    except LivretError as error:
        return Missing(part.uri, error.code)


def _seconds(value: JsonValue) -> int | None:
    """Read a number of seconds; ``60.0`` is 60, whoever wrote it that way."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return int(value)
