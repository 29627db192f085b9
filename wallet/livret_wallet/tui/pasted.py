"""What is pasted is text, whatever is in it: no character of it becomes a key that was pressed. Pure.

A terminal that is asked to puts marks around a paste (bracketed paste). Not all of them take
the escape characters out of what is between: what follows one is then read as keys, and a page
that somebody copied from could answer in their stead. A paste may also hold the closing mark,
or come without any. So what comes as two letters or more in one piece, or as much at once, is one.
"""

import re
from typing import Final

START: Final = "\x1b[200~"
END: Final = "\x1b[201~"
_ESC: Final = "\x1b"
_INTERRUPT: Final = "\x03"

# Control sequences (ECMA-48 §5.4), strings (§5.6), other escapes, what is cut off, and text.
_TOKEN: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]P_^X][^\x1b\x07]*(?:\x07|\x1b\\)"
    r"|\x1bO[ -~]"
    r"|\x1b\[[0-?]*[ -/]*\Z"
    r"|\x1b[^\x1b\[]"
    r"|\x1b"
    r"|[^\x1b]+",
    re.DOTALL,
)
# Arrows and the keys beside them, the mouse, the focus, and what a terminal answers when it is asked.
_HARMLESS: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[A-IM-RZmt~y]|O[A-H])")
_CUT: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*)?")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Two keys that come in one piece are no presses that somebody waited between. One letter that a
#: terminal pastes without marks looks like a press, and nothing here can tell it from one.
_RUN: Final = 2
_MUCH: Final = 64


class Pasted:
    """Reads what a terminal sends, piece by piece, as it comes."""

    def __init__(self) -> None:
        self._is_inside = False
        #: The beginning of a sequence whose end is still to come: held back, or passed on already.
        self._held = ""
        self._passed = ""

    def guard(self, piece: str) -> str:
        """Give what is to be read instead: of a paste its text between its marks, and no keys.

        Args:
            piece: as it was read at one time, decoded.
        """
        if piece == _INTERRUPT:  # ends a paste that has no end, as it ends everything
            end, self._is_inside, self._held = END if self._is_inside else "", False, ""
            return end + piece
        before = self._held or self._passed
        skip, self._held, self._passed = len(self._passed), "", ""
        tokens = [match[0] for match in _TOKEN.finditer(before + piece)]
        is_marked = self._is_inside or START in tokens or END in tokens
        is_burst = is_marked or len(piece) > _MUCH or any(map(_is_run, tokens))
        found = []
        for at, token in enumerate(tokens):
            if at == len(tokens) - 1 and _CUT.fullmatch(token) and (is_burst or token != _ESC):
                if is_burst:
                    self._held = token
                    continue
                self._passed = token
            found.append(self._read(token, is_marked=is_marked, is_burst=is_burst))
        return "".join(found)[skip:]

    def _read(self, token: str, *, is_marked: bool, is_burst: bool) -> str:
        if token == START:
            was_inside, self._is_inside = self._is_inside, True
            return "" if was_inside else token
        if token == END:
            was_inside, self._is_inside = self._is_inside, False
            return token if was_inside else ""
        if token.startswith(_ESC):
            is_kept = not is_burst or (not self._is_inside and _HARMLESS.fullmatch(token))
            return token if is_kept else ""
        if self._is_inside:
            return _NO_TEXT.sub("", token)
        return _as_paste(token, may_end=not is_marked) if is_burst else token


def _is_run(token: str) -> bool:
    return not token.startswith(_ESC) and sum(map(str.isprintable, token)) >= _RUN


def _as_paste(text: str, *, may_end: bool) -> str:
    """Put marks around text; an Enter at its end is one, as a scanner types it."""
    line = text.rstrip("\r\n")
    enter = "\r" if may_end and line != text else ""
    return f"{START}{_NO_TEXT.sub('', line)}{END}{enter}" if line else enter
