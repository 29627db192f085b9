"""What every screen of line mode is handed: the open wallet, and how its holder reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple, final

from livret_core.errors import LivretError
from livret_core.words import LANGUAGES, Language, stated
from livret_core.words.figures import Zone
from livret_core.words.lines import colon
from livret_wallet.contents import Contents
from livret_wallet.plain.talk import Talk
from livret_wallet.records import HistoryEntry
from livret_wallet.screens import help as helping
from livret_wallet.screens import passing
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.header import ledger_state
from livret_wallet.screens.keys import LEAVE, Key, chosen
from livret_wallet.screens.unlock import refusal
from livret_wallet.session import AutoLock, OpenWallet, Passing
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.accepting import Services

#: What has nothing to do where everything is read in its order: colours, and the cursor's line.
UNTYPED: Final = frozenset({"theme", "open"})
#: In line mode what was said is said again when it is wanted, and not before.
AGAIN: Final = Key("again", "again")
_LEFT: Final = frozenset({"sent", "sending"})


class Locked(Exception):  # no fault: the wallet is to be locked
    """The wallet is to be locked: because its holder wants it, or nobody is there."""

    def __init__(self, *, by_itself: bool = False) -> None:
        super().__init__()
        self.by_itself: Final = by_itself


class Left(Exception):  # no fault: the holder leaves
    """The wallet is to be locked, and all is over."""


class Chosen(NamedTuple):
    """What was typed: a key and what stood behind it, or a number alone.

    Attributes:
        key: None for a number alone.
        number: as typed, or None.
        rest: words behind the key.
    """

    key: Key | None
    number: int | None
    rest: str


@final
@dataclass
class Opened:
    """An open wallet in line mode."""

    talk: Talk
    wallet: OpenWallet
    language: Language
    zone: Zone
    lock: AutoLock
    keep: Callable[[Settings], None]
    settings: Settings
    hear_hidden: Callable[[str], str]
    is_hidden: bool = False
    contents: Contents = field(default_factory=Contents)
    past: tuple[HistoryEntry, ...] = ()
    passing: Passing | None = None
    services: "dict[str, Services]" = field(default_factory=dict)

    @property
    def said(self) -> Mapping[str, str]:
        """The words of the screens, in the reader's language."""
        return screen_texts(self.language)

    def read(self) -> None:
        """Read what is held and what happened."""
        self.contents = self.wallet.contents()
        self.past = tuple(entry for piece in self.wallet.history() for entry in piece)

    def last_shown(self, batch_id: str) -> HistoryEntry | None:
        """Find the newest entry by which a proof left."""
        return next(
            (each for each in self.past if each.batch_id == batch_id and each.kind in _LEFT), None
        )

    def title(self, title: str) -> None:
        """Say which screen it is."""
        self.talk.say(f"livret · {title}")

    def first_title(self) -> None:
        """Say how the ledger stands, as the header of the full screen does."""
        self.talk.say("livret")
        state = ledger_state(self.wallet.ledgers(), self.language, now_s=self.wallet.now_s)
        if state is not None:
            self.talk.facts([state], self.language)

    def say(self, *facts: Fact) -> None:
        """Say facts."""
        self.talk.facts(facts, self.language)

    def refuse(self, error: LivretError) -> None:
        """Say why something was not done, and the next step."""
        self.say(*refusal(error, self.language))

    def ask(self, question: str) -> str:
        """Ask until something is typed; Enter alone is no answer.

        Raises:
            Locked: nobody answered for long. Left: nobody is there any more.
        """
        typed = self._hear(question)
        while not typed:
            typed = self._hear(question)
        return typed

    def ask_hidden(self, question: str) -> str:
        """Ask, and show nothing of what is typed; nothing for no answer.

        Raises:
            Left: nobody is there any more.
        """
        try:
            typed = self.hear_hidden(question)
        except EOFError:
            raise Left from None
        self.lock.touch()
        return typed

    def choose(self, keys: Sequence[Key], question: str = "") -> Chosen:
        """Ask which of a screen's keys, and do what every screen has in common.

        Args:
            keys: of the screen.
            question: before the answers that are spelled out.

        Raises:
            Locked, Left: as :meth:`ask`, and by their keys.
        """
        typeable = [key for key in keys if not key.is_move and key.action not in UNTYPED]
        if LEAVE not in typeable:
            typeable.append(LEAVE)
        while True:
            self._say_news()
            answers = ", ".join(key.word(self.said) for key in typeable)
            typed = self.ask(f"{question or self.said['which']} {answers}{colon(self.language)}")
            found = self._read(typed, typeable)
            match found:
                case None:
                    self.talk.say(self.said["not_understood"])
                case Chosen(key=Key(action="lock")):
                    raise Locked
                case Chosen(key=Key(action="leave")):
                    raise Left
                case Chosen(key=Key(action="help")):
                    self._help(typeable)
                case Chosen(key=Key(action="hide")):
                    self.is_hidden = not self.is_hidden
                    return found
                case Chosen(key=Key(action="language")):
                    self._next_language()
                    return found
                case _:
                    return found

    def _say_news(self) -> None:
        """Say what the wallet did by itself since the last question."""
        for news in () if self.passing is None else self.passing.news():
            if isinstance(news, LivretError):
                said = passing.stopped(news, self.language)
            else:
                said = passing.said_of(news, self.language)
                self.read()
            if said is not None:
                self.say(said)

    def _read(self, typed: str, keys: Sequence[Key]) -> Chosen | None:
        if (number := _number(typed)) is not None:
            return Chosen(None, number, "")
        if (key := chosen(typed, keys, self.language)) is not None:
            return Chosen(key, None, "")
        # A key of one character stands before its word without a space too: /verneuil
        for end in range(len(typed) - 1, 0, -1):
            before, rest = typed[:end], typed[end:]
            is_apart = rest.startswith(" ") or not before[-1].isalnum()
            if is_apart and (key := chosen(before, keys, self.language)) is not None:
                return Chosen(key, _number(rest), rest.strip())
        return None

    def _help(self, keys: Sequence[Key]) -> None:
        for line in helping.lines(keys, self.language):
            is_short = line.key != line.word and len(line.key) <= 3 and not line.is_spelled
            key = f" ({line.key})" if is_short else ""
            self.talk.say(stated(f"{line.word}{key}", line.does, self.language))
        self.talk.say(*helping.rules(self.language))

    def _next_language(self) -> None:
        self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
        self.wallet.language = self.language
        self.settings = replace(self.settings, language=self.language)
        self.keep(self.settings)

    def _hear(self, question: str) -> str:
        """Hear an answer; lock when nobody gives one for long, and say so beforehand."""
        self.talk.say(question)
        is_warned = False
        while True:
            try:
                typed = self.talk.listen(self.lock.wait_s)
            except EOFError:
                raise Left from None
            if typed is not None:
                self.lock.touch()
                return typed
            if self.lock.is_due:
                raise Locked(by_itself=True)
            if self.lock.is_near and not is_warned:
                is_warned = True
                self.talk.say(self.said["locks_soon_line"].format(count=self.lock.left_s))


def _number(typed: str) -> int | None:
    text = typed.strip().rstrip(".")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else None
