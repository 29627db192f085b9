"""Say what a text is and what it says, believing none of it.

Decoding only: no key is looked up, no signature verified, no status asked for, nothing
fetched. What the strict readers refuse is refused here for the same reason; what they
accept is shown as it stands. The deciding half of `livret inspect`.
"""

import base64
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, final
from urllib.parse import parse_qsl, urlsplit

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput
from livret_core.jws import CompactJws
from livret_core.sdjwt import Disclosure, SdJwt, reveal
from livret_core.sdjwt import disclosure as disclosures

_MAX_BYTES: Final = limits.DID_LOG_BYTES

_SEALED: Final = b"livseal\0"
_COMPACT: Final = re.compile(
    r"[A-Za-z0-9_=-]*(\.[A-Za-z0-9_=-]*){2}|[A-Za-z0-9_=-]*(\.[A-Za-z0-9_=-]*){4}"
)
_LINK: Final = re.compile(r"[a-z][a-z0-9+.-]{1,63}:/{2}[^\s]*")
_NOTE_SIGNATURE: Final = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
_MAX_NESTED: Final = 3
_MAX_LISTED: Final = 100

# What a JWS says it is, by its `typ`.
_JWS_KINDS: Final[Mapping[str, str]] = {
    "dc+sd-jwt": "issuer-signed JWT, without its disclosures",
    "kb+jwt": "key binding JWT",
    "oauth-authz-req+jwt": "authorization request",
    "openid4vci-proof+jwt": "key proof",
    "statuslist+jwt": "status list token",
}
_STATUS_NAMES: Final = {0: "valid", 1: "revoked", 2: "suspended"}


