"""The first run, talked through: what is typed, and the transcript of it; no wallet before it.

run = Beginning(tmp_path)                       # a ledger at ledger.livret.test, the usual home free
run.through("1", "1", "1", ..., hidden=("a passphrase", "a passphrase"))
run.begun, run.transcript                       # what it came to, and what was said
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from livret_core.errors import Unavailable
from livret_core.ledger.trusting import Trusted
from livret_core.words import Language
from livret_wallet.backup import recovery_words
from livret_wallet.plain.asking import Asking
from livret_wallet.plain.first_run import Begun, FirstRun
from livret_wallet.receiving.needs import Answer, Call
from livret_wallet.session.founding import Founding
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from tests.cheap_words import CHEAP
from tests.ledger_files import LedgerFiles

#: Typed instead of an answer: Ctrl-C.
CTRL_C: Final = "^C"
ADDRESS: Final = "ledger.livret.test"
PASSPHRASE: Final = "copper lantern orchard"
TWICE: Final = (PASSPHRASE, PASSPHRASE)


def counted(number: int) -> bytes:
    """Instead of random bytes."""
    return bytes(range(number))


def sheet_words(language: Language = "en") -> tuple[str, str]:
    """The two words of the sheet that are asked for."""
    words = recovery_words.words_of(counted(16), language)
    first, second = recovery_words.positions(counted(2))
    return words[first - 1], words[second - 1]


class Beginning:
    """Somebody at a computer on which there is no wallet.

    Attributes:
        computer: all that a run may write to.
        home: of the wallet, where it usually lies.
        here: the folder that somebody is in.
    """

    def __init__(self, root: Path, *, language: Language = "en", is_plain: bool = False) -> None:
        (root / "ledger").mkdir()
        self.files = LedgerFiles(root / "ledger")
        self.computer = root / "computer"
        self.here = self.computer / "here"
        self.stick = self.computer / "stick"
        for folder in (self.here, self.stick):
            folder.mkdir(parents=True)
        self.home = self.computer / "person" / "data" / "wallet"
        self.language: Language = language
        self.is_plain = is_plain
        self.published = {"https://ledger.livret.test/trust/1.json": self.files.trust_root[:-1]}
        self.asked: list[str] = []
        self.lines: list[str] = []
        self.begun: Begun | None = None
        self.transcript = ""

    def through(self, *typed: str, hidden: tuple[str, ...] = TWICE, **changes: Any) -> Begun | None:
        """Say it all. The input ends after what is typed."""
        left, words = list(typed), list(hidden)

        def read(question: str) -> str:
            answer = _next(left)
            self.lines.append(f"{question}{answer}" if question else f"> {answer}")
            return answer

        def read_hidden(question: str) -> str:
            answer = _next(words)
            self.lines.append(f"{question}{'*' * 5 if len(answer) > 1 else answer}")
            return answer

        given: dict[str, Any] = {"passphrase": None, "asks_language": True, "may_move": True}
        asking = Asking(self.lines.append, read, read_hidden, is_plain=self.is_plain)
        with self.founding() as founding:
            story = FirstRun(
                asking,
                founding,
                language=self.language,
                command=self._command,
                **{**given, **changes},
            )
            try:
                self.begun = story.run()
            finally:
                self.transcript = "\n".join(self.lines).replace(str(self.computer), "~") + "\n"
        return self.begun

    def founding(self, **changes: Any) -> Founding:
        given: dict[str, Any] = {
            "beside": self.here, "clock": lambda: self.files.now_s, "reach": self.reach,
            "random": counted, "write": write_new, "kdf": CHEAP,
        }  # fmt: skip
        return Founding(self.home, **{**given, **changes})

    @contextmanager
    def reach(self) -> Iterator[Any]:
        """Reach the one ledger that there is."""
        yield self

    def carry(self, call: Call) -> Answer:
        """Give what is published."""
        self.asked.append(call.uri.text)
        if call.uri.host != ADDRESS:
            raise Unavailable("net.unavailable", host=call.uri.host)
        body = self.published.get(call.uri.text)
        return Answer(404) if body is None else Answer(200, "application/json", body)

    def trace(self) -> dict[str, bytes]:
        """All files and folders of the computer."""
        return {
            str(path.relative_to(self.computer)): path.read_bytes() if path.is_file() else b""
            for path in sorted(self.computer.rglob("*"))
        }

    def believed(self) -> list[Trusted]:
        """The ledgers that the wallet believes."""
        with self.opened() as vault:
            return Ledgers(vault).known()

    def opened(self) -> Vault:
        """Open the wallet that was made."""
        assert self.begun is not None
        return Vault.open(self.begun.home / "wallet.vault", PASSPHRASE.encode(), floor=CHEAP)

    def _command(self, home: Path) -> str:
        return "" if home == self.home else f"livret wallet --home {home}"


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _next(left: list[str]) -> str:
    if not left:
        raise EOFError
    answer = left.pop(0)
    if answer == CTRL_C:
        raise KeyboardInterrupt
    return answer
