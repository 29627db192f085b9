"""The page, as it is served: to staff who have the key of the window, and to visitors.

Staff see what was asked for. A visitor begins a request in his own browser, on his own device,
and is told there how it ended, if his is the browser that began (attack 36).
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final, final
from urllib.parse import urlsplit

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused
from livret_core.words import LANGUAGES, Language
from livret_edge.qr import drawing
from livret_edge.serving.endpoint import (
    FORM,
    JSON,
    Endpoint,
    Incoming,
    Outgoing,
    Place,
    Says,
    Takes,
    answer_json,
)
from livret_verifier.desk.window import Window
from livret_verifier.page import rendering
from livret_verifier.page.words import texts
from livret_verifier.store.transactions import Kept

HTML: Final = "text/html; charset=utf-8"

_VALID_S: Final = 600
_FORM_BYTES: Final = 4 << 10
_WINDOW: Final = "__Host-window"
_VISIT: Final = "__Host-visit"
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_TEXT: Final[JsonObject] = {"type": "string", "maxLength": 256}


@final
class Pages:
    """The pages of one window.

    Attributes:
        key: opens the window's page; who has it sees what people show.
    """

    def __init__(self, window: Window, secret: bytes) -> None:
        """Make them; *secret* is the desk's own."""
        self._window: Final = window
        address = window.pen.address
        self._at: Final = urlsplit(address.uri("").text).path
        digest = hashlib.blake2b(secret, person=b"livret window", digest_size=24).digest()
        self.key: Final = base64url.encode(digest)

    def endpoints(self, code: Place) -> tuple[Endpoint, ...]:
        """Give the routes."""
        text: dict[str, JsonObject] = {HTML.partition(";")[0]: {"type": "string"}}
        page = {200: Says(about="a page", media=text), 403: Says(about="why not", media=text)}
        moved = {303: Says(about="go on there", headers={"Location": "where"}), **page}
        lang = {"lang": Place(_TEXT, "of the reader", is_required=False)}
        key = {**lang, "key": Place(_TEXT, "of the window", is_required=False)}
        back = {**lang, "response_code": Place(_TEXT, "of the answer", is_required=False)}
        form = Takes(
            media={FORM: {"type": "object", "properties": {"procedure": _TEXT, "lang": _TEXT}}},
            max_bytes=_FORM_BYTES,
        )
        stand = {
            200: Says(about="how far it is", media={JSON: {"type": "object"}}),
            403: Says(about="why not", media=text),
        }
        places = {"code": code}

        def refuse(error: LivretError) -> Outgoing:
            service = self._window.policy().service
            page = rendering.refusing(service, error, root=self._at)
            status = 503 if error.branch == "unavailable" else 403
            return Outgoing(
                status=status, body=page, content_type=HTML, headers=_HEADERS, code=error.code
            )

        def route(
            name: str,
            path: str,
            handler: Callable[[Incoming], Outgoing],
            about: str,
            **more: object,
        ) -> Endpoint:
            posts = name.startswith("begin")
            return Endpoint(
                method="POST" if posts else "GET",
                path=path,
                name=name,
                about=about,
                answers=more.pop("answers", moved if posts else page),  # type: ignore[arg-type]
                handler=handler,
                takes=form if posts else None,
                path_places=places if "{code}" in path else {},
                refuse=refuse,
                **more,  # type: ignore[arg-type]
            )

        return (
            route("style", "/style.css", _style, "The stylesheet", answers=_asset("text/css")),
            route("script", "/poll.js", _script, "Looks for an answer", answers=_asset(_JS)),
            route("window", "/window", self._open, "For staff: what it is about", query=key,
                  answers=moved),
            route("begin_window", "/window", self._begin, "For staff: ask"),
            route("window_asked", "/window/{code}", self._watch, "For staff: what came",
                  query=lang),
            route("window_stand", "/window/{code}/stand", self._stand, "For staff: how far it is",
                  answers=stand),
            route("visit", "/visits", self._choose, "For visitors: what it is about", query=lang),
            route("begin_visit", "/visits", self._visit, "For visitors: begin"),
            route("visit_asked", "/visits/{code}", self._visited, "For visitors: how it ended",
                  query=back),
            route("visit_stand", "/visits/{code}/stand", self._stand_of_visit,
                  "For visitors: how far it is", answers=stand),
        )  # fmt: skip

    def _open(self, incoming: Incoming) -> Outgoing:
        key = incoming.asked("key")
        if key is not None:
            if not hmac.compare_digest(key.encode(), self.key.encode()):
                return self._closed(incoming)
            headers = {
                "Location": f"{self._at}/window",
                "Set-Cookie": f"{_WINDOW}={self.key}; Path=/; Secure; HttpOnly; SameSite=Strict",
            }
            return Outgoing(status=303, headers=headers)
        if not self._is_staff(incoming):
            return self._closed(incoming)
        policy = self._window.policy()
        return _page(rendering.choosing(policy, _language(incoming), root=self._at, into="window"))

    def _begin(self, incoming: Incoming) -> Outgoing:
        if not self._is_staff(incoming):
            return self._closed(incoming)
        fields = incoming.form()
        procedure = self._window.policy().procedure(fields.get("procedure", ""))
        asked = self._window.ask(procedure, valid_s=_VALID_S)
        return self._go_on("window", asked.transaction.code, fields)

    def _watch(self, incoming: Incoming) -> Outgoing:
        if not self._is_staff(incoming):
            return self._closed(incoming)
        return self._shown(self._find(incoming), incoming, to_staff=True)

    def _stand(self, incoming: Incoming) -> Outgoing:
        if not self._is_staff(incoming):
            raise Refused("request.unknown")
        return answer_json({"stand": _stand_of(self._find(incoming))})

    def _choose(self, incoming: Incoming) -> Outgoing:
        policy = self._window.policy()
        return _page(rendering.choosing(policy, _language(incoming), root=self._at, into="visits"))

    def _visit(self, incoming: Incoming) -> Outgoing:
        fields = incoming.form()
        procedure = self._window.policy().procedure(fields.get("procedure", ""))
        asked = self._window.ask(procedure, valid_s=_VALID_S, session=True)
        cookie = f"{_VISIT}={asked.session}; Path=/; Secure; HttpOnly; SameSite=Lax"
        return self._go_on("visits", asked.transaction.code, fields, **{"Set-Cookie": cookie})

    def _visited(self, incoming: Incoming) -> Outgoing:
        code, session = incoming.path["code"], _cookie(incoming, _VISIT)
        response_code = incoming.asked("response_code")
        if response_code is None:
            kept = self._window.begun_by(code, session=session)
            if kept.verdict is not None:
                # Whoever answered was told the way back; this browser has not come by it.
                raise Refused("request.unknown")
            return self._shown(kept, incoming, to_staff=False)
        kept = self._window.came_back(code, session=session, response_code=response_code)
        # In another language it is still the same answer that this browser came by.
        here = {"response_code": response_code}
        return self._shown(kept, incoming, to_staff=False, here=here)

    def _stand_of_visit(self, incoming: Incoming) -> Outgoing:
        kept = self._window.begun_by(incoming.path["code"], session=_cookie(incoming, _VISIT))
        return answer_json({"stand": "open" if kept.asked is not None else "over"})

    def _find(self, incoming: Incoming) -> Kept:
        kept = self._window.transactions.find(incoming.path["code"])
        if kept.session_sha256 is not None:
            raise Refused("request.unknown")  # a visitor's own
        return kept

    def _shown(
        self,
        kept: Kept,
        incoming: Incoming,
        *,
        to_staff: bool,
        here: Mapping[str, str] = rendering.NOTHING,
    ) -> Outgoing:
        policy, language = self._window.policy(), _language(incoming)
        if kept.verdict is not None:
            said = json_encoding.parse_object(kept.verdict)
            return _page(
                rendering.telling(
                    policy, language, root=self._at, said=said, to_staff=to_staff, here=here
                )
            )
        if kept.asked is None or self._window.is_over(kept):
            return _page(rendering.notice(policy, language, root=self._at, key="over"))
        link = self._window.link(kept.asked)
        image = drawing(link, texts(language)["scan"]) if to_staff else None
        return _page(
            rendering.asking(
                policy,
                language,
                root=self._at,
                link=link,
                code=kept.code,
                drawing=image,
                stand=_stand_of(kept),
            )
        )

    def _go_on(self, into: str, code: str, fields: dict[str, str], **headers: str) -> Outgoing:
        language = fields.get("lang", "")
        tail = f"?lang={language}" if language in LANGUAGES else ""
        return Outgoing(
            status=303, headers={"Location": f"{self._at}/{into}/{code}{tail}", **headers}
        )

    def _is_staff(self, incoming: Incoming) -> bool:
        return hmac.compare_digest(_cookie(incoming, _WINDOW).encode(), self.key.encode())

    def _closed(self, incoming: Incoming) -> Outgoing:
        policy = self._window.policy()
        page = rendering.notice(policy, _language(incoming), root=self._at, key="closed")
        return Outgoing(status=403, body=page, content_type=HTML, headers=_HEADERS)


