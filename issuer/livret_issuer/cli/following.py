"""What a clerk sees of an offer that was made: code, QR and PIN, and what becomes of it."""

import select
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from livret_edge.saying import Voice, now_s
from livret_issuer.at_the_counter import Shown, panel_lines
from livret_issuer.pickup.records import SIGNED, PickupStand
from livret_issuer.words.counter import texts

if TYPE_CHECKING:
    from livret_issuer.pickup.records import StoredPickup
    from livret_issuer.service import Office
    from livret_issuer.service.counter import Offered

LIFE_S: Final = 3_600

_LOOK_S: Final = 1.0
_OVER: Final[frozenset[PickupStand]] = frozenset(
    {"accepted", "failed", "deleted", "denied", "cancelled"}
)


def say_offered(voice: Voice, offered: "Offered") -> None:
    """Show what is handed to the person, and that a second clerk has to say yes."""
    voice.lines(drawn(voice, _shown(voice, offered)))
    if offered.approval == "wanted":
        told = texts(voice.lang)["for_approval"]
        voice.tell("… " + told.format(code=offered.handover.code))


def drawn(voice: Voice, shown: Shown) -> list[str]:
    """Write code and PIN beside the QR code."""
    from livret_edge.qr import half_blocks

    modules = half_blocks(shown.link, colour=voice.colour) if shown.link else []
    return panel_lines(shown, voice.lang, modules, plain=voice.plain)


class Watch:
    """Tells a clerk what becomes of an offer while the person is there."""

    def __init__(self, voice: Voice, office: "Office", offered: "Offered") -> None:
        self._voice: Final = voice
        self._office: Final = office
        self._counter: Final = office.counter()
        self._offered: Final = offered
        self._code: Final = offered.handover.code
        self._said: Final = texts(voice.lang)

    def follow(self) -> None:
        """Look every second, until it is over or the clerk leaves."""
        self._voice.tell(self._said["keys"])
        before = self._counter.pickup(self._code)[1]
        while True:
            typed = typed_within(_LOOK_S)
            if typed is not None and not self._do(typed.strip().casefold()):
                self._voice.tell(self._said["at_left"].format(code=self._code))
                return
            handover, now = self._counter.pickup(self._code)
            self._tell(before, now)
            if now.stand in _OVER:
                return
            if now.stand not in SIGNED and now_s() >= handover.expires_at_s:
                self._say("at_over")
                return
            before = now

    def _do(self, typed: str) -> bool:
        """Do what the clerk asks for; False to leave."""
        at_s = now_s()
        match typed:
            case "+":
                until_s = at_s + LIFE_S
                self._counter.extend(self._code, until_s=until_s, now_s=at_s)
                self._voice.tell(self._said["once"].format(time=self._voice.moment(until_s)))
            case "u":
                pin = self._counter.new_pin(self._code, now_s=at_s)
                renewed = replace(self._offered, pin=pin)
                shown = replace(_shown(self._voice, renewed), link="")
                self._voice.lines(panel_lines(shown, self._voice.lang, (), plain=self._voice.plain))
            case "x":
                self._office.cancel(self._code, now_s=at_s)
            case _:
                return False
        return True

    def _tell(self, before: "StoredPickup", now: "StoredPickup") -> None:
        if now.attempts_left < before.attempts_left and now.stand != "blocked":
            self._say("at_wrong", left=now.attempts_left)
        if now.stand == before.stand:
            return
        copies = 0
        if now.stand in SIGNED:
            _, where = self._office.whereabouts_of(self._code, now_s=now_s())
            copies = where.copies
            if before.stand not in SIGNED:
                self._say("at_signed", copies=copies)
                self._voice.tell(self._said["suspend_it"].format(code=self._code))
        if now.stand not in {"open", "signed"}:
            self._say(f"at_{now.stand}")

    def _say(self, name: str, **facts: object) -> None:
        clock = time.strftime("%H:%M:%S", time.localtime(now_s()))
        self._voice.tell(f"{clock}  {self._said[name].format(**facts)}")


def _shown(voice: Voice, offered: "Offered") -> Shown:
    ends_s = offered.handover.expires_at_s
    code, until = str(offered.handover.code), voice.moment(ends_s)
    return Shown(code, offered.pin, offered.link, until, offered.attempts)


def typed_within(seconds: float) -> str | None:
    """Wait for a line at the terminal; None when none came."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return sys.stdin.readline() if ready else None
