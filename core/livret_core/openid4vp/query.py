"""The DCQL query (OpenID4VP 1.0 §6), in the part that livret understands: one SD-JWT VC."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt.plan import ClaimPath

FORMAT: Final = "dc+sd-jwt"

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAX_CLAIMS: Final = 64
_MAX_PATH: Final = 16
_MAX_TYPES: Final = 16


@final
@dataclass(frozen=True, slots=True)
class CredentialQuery:
    """One credential asked for, and the claims wanted from it.

    Attributes:
        id: names the answer in ``vp_token``.
        vct_values: the types that will do, never empty.
        claims: paths of the claims wanted, in the order asked, never empty.
    """

    id: str
    vct_values: tuple[str, ...]
    claims: tuple[ClaimPath, ...]

    @classmethod
    def parse(cls, query: Mapping[str, JsonValue]) -> Self:
        """Read a DCQL query.

        Raises:
            MalformedInput: ``request.malformed``.
            Refused: ``request.unsupported`` for more than one credential, another
                format, credential sets, claim sets or value matching.
        """
        credentials = query.get("credentials")
        if not isinstance(credentials, list) or not credentials:
            raise MalformedInput("request.malformed", "`credentials` is not a non-empty array")
        if len(credentials) > 1 or set(query) - {"credentials"}:
            raise Refused("request.unsupported", "more than one credential")
        wanted = credentials[0]
        if not isinstance(wanted, dict):
            raise MalformedInput("request.malformed", "a credential query that is not an object")
        if wanted.get("format") != FORMAT:
            raise Refused("request.unsupported", "a format other than dc+sd-jwt")
        known = {"id", "format", "meta", "claims", "multiple"}
        if set(wanted) - known or wanted.get("multiple", False) is not False:
            raise Refused("request.unsupported", "a part of DCQL livret does not understand")
        identifier = wanted.get("id")
        if not isinstance(identifier, str) or not _ID.fullmatch(identifier):
            raise MalformedInput("request.malformed", "`id` is not a short name")
        return cls(identifier, _types(wanted.get("meta")), _claims(wanted.get("claims")))

    def format(self) -> JsonObject:
        """Write the query; the inverse of :meth:`parse`."""
        return {
            "credentials": [
                {
                    "id": self.id,
                    "format": FORMAT,
                    "meta": {"vct_values": list(self.vct_values)},
                    "claims": [{"path": list(path)} for path in self.claims],
                }
            ]
        }


def _types(meta: JsonValue) -> tuple[str, ...]:
    match meta:
        case {"vct_values": list(values), **rest} if not rest and 0 < len(values) <= _MAX_TYPES:
            names = tuple(value for value in values if isinstance(value, str) and value)
            if len(names) == len(values):
                return names
    raise MalformedInput("request.malformed", "`meta.vct_values` is not an array of names")


def _claims(claims: JsonValue) -> tuple[ClaimPath, ...]:
    # DCQL lets a service leave `claims` out, which asks for nothing disclosable and
    # reads like a request for everything. A service that wants something says what.
    if not isinstance(claims, list) or not 0 < len(claims) <= _MAX_CLAIMS:
        raise MalformedInput("request.malformed", "`claims` is not a short, non-empty array")
    paths = tuple(_path(claim) for claim in claims)
    if len(set(paths)) != len(paths):
        raise MalformedInput("request.malformed", "a claim asked for twice")
    return paths


def _path(claim: JsonValue) -> ClaimPath:
    if not isinstance(claim, dict):
        raise MalformedInput("request.malformed", "a claims query that is not an object")
    if set(claim) - {"path", "id"}:
        raise Refused("request.unsupported", "value matching")
    path = claim.get("path")
    if not isinstance(path, list) or not 0 < len(path) <= _MAX_PATH:
        raise MalformedInput("request.malformed", "`path` is not a short, non-empty array")
    parts: list[str | int | None] = []
    for part in path:
        if (
            part is None
            or isinstance(part, str)
            or (isinstance(part, int) and not isinstance(part, bool) and part >= 0)
        ):
            parts.append(part)
        else:
            raise MalformedInput("request.malformed", "a path part that is not a name or index")
    return tuple(parts)
