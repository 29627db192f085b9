"""The wallet is locked: its passphrase, and what went wrong with the last one. Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, final

from livret_core.errors import LivretError
from livret_core.words import Language, explain_error
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import LANGUAGE, THEME, Key
from livret_wallet.words import keeping, screen_texts

if TYPE_CHECKING:
    from livret_wallet.session.salvage import Salvage

UNLOCK: Final = Key("enter", "unlock")
CLOSE: Final = Key("escape", "leave")
KEYS: Final = (UNLOCK, LANGUAGE, THEME, CLOSE)


@final
@dataclass(frozen=True, slots=True)
class Unlock:
    """What is said before a wallet is open.

    Attributes:
        title: that it is locked, and why if it locked itself.
        question: for the passphrase.
        warning: what nobody can do about a lost one.
    """

    title: str
    question: str
    warning: str


def unlock(language: Language, *, by_itself_s: int | None = None) -> Unlock:
    """Say that it is locked.

    Args:
        language: the reader's.
        by_itself_s: after how long it locked itself, seconds; None if it did not.
    """
    said = screen_texts(language)
    title = said["is_locked"]
    if by_itself_s is not None:
        title = said["locked_itself"].format(count=by_itself_s // 60)
    return Unlock(title, said["passphrase"], said["nobody_resets"])


def refusal(error: LivretError, language: Language) -> tuple[Fact, ...]:
    """Say why something was not done, and the next step."""
    said, found = screen_texts(language), explain_error(error, language)
    return (Fact("", found.what, found.sign), Fact(said["step"], found.step))


def not_opened(error: LivretError, found: "Salvage | None", language: Language) -> tuple[Fact, ...]:
    """Say why a wallet did not open, and what of a damaged one still does."""
    return (*refusal(error, language), *(() if found is None else salvage(found, language)))


def salvage(found: "Salvage", language: Language) -> tuple[Fact, ...]:
    """Say how much of a damaged wallet still opens, and how that is saved."""
    said, known = screen_texts(language), keeping(language)
    told = [
        known["doctor_opens"].format(what=known[f"table_{table}"], opens=opens, all=every)
        for table, opens, every in found.tables
    ]
    if not told:
        return (Fact(said["what_opens"], said["nothing_opens"], "✗"),)
    is_whole = all(opens == every for _, opens, every in found.tables)
    facts = [Fact(said["what_opens"], " · ".join(told), "✓" if is_whole else "!")]
    facts += [Fact("", known["doctor_lock"], "!")] if found.is_lock_old else []
    facts += [Fact("", known["doctor_log"], "!")] if found.has_log else []
    return (*facts, Fact(said["how_saved"], known["doctor_save"]))
