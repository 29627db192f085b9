"""JSON by its members: what passes between the roles, types, schemas, keys, homes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput
from livret_town.inspection.forms import as_it_stands, read_by, reason
from livret_town.inspection.forms import form as _form
from livret_town.inspection.found import (
    MAX_LISTED,
    NOT_OURS,
    Inspection,
    LookInside,
    Parts,
    Said,
)
from livret_town.inspection.ledgers import LEDGER_FORMS
from livret_town.inspection.status_lists import status_parts
from livret_town.inspection.withheld import (
    KEEP_AWAY,
    SECRET,
    holds_private,
    without_private,
)

_WARNING: Final = "it holds"


def document(text: str, inside: LookInside) -> Inspection:
    """Decode JSON and say what it is by its members.

    Raises:
        MalformedInput: what reading JSON raises; ``input.malformed`` for a number or a
            text alone.
    """
    value = json_encoding.parse(text, max_bytes=limits.STATUS_TOKEN_BYTES)
    warning: Parts = [(_WARNING, KEEP_AWAY)] if holds_private(value) else []
    if isinstance(value, list):
        kind = "DID witness file" if _is_witness_file(value) else "JSON"
        return Inspection(kind, [*warning, ("", without_private(value))])
    if not isinstance(value, dict):
        raise MalformedInput("input.malformed", "neither an object nor an array")
    for form in _FORMS:
        if form.members <= value.keys() and form.fits(value):
            parts = [*warning, *form.parts(text, value)]
            return Inspection(form.kind, parts, _look(form.inside(value), inside))
    return Inspection("JSON", [*warning, ("", without_private(value))])


def _is_witness_file(values: list[JsonValue]) -> bool:
    return bool(values) and all(isinstance(one, dict) and "versionId" in one for one in values)


def _look(texts: Sequence[JsonValue], inside: LookInside) -> list[Inspection]:
    found: list[Inspection] = []
    for text in texts[:MAX_LISTED]:
        if not isinstance(text, str):
            raise MalformedInput("input.malformed", "a token that is not text")
        found += inside(text)
    return found


# What there is inside, by kind.


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


# What there is to say, by kind.


def _read_request(raw: bytes) -> object:
    from livret_core.openid4vci.messages import CredentialRequest

    return CredentialRequest.parse(raw)


def _read_response(raw: bytes) -> object:
    from livret_core.openid4vci.messages import CredentialResponse

    return CredentialResponse.parse(raw)


def _read_answer(raw: bytes) -> object:
    from livret_core.openid4vp.response import AuthorizationResponse

    return AuthorizationResponse.parse(raw)


def _read_town_hall(raw: bytes) -> object:
    from livret_issuer.identity import TownHall

    return TownHall.parse(raw)


def _handover(text: str, value: JsonObject) -> Parts:
    from livret_core.openid4vci.handover import Handover

    expires = value.get("expires_at")
    ends: Parts = []
    if type(expires) is int and 0 <= expires <= limits.LATEST_S:
        ends = [("open until", datetime.fromtimestamp(expires, UTC).isoformat())]
    return [
        *reason(Handover.parse, text),
        ("", without_private({**value, "nonce": SECRET} if "nonce" in value else value)),
        *ends,
        ("whoever holds it", Said("may ask once: hand it over like the proof itself")),
    ]


def _type_metadata(text: str, value: JsonObject) -> Parts:
    from livret_core.credential import catalogue
    from livret_core.credential.claim_path import format_path
    from livret_core.credential.type_metadata import TypeMetadata

    try:
        found = TypeMetadata.parse(text.encode("utf-8"))
    except LivretError as error:
        return [(NOT_OURS, error.code), *as_it_stands(text, value)]
    ours = {kind.vct: kind.name for kind in catalogue.all_types()}
    return [
        ("vct", found.vct),
        ("livret's own name for it", ours.get(found.vct)),
        *as_it_stands(text, value),
        (
            "claims",
            [
                {
                    "path": format_path(claim.path),
                    "mandatory": claim.is_mandatory,
                    Said("disclosed one by one"): claim.sd_rule,
                }
                for claim in (found.claims or ())
            ],
        ),
    ]


def _schema(text: str, value: JsonObject) -> Parts:
    from livret_core.credential import catalogue

    same = [kind.name for kind in catalogue.all_types() if kind.schema == value]
    properties = value.get("properties")
    names = list[JsonValue](sorted(properties if isinstance(properties, dict) else ()))
    return [
        ("the schema of livret's type", ", ".join(same) or None),
        ("properties", names),
        ("required", value.get("required")),
        *as_it_stands(text, value),
    ]


def _status_list(_: str, value: JsonObject) -> Parts:
    return status_parts(value if "status_list" in value else {"status_list": value})


def _is_key_set(value: JsonObject) -> bool:
    keys = value["keys"]
    return isinstance(keys, list) and all(isinstance(one, dict) and "kty" in one for one in keys)


_FORMS: Final = (
    _form("vp_token", "answer to a request", read_by(_read_answer), _presentations),
    _form("proofs", "request for a credential", read_by(_read_request), _proofs),
    _form("credentials", "credentials handed over", read_by(_read_response), _credentials),
    _form("handover", "hand-over", _handover),
    _form("credential_issuer credential_configuration_ids", "credential offer"),
    _form("client_id procedure nonce", "a desk's note of a request it made"),
    _form("did territory tenant", "who a town hall is", read_by(_read_town_hall)),
    _form("status_list", "status list, unsigned", _status_list),
    _form("bits lst", "status list, unsigned", _status_list),
    _form("verificationMethod id", "DID document"),
    _form("vct claims", "type metadata", _type_metadata),
    _form("$schema", "JSON Schema", _schema),
    _form("kty", "key"),
    _form("keys", "key set", fits=_is_key_set),
    *LEDGER_FORMS,
)
