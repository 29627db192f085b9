"""The first run: what is asked before there is a wallet, in which order, and what is said. Pure."""

from collections.abc import Sequence
from typing import Final, Literal

from livret_core.words import LANGUAGES, Language
from livret_wallet.screens.facts import Fact, name
from livret_wallet.words import first_run

STEPS: Final = 3
#: What each language calls itself: whoever reads no other has to find it.
OWN_NAMES: Final[dict[Language, str]] = {
    "en": "English", "fr": "français", "nl": "Nederlands", "de": "Deutsch",
}  # fmt: skip
#: Ways to read, as the answers are numbered.
READINGS: Final[tuple[Literal["screen", "lines"], ...]] = ("screen", "lines")
#: Typed instead of a passphrase, for words to be suggested.
SUGGEST: Final = "s"
#: What may be written for the day the computer is lost, as the answers are numbered.
LOST: Final = ("sheet", "file", "later")
#: What may be done once there is a wallet: its key, and the word for it.
NEXT: Final = (("r", "receive"), ("", "open"), ("q", "leave"))


def languages() -> tuple[str, ...]:
    """Name the languages."""
    return tuple(OWN_NAMES[each] for each in LANGUAGES)


def readings(language: Language) -> tuple[str, ...]:
    """Name the ways to read."""
    return tuple(first_run(language)[f"reading_{each}"] for each in READINGS)


def computers(language: Language) -> tuple[str, ...]:
    """Say whose the computer may be."""
    return tuple(first_run(language)[f"computer_{each}"] for each in ("mine", "shared"))


def losses(language: Language) -> tuple[str, ...]:
    """Say what may be done for the day that it is lost."""
    return tuple(first_run(language)[f"lost_{each}"] for each in LOST)


def chosen(typed: str, answers: Sequence[str]) -> int | None:
    """Say which answer was typed: by its number, or as it is written; None for neither.

    A language may be typed as it is abbreviated.
    """
    word = " ".join(typed.split()).casefold().rstrip(".")
    if word.isascii() and word.isdecimal():
        return int(word) - 1 if len(word) == 1 and 1 <= int(word) <= len(answers) else None
    for at, each in enumerate(answers):
        if word in {each.casefold(), each.partition(" (")[0].casefold()}:
            return at
    if tuple(answers) == languages():
        return next((at for at, each in enumerate(LANGUAGES) if each == word), None)
    return None


def step(number: int, of: str, language: Language) -> str:
    """Write the heading of a step."""
    said = first_run(language)
    return said["step"].format(number=number, title=said[f"step_{of}"])


def ready(
    contacted: Sequence[str], folder: str, command: str, language: Language
) -> tuple[Fact, ...]:
    """Say that there is a wallet, whom livret spoke to meanwhile, and how to open it again.

    Args:
        contacted: names of machines.
        folder: where it lies.
        command: that opens it; empty for the plain one.
        language: the reader's.
    """
    said = first_run(language)
    facts = [Fact("", said["ready"].format(count=len(contacted)))]
    facts += [Fact("", said["contacted"].format(host=name(host))) for host in contacted]
    if command:
        facts += [
            Fact("", said["lies_in"].format(folder=folder)),
            Fact("", said["open_it"].format(command=command)),
        ]
    return tuple(facts)


def next_step(typed: str, language: Language) -> str | None:
    """Say what is wanted once there is a wallet: by its key or its word; Enter alone opens it."""
    word, said = " ".join(typed.split()).casefold(), first_run(language)
    for key, what in NEXT:
        text = said[f"next_{what}"].casefold()
        if word in {key, what, text}:
            return what
    return None
