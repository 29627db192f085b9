"""A small service as services of livret are: a document for wallets, a form, a body, a fault."""

import threading
from typing import Final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused, Unavailable
from livret_edge.serving.application import Service
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
from livret_edge.serving.guard import Bounds
from livret_edge.serving.site import Site

BASE: Final = "https://hall.verneuil.test"
BODY_BYTES: Final = 200
_ANY: Final[JsonObject] = {"type": "object"}
_TEXT: Final[JsonObject] = {"type": "string", "minLength": 1, "maxLength": 64}


def refused(error: LivretError) -> Outgoing:
    """As OAuth says no."""
    return answer_json({"error": "invalid_request"}, status=400)


class Sample:
    """The service, and what its handlers saw."""

    def __init__(self, base: str = BASE, bounds: Bounds | None = None) -> None:
        self.seen: list[Incoming] = []
        self.waits = threading.Event()
        self.hold = threading.Event()
        self.service = Service(
            "Sample",
            "1.0",
            Site.of(base, {"verneuil", "sainte-marie"}),
            self._endpoints(),
            gauges={"things_waiting": ("Things that wait", lambda: 3.0)},
            bounds=bounds or Bounds(body_s=0.2),
        )
        self.app = self.service.app

    async def metadata(self, incoming: Incoming) -> Outgoing:
        self.seen.append(incoming)
        return answer_json({"tenant": incoming.tenant}, headers={"Cache-Control": "max-age=60"})

    def token(self, incoming: Incoming) -> Outgoing:
        self.seen.append(incoming)
        incoming.header("dpop")
        if incoming.form().get("code") == "stolen":
            raise Refused("handover.unknown")
        return answer_json({"access_token": "t"}, headers={"DPoP-Nonce": "n"})

    async def thing(self, incoming: Incoming) -> Outgoing:
        self.seen.append(incoming)
        if incoming.path["code"] == "gone":
            raise Unavailable(
                "store.unavailable", incoming.path["code"], file=incoming.path["code"]
            )
        if incoming.path["code"] == "fault":
            raise KeyError(incoming.path["code"] + repr(incoming.query) + repr(incoming.headers))
        incoming.asked("lang")
        return answer_json({"code": "ok"})

    async def change(self, incoming: Incoming) -> Outgoing:
        self.seen.append(incoming)
        json_encoding.parse_object(incoming.body)
        return Outgoing(status=204, content_type="")

    def wait(self, incoming: Incoming) -> Outgoing:
        self.seen.append(incoming)
        self.waits.set()
        self.hold.wait(10)
        return answer_json({})

    def _endpoints(self) -> list[Endpoint]:
        ok = {200: Says(about="it", media={JSON: _ANY})}
        no = Says(about="no", media={JSON: _ANY})
        place = {"code": Place(_TEXT, "a code")}
        lang = {"lang": Place(_TEXT, is_required=False)}
        body = Takes(media={JSON: _ANY}, max_bytes=BODY_BYTES)
        form = Takes(media={FORM: _ANY}, max_bytes=BODY_BYTES)
        return [
            Endpoint(
                method="GET", path="/openid-credential-issuer", name="metadata", about="Metadata",
                answers=ok, handler=self.metadata, is_well_known=True, for_browsers=True,
            ),
            Endpoint(
                method="POST", path="/token", name="token", about="Token",
                answers={**ok, 400: no}, handler=self.token, takes=form, for_browsers=True,
                refuse=refused,
            ),
            Endpoint(
                method="GET", path="/things/{code}", name="thing", about="A thing", answers=ok,
                handler=self.thing, path_places=place, query=lang,
            ),
            Endpoint(
                method="PUT", path="/things/{code}", name="change", about="Change it",
                answers={204: Says(about="done")}, handler=self.change, path_places=place,
                takes=body,
            ),
            Endpoint(
                method="GET", path="/wait", name="wait", about="Wait", answers=ok,
                handler=self.wait,
            ),
        ]  # fmt: skip
