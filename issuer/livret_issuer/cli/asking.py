"""Questions to a clerk at a terminal, and what counts as an answer."""

from typing import Final

from livret_edge.saying import Voice
from livret_issuer.words.counter import texts

#: How often a question is put before it counts as not answered.
#: More digits than any list has numbers.
_DIGITS: Final = 9
ASKED_TIMES: Final = 3


def is_yes(voice: Voice, question: str) -> bool:
    """Ask for a yes; what is neither yes nor no, as Enter alone, is told what is taken."""
    said = texts(voice.lang)
    for _ in range(ASKED_TIMES):
        typed = ask(said[question])
        if typed is None or typed.casefold() in said["no"].split():
            return False
        if typed.casefold() in said["yes"].split():
            return True
        voice.tell(said["take_yes_or_no"])
    return False


def ask_number(voice: Voice, question: str, most: int, *, may_stop: bool) -> int | None:
    """Ask for a number from 1 to *most*; None where none came, or Enter alone may stop."""
    taken = texts(voice.lang)["take_number_or_stop" if may_stop else "take_number"]
    for _ in range(ASKED_TIMES):
        typed = ask(question)
        if typed is None:
            return None
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS
        if is_number and 1 <= int(typed) <= most:
            return int(typed)
        if may_stop and not typed:
            return None
        voice.tell(taken.format(most=most))
    return None


def ask(question: str) -> str | None:
    """Ask; None where the clerk ended the input (Ctrl-D): that is leaving, and no answer."""
    try:
        return input(question).strip()
    except EOFError:
        print()
        return None
