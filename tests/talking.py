"""The wallet in line mode, talked through: what is typed, and the transcript of it.

talk = Talked(held)
talk.through("1", "back", "leave")       # the passphrase first; the lines, what was typed after >
talk.lines                               # what was said alone
"""

from collections.abc import Callable, Sequence
from typing import Any

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_core.words.figures import utc
from livret_wallet.plain.talk import Talk
from livret_wallet.plain.wallet import LineWallet
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts
from tests.wallet_held import PASSPHRASE, Held


class Waits:
    """Instead of an answer: nobody types anything for so many seconds."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


class Talked:
    """One conversation over a wallet on a disk."""

    def __init__(self, held: Held, settings: Settings | None = None, **changes: Any) -> None:
        self.held = held
        self.settings = settings or Settings("en", "lines")
        self.changes = changes
        self.kept: list[Settings] = []
        self.lines: list[str] = []
        self.transcript: list[str] = []
        self.waited: list[float | None] = []
        self.ended: LivretError | None = None

    def through(
        self,
        *typed: str | Waits,
        passphrases: Sequence[str] = (PASSPHRASE,),
        is_open: bool = False,
        receives: bool = False,
    ) -> str:
        """Say it all; the transcript. The input ends after what is typed."""
        left, words = list(typed), list(passphrases)

        def write(line: str) -> None:
            self.lines.append(line)
            self.transcript.append(line)

        def read(wait_s: float | None) -> str | None:
            self.waited.append(wait_s)
            if not left:
                raise EOFError
            answer = left.pop(0)
            if isinstance(answer, Waits):
                self.held.now_s += answer.seconds
                self.transcript.append(f"({answer.seconds} s)")
                return None
            self.transcript.append(f"> {answer}")
            return answer

        def passphrase(language: Language) -> bytes:
            if not words:
                raise EOFError
            self.transcript.append(f"({screen_texts(language)['passphrase']})")
            return words.pop(0).encode()

        def heard(question: str) -> str:
            self.transcript.append(f"{question} (hidden)")
            if not words:
                raise EOFError
            return words.pop(0)

        wallet = self._wallet(Talk(write, read), passphrase, heard)
        self.ended = wallet.run(self.held.unlock() if is_open else None, receives=receives)
        return "\n".join(self.transcript) + "\n"

    def _wallet(
        self, talk: Talk, passphrase: Callable[[Language], bytes], hidden: Callable[[str], str]
    ) -> LineWallet:
        return LineWallet(
            talk,
            self.held.unlock,
            ask_passphrase=passphrase,
            hear_hidden=hidden,
            settings=self.settings,
            keep=self.kept.append,
            language="en",
            clock=self.held.clock,
            zone=utc,
            salvage=self.held.salvage,
            **self.changes,
        )
