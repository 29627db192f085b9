"""The Authorization Response (OpenID4VP 1.0 §8): a file, a form, or a form with a JWE in it.

Nothing ties an encrypted answer to its wallet but what is inside: whoever has the public
key can encrypt to it. So what is opened here is as unbelieved as what comes in clear.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self, TypeAlias, final

from livret_core import jwe, limits
from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.jwe import CompactJwe
from livret_core.keys import P256Agreement
from livret_core.openid4vp.client_metadata import ResponseEncryption
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.dcql.vp_token import check_vp_token
from livret_core.openid4vp.response_error import ErrorResponse

_MAX_BYTES: Final = 2 * limits.SD_JWT_BYTES
_MAX_FORM_BYTES: Final = 3 * limits.SD_JWT_BYTES  # what is escaped takes three characters
_MAX_QUERIES: Final = 64
_MAX_PRESENTATIONS: Final = 100  # of one credential query: as many as a wallet has copies


@final
@dataclass(frozen=True, slots=True)
class AuthorizationResponse:
    """An answer to one request. The presentations in it are text still to be parsed.

    Attributes:
        state: names the request that is answered; empty for one without.
        vp_token: compact SD-JWT+KB, by the ``id`` of the credential query answered.
    """

    state: str
    vp_token: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, state: str, query_id: str, presentation: str) -> Self:
        """An answer of one presentation to one credential query."""
        return cls(state, MappingProxyType({query_id: (presentation,)}))

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read an answer file, ``{"vp_token": {ID: [PRESENTATION, …]}, "state": STATE}``.

        Raises:
            MalformedInput: ``answer.malformed``, or what reading JSON raises.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        if members.keys() != {"vp_token", "state"}:
            raise MalformedInput("answer.malformed", "not `vp_token` and `state`")
        return cls.read(members)

    @classmethod
    def read(cls, members: Mapping[str, JsonValue]) -> Self:
        """Read the parameters of an answer; others are ignored (§8.1).

        Raises:
            MalformedInput: ``answer.malformed``.
        """
        state, token = members.get("state", ""), members.get("vp_token")
        if not isinstance(state, str) or not isinstance(token, dict):
            raise MalformedInput("answer.malformed", "`vp_token` is not an object, or `state`")
        if not 0 < len(token) <= _MAX_QUERIES:
            raise MalformedInput("answer.malformed", "`vp_token` answers nothing, or too much")
        return cls(state, MappingProxyType({name: _texts(value) for name, value in token.items()}))

    @property
    def query_id(self) -> str:
        """The one credential query that is answered; :meth:`single` errors."""
        return self.single()[0]

    @property
    def presentation(self) -> str:
        """The one presentation; :meth:`single` errors."""
        return self.single()[1]

    def single(self) -> tuple[str, str]:
        """Give query and presentation where there is one of each.

        Raises:
            MalformedInput: ``answer.malformed``.
        """
        match [*self.vp_token.items()]:
            case [(query_id, (presentation,))]:
                return query_id, presentation
        raise MalformedInput("answer.malformed", "not one presentation for one query")

    def check(self, query: DcqlQuery) -> None:
        """Check that what was asked for is answered, and nothing else (§8.1, §8.6).

        Raises:
            Refused: as :func:`livret_core.openid4vp.dcql.vp_token.check_vp_token`.
        """
        check_vp_token(query, self._members()["vp_token"])

    def format(self) -> bytes:
        """Write an answer file, or what is encrypted; the inverse of :meth:`parse`."""
        return json_encoding.format(self._members())

    def format_form(self) -> str:
        """Write what is posted under ``direct_post`` (§8.2)."""
        token = json_encoding.format(self._members()["vp_token"]).decode()
        return form.format({"vp_token": token} | ({"state": self.state} if self.state else {}))

    def encrypt(self, encryption: ResponseEncryption) -> str:
        """Write what is posted under ``direct_post.jwt`` (§8.3.1)."""
        return encrypted_form(self.format(), encryption)

    def _members(self) -> JsonObject:
        token: JsonObject = {name: list(texts) for name, texts in self.vp_token.items()}
        return {"vp_token": token} | ({"state": self.state} if self.state else {})


Response: TypeAlias = AuthorizationResponse | ErrorResponse


@final
@dataclass(frozen=True, slots=True)
class EncryptedResponse:
    """An answer that only the key named in it opens.

    ``jwe.kid`` is how a service finds the request that is answered: the key is the request's
    own, and ``state`` is inside.
    """

    jwe: CompactJwe


@final
@dataclass(frozen=True, slots=True)
class OpeningKey:
    """The private half of a request's :class:`ResponseEncryption`."""

    key: P256Agreement
    kid: str


