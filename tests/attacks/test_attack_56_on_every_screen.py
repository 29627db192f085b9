"""Attack 56: what strangers call themselves, on every screen and in every line of the wallet."""

from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.words import PLAIN_COLUMNS
from livret_core.words.figures import utc
from livret_wallet.contents import Contents
from livret_wallet.plain.talk import columns
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.screens import activity, card, cards
from livret_wallet.settings import Settings
from livret_wallet.vault import Vault
from tests import hostile_strings
from tests.cheap_words import CHEAP
from tests.piloting import Stage, with_app
from tests.scene import NOW_S
from tests.talking import Talked
from tests.wallet_held import PASSPHRASE, Held, batch, pickup

ACTING: Final = (
    "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1bP+q\x1b\\", "\x9b31m",
    "a\x00b", "a\x08\x08b", "line\nline", "line\r\x0bline", "tab\tstop", "\x7f",
    "\u202eekaf", "\u2066left\u2069", "\u200b\u200d", "\ufeff", "\u2028line", "\u00ad",
    "\U000e0041tag", "\ue000private", "[bold red]x[/] [link=evil]y[/link] [@click=quit]z[/]",
)  # fmt: skip
#: With those that are written into a form or a page; none longer than a record takes.
HOSTILE: Final = (*ACTING, *(name[:2_000] for name in hostile_strings.HOSTILE))
_SEEN_ONLY: Final = {"\n"}


def acts(text: str) -> set[str]:
    """Characters that act on a terminal, or that nobody sees."""
    hidden = {
        char for name in ACTING for char in name if not (char.isascii() and char.isprintable())
    }
    return set(text) & (hidden | hostile_strings.UNSEEN) - _SEEN_ONLY


@pytest.fixture
def held(tmp_path: Path) -> Held:
    made = Held(tmp_path, is_empty=True)
    with Vault.open(made.path, PASSPHRASE.encode(), floor=CHEAP) as vault, vault.transaction():
        for number, name in enumerate(HOSTILE):
            one: HeldBatch = batch(f"b{number}", "residency", who=f"{number} {name}", copies=1)
            vault.put("credential", None, one.format())
            changes: Any = {"issuer_name": name, "vct": f"urn:{name}"}
            vault.put("pickup", None, pickup(f"p{number}", **changes).format())
            sent = HistoryEntry(made.now_s - number, "sent", name, f"b{number}", ((name,),))
            vault.put("history", None, sent.format())
            no = HistoryEntry(
                made.now_s - number, "not_received", name, vct=name, reason="net.address"
            )
            vault.put("history", None, no.format())
    return made


def told(held: tuple[HeldBatch, ...], past: tuple[HistoryEntry, ...]) -> str:
    """All that the screens are made of."""
    found = Contents(held)
    lines = [
        text
        for one in cards.cards(found, "en", now_s=NOW_S)
        for text in (one.name, one.who, one.note)
    ]
    for one in held:
        page = card.page(
            one, "fr", state="good", ledgers=(), now_s=NOW_S, dating=None, last_shown=past[0], zone=utc,
            is_hidden=False,
        )  # fmt: skip
        lines += [fact.label + fact.told for part in page.parts for fact in part.facts]
    history = activity.Past(past, held, "en", utc)
    for at in range(len(past)):
        line = activity.line(history, at)
        lines += [line.who, line.said, *(fact.told for fact in activity.pane(history, at))]
    return "\n".join(lines)


def entry(name: str) -> HistoryEntry:
    return HistoryEntry(NOW_S, "sent", name, "one", ((name,),))


def test_attack_56_nothing_that_a_screen_is_made_of_acts() -> None:
    held = tuple(batch(f"b{at}", "residency", who=name) for at, name in enumerate(HOSTILE))
    assert acts(told(held, tuple(map(entry, HOSTILE)))) == set()


@pytest.mark.parametrize("name", ["Łódź", "Ville d'Évry", "Ελλάδα", "漢字", "O'Brien [sic]"])
def test_attack_56_twin_an_ordinary_name_is_shown_as_it_is_written(name: str) -> None:
    assert told((batch("one", "residency", who=name),), (entry(name),)).count(name) >= 3


def test_attack_56_no_screen_shows_a_character_that_acts(held: Held) -> None:
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.until(lambda: stage.app.is_all_read)
        for number in range(12):
            await stage.press("pagedown" if number % 4 == 3 else "down")
            seen.append(stage.text)
            if number in {0, 11}:
                await stage.press("end", "enter")
                seen.append(stage.text)
                await stage.press("v")
                seen.append(stage.text)
                await stage.press("w")
                assert stage.shown == "WarningsScreen"
                seen.append(stage.text)
                await stage.press("escape", "escape", "home")
        await stage.press("a")
        for number in range(16):
            seen.append(stage.text)
            await stage.press("pagedown" if number % 4 == 3 else "down")

    with_app(held, story, size=(160, 60))
    text = "\n".join(seen)
    assert acts(text) == set()
    assert "[bold red]x[/]" in text
    assert "\\x1b[2J" in text


def test_attack_56_no_line_has_a_byte_that_acts(held: Held) -> None:
    talk = Talked(held, Settings("de", "lines"))
    numbers = [str(at) for at in range(1, 2 * len(HOSTILE) + 1)]
    opened = [typed for number in numbers for typed in (number, "zurück")]
    talk.through("1", "Warnungen", "zurück", *opened, "Verlauf", *numbers, "weiter")
    assert acts("".join(talk.lines)) == set()
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS
    assert "[bold red]x[/]" in " ".join(talk.lines)
