"""Which reader a text is for, by its first bytes and its shape."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_town.inspection import (
    databases,
    documents,
    histories,
    ledgers,
    lists,
    pems,
    rules,
    status_lists,
    tokens,
)
from livret_town.inspection.found import Inspection, LookInside

_MAX_BYTES: Final = limits.DID_LOG_BYTES
_MAX_DEPTH: Final = 3

_SEALED: Final = b"livseal\0"
_LINK: Final = re.compile(r"[a-z][a-z0-9+.-]{1,63}:/{2}[^\s]*")

ReadAnchors = Callable[[str], bytes]


def inspect(raw: bytes, *, read_anchors: ReadAnchors | None = None) -> Inspection:
    """Recognise and decode *raw*.

    Args:
        raw: up to 32 MiB.
        read_anchors: gives the file of authorities that a policy names, as
            :meth:`livret_verifier.policy.Policy.parse` asks for it.

    Raises:
        MalformedInput: ``input.malformed`` when it is nothing livret knows,
            ``input.too_large``; otherwise what the reader of that kind raises.
        Refused: what the reader of that kind refuses while it is still decoding.
    """
    return _inspect(raw, 0, read_anchors)


def _inspect(raw: bytes, depth: int, read_anchors: ReadAnchors | None = None) -> Inspection:
    if len(raw) > _MAX_BYTES:
        raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
    if raw.startswith(_SEALED):
        return _sealed(raw)
    if raw.startswith(ledgers.EVIDENCE):
        return ledgers.evidence(raw, _inside(depth))
    if databases.is_database(raw):
        return databases.in_bytes(raw)
    if status_lists.is_deflated(raw):
        return status_lists.deflated(raw)
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise MalformedInput("input.malformed", "neither text nor a file livret knows") from None
    return _text(text, _inside(depth), read_anchors)


def _inside(depth: int) -> LookInside:
    def look(text: str) -> Sequence[Inspection]:
        return [] if depth >= _MAX_DEPTH else [_inspect(text.encode("utf-8"), depth + 1)]

    return look


def _text(text: str, inside: LookInside, read_anchors: ReadAnchors | None) -> Inspection:
    if text.startswith(("{", "[")):
        if histories.is_did_log(text):
            return histories.did_log(text)
        if ledgers.is_trust_roots(text):
            return ledgers.trust_roots(text)
        return documents.document(text, inside)
    if text.startswith(ledgers.PROOF):
        return ledgers.proof(text, inside)
    if pems.is_pem(text):
        return pems.pem(text)
    if tokens.is_token(text):
        return tokens.token(text)
    if status_lists.is_deflated_text(text):
        return status_lists.deflated(base64url.decode(text))
    if histories.is_signed_note(text):
        return histories.signed_note(text)
    if text.startswith("did:") and not text[4:].startswith(("/", " ")):
        return histories.did(text)
    if _LINK.fullmatch(text):
        return _link(text, inside)
    found = rules.rules(text, read_anchors) or lists.people(text)
    if found is None:
        raise MalformedInput("input.malformed", "nothing livret knows")
    return found


def _link(text: str, inside: LookInside) -> Inspection:
    if len(text) > limits.JWS_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.JWS_BYTES)
    try:
        split = urlsplit(text)
        query = parse_qsl(split.query, keep_blank_values=True, max_num_fields=64)
    except ValueError:
        raise MalformedInput("input.malformed", "not a link") from None
    nested: list[Inspection] = []
    shown: JsonObject = {}
    for name, value in query:
        found = inside(value) if name in {"request", "credential_offer"} else ()
        nested += found
        if not found:
            shown[name] = value
    parts = (
        ("scheme", split.scheme),
        ("host", split.netloc),
        ("path", split.path),
        ("parameters", shown),
    )
    return Inspection("link", [(title, value) for title, value in parts if value], nested)


def _sealed(raw: bytes) -> Inspection:
    from livret_core.sealing import SealedFile

    sealed = SealedFile.parse(raw)
    return Inspection(
        "sealed file: only its passphrase opens it",
        [
            ("purpose", sealed.purpose),
            ("passphrase work", databases.work(sealed.kdf)),
            ("sealed bytes", len(sealed.ciphertext)),
        ],
    )