def parse_posted(body: bytes | str) -> Response | EncryptedResponse:
    """Read what was posted to a ``response_uri``.

    Raises:
        MalformedInput: ``answer.malformed``, ``input.*``, ``jwe.*``, ``key.*``.
        Refused: ``jwe.algorithm``, ``jwe.parameter``.
    """
    fields = form.parse(body, max_bytes=_MAX_FORM_BYTES)
    if "response" in fields:
        if "vp_token" in fields or "error" in fields:
            raise MalformedInput("answer.malformed", "both encrypted and in clear")
        return EncryptedResponse(CompactJwe.parse(fields["response"]))
    if "error" in fields:
        return ErrorResponse.read(fields)
    members: JsonObject = {**fields}
    if "vp_token" in fields:
        members["vp_token"] = json_encoding.parse(fields["vp_token"], max_bytes=_MAX_BYTES)
    return AuthorizationResponse.read(members)


def receive(
    posted: Response | EncryptedResponse, *, state: str, opening: OpeningKey | None
) -> Response:
    """Open what was posted and check that it answers the request it claims to.

    Args:
        posted: as :func:`parse_posted` reads it.
        state: of the request.
        opening: the request's key; None for a request whose answer is not encrypted.

    Raises:
        MalformedInput: as :func:`parse_posted`.
        Refused: ``answer.other_mode`` for an answer in clear where it must be encrypted (an
            error may come in clear, §8.3.1) or the reverse, ``jwe.other_key`` for another
            request's key or none, ``jwe.decryption``, ``answer.other_state``.
    """
    if isinstance(posted, EncryptedResponse):
        if opening is None:
            raise Refused("answer.other_mode", "encrypted, and nobody asked for it")
        answer = _open(posted.jwe, opening)
    elif opening is not None and isinstance(posted, AuthorizationResponse):
        raise Refused("answer.other_mode", "in clear")
    else:
        answer = posted
    if not hmac.compare_digest(answer.state.encode(), state.encode()):
        raise Refused("answer.other_state")
    return answer


def encrypted_form(payload: bytes, encryption: ResponseEncryption) -> str:
    """Encrypt the parameters of an answer, and write the form that carries them.

    ``apu`` and ``apv`` are left out: this standard gives them no meaning (§8.3), and what
    a wallet puts there could tell one wallet from another.
    """
    text = jwe.encrypt(payload, encryption.key, enc=encryption.preferred, kid=encryption.kid)
    return form.format({"response": text})


def _open(sealed: CompactJwe, opening: OpeningKey) -> Response:
    if sealed.kid is None:
        raise Refused("jwe.other_key", "names no key")
    members = json_encoding.parse_object(
        sealed.decrypt(opening.key, kid=opening.kid), max_bytes=_MAX_BYTES
    )
    if "error" in members:
        return ErrorResponse.read(members)
    return AuthorizationResponse.read(members)


def _texts(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_PRESENTATIONS:
        raise MalformedInput("answer.malformed", "not a short, non-empty array of presentations")
    texts = tuple(text for text in value if isinstance(text, str))
    if len(texts) != len(value):
        raise MalformedInput("answer.malformed", "a presentation that is not text")
    return texts
