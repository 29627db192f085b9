"""What a clerk sees of an offer that was made: code, QR and PIN, and what becomes of it."""

import os
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.credential import catalogue
from livret_core.errors import LivretError
from livret_core.words import explain_error
from livret_edge.files import write_named
from livret_edge.saying import Voice, local_zone, now_s
from livret_issuer.at_the_counter import Shown, panel_lines
from livret_issuer.pickup.acting import NOBODY, Clerk
from livret_issuer.pickup.records import SIGNED, PickupStand
from livret_issuer.sheet import sheet
from livret_issuer.words.counter import texts

if TYPE_CHECKING:
    from livret_issuer.pickup.records import StoredPickup
    from livret_issuer.service import Office
    from livret_issuer.service.counter import Offered

LIFE_S: Final = 3_600
#: What one key adds to an offer's time.
MORE_S: Final = 1_800

_LOOK_S: Final = 1.0
_LINE_BYTES: Final = 256
_OVER: Final[frozenset[PickupStand]] = frozenset(
    {"accepted", "failed", "deleted", "denied", "cancelled"}
)


def say_offered(voice: Voice, offered: "Offered") -> None:
    """Show what is handed to the person, and that a second clerk has to say yes."""
    voice.drawn(drawn(voice, _shown(voice, offered)))
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

    def __init__(
        self, voice: Voice, office: "Office", offered: "Offered", clerk: Clerk = NOBODY
    ) -> None:
        """Begin.

        Args:
            voice: speaks to the clerk.
            office: whose offer it is.
            offered: what was handed to the person.
            clerk: who it is that watches, for the audit log.
        """
        self._voice: Final = voice
        self._office: Final = office
        self._counter: Final = office.counter(clerk.account)
        self._clerk: Final = clerk
        self._offered: Final = offered
        self._code: Final = offered.handover.code
        self._said: Final = texts(voice.lang)
        self._ends_s = offered.handover.expires_at_s
        self._asks = False

    def follow(self) -> None:
        """Look every second, until it is over or the clerk leaves."""
        self._voice.tell(self._said["keys"])
        with _keys_at_once(self._voice):
            self._follow()

    def _follow(self) -> None:
        before = self._counter.pickup(self._code)[1]
        while True:
            typed = typed_within(_LOOK_S)
            key = None if typed is None else typed.strip().casefold()
            if key is not None and self._asks:
                before = self._decide(key, self._look(before))
                key = None
            if key == "":
                self._voice.tell(self._said["at_left"].format(code=self._code))
                return
            if key is not None:
                # What a wallet did before the key is told before what the key does.
                before = self._look(before)
                before = self._do(key, before)
            before = self._look(before)
            if before.stand in _OVER:
                return
            if before.stand not in SIGNED and now_s() >= self._ends_s:
                self._say("at_over")
                return

    def _look(self, before: "StoredPickup") -> "StoredPickup":
        handover, now = self._counter.pickup(self._code)
        self._ends_s = handover.expires_at_s
        self._tell(before, now)
        return now

    def _decide(self, key: str, before: "StoredPickup") -> "StoredPickup":
        """Cancel for a yes, and go on for anything else: Enter alone ends nobody's offer."""
        self._asks = False
        if key not in self._said["yes"].split():
            self._voice.tell(self._said["kept_open"])
            return before
        try:
            self._office.cancel(self._code, now_s=now_s(), clerk=self._clerk)
        except LivretError as error:
            self._refuse(error, before)
        return before

    def _do(self, key: str, before: "StoredPickup") -> "StoredPickup":
        """Do what the clerk asks for, or say why not; the screen stays either way.

        Returns:
            The pickup from which on something is news.
        """
        try:
            if key == "u":
                return self._new_pin()
            self._do_other(key)
        except LivretError as error:
            self._refuse(error, before)
        return before

    def _new_pin(self) -> "StoredPickup":
        pin = self._counter.new_pin(self._code, now_s=now_s(), by=self._clerk.by)
        handover, renewed = self._counter.pickup(self._code)
        offered = replace(self._offered, pin=pin, attempts=renewed.attempts_left)
        until = self._voice.moment(handover.expires_at_s)
        shown = replace(_shown(self._voice, offered), link="", until=until)
        self._voice.lines(panel_lines(shown, self._voice.lang, (), plain=self._voice.plain))
        return renewed

    def _do_other(self, key: str) -> None:
        at_s = now_s()
        match key:
            case "+":
                later_s = max(self._ends_s, at_s) + MORE_S
                until_s = self._counter.extend(self._code, until_s=later_s, now_s=at_s)
                self._voice.tell(self._said["once"].format(time=self._voice.moment(until_s)))
            case "x":
                self._office.cancel(self._code, now_s=at_s, dry_run=True, clerk=self._clerk)
                self._asks = True
                self._voice.tell(self._said["cancel_it"].strip())
            case "i":
                self._print()
            case _:
                self._voice.tell(self._said["no_key"], self._said["keys"])

    def _refuse(self, error: LivretError, now: "StoredPickup") -> None:
        """Say why a key did nothing, to a clerk, and go on."""
        if now.stand == "blocked" and error.code == "pickup.blocked":
            self._say("at_blocked")
            return
        said = explain_error(error, self._voice.lang, zone=local_zone)
        self._voice.tell(f"{said.sign} {said.what}  {error.code}")

    def _print(self) -> None:
        """Write the sheet that the person takes along, here."""
        from livret_edge.qr import svg

        kind = catalogue.find(self._offered.handover.vct)
        handover, _ = self._counter.pickup(self._code)
        link, to = self._offered.link, Path(f"{self._code}.html")
        page = sheet(
            hall=self._offered.handover.issuer_name,
            proof=kind.label(self._voice.lang),
            code=str(self._code),
            typed=_shown(self._voice, self._offered).typed,
            link=link,
            until=self._voice.moment(handover.expires_at_s),
            drawing=svg(link),
            said=self._said,
            language=self._voice.lang,
        )
        write_named(to, page, "i", replace=True)
        self._voice.tell("✓ " + self._said["sheet"].format(path=to))

    def _tell(self, before: "StoredPickup", now: "StoredPickup") -> None:
        """Tell what a wallet, or another clerk, did between two looks, in the order of it."""
        is_news = now.stand != before.stand
        if is_news and before.stand == "open" and now.stand == "opened":
            self._say("at_opened")
        elif now.attempts_left > before.attempts_left or (is_news and now.stand == "opened"):
            self._say("at_new_pin")  # at another desk
        if now.attempts_left < before.attempts_left and now.stand != "blocked":
            self._say("at_wrong", left=now.attempts_left)
        if not is_news or now.stand == "opened":
            return
        is_signed = now.stand in SIGNED and before.stand not in SIGNED
        if is_signed:
            _, where = self._office.whereabouts_of(self._code, now_s=now_s())
            self._say("at_signed", copies=where.copies)
        if now.stand not in {"open", "signed"}:
            self._say(f"at_{now.stand}")
        if is_signed:
            # Under four eyes who pauses says who, as whoever offers does.
            is_seen = self._offered.approval != "none"
            code = f"{self._code} --by {self._clerk.by}" if is_seen else self._code
            self._voice.tell(self._said["suspend_it"].format(code=code))

    def _say(self, name: str, **facts: object) -> None:
        clock = time.strftime("%H:%M:%S", time.localtime(now_s()))
        self._voice.tell(f"{clock}  {self._said[name].format(**facts)}")


def _shown(voice: Voice, offered: "Offered") -> Shown:
    ends_s = offered.handover.expires_at_s
    code, until = str(offered.handover.code), voice.moment(ends_s)
    return Shown(code, offered.pin, offered.link, until, offered.attempts)


@contextmanager
def _keys_at_once(voice: Voice) -> Iterator[None]:
    """Let a key count without Enter; in line mode a line does, as a screen reader has it."""
    if voice.plain:
        yield
        return
    try:
        handle = sys.stdin.fileno()
        before = termios.tcgetattr(handle)
        tty.setcbreak(handle)
    except (OSError, ValueError, termios.error):
        yield  # no terminal that could
        return
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def typed_within(seconds: float) -> str | None:
    """Wait for a key or a line at the terminal, as it is set; None when none came."""
    handle = sys.stdin.fileno()
    ready, _, _ = select.select([handle], [], [], seconds)
    # Not by lines: what is read ahead of a line would be asked for once more, in vain.
    return os.read(handle, _LINE_BYTES).decode("utf-8", "replace") if ready else None
