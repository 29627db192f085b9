"""The first run: three steps in lines, whichever face comes after them."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from livret_core.errors import LivretError, MalformedInput, Unavailable
from livret_core.sealing import new_passphrase
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import day
from livret_wallet import questions
from livret_wallet.backup import by_hand, recovery_words, sheet
from livret_wallet.plain.asking import Asking
from livret_wallet.screens import believing, facts
from livret_wallet.screens import first_run as told
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.unlock import refusal
from livret_wallet.session.dialogue import talk_through
from livret_wallet.session.founding import VAULT, Founding
from livret_wallet.session.trusting import compared, place_of
from livret_wallet.settings import Settings
from livret_wallet.typed_path import is_carried_away, is_folder, path_of
from livret_wallet.words import first_run, keeping, screen_texts

_TRIES: Final = 3
_FOLDER: Final = "wallet"
_SHEET: Final = "recovery-sheet.html"
_BACKUP: Final = "wallet.backup"


@final
@dataclass(frozen=True, slots=True)
class Begun:
    """A wallet that there is now.

    Attributes:
        home: its folder.
        settings: how its holder reads; None for a wallet that was there already.
        passphrase: that opens it; None for one that was there already.
        next: what its holder wants.
    """

    home: Path
    settings: Settings | None
    passphrase: bytes | None
    next: str


@final
class FirstRun:
    """Asks everything, then makes the wallet; until then nothing of it is kept."""

    def __init__(
        self,
        asking: Asking,
        founding: Founding,
        *,
        language: Language,
        asks_language: bool,
        passphrase: bytes | None,
        may_move: bool,
        command: Callable[[Path], str],
    ) -> None:
        """Begin.

        Args:
            asking: with whom.
            founding: the wallet in the making.
            language: to begin in.
            asks_language: whether nobody named one yet.
            passphrase: from a file that was named, or None to ask.
            may_move: whether nobody said yet where the wallet is to lie.
            command: writes the command that opens the wallet of a folder.
        """
        self._asking: Final = asking
        self._founding: Final = founding
        self._asks_language: Final = asks_language
        self._given: Final = passphrase
        self._may_move: Final = may_move
        self._command: Final = command
        self.language: Language = language

    def run(self) -> Begun | None:
        """Go through the steps; None where somebody said no to the six words.

        Raises:
            EOFError: nobody answers any more.
            LivretError: the wallet cannot be made.
        """
        asking, founding = self._asking, self._founding
        asking.head(self._said("title"), self._said("three_steps"), self._said("has_backup"))
        asking.blank()
        self._ask_language()
        self._ask_reading()
        if self._may_move and self._ask_computer():
            return Begun(founding.home, None, None, "open")
        if not founding.is_writable:
            # Said before anybody thinks of a passphrase, and not when all was answered.
            raise Unavailable("vault.storage", "nothing can be made there")
        self._step(1, "passphrase")
        passphrase = self._passphrase()
        self._step(2, "believe")
        if not self._believe():
            return None
        self._step(3, "lost")
        self._prepare_for_loss()
        chosen = Settings(self.language, "lines" if asking.is_plain else "screen")
        founding.make(passphrase, chosen)
        asking.blank()
        return Begun(founding.home, chosen, passphrase, self._ready())

    # How, and where.

    def _ask_language(self) -> None:
        if self._asks_language:
            self.language = LANGUAGES[self._choose(self._said("language"), told.languages())]

    def _ask_reading(self) -> None:
        if not self._asking.is_plain:
            at = self._choose(self._said("reading"), told.readings(self.language))
            self._asking.is_plain = told.READINGS[at] == "lines"

    def _ask_computer(self) -> bool:
        """Ask whose computer it is; whether there is a wallet on its stick already."""
        if not self._choose(self._said("computer"), told.computers(self.language)):
            return False
        while True:
            typed = self._asking.ask(self._said("stick"))
            stick = path_of(typed)
            if not (typed and is_folder(stick)):
                self._asking.say(f"! {self._said('no_folder')}")
            elif is_carried_away(stick) or self._stays_here():
                break
        self._founding.home = stick / _FOLDER
        self._founding.beside = stick
        self._asking.say(self._said("stick_leaves"))
        is_there = os.path.lexists(self._founding.home / VAULT)
        if is_there:
            self._asking.say(self._said("stick_has_one"))
        return is_there

    def _stays_here(self) -> bool:
        """Whether a folder of this very computer is meant all the same."""
        self._asking.say(f"! {self._said('stick_here')}")
        while (answer := questions.read(self._asking.ask(self._said("stick_anyway")))) not in {
            "yes",
            "no",
        }:
            self._asking.say(screen_texts(self.language)["yes_or_no"])
        return answer == "yes"

    # 1 of 3.

    def _passphrase(self) -> bytes:
        self._asking.say(self._said("locks_it"))
        if self._given is not None:
            self._asking.say(f"✓ {self._said('passphrase_given')}")
            return self._given
        return self._twice("passphrase", suggests=True)

    def _twice(self, question: str, *, suggests: bool = False) -> bytes:
        while True:
            typed = self._asking.ask_hidden(self._said(question), self.language)
            if suggests and typed.strip().casefold() == told.SUGGEST:
                self._suggest()
                continue
            try:
                passphrase = new_passphrase(typed)
            except LivretError as error:
                self._refuse(error)
                continue
            if self._asking.ask_hidden(self._said("again"), self.language) == typed:
                self._asking.say(f"✓ {self._said('same')}")
                return passphrase
            self._asking.say(f"! {self._said('not_same')}")

    def _suggest(self) -> None:
        random = self._founding.random(recovery_words.FIVE_BYTES)
        words = recovery_words.five_words(random, self.language)
        self._asking.say(self._said("five_words"), " ".join(words))

    # 2 of 3.

    def _believe(self) -> bool:
        """Have a ledger believed, or put that off; False where the words are not the same."""
        said = screen_texts(self.language)
        self._asking.say(self._said("believe_what"))
        while True:
            typed = self._asking.ask(said["believe_where"])
            if not typed:
                self._asking.say(self._said("believe_later"))
                return True
            try:
                place = place_of(typed)
                if not isinstance(place, Path):
                    self._asking.say(said["believe_asking"].format(host=facts.name(place.host)))
                found = self._founding.look_up(place)
                match = talk_through(
                    compared(found, self.language),
                    say=self._say_facts,
                    ask=lambda step: self._asking.ask(step.question),
                )
                if match is not None:
                    self._founding.believe(found, match)
            except LivretError as error:
                if (misnamed := believing.misnamed(error, self.language)) is None:
                    self._refuse(error)
                else:
                    self._facts(misnamed)
                continue
            if match is None:
                self._asking.head(self._said("stop"))
                return False
            self._facts(*believing.believed(found.sheet_of(match), found.newest, self.language))
            return True

    # 3 of 3.

    def _prepare_for_loss(self) -> None:
        while True:
            at = self._choose(self._said("lost_choose"), told.losses(self.language), under=True)
            try:
                match told.LOST[at]:
                    case "sheet":
                        self._sheet()
                    case "file":
                        self._file()
                    case _:
                        self._asking.say(self._said("lost_left"))
            except LivretError as error:
                self._refuse(error)
            else:
                return

    def _sheet(self) -> None:
        founding, language, said = self._founding, self.language, keeping(self.language)
        recovery = founding.words()
        words = recovery_words.words_of(recovery.entropy, language)
        made = day(recovery.made_at_s, language)
        page = sheet.sheet(words, made=made, said=said, language=language)
        path = _free(founding.beside / _SHEET)
        founding.write(path, page)
        self._asking.say("✓ " + said["sheet_written"].format(path=_shown(path)))
        self._asking.say(said["check_it"], said["no_printer"])
        for number in recovery_words.positions(founding.random(2)):
            if (why := self._unread(number)) is not None:
                self._asking.say(f"! {why}")
                return
        founding.words_were_read()
        self._asking.say(f"✓ {said['it_works']}")

    def _unread(self, number: int) -> str | None:
        """Ask for a word of the sheet, up to three times; why it was not read, if it was not."""
        said, recovery = keeping(self.language), self._founding.words()
        question, left = said["word_question"].format(number=number).strip(), _TRIES
        while left:
            typed = self._asking.ask(question)
            if recovery_words.is_word(typed, recovery.entropy, number):
                return None
            match by_hand.wish(typed):
                case "show":
                    self._asking.say(*by_hand.shown(recovery.entropy, self.language))
                case "skip":
                    return said["check_skipped"]
                case None:
                    left -= 1
                    self._asking.say(f"! {said['word_wrong']}")
        return self._said("not_read")

    def _file(self) -> None:
        founding, said = self._founding, keeping(self.language)
        free = _free(founding.beside / _BACKUP)
        typed = self._asking.ask(self._said("file_where").format(name=_shown(free)))
        path = path_of(typed) if typed else free
        _check_free(path)
        founding.back_up(path, self._twice("file_passphrase"))
        self._asking.say(
            "✓ " + said["backed_up"].format(path=_shown(path)),
            said["opens_with_passphrase"],
            self._said("file_again"),
        )

    # There is a wallet.

    def _ready(self) -> str:
        founding, asking = self._founding, self._asking
        folder = str(founding.home)
        command = self._command(founding.home)
        first, *others = told.ready(founding.contacted, folder, command, self.language)
        asking.head(first.told)
        self._facts(*others)
        answers = [
            f"{key or self._said('next_enter')} {self._said(f'next_{what}')}"
            for key, what in told.NEXT
        ]
        while True:
            typed = asking.ask_next(answers)
            if (wanted := told.next_step(typed, self.language)) is not None:
                return wanted

    # What all steps share.

    def _said(self, name: str) -> str:
        return first_run(self.language)[name]

    def _step(self, number: int, of: str) -> None:
        self._asking.blank()
        self._asking.head(told.step(number, of, self.language))

    def _choose(self, label: str, answers: tuple[str, ...], *, under: bool = False) -> int:
        return self._asking.choose(
            label,
            answers,
            ask=self._said("type_number"),
            again=self._said("number_again"),
            under=under,
        )

    def _facts(self, *facts: Fact) -> None:
        self._say_facts(facts)

    def _say_facts(self, facts: Sequence[Fact]) -> None:
        self._asking.facts(facts, self.language)

    def _refuse(self, error: LivretError) -> None:
        self._facts(*refusal(error, self.language))


def _check_free(path: Path) -> None:
    if os.path.lexists(path):
        raise MalformedInput("usage.file_exists", file=str(path))
    if not is_folder(path.parent):
        raise MalformedInput("usage.no_folder", folder=str(path.parent))


def _free(path: Path) -> Path:
    """Give the first name like this one that nothing has: ``sheet-2.html`` after ``sheet.html``."""
    found, number = path, 2
    while os.path.lexists(found):
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found


def _shown(path: Path) -> str:
    """Write a path as somebody would type it from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
