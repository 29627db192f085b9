"""How the demo is told."""

import json
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.words import Language, decimal, printable, stated
from livret_core.words.instants import dated
from livret_core.words.manner import Manner
from livret_town.demo.scenes import RAW, Told
from livret_town.demo.stage import PASSPHRASE, TOWN
from livret_town.words import texts

if TYPE_CHECKING:
    from livret_town.demo.open_town import OpenTown

_COLUMNS: Final = 80
_PLAIN_COLUMNS: Final = 72
_FIELD: Final = 23
_COMMAND: Final = 26
_COLOURS: Final = {"✓": "32", "✗": "31", "!": "33"}


class Telling:
    """Prints scenes as they end: a picture for a terminal, lines for a reader, or JSON."""

    def __init__(
        self,
        language: Language,
        manner: Manner,
        *,
        as_json: bool,
        play: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare to tell.

        Args:
            language: of whoever watches.
            manner: how lines are drawn.
            as_json: one object a line instead.
            play: words of the play that is told, where they are not the town's.
        """
        self.said: Final[Mapping[str, str]] = {**texts(language), **(play or {})}
        self._language: Final = language
        self._plain: Final = manner.plain
        self._colour: Final = manner.colour and sys.stdout.isatty()
        self._as_json: Final = as_json

    def open(self) -> None:
        """Say what begins."""
        if not self._as_json:
            print(self.said["head"] + "\n", flush=True)

    def begin(self, number: int, title: str) -> None:
        """Name what is waited for, where it can be wiped away again."""
        if not self._as_json and not self._plain and sys.stdout.isatty():
            print(f"{number}  {self.said[title].format(town=TOWN)} …", end="\r", flush=True)

    def broke(self) -> None:
        """Leave the line of a scene that did not come to its end."""
        if not self._as_json and not self._plain and sys.stdout.isatty():
            print(flush=True)

    def failed(self, process: str, lines: Sequence[str]) -> None:
        """Show the last that a process said."""
        if self._as_json:
            event = {"event": "process", "process": process, "last": list(lines)}
            print(json.dumps(dated(event), ensure_ascii=False), flush=True)
            return
        print(f"   ✗ {process}")
        for line in lines:
            self._lines("     " + printable(line), _COLUMNS)
        print(flush=True)

    def scene(self, number: int, told: Told, seconds: float) -> None:
        """Tell one scene."""
        if self._as_json:
            event = {
                "event": "scene",
                "number": number,
                "title": told.title,
                "as_expected": told.went_well,
                "code": told.code or None,
                "seconds": round(seconds, 3),
                **told.facts,
            }
            print(json.dumps(dated(event), ensure_ascii=False), flush=True)
            return
        if self._plain:
            self._lines(f"{number}. {told.title}", _PLAIN_COLUMNS)
            for sign, text in told.lines:
                if sign == RAW:
                    continue
                label = f"{sign}:" if len(sign) > 1 else sign
                code = f" {told.code}" if sign == "✗" else ""
                self._lines(f"{label} {' '.join(text.split())}{code}", _PLAIN_COLUMNS)
            print(flush=True)
            return
        took = decimal(seconds, self._language)
        print(f"{number}  {told.title:<{_COLUMNS - 10}}{took:>5} s")
        for sign, text in told.lines:
            self._drawn(sign, text, told.code if sign == "✗" else "")
        if not told.went_well:
            unexpected = self.said["unexpected"].format(expected="✓", got=told.code or "?")
            self._drawn("✗", unexpected, "")
        print(flush=True)

    def ready(self, town: "OpenTown") -> None:
        """Say that a town stays open, where its people are, and what each of them types."""
        if self._as_json:
            event = {"event": "ready", **town.ready}
            print(json.dumps(dated(event), ensure_ascii=False), flush=True)
            return
        print(f"\n{self.said['o_open']}")
        width = max(len(self.said[name]) for name, _ in town.people) + 2
        for name, place in town.people:
            if self._plain:
                print(stated(self.said[name], place, self._language))
            else:
                print(f"  {self.said[name]:<{width}}{place}")
        print()
        self._lines(self.said["o_browser"].format(**town.browser), _COLUMNS)
        self._lines(self.said["o_founders"].format(town=TOWN), _COLUMNS)
        print(f"\n{self.said['o_other_shell']}")
        for command in town.commands:
            print(f"  {command}")
        kept = printable(str(town.grounds.root))
        print(f"\n{self.said['o_ctrl_c'].format(path=kept)}", flush=True)

    def closing(self) -> None:
        """Say that it is being closed."""
        if self._as_json:
            print(json.dumps({"event": "closing"}), flush=True)
        else:
            print(f"\n{self.said['o_closing']}", flush=True)

    def close(
        self,
        right: int,
        scenes: int,
        refusals: int,
        seconds: float,
        *,
        kept: Path | None,
        serves: bool = False,
    ) -> None:
        """Say how it went in all, and what to try next unless the town stays open."""
        if self._as_json:
            event = {
                "event": "demo",
                "as_expected": right,
                "scenes": scenes,
                "refusals": refusals,
                "seconds": round(seconds, 3),
            }
            print(json.dumps(event), flush=True)
            return
        tally = self.said["tally"].format(right=right, all=scenes, refusals=refusals)
        took = self.said["expected_line"].format(seconds=decimal(seconds, self._language))
        width = _PLAIN_COLUMNS if self._plain else _COLUMNS
        if len(tally) + len(took) + 2 <= width and not self._plain:
            print(f"{tally}{took:>{width - len(tally)}}")
        else:
            self._lines(tally, width)
            print(took)
        if serves:
            return
        if kept is not None:
            print(self.said["kept"].format(path=kept))
            print(self.said["kept_opens"].format(passphrase=PASSPHRASE.decode()))
        print(f"\n{self.said['next']}")
        if shutil.which("livret") is None:
            activate = Path(sys.prefix) / "bin" / "activate"
            shown = (
                activate.relative_to(Path.cwd())
                if activate.is_relative_to(Path.cwd())
                else activate
            )
            self._hint(f". {shown}", self.said["n_activate"])
        self._hint("livret demo --serve", self.said["n_open"])
        for key in ("n_types", "n_explain"):
            self._hint(self.said[key], "")
        self._hint(self.said["n_keep"], self.said["n_wallet"])

    def _hint(self, command: str, meaning: str) -> None:
        if self._plain and meaning:
            self._lines(meaning.capitalize() + ":", _PLAIN_COLUMNS)
            print(f"  {command}")
            return
        gap = "  " if len(command) > _COMMAND else " "
        print(f"  {command:<{_COMMAND}}{gap}{meaning}".rstrip())

    def _drawn(self, sign: str, text: str, code: str) -> None:
        if sign == RAW:
            print(f"     {text}".rstrip())
            return
        if len(sign) > 1:
            self._field(sign, text)
            return
        mark = f"\x1b[{_COLOURS[sign]}m{sign}\x1b[0m" if sign and self._colour else sign or " "
        room = _COLUMNS - 5 - len(text)
        if code and room > len(code) + 1:
            print(f"   {mark} {text}{code:>{room}}")
            return
        first, *rest = textwrap.wrap(
            text, _COLUMNS - 5, break_long_words=False, break_on_hyphens=False
        ) or [""]
        print(f"   {mark} {first}")
        for line in rest:
            print(f"     {line}")
        if code:
            print(f"{code:>{_COLUMNS}}")

    @staticmethod
    def _field(label: str, value: str) -> None:
        indent = " " * _FIELD
        wrapped = textwrap.wrap(
            value, _COLUMNS - _FIELD - 1, break_long_words=False, break_on_hyphens=False
        ) or [""]
        print(f"     {label:<{_FIELD - 5}}{wrapped[0]}")
        for line in wrapped[1:]:
            print(indent + line)

    @staticmethod
    def _lines(text: str, width: int) -> None:
        for line in textwrap.wrap(
            text.strip(), width, break_long_words=False, break_on_hyphens=False
        ):
            print(line)
