"""`livret desk serve`: answers wallets, shows visitors and staff their pages."""

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Final

from livret_core.errors import LivretError
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.saying import now_s
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.desk.window import Window
from livret_verifier.store import Desk
from livret_verifier.words import texts

_AGAIN_S: Final = 60.0


def serve(asked: Asked) -> int:
    """Answer until told to stop."""
    from livret_edge.serving.running import run
    from livret_verifier.desk.pages import Pages
    from livret_verifier.desk.routes import make_service
    from livret_verifier.desk.staff_pages import StaffPages

    desk = Desk.open(asked.home)
    window = Window(desk, NetworkGatherer(fetcher_of(asked), clock=now_s).gather, clock=now_s)
    window.pen.check(now_s())
    pages = (Pages(window), StaffPages(window))
    service = make_service(window, version=_version(), pages=pages)
    page = window.pen.address.uri("/window").text
    labels = texts(asked.voice.lang).labels

    def say(at: str, inside: str) -> None:
        if asked.voice.json:
            base = window.pen.address.base.text
            asked.voice.event("serving", at=at, inside=inside, base=base, page=page)
            return
        asked.voice.tell(labels["serving"].format(at=at, inside=inside), labels["page"])
        asked.voice.lines([page])
        if not window.transactions.staff.names():
            asked.voice.tell(labels["no_staff"])

    Thread(target=look_until_had, args=(window,), daemon=True).start()
    run(asked, service, {"store": window.check}, say)
    return 0


def look_until_had(window: Window, pause: Callable[[float], None] = time.sleep) -> None:
    """Look for what the policy names until it was had once: a band says it, not the first person."""
    while True:
        # Rules that cannot be read are said where they are needed, and may be mended meanwhile.
        with suppress(LivretError):
            if not window.look().is_offline:
                return
        pause(_AGAIN_S)


def _version() -> str:
    from importlib.metadata import version

    return version("livret")
