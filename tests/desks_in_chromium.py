"""The desk's page in a Chromium: two procedures, and each state of the page as somebody comes to it.

with desk_in_chromium(tmp_path) as desk:
    page = desk.page(lang="nl")              # logged in, ready
    accepted(page, desk)
    desk.away[0] = True                      # its sources are away, not the page's network
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from livret_verifier.evidence import Evidence, Missing, Need
from tests.at_window import filed
from tests.browsing import (
    aside,
    chromium,
    context_of,
    desk_served,
    free_port,
    log_in,
    scan,
    show,
    wait_for,
)
from tests.scene import FOLDER, REVOKED, draft
from tests.windows import BASE, POLICY, Opened

TWO: Final = POLICY.replace(
    "[procedures.parking.requires]",
    """[procedures.parking.purpose]
en = "Resident tariff"
fr = "Tarif habitant"
nl = "Tarief voor inwoners"
de = "Einwohnertarif"

[procedures.parking.then.accepted]
en = "Charge 2.10 euros"
de = "Kassieren Sie 2,10 Euro"

[procedures.adult]
type = "residency"
asks = ["commune", "birthdate"]

[procedures.adult.purpose]
en = "Over 18"
fr = "Accompagnateur d'un enfant de moins de huit ans"
de = "Begleitperson eines Kindes unter acht Jahren"

[procedures.parking.requires]""",
)


@dataclass
class Desk:
    """One browser and one desk; a page that is logged in stays so from test to test."""

    browser: Any
    window: Opened
    context: Any
    away: list[bool]

    def page(self, lang: str = "en", at: str = "", **size: int) -> Any:
        """The desk's page, ready."""
        made = self.context.new_page()
        if size:
            made.set_viewport_size(size)
        made.goto(at or f"{BASE}/pool/window?lang={lang}")
        return made

    def counted(self, what: str) -> int:
        """How often something was counted today."""
        counts = self.window.window.transactions.counts
        return sum(times for *_, each, times in aside(counts.since, "2000") if each == what)


@contextmanager
def desk_in_chromium(root: Path) -> Iterator[Desk]:
    """A desk, and somebody who has logged in there."""
    port, away = free_port(), [False]

    def gather(need: Need) -> Evidence:
        return Missing("there", "timeout") if away[0] else FOLDER(need)

    with chromium(port) as browser, desk_served(root, port, policy=TWO, gather=gather) as window:
        context = context_of(browser)
        context.set_default_timeout(8_000)
        page = context.new_page()
        log_in(page, window)
        page.close()
        yield Desk(browser, window, context, away)


def asked(page: Any, key: str = "1") -> None:
    page.keyboard.press(key)
    page.wait_for_selector(f'.procedures [data-key="{key}"][aria-current]')
    page.wait_for_selector("svg.qr")


# Each state of the page, as somebody comes to it.


def ready(page: Any, desk: Desk) -> None:
    wait_for(page, "ready")


def asking(page: Any, desk: Desk) -> None:
    asked(page)


def accepted(page: Any, desk: Desk) -> None:
    asked(page)
    show(desk.window, page)
    wait_for(page, "accepted")


def refused(page: Any, desk: Desk) -> None:
    scan(page, filed(desk.window, of=draft(index=REVOKED)))
    wait_for(page, "refused")


def unreadable(page: Any, desk: Desk) -> None:
    scan(page, "not a proof")
    wait_for(page, "malformed")


def unavailable(page: Any, desk: Desk) -> None:
    asked(page)
    desk.away[0] = True
    try:
        show(desk.window, page)
    finally:
        desk.away[0] = False
    wait_for(page, "unavailable")


def by_hand(page: Any, desk: Desk) -> None:
    page.keyboard.press("m")
    page.wait_for_selector("details[open]")


def passed(page: Any, desk: Desk) -> None:
    by_hand(page, desk)
    page.keyboard.press("2")
    wait_for(page, "passed")


STATES: Final[dict[str, Callable[[Any, Desk], None]]] = {
    each.__name__: each
    for each in (ready, asking, accepted, refused, unreadable, unavailable, by_hand, passed)
}
