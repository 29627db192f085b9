"""Health and figures, for those who keep a service: on a listener of its own, this machine's.

``/healthz`` the process answers, ``/readyz`` it can do its work, ``/metrics`` its figures.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError
from livret_edge.serving.endpoint import Outgoing, answer_json, problem
from livret_edge.serving.guard import send_answer
from livret_edge.serving.hands import Hands
from livret_edge.serving.measuring import CONTENT_TYPE, Figures

_CHECK_S: Final = 5.0
_CHECKS_AT_ONCE: Final = 4


def make_inside(figures: Figures, checks: Mapping[str, Callable[[], None]]) -> ASGIApp:
    """Make the application.

    Args:
        figures: of the service.
        checks: by name, what has to work for the service to; each raises why it does not.
    """
    hands = Hands(_CHECKS_AT_ONCE)

    async def inside(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        method, path = scope["method"], scope["path"]
        if path not in {"/healthz", "/readyz", "/metrics"}:
            answer = problem(404)
        elif method not in {"GET", "HEAD"}:
            answer = problem(405, headers={"Allow": "GET, HEAD"})
        elif path == "/healthz":
            answer = answer_json({"alive": True})
        elif path == "/readyz":
            answer = await _ready(checks, hands)
        else:
            answer = Outgoing(body=figures.format(), content_type=CONTENT_TYPE)
        await send_answer(send, answer, has_body=method != "HEAD")

    return inside


async def _ready(checks: Mapping[str, Callable[[], None]], hands: Hands) -> Outgoing:
    found: dict[str, JsonValue] = {}
    for name, check in checks.items():
        found[name] = await _checked(check, hands)
    is_ready = all(said == "ok" for said in found.values())
    return answer_json({"ready": is_ready, "checks": found}, status=200 if is_ready else 503)


async def _checked(check: Callable[[], None], hands: Hands) -> str:
    try:
        async with asyncio.timeout(_CHECK_S):
            await hands.do(lambda _: check(), None)
    except LivretError as error:
        return error.code
    except TimeoutError:
        return "slow"
    except Exception:  # noqa: BLE001  # whatever it is, the service is not ready
        return "fault"
    return "ok"