_JS: Final = "text/javascript"
_HEADERS: Final = {"Content-Security-Policy": _POLICY}


def _asset(media: str) -> dict[int, Says]:
    return {200: Says(about="it", media={media: {"type": "string"}})}


def _style(_: Incoming) -> Outgoing:
    return Outgoing(body=rendering.asset("style.css"), content_type="text/css")


def _script(_: Incoming) -> Outgoing:
    return Outgoing(body=rendering.asset("poll.js"), content_type=_JS)


def _page(content: bytes) -> Outgoing:
    return Outgoing(body=content, content_type=HTML, headers=_HEADERS)


def _stand_of(kept: Kept) -> str:
    """Say how far it is; an answer that nobody could check counts too."""
    return "told" if kept.verdict is not None else "open"


def _cookie(incoming: Incoming, name: str) -> str:
    try:
        found = SimpleCookie(incoming.header("cookie") or "").get(name)
    except (CookieError, LivretError):
        return ""
    return "" if found is None else found.value


def _language(incoming: Incoming) -> Language:
    """Take the reader's language: the one that was chosen, or the browser's first."""
    asked = incoming.asked("lang")
    said = incoming.header("accept-language") or ""
    for each in (asked, *(part.strip()[:2].lower() for part in said.split(","))):
        for known in LANGUAGES:
            if each == known:
                return known
    return "en"
