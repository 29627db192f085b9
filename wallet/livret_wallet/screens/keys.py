"""The keys of a screen: one table, from which come bindings, footer, help and line mode's words. Pure.

A key's label is the word ``key_<action>``, and what its help says is ``help_<action>``. Line mode
takes the key as it is written, or the label, in the reader's language.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.words import LANGUAGES, Language
from livret_wallet.words import screen_texts


@final
@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a screen does when a key is pressed.

    Attributes:
        press: the key, as terminals name it; several are separated by commas.
        action: what it does; the same name in both faces.
        shown: how people write it; what is pressed where that is one letter, what is printed on
            it (``cap_<press>``) where each language has keyboards of its own.
        is_move: whether it only moves what is seen: one word says all of these, and line mode,
            where everything is read in its order, has none.
        is_spelled: whether it answers for its holder. Its letter is then the language's own
            (``letter_<action>``), and line mode takes nothing but the whole word
            (``word_<action>``): a slip of the fingers is no answer.
    """

    press: str
    action: str
    shown: str = ""
    is_move: bool = False
    is_spelled: bool = False

    @property
    def name(self) -> str:
        """How people write it."""
        return self.shown or self.press

    def name_in(self, said: Mapping[str, str]) -> str:
        """How people write it in a language: the letter they answer with, or what the key says."""
        if self.is_spelled:
            return said[f"letter_{self.action}"]
        return said[f"cap_{self.press}"] if self.press in CAPPED else self.name

    def word(self, said: Mapping[str, str]) -> str:
        """What line mode takes for it."""
        return said[f"word_{self.action}"] if self.is_spelled else self.label(said)

    def label(self, said: Mapping[str, str]) -> str:
        """What it does, in a word or two."""
        return said["key_move" if self.is_move else f"key_{self.action}"]

    def help(self, said: Mapping[str, str]) -> str:
        """What it does, in a sentence."""
        return said[f"help_{self.action}"]


#: What a keyboard has a word for.
CAPPED: Final = frozenset({"enter", "escape", "pageup", "pagedown", "home", "end"})
#: Up and down a list.
MOVES: Final = (
    Key("up", "up", "↑", is_move=True),
    Key("down", "down", "↓", is_move=True),
    Key("pageup", "page_up", is_move=True),
    Key("pagedown", "page_down", is_move=True),
    Key("home", "first", is_move=True),
    Key("end", "last", is_move=True),
)
OPEN: Final = Key("enter", "open")
FIND: Final = Key("slash", "find", "/")
HIDE: Final = Key("h", "hide")
HELP: Final = Key("question_mark", "help", "?")
BACK: Final = Key("escape", "back")
LOCK: Final = Key("x", "lock")
LEAVE: Final = Key("q", "leave")
#: While something is asked, and answered in a field.
ANSWERING: Final = (*MOVES[:4], Key("enter", "answer"), BACK)
#: While something is typed to find by.
FINDING: Final = (
    Key("enter", "keep_found"),
    Key("escape", "end_find"),
)
WARNINGS: Final = Key("w", "warnings")
LANGUAGE: Final = Key("f2", "language", "F2")
THEME: Final = Key("f3", "theme", "F3")


def footer(keys: Sequence[Key], said: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Write the keys as pairs of key and label, all that only move as one."""
    moves = any(key.is_move for key in keys)
    move = (("↑↓", said["key_move"]),) if moves else ()
    return (*move, *((key.name_in(said), key.label(said)) for key in keys if not key.is_move))


def _plainly(text: str) -> str:
    """Give a word as a keyboard without accents has it."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")


def chosen(typed: str, keys: Sequence[Key], language: Language) -> Key | None:
    """Find the key that was typed in line mode: as it is written, or by its word.

    The reader's own words come first; those of the other languages are understood too, since
    somebody may be in one by mistake, and none needs an accent. An empty line is none: Enter alone
    does nothing there.
    """
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return None
    typeable = [key for key in keys if not key.is_move]
    said = screen_texts(language)
    for key in typeable:
        if not key.is_spelled and wanted in {key.name.casefold(), key.name_in(said).casefold()}:
            return key
    for spoken in (language, *LANGUAGES):
        said = screen_texts(spoken)
        for key in typeable:
            if _plainly(wanted) == _plainly(key.word(said)):
                return key
    return None
