import getpass
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.errors import LivretError, MalformedInput
from livret_core.words import Language
from livret_core.words.manner import Manner
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import Voice

VOICE = Voice(Manner())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types at a terminal, in turn."""
    lines: list[str] = []
    turn: Iterator[str] = iter(lines)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _: next(turn))
    return lines


def code(source: str | None, voice: Voice = VOICE, *, twice: bool = False) -> str:
    with pytest.raises(LivretError) as caught:
        take_passphrase(source, voice, twice=twice)
    return caught.value.code


def test_a_passphrase_is_read_from_a_file_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("four words to keep\r\n")
    assert take_passphrase(str(tmp_path / "secret"), VOICE) == b"four words to keep"


def test_a_passphrase_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("four words\nand more\n"))
    assert take_passphrase("-", VOICE) == b"four words"


def test_a_passphrase_is_asked_for_at_a_terminal(typed: list[str]) -> None:
    typed += ["four words"]
    assert take_passphrase(None, VOICE) == b"four words"


def test_a_new_passphrase_is_typed_twice_the_same(typed: list[str]) -> None:
    typed += ["four words", "for words"]
    assert code(None, twice=True) == "usage.not_the_same"


def test_a_new_passphrase_that_is_soon_guessed_is_not_taken(typed: list[str]) -> None:
    typed += ["nine char", "nine char", "ten chars!", "ten chars!"]
    assert code(None, twice=True) == "vault.passphrase_short"
    assert take_passphrase(None, VOICE, twice=True) == b"ten chars!"
    typed += ["ne\u0301ufs car"] * 2  # nine characters, ten as this keyboard sends them
    assert code(None, twice=True) == "vault.passphrase_short"
    typed += ["nine char"]
    # One that was chosen before opens what it locked.
    assert take_passphrase(None, VOICE) == b"nine char"


def test_two_passphrases_that_differ_are_a_slip_of_the_fingers_and_no_refusal(
    typed: list[str],
) -> None:
    typed += ["four words", "for words"]
    with pytest.raises(MalformedInput):
        take_passphrase(None, VOICE, twice=True)


@pytest.mark.parametrize("before", [[], ["four words"]])
def test_an_input_that_ends_at_the_question_is_one_without_an_answer(
    monkeypatch: pytest.MonkeyPatch, before: list[str]
) -> None:
    turn = iter(before)

    def type_it(_: str) -> str:
        try:
            return next(turn)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", type_it)
    assert code(None, twice=True) == "usage.passphrase"


def test_an_interrupt_at_the_question_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take_passphrase(None, VOICE)


def test_letters_of_another_alphabet_are_told_and_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _: b"\xff".decode("utf-8"))
    assert code(None) == "input.malformed"


@pytest.mark.parametrize(
    ("language", "question"), [("en", "Passphrase: "), ("fr", "Phrase secrète\u202f: ")]
)
def test_the_question_is_set_as_its_language_sets_colons(
    monkeypatch: pytest.MonkeyPatch, language: Language, question: str
) -> None:
    asked: list[str] = []

    def type_it(prompt: str) -> str:
        asked.append(prompt)
        return "four words"

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", type_it)
    take_passphrase(None, Voice(Manner(lang=language)))
    assert asked == [question]


def test_nobody_is_asked_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("four words\n"))
    assert code(None) == "usage.passphrase"


def test_a_program_is_not_asked(typed: list[str]) -> None:
    assert code(None, Voice(Manner(), json=True)) == "usage.passphrase"


def test_a_file_that_is_not_there_is_a_matter_of_typing(tmp_path: Path) -> None:
    assert code(str(tmp_path / "none")) == "usage.no_file"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "input.malformed"),
        (b"x" * 4_097, "input.too_large"),
    ],
)
def test_what_is_no_passphrase_is_told_apart(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "secret").write_bytes(content)
    assert code(str(tmp_path / "secret")) == reason
