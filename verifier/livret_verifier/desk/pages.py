"""The pages of visitors: one begins a request in his own browser, on his own device.

He is told there how it ended, if his is the browser that began (attack 36).
"""

from collections.abc import Callable, Mapping
from typing import Final, final
from urllib.parse import urlsplit

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.words import LANGUAGES
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
from livret_verifier.desk.browsers import (
    HTML,
    SCRIPT,
    TEXT,
    asset,
    cookie,
    language_of,
    page,
)
from livret_verifier.desk.window import Window
from livret_verifier.page import rendering
from livret_verifier.store.transactions import Kept

_VALID_S: Final = 600
_FORM_BYTES: Final = 4 << 10
_VISIT: Final = "__Host-visit"


@final
class Pages:
    """The visitors' pages of one window."""

    def __init__(self, window: Window) -> None:
        """Make them."""
        self._window: Final = window
        address = window.pen.address
        self._at: Final = urlsplit(address.uri("").text).path

    def endpoints(self, code: Place) -> tuple[Endpoint, ...]:
        """Give the routes."""
        text: dict[str, JsonObject] = {HTML.partition(";")[0]: {"type": "string"}}
        shown = {200: Says(about="a page", media=text), 403: Says(about="why not", media=text)}
        moved = {303: Says(about="go on there", headers={"Location": "where"}), **shown}
        lang = {"lang": Place(TEXT, "of the reader", is_required=False)}
        back = {**lang, "response_code": Place(TEXT, "of the answer", is_required=False)}
        form = Takes(
            media={FORM: {"type": "object", "properties": {"procedure": TEXT, "lang": TEXT}}},
            max_bytes=_FORM_BYTES,
        )
        stand = {
            200: Says(about="how far it is", media={JSON: {"type": "object"}}),
            403: Says(about="why not", media=text),
        }
        places = {"code": code}

        def refuse(error: LivretError) -> Outgoing:
            service = self._window.policy().service
            content = rendering.refusing(service, error, root=self._at)
            status = 503 if error.branch == "unavailable" else 403
            return page(content, status=status, code=error.code)

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
                answers=more.pop("answers", moved if posts else shown),  # type: ignore[arg-type]
                handler=handler,
                takes=form if posts else None,
                path_places=places if "{code}" in path else {},
                refuse=refuse,
                **more,  # type: ignore[arg-type]
            )

        return (
            route("style", "/style.css", _style, "The stylesheet", answers=asset("text/css")),
            route("script", "/poll.js", _script, "Looks for an answer", answers=asset(SCRIPT)),
            route("visit", "/visits", self._choose, "For visitors: what it is about", query=lang),
            route("begin_visit", "/visits", self._visit, "For visitors: begin"),
            route("visit_asked", "/visits/{code}", self._visited, "For visitors: how it ended",
                  query=back),
            route("visit_stand", "/visits/{code}/stand", self._stand_of_visit,
                  "For visitors: how far it is", answers=stand),
        )  # fmt: skip

    def _choose(self, incoming: Incoming) -> Outgoing:
        policy = self._window.policy()
        return page(rendering.choosing(policy, language_of(incoming), root=self._at))

    def _visit(self, incoming: Incoming) -> Outgoing:
        fields = incoming.form()
        procedure = self._window.policy().procedure(fields.get("procedure", ""))
        asked = self._window.ask(procedure, valid_s=_VALID_S, session=True)
        kept = f"{_VISIT}={asked.session}; Path=/; Secure; HttpOnly; SameSite=Lax"
        return self._go_on("visits", asked.transaction.code, fields, **{"Set-Cookie": kept})

    def _visited(self, incoming: Incoming) -> Outgoing:
        code, session = incoming.path["code"], cookie(incoming, _VISIT)
        response_code = incoming.asked("response_code")
        if response_code is None:
            kept = self._window.begun_by(code, session=session)
            if kept.verdict is not None:
                # Whoever answered was told the way back; this browser has not come by it, and
                # learns no more than that there is an answer (attack 36).
                policy, language = self._window.policy(), language_of(incoming)
                return page(rendering.notice(policy, language, root=self._at, key="answered"))
            return self._shown(kept, incoming)
        kept = self._window.came_back(code, session=session, response_code=response_code)
        # In another language it is still the same answer that this browser came by.
        return self._shown(kept, incoming, here={"response_code": response_code})

    def _stand_of_visit(self, incoming: Incoming) -> Outgoing:
        kept = self._window.begun_by(incoming.path["code"], session=cookie(incoming, _VISIT))
        return answer_json({"stand": "open" if kept.asked is not None else "over"})

    def _shown(
        self, kept: Kept, incoming: Incoming, here: Mapping[str, str] = rendering.NOTHING
    ) -> Outgoing:
        policy, language = self._window.policy(), language_of(incoming)
        if kept.verdict is not None:
            said = json_encoding.parse_object(kept.verdict)
            return page(rendering.telling(policy, language, root=self._at, said=said, here=here))
        if kept.asked is None or self._window.is_over(kept):
            return page(rendering.notice(policy, language, root=self._at, key="over"))
        link = self._window.link(kept.asked)
        return page(
            rendering.asking(
                policy,
                language,
                root=self._at,
                link=link,
                stand=_stand_of(kept),
            )
        )

    def _go_on(self, into: str, code: str, fields: dict[str, str], **headers: str) -> Outgoing:
        language = fields.get("lang", "")
        tail = f"?lang={language}" if language in LANGUAGES else ""
        return Outgoing(
            status=303, headers={"Location": f"{self._at}/{into}/{code}{tail}", **headers}
        )


def _style(_: Incoming) -> Outgoing:
    return Outgoing(body=rendering.asset("style.css"), content_type="text/css")


def _script(_: Incoming) -> Outgoing:
    return Outgoing(body=rendering.asset("poll.js"), content_type=SCRIPT)


def _stand_of(kept: Kept) -> str:
    """Say how far it is; an answer that nobody could check counts too."""
    return "told" if kept.verdict is not None else "open"
