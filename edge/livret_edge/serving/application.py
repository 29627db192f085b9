"""The application of declared routes.

Whatever is asked, what answers was declared as an :class:`Endpoint` and stands in
``/openapi.json``; there is no way to add a route that does not.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final, cast, final

from starlette.types import ASGIApp, Receive, Scope, Send

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput
from livret_edge.serving.endpoint import (
    FORM,
    JSON,
    Endpoint,
    Incoming,
    Outgoing,
    Takes,
    problem,
    refusal,
)
from livret_edge.serving.guard import Bounds, Guard, Trace, send_answer
from livret_edge.serving.hands import Hands
from livret_edge.serving.measuring import Figures
from livret_edge.serving.openapi import describe
from livret_edge.serving.reading import Gone, Pairs, first, headers_of, query_of, read_body
from livret_edge.serving.site import Site

_WELL_KNOWN: Final = "/.well-known"
_DESCRIPTION: Final = "/openapi.json"
# What a server decodes and we do not: who looked at the path first saw another one.
_WRITTEN_TWICE: Final = re.compile(rb"%(?:2[fF]|5[cC]|00)")
_ASKED_BY_PAGES: Final = "authorization, content-type, dpop"
_TOLD_TO_PAGES: Final = "dpop-nonce, retry-after, www-authenticate"
_KEPT_S: Final = "600"


@final
class Service:
    """An application, and the figures it counts.

    Attributes:
        app: speaks ASGI.
        figures: of its requests.
        routes: the templates of its routes.
        description: what ``/openapi.json`` says.
        bounds: of a request, and of connections.
        hands: do what its routes would wait for.
    """

    def __init__(
        self,
        title: str,
        version: str,
        site: Site,
        endpoints: Iterable[Endpoint],
        *,
        gauges: Mapping[str, tuple[str, Callable[[], float]]] | None = None,
        bounds: Bounds | None = None,
        figures: Figures | None = None,
    ) -> None:
        """Put a service together.

        Args:
            title: its name, in its description.
            version: of the program.
            site: where it is, and whose.
            endpoints: all it does.
            gauges: further figures, by name: what each is, and what gives it.
            bounds: of a request; those that suit most services when none are given.
            figures: to count in, with others; then *gauges* are theirs.

        Raises:
            ValueError: for two routes of one method and path, or of one name.
        """
        bounds = bounds or Bounds()
        self.bounds: Final = bounds
        table = _Table(site)
        for endpoint in endpoints:
            table.add(endpoint)
        self.description: Final = describe(title, version, site.origin, table.served)
        table.add_description(json_encoding.format(self.description))
        self.routes: Final = frozenset(table.templates)
        self.figures: Final = figures or Figures(self.routes, gauges or {})
        self.figures.know(self.routes)
        self.hands: Final = Hands(bounds.hands)
        router = _Router(site, table, bounds, self.hands)
        self.app: Final[ASGIApp] = Guard(router, self.figures, bounds)


@final
class _Table:
    """Which endpoint answers which method at which path."""

    def __init__(self, site: Site) -> None:
        self._site: Final = site
        self._paths: Final[list[tuple[re.Pattern[str], str]]] = []
        self._by_method: Final[dict[str, dict[str, Endpoint | bytes]]] = {}
        self._names: Final[set[str]] = set()
        self.served: Final[list[tuple[str, Endpoint]]] = []

    @property
    def templates(self) -> Iterable[str]:
        return self._by_method

    def add(self, endpoint: Endpoint) -> None:
        if endpoint.name in self._names:
            raise ValueError(f"two routes are called {endpoint.name}")
        self._names.add(endpoint.name)
        below = self._site.below
        at = [f"{below}{endpoint.path}"]
        if endpoint.is_well_known:
            name = f"{_WELL_KNOWN}{endpoint.path}"
            # One tenant at the root of its host has both at one path.
            at = list(dict.fromkeys((f"{below}{name}", f"{name}{below}")))
        for template in at:
            self._put(template, endpoint.method, endpoint)
            self.served.append((template, endpoint))

    def add_description(self, content: bytes) -> None:
        self._put(f"{self._site.prefix}{_DESCRIPTION}", "GET", content)

    def find(self, path: str) -> tuple[str, dict[str, str], dict[str, Endpoint | bytes]] | None:
        for pattern, template in self._paths:
            match = pattern.fullmatch(path)
            if match is not None:
                return template, match.groupdict(), self._by_method[template]
        return None

    def _put(self, template: str, method: str, served: Endpoint | bytes) -> None:
        if template not in self._by_method:
            pieces = re.split(r"\{([a-z_]+)\}", template)
            pattern = "".join(
                f"(?P<{piece}>[^/]+)" if at % 2 else re.escape(piece)
                for at, piece in enumerate(pieces)
            )
            # What is spelled out comes before what has places.
            at = len(self._paths) if "{" in template.replace("{tenant}", "") else 0
            self._paths.insert(at, (re.compile(pattern), template))
            self._by_method[template] = {}
        if method in self._by_method[template]:
            raise ValueError(f"two routes are {method} {template}")
        self._by_method[template][method] = served


@final
class _Router:
    def __init__(self, site: Site, table: _Table, bounds: Bounds, hands: Hands) -> None:
        self._site: Final = site
        self._table: Final = table
        self._bounds: Final = bounds
        self._hands: Final = hands

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        trace: Trace = scope["livret"]
        answer = await self._answer(scope, receive, trace)
        if answer is not None:
            trace.code = answer.code
            await send_answer(send, answer, has_body=scope["method"] != "HEAD")

    async def _answer(self, scope: Scope, receive: Receive, trace: Trace) -> Outgoing | None:
        method, headers = scope["method"], headers_of(scope)
        hosts = [value for name, value in headers if name == "host"]
        if len(hosts) != 1 or not self._site.is_host(hosts[0]):
            return problem(421, request=trace.id)
        found = self._table.find(scope["path"])
        if found is None or _WRITTEN_TWICE.search(scope.get("raw_path", b"")):
            return problem(404, request=trace.id)
        template, places, methods = found
        tenant = places.pop("tenant", self._site.alone or "")
        if "{tenant}" in template and not self._site.knows(tenant):
            return problem(404, request=trace.id)
        trace.route = template
        if method == "OPTIONS":
            return _options(methods)
        served = methods.get("GET" if method == "HEAD" else method)
        if served is None:
            return problem(405, request=trace.id, headers={"Allow": _allowed(methods)})
        if isinstance(served, bytes):
            return Outgoing(body=served, content_type=JSON)
        answer = await self._serve(served, scope, receive, headers, trace, tenant, places)
        if answer is None or not served.for_browsers:
            return answer
        return _with(answer, _PAGES)

    async def _serve(
        self,
        endpoint: Endpoint,
        scope: Scope,
        receive: Receive,
        headers: Pairs,
        trace: Trace,
        tenant: str,
        places: Mapping[str, str],
    ) -> Outgoing | None:
        content_type = ""
        read: bytes | MalformedInput = b""
        if endpoint.takes is not None:
            content_type = first(headers, "content-type").partition(";")[0].strip().lower()
            max_bytes = endpoint.takes.max_bytes
            try:
                if content_type in endpoint.takes.media:
                    body = await read_body(receive, headers, max_bytes, self._bounds.body_s)
                    if body is None:
                        return _closing(_too_large(endpoint, max_bytes, trace))
                    read = body
                elif endpoint.refuse is None:
                    return _closing(problem(415, request=trace.id))
                elif "Authorization" in endpoint.headers:
                    read = _misfit(endpoint.takes)
                else:
                    return _closing(_refused(endpoint, _misfit(endpoint.takes), trace))
            except TimeoutError:
                return _closing(problem(408, request=trace.id))
            except Gone:
                trace.is_gone = True
                return None
        incoming = Incoming(
            tenant=tenant,
            path=places,
            query=query_of(scope),
            headers=headers,
            content_type=content_type,
            read=read,
            id=trace.id,
        )
        try:
            return await self._done(endpoint, incoming)
        except LivretError as error:
            refused = _refused(endpoint, error, trace)
            # What was not read stands in the way of the next request.
            return refused if isinstance(read, bytes) else _closing(refused)

    async def _done(self, endpoint: Endpoint, incoming: Incoming) -> Outgoing:
        if inspect.iscoroutinefunction(endpoint.handler):
            made = cast("Callable[[Incoming], Awaitable[Outgoing]]", endpoint.handler)
            return await made(incoming)
        work = cast("Callable[[Incoming], Outgoing]", endpoint.handler)
        return await self._hands.do(work, incoming)


def _refused(endpoint: Endpoint, error: LivretError, trace: Trace) -> Outgoing:
    """Say no as the route does."""
    if endpoint.refuse is None:
        return refusal(error, request=trace.id)
    refused = endpoint.refuse(error)
    trace.code = error.code
    return refused if refused.code else _coded(refused, error.code)


def _too_large(endpoint: Endpoint, max_bytes: int, trace: Trace) -> Outgoing:
    """Say no to a body that is too large: as the route does, where it says how."""
    if 413 not in endpoint.answers:
        return problem(413, code="input.too_large", request=trace.id)
    return _refused(endpoint, MalformedInput("input.too_large", max_bytes=max_bytes), trace)


def _misfit(takes: Takes) -> MalformedInput:
    """Say why a body of a media type that the route does not take was not read.

    In a protocol's own words it is a malformed request (RFC 6749 §5.2, OpenID4VCI 1.0
    §8.3.1.2). Where a token is shown, the route's handler hears it when it reaches for the
    body: who shows none, or a wrong one, hears that first (RFC 6750 §3).
    """
    code = "input.form" if FORM in takes.media else "input.json"
    return MalformedInput(code, "another media type")


#: Told to pages of anybody's: no cookie is asked for, so there is nothing to be stolen from one.
_PAGES: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _TOLD_TO_PAGES,
}


def _options(methods: Mapping[str, Endpoint | bytes]) -> Outgoing:
    headers = {"Allow": _allowed(methods)}
    pages = [
        method
        for method, each in methods.items()
        if isinstance(each, Endpoint) and each.for_browsers
    ]
    if pages:
        headers |= {
            **_PAGES,
            "Access-Control-Allow-Methods": ", ".join(sorted(pages)),
            "Access-Control-Allow-Headers": _ASKED_BY_PAGES,
            "Access-Control-Max-Age": _KEPT_S,
        }
    return Outgoing(status=204, content_type="", headers=headers)


def _allowed(methods: Iterable[str]) -> str:
    known = set(methods) | {"OPTIONS"}
    return ", ".join(sorted(known | {"HEAD"} if "GET" in known else known))


def _with(answer: Outgoing, headers: Mapping[str, str]) -> Outgoing:
    return Outgoing(
        status=answer.status,
        body=answer.body,
        content_type=answer.content_type,
        headers={**headers, **answer.headers},
        code=answer.code,
    )


def _closing(answer: Outgoing) -> Outgoing:
    """Of a body that was not read to its end, the rest must not pass for another request."""
    return _with(answer, {"Connection": "close"})


def _coded(answer: Outgoing, code: str) -> Outgoing:
    return Outgoing(
        status=answer.status,
        body=answer.body,
        content_type=answer.content_type,
        headers=answer.headers,
        code=code,
    )
