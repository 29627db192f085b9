"""What strangers call themselves, in sentences of ours. Pure.

A name is what somebody chose. In a sentence it stands in quotation marks that its owner cannot
close, unless whoever bears it is on a ledger by which it may be held to it.
"""

from typing import Final

from livret_core.words import Language, quoted, unsigned
from livret_wallet.words import screen_texts

MAX_NAME: Final = 120


def service_called(text: str, behind: str, language: Language) -> str:
    """Name a service in a sentence: in quotation marks unless it is registered to ask.

    Args:
        text: what it calls itself; where that is nothing, our words for one without a name.
        behind: what stands behind it, as :class:`livret_wallet.asked.standing.Standing` has it.
        language: the reader's.
    """
    shown = unsigned(text, max_chars=MAX_NAME)
    if not shown:
        return screen_texts(language)["nameless"]
    return shown if behind == "registered" else quoted(text, language, max_chars=MAX_NAME)


def vouching_called(
    behind: str, text: str, language: Language, *, max_chars: int = MAX_NAME
) -> str:
    """Name what stands behind a service: a ledger, verified hosts, or what nobody verified.

    Args:
        behind: what it is, as above.
        text: its name; the subject of a certificate without hosts (``claimed``) is quoted.
        language: the reader's.
        max_chars: of *text*.
    """
    if behind == "claimed":
        return quoted(text, language, max_chars=max_chars)
    return unsigned(text, max_chars=max_chars)
