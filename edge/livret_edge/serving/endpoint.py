"""One route: its method and path, what it takes, what it answers, and who does it."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final
from urllib.parse import parse_qsl

from livret_core.codes import CODES
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput

Method: TypeAlias = Literal["GET", "POST", "PUT", "DELETE"]
Pairs: TypeAlias = tuple[tuple[str, str], ...]

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
PROBLEM: Final = "application/problem+json"
NONE: Final[Mapping[str, str]] = MappingProxyType({})

_PATH: Final = re.compile(r"(?:/(?:[A-Za-z0-9._~-]+|\{[a-z_]+\}))*")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_FIELDS: Final = 64
_STATUS: Final = {"malformed": 400, "refused": 403, "unavailable": 503}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One request, read within its bounds.

    Attributes:
        tenant: whose it is.
        path: values of the path's places, by name.
        query: as sent, in order.
        headers: as sent, in order, names in lower case.
        content_type: of the body, without parameters, in lower case; or empty.
        read: the body, whole; or why it was not read.
        id: made here; stands in the log, and in an answer that says no.
    """

    tenant: str
    path: Mapping[str, str] = field(default_factory=lambda: NONE)
    query: Pairs = ()
    headers: Pairs = ()
    content_type: str = ""
    read: bytes | MalformedInput = b""
    id: str = ""

    @property
    def body(self) -> bytes:
        """Give the body, whole.

        Raises:
            MalformedInput: ``input.*`` for one that was not read.
        """
        if isinstance(self.read, MalformedInput):
            raise self.read
        return self.read

    def header(self, name: str) -> str | None:
        """Give the one header of that name (lower case).

        Raises:
            MalformedInput: ``input.malformed`` for one that came twice.
        """
        return _one(self.headers, name)

    def asked(self, name: str) -> str | None:
        """Give the one query parameter of that name.

        Raises:
            MalformedInput: ``input.malformed`` for one that came twice.
        """
        return _one(self.query, name)

    def form(self) -> dict[str, str]:
        """Read the body as a form; no field may stand twice (RFC 6749 §3.2).

        Raises:
            MalformedInput: ``input.malformed``.
        """
        try:
            pairs = parse_qsl(
                self.body.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=bool(self.body),
                errors="strict",
                max_num_fields=_FIELDS,
            )
        except ValueError:
            raise MalformedInput("input.malformed", "not a form") from None
        fields = dict(pairs)
        if len(fields) != len(pairs):
            raise MalformedInput("input.malformed", "a field twice")
        return fields


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One answer.

    Attributes:
        status: of HTTP.
        body: whole.
        content_type: of it.
        headers: besides; what is not said otherwise is kept by nobody (``no-store``).
        code: our reason, for the log, where the answer says no.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=lambda: NONE)
    code: str = ""


Handler: TypeAlias = Callable[[Incoming], Outgoing] | Callable[[Incoming], Awaitable[Outgoing]]
Refusal: TypeAlias = Callable[[LivretError], Outgoing]


@final
@dataclass(frozen=True, slots=True)
class Place:
    """A value in a path, in a query or in a header, and what is said of it in the description.

    Attributes:
        schema: JSON Schema of it.
        about: what it is, in one line.
        is_required: whether it has to be there.
    """

    schema: JsonObject
    about: str = ""
    is_required: bool = True


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """The body that a route takes.

    Attributes:
        media: JSON Schema by media type. What comes as another is not read: a route with words of
            its own for no refuses it as malformed, another answers 415.
        max_bytes: the largest that is read.
    """

    media: Mapping[str, JsonObject]
    max_bytes: int


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """One kind of answer.

    Attributes:
        about: when it is given, in one line.
        media: JSON Schema by media type; empty for an answer without a body.
        headers: names of headers that it may have, and what they say.
    """

    about: str
    media: Mapping[str, JsonObject] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=lambda: NONE)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One route as it is served and as it is described: there is no other way to have either.

    Attributes:
        method: of HTTP; what may be read may also be asked for without its body (HEAD).
        path: below the tenant's, with places in braces.
        name: the operation's, unique in a service; names it to those who generate clients.
        about: what it does, in one line.
        answers: by status; what every route may answer is known without saying.
        handler: does it; one that is no coroutine runs in a thread.
        takes: its body, if any.
        path_places: what stands in the braces.
        query: what may be asked, by name.
        headers: what may be said in headers, by name.
        is_well_known: *path* is ``/NAME`` and is found under ``/.well-known/NAME`` before the
            tenant's path (RFC 8414 §3.1) and behind it (OpenID4VCI 1.0 §12.2.2 and older readers).
        for_browsers: whether a page of anybody's may call it: it needs no cookie and gives
            nothing to those who bring one (CORS).
        refuse: how a reason is told on the wire, where a standard says how; a body that is too
            large is told so too where *answers* has 413.
    """

    method: Method
    path: str
    name: str
    about: str
    answers: Mapping[int, Says]
    handler: Handler
    takes: Takes | None = None
    path_places: Mapping[str, Place] = field(default_factory=dict)
    query: Mapping[str, Place] = field(default_factory=dict)
    headers: Mapping[str, Place] = field(default_factory=dict)
    is_well_known: bool = False
    for_browsers: bool = False
    refuse: Refusal | None = None

    def __post_init__(self) -> None:
        """Refuse a route that is not what its description would say."""
        if _PATH.fullmatch(self.path) is None or _NAME.fullmatch(self.name) is None:
            raise ValueError(f"not a path and a name: {self.path!r}, {self.name!r}")
        if set(re.findall(r"\{([a-z_]+)\}", self.path)) != set(self.path_places):
            raise ValueError(f"{self.name}: other places than its path has")
        if not self.answers:
            raise ValueError(f"{self.name}: answers nothing")
        if self.takes is not None and self.method == "GET":
            raise ValueError(f"{self.name}: a GET takes no body")


def answer_json(
    value: JsonValue,
    *,
    status: int = 200,
    headers: Mapping[str, str] = NONE,
    content_type: str = JSON,
    code: str = "",
) -> Outgoing:
    """Answer with JSON."""
    return Outgoing(
        status=status,
        body=json_encoding.format(value),
        content_type=content_type,
        headers=headers,
        code=code,
    )


def problem(
    status: int, *, code: str = "", request: str = "", headers: Mapping[str, str] = NONE
) -> Outgoing:
    """Say no (RFC 9457): by the status, and by our code where there is one; nothing that was sent.

    Args:
        status: of HTTP.
        code: a key of ``CODES``.
        request: its id.
        headers: besides.
    """
    said: dict[str, JsonValue] = {
        "type": f"urn:livret:problem:{code}" if code else "about:blank",
        "title": CODES[code].meaning if code else HTTPStatus(status).phrase,
        "status": status,
    }
    if code:
        said["code"] = code
    if request:
        said["request"] = request
    return answer_json(said, status=status, headers=headers, content_type=PROBLEM, code=code)


def refusal(error: LivretError, *, request: str = "") -> Outgoing:
    """Say no for a reason; what the reason knows of the case stays here."""
    status = 413 if error.code == "input.too_large" else _STATUS[error.branch]
    return problem(status, code=error.code, request=request)


def _one(pairs: Sequence[tuple[str, str]], name: str) -> str | None:
    found = [value for each, value in pairs if each == name]
    if len(found) > 1:
        raise MalformedInput("input.malformed", f"{name} twice")
    return found[0] if found else None