@final
@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found.

    Attributes:
        kind: what the text looks like, in the words of the standards.
        parts: titled pieces, as JSON values, in the order to be read.
        nested: what was found inside.
    """

    kind: str
    parts: Sequence[tuple[str, JsonValue]]
    nested: Sequence["Inspection"] = field(default=())


def inspect(raw: bytes, *, depth: int = 0) -> Inspection:
    """Recognise and decode *raw*.

    Raises:
        MalformedInput: ``input.malformed`` when it is nothing livret knows; otherwise
            what the reader of that kind raises.
        Refused: what the reader of that kind refuses while it is still decoding.
    """
    if len(raw) > _MAX_BYTES:
        raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
    if raw.startswith(_SEALED):
        return _sealed(raw)
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise MalformedInput("input.malformed", "neither text nor a sealed file") from None
    if text.startswith(("{", "[")):
        return _json(text, depth)
    if "~" in text and _COMPACT.fullmatch(text.partition("~")[0]):
        return _sd_jwt(text)
    if _COMPACT.fullmatch(text):
        return _jws(text) if text.count(".") == 2 else _jwe(text)
    if "\n\n— " in text:
        return _signed_note(text)
    if text.startswith("did:"):
        return _did(text)
    if _LINK.fullmatch(text):
        return _link(text, depth)
    raise MalformedInput("input.malformed", "nothing livret knows")


def _sd_jwt(text: str) -> Inspection:
    sd_jwt = SdJwt.parse(text)
    issuer_jwt = CompactJws.parse(sd_jwt.issuer_jwt)
    payload = issuer_jwt.payload_object()
    parts: list[tuple[str, JsonValue]] = [
        ("issuer-signed header", dict(issuer_jwt.header)),
        ("issuer-signed payload", payload),
        ("disclosures", [_disclosure(each) for each in sd_jwt.disclosures]),
    ]
    try:
        revealed = reveal(payload, sd_jwt.disclosures)
    except LivretError as error:
        parts.append(("does not fit together", error.code))
    else:
        parts += [
            ("claims, put together", revealed.claims),
            ("digests without a disclosure", revealed.concealed),
        ]
    nested = []
    if sd_jwt.kb_jwt is not None:
        bound = _jws(sd_jwt.kb_jwt)
        claimed = CompactJws.parse(sd_jwt.kb_jwt).payload_object().get("sd_hash")
        fits: JsonValue = claimed == sd_jwt.sd_hash()
        nested = [Inspection(bound.kind, [*bound.parts, ("sd_hash is this text's", fits)])]
    kind = "SD-JWT with key binding" if nested else "SD-JWT without key binding"
    return Inspection(kind, parts, nested)


def _disclosure(text: str) -> JsonValue:
    decoded = Disclosure.parse(text)
    shown: JsonObject = {} if decoded.name is None else {"name": decoded.name}
    shown |= {"value": decoded.value, "digest": disclosures.digest(text.encode("ascii"))}
    return shown


def _jws(text: str) -> Inspection:
    token = CompactJws.parse(text, max_bytes=limits.STATUS_TOKEN_BYTES)
    payload = json_encoding.parse_object(token.payload, max_bytes=limits.STATUS_TOKEN_BYTES)
    typ = token.header.get("typ")
    kind = _JWS_KINDS.get(typ, "signed token") if isinstance(typ, str) else "signed token"
    parts: list[tuple[str, JsonValue]] = [("header", dict(token.header))]
    listed = payload.get("status_list")
    if typ == "statuslist+jwt" and isinstance(listed, dict):
        shown = {
            **payload,
            "status_list": {**listed, "lst": f"({len(str(listed.get('lst')))} characters)"},
        }
        parts += [("payload", shown), ("entries by status", _status_counts(listed))]
    else:
        parts.append(("payload", payload))
    return Inspection(kind, [*parts, ("signature bytes", len(token.signature))])


def _status_counts(listed: JsonObject) -> JsonValue:
    from livret_core.encoding import base64url
    from livret_core.status.bits import StatusList

    bits, packed = listed.get("bits"), listed.get("lst")
    if type(bits) is not int or not isinstance(packed, str):
        raise MalformedInput("status.malformed", "`bits` or `lst` missing or mistyped")
    statuses = StatusList.inflate(bits, base64url.decode(packed))
    counts: Counter[int] = Counter()
    for octet, times in Counter(statuses.octets).items():
        for place in range(0, 8, statuses.bits):
            counts[octet >> place & (1 << statuses.bits) - 1] += times
    return {
        _STATUS_NAMES.get(value, f"status {value}"): count
        for value, count in sorted(counts.items())
    }


def _jwe(text: str) -> Inspection:
    from livret_core.encoding import base64url

    if len(text) > limits.JWE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.JWE_BYTES)
    segments = text.split(".")
    header = json_encoding.parse_object(
        base64url.decode(segments[0]), max_bytes=limits.JOSE_HEADER_BYTES
    )
    return Inspection(
        "encrypted token: only its recipient can read it",
        [("header", header), ("ciphertext characters", len(segments[3]))],
    )


def _json(text: str, depth: int) -> Inspection:
    first, _, rest = text.partition("\n")
    if first.startswith("{") and '"versionId"' in first and (not rest or rest.startswith("{")):
        return _did_log(text)
    value = json_encoding.parse(text, max_bytes=limits.STATUS_TOKEN_BYTES)
    if isinstance(value, list):
        is_witness_file = all(isinstance(each, dict) and "versionId" in each for each in value)
        return Inspection(
            "DID witness file" if value and is_witness_file else "JSON", [("", value)]
        )
    if not isinstance(value, dict):
        raise MalformedInput("input.malformed", "neither an object nor an array")
    for members, kind, inside in _OBJECTS:
        if members <= value.keys():
            nested = [] if depth >= _MAX_NESTED else _nested(inside(value), depth)
            return Inspection(kind, [("", _without_private(value))], nested)
    return Inspection("JSON", [("", value)])


def _nested(texts: Sequence[JsonValue], depth: int) -> list[Inspection]:
    found = []
    for text in texts[:_MAX_LISTED]:
        if not isinstance(text, str):
            raise MalformedInput("input.malformed", "a token that is not text")
        found.append(inspect(text.encode("utf-8"), depth=depth + 1))
    return found


def _none(_: JsonObject) -> Sequence[JsonValue]:
    return ()


def _presentations(answer: JsonObject) -> Sequence[JsonValue]:
    match answer["vp_token"]:
        case dict(tokens):
            return [
                text
                for many in tokens.values()
                for text in (many if isinstance(many, list) else [many])
            ]
    return ()


def _proofs(request: JsonObject) -> Sequence[JsonValue]:
    match request["proofs"]:
        case {"jwt": list(texts)}:
            return texts
    return ()


def _credentials(response: JsonObject) -> Sequence[JsonValue]:
    match response["credentials"]:
        case list(entries):
            return [each.get("credential") for each in entries if isinstance(each, dict)]
    return ()


_OBJECTS: Final[
    Sequence[tuple[frozenset[str], str, Callable[[JsonObject], Sequence[JsonValue]]]]
] = (
    (frozenset({"vp_token"}), "answer to a request", _presentations),
    (frozenset({"proofs"}), "request for a credential", _proofs),
    (frozenset({"credentials"}), "credentials handed over", _credentials),
    (frozenset({"handover"}), "hand-over", _none),
    (frozenset({"credential_issuer", "credential_configuration_ids"}), "credential offer", _none),
    (frozenset({"verificationMethod", "id"}), "DID document", _none),
    (frozenset({"vct", "claims"}), "type metadata", _none),
    (frozenset({"kty"}), "key", _none),
)

_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "k"})


def _without_private(value: JsonObject) -> JsonObject:
    """Leave out what a key must keep to itself: a screen is not the place for it."""
    if "kty" not in value:
        return value
    return {
        name: "(secret, not shown)" if name in _PRIVATE else member
        for name, member in value.items()
    }


def _did_log(text: str) -> Inspection:
    from livret_core.dids.webvh.entry import LogEntry

    lines = text.split("\n")
    if len(lines) > limits.DID_LOG_ENTRIES:
        raise MalformedInput("input.too_large", max_entries=limits.DID_LOG_ENTRIES)
    entries = [LogEntry.parse(line.encode("utf-8")) for line in lines]
    rows: list[JsonValue] = [
        {
            "version": entry.version_id,
            "time": entry.version_time,
            "changes": list[JsonValue](sorted(entry.parameters)),
            "signed by": list[JsonValue]([proof.verification_method for proof in entry.proofs]),
        }
        for entry in entries
    ]
    shown: list[JsonValue] = rows
    if len(rows) > _MAX_LISTED:
        half = _MAX_LISTED // 2
        shown = [*rows[:half], f"({len(rows) - 2 * half} entries left out)", *rows[-half:]]
    return Inspection(
        "DID log",
        [
            ("entries", len(entries)),
            ("log", shown),
            ("latest parameters changed", entries[-1].parameters),
            ("latest document", entries[-1].state),
        ],
    )


def _signed_note(text: str) -> Inspection:
    """C2SP signed note; a checkpoint when its body has an origin, a size and a root hash."""
    body, _, tail = text.rpartition("\n\n")
    signatures: list[JsonValue] = []
    for line in tail.split("\n"):
        match = _NOTE_SIGNATURE.fullmatch(line)
        if match is None:
            raise MalformedInput("input.malformed", "a signature line that is not one")
        try:
            blob = base64.b64decode(match[2], validate=True)
        except ValueError:
            raise MalformedInput("input.malformed", "a signature line that is not one") from None
        signatures.append({"name": match[1], "key id": blob[:4].hex(), "bytes": len(blob) - 4})
    match body.split("\n"):
        case [origin, size, root, *extensions] if re.fullmatch(r"0|[1-9][0-9]{0,18}", size):
            parts: list[tuple[str, JsonValue]] = [
                ("origin", origin),
                ("size", int(size)),
                ("root hash", root),
                *([("extensions", list[JsonValue](extensions))] if extensions else []),
            ]
            return Inspection("checkpoint", [*parts, ("signatures", signatures)])
    return Inspection("signed note", [("text", body), ("signatures", signatures)])


def _did(text: str) -> Inspection:
    from livret_core.dids import Did, DidJwk, DidKey
    from livret_core.dids.webvh import WebvhDid

    if text.startswith("did:webvh:"):
        webvh = WebvhDid.parse(text)
        return Inspection("DID", [("its log would be at", webvh.log_url)])
    if text.startswith("did:key:"):
        return Inspection("DID", [("document", DidKey.parse(text).document_json())])
    if text.startswith("did:jwk:"):
        return Inspection("DID", [("document", DidJwk.parse(text).document_json())])
    return Inspection("DID", [("of a method livret does not resolve", Did.parse(text).text)])


def _link(text: str, depth: int) -> Inspection:
    if len(text) > limits.JWS_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.JWS_BYTES)
    try:
        split = urlsplit(text)
        query = parse_qsl(split.query, keep_blank_values=True, max_num_fields=64)
    except ValueError:
        raise MalformedInput("input.malformed", "not a link") from None
    nested = []
    shown: JsonObject = {}
    for name, value in query:
        if name in {"request", "credential_offer"} and depth < _MAX_NESTED:
            nested.append(inspect(value.encode("utf-8"), depth=depth + 1))
        else:
            shown[name] = value
    parts: list[tuple[str, JsonValue]] = [
        ("scheme", split.scheme),
        ("host", split.netloc),
        ("path", split.path),
        ("parameters", shown),
    ]
    return Inspection("link", [(title, value) for title, value in parts if value], nested)


def _sealed(raw: bytes) -> Inspection:
    from livret_core.sealing import SealedFile

    sealed = SealedFile.parse(raw)
    return Inspection(
        "sealed file: only its passphrase opens it",
        [
            ("purpose", sealed.purpose),
            ("passphrase work", {"passes": sealed.kdf.passes, "KiB": sealed.kdf.memory_kib}),
            ("sealed bytes", len(sealed.ciphertext)),
        ],
    )
