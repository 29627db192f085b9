"""Attack 56: what was copied from a page of a service answers its request when it is pasted."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from livret_core.words.figures import utc
from livret_wallet.settings import Settings
from livret_wallet.tui.app import WalletApp
from livret_wallet.tui.pasted import END, START, Pasted
from livret_wallet.tui.terminal import Terminal
from tests.wallet_held import Held

#: What a paste may be made of, and what it would have pressed.
PIECES = ["y", "o", "j", "k", "\r", "\n", "\x1b", "\x1b[2J", "\x1b[0m", "\x1b[121u", "\x1bOM", "\x1by",
          "\x1b]0;x\x07", "\x9b2J", START, END, "abc", "\x7f", "\x1b[20", "é", " ", "\x1b[<0;5;5M", "\x1bP"]  # fmt: skip
PAGE = 4_096


def read(*pieces: str) -> list[Any]:
    """What the application gets of pieces that a terminal sends."""
    parser, pasted = XTermParser(), Pasted()
    found: list[Any] = []
    for piece in pieces:
        if text := pasted.guard(piece):
            found += parser.feed(text)
    return found


def keys(found: list[Any]) -> list[str]:
    return [each.key for each in found if isinstance(each, events.Key)]


def texts(found: list[Any]) -> list[str]:
    return [each.text for each in found if isinstance(each, events.Paste)]


def in_pages(text: str) -> Iterator[str]:
    for at in range(0, len(text), PAGE):
        yield text[at : at + PAGE]


@pytest.mark.parametrize(
    "text",
    [
        "abc\x1b[2Jj\r\nj",
        "\x1by",
        "\x1b[121u",
        "\x1b\x1by",
        f"{END}y",
        f"{END}y{START}",
        f"{START}{END}y",
        "\x1b[20",
        "\x1b[201",
        "\x1b",
        "y",
    ],
)
def test_attack_56_an_escape_in_a_paste_presses_a_key(text: str) -> None:
    assert keys(read(START + text + END)) == []


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_attack_56_whatever_is_pasted_presses_a_key(parts: list[str]) -> None:
    assert keys(read(*in_pages(START + "".join(parts) + END))) == []


@pytest.mark.parametrize("fill", ["x", "\x1b[A", f"{END}\x1b[A", "\x1b[20"])
@pytest.mark.parametrize("shift", range(-8, 9))
def test_attack_56_a_paste_is_cut_so_that_a_letter_comes_alone(fill: str, shift: int) -> None:
    head = START + "x" * 8 + END
    for pages in (1, 2):
        text = (head + fill * PAGE)[: pages * PAGE + shift] + "y" + END
        assert set(keys(read(*in_pages(text)))) <= {"up"}


def test_attack_56_a_terminal_without_marks_pastes_letters() -> None:
    for text in ("yes", "oui", "ja", "y ", "jj", "yyyy"):
        assert keys(read(text)) == []
        assert texts(read(text)) == [text]
    assert texts(read("openid4vp://?x=y\r")) == ["openid4vp://?x=y"]
    assert keys(read("openid4vp://?x=y\r")) == ["enter"], "as a scanner types it"


def test_attack_56_twin_a_pressed_letter_is_a_key() -> None:
    assert keys(read("y")) == ["y"]
    assert keys(read("y", "\r")) == ["y", "enter"]
    assert keys(read("\x1b[A", "\x1b[6~", "\x1b", "\x1bOB"))[:2] == ["up", "pagedown"]


def test_attack_56_twin_what_is_pasted_arrives_as_text() -> None:
    assert texts(read(f"{START}openid4vp://?a=b{END}")) == ["openid4vp://?a=b"]
    assert texts(read(START, "two ", "pieces", END)) == ["two pieces"]
    assert texts(read(f"{START}one{END[:3]}", f"{END[3:]}", "y")) == ["one"]
    assert keys(read(f"{START}one{END[:3]}", f"{END[3:]}", "y")) == ["y"]
    assert texts(read(f"{START}a\x1b[31mred\x1b[0mb{END}")) == ["aredb"]


def test_attack_56_twin_a_paste_that_never_ends_is_ended_by_ctrl_c() -> None:
    assert keys(read(f"{START}abc", "\x03", "y")) == ["ctrl+c", "y"]


def test_attack_56_twin_a_mouse_and_what_a_terminal_answers_are_read_as_before() -> None:
    moves = "".join(f"\x1b[<35;{at};5M" for at in range(1, 40))
    assert sum(isinstance(each, events.MouseMove) for each in read(moves)) == 39
    halves = read(moves[:75], moves[75:])
    assert sum(isinstance(each, events.MouseMove) for each in halves) == 39
    assert texts(halves) == []
    [focus] = read("\x1b[I")
    assert isinstance(focus, events.AppFocus)


def test_attack_56_the_application_reads_its_terminal_so(tmp_path: Path) -> None:
    held = Held(tmp_path)
    app = WalletApp(
        held.unlock, settings=Settings(), keep=lambda _: None, language="en",
        clock=held.clock, zone=utc,
    )  # fmt: skip
    assert app.driver_class is Terminal
    reading, writing = os.pipe()
    driver = Terminal.__new__(Terminal)
    driver.fileno, driver.exit_event = reading, threading.Event()
    found: list[Any] = []
    driver.process_message = found.append  # type: ignore[method-assign,assignment]
    thread = threading.Thread(target=driver.run_input_thread)
    thread.start()
    try:
        os.write(writing, f"{START}abc\x1b[2Jj\r\nj{END}".encode())
        while not found:
            thread.join(0.01)
    finally:
        driver.exit_event.set()
        thread.join(5)
        os.close(reading)
        os.close(writing)
    assert (keys(found), texts(found)) == ([], ["abcj\r\nj"])
