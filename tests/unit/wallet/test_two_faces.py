"""The full screen and line mode carry the same facts: each is looked for in both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.ledger.head import Remembered
from livret_core.ledger.trusting import Doubt
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import utc
from livret_wallet.contents import Contents, LedgerSeen
from livret_wallet.naming import names_of
from livret_wallet.records import HistoryEntry
from livret_wallet.screens import activity, card, cards, pane, warnings
from livret_wallet.screens import help as helping
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import BACK, MOVES, OPEN, Key, chosen
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts
from tests.piloting import Stage, with_app
from tests.scene import NOW_S
from tests.talking import Talked
from tests.wallet_held import HISTORY, Held


def without_space(text: str) -> str:
    return "".join(text.split())


def facts_of(
    contents: Contents, ledgers: tuple[LedgerSeen, ...], language: Language, now_s: int
) -> Iterator[str]:
    """Everything that the screens say of a wallet, as the pure modules have it."""
    past: tuple[HistoryEntry, ...] = tuple(reversed(HISTORY))
    last = {entry.batch_id: entry for entry in HISTORY if entry.kind in {"sent", "sending"}}
    found = cards.cards(contents, language, now_s=now_s)
    yield cards.count(found, language)
    for one in found:
        yield from (one.name, one.who, one.until, one.note)
        batch = contents.batch(one.id)
        if batch is None:
            yield from texts(
                pane.facts_of(one, contents, language, last_shown=None, zone=utc, is_hidden=False)[
                    1:
                ]
            )
            continue
        yield pane.tells(batch, language, is_hidden=False)
        page = card.page(
            batch, language, state=one.state, ledgers=ledgers, now_s=now_s, dating=None,
            last_shown=last.get(batch.id), zone=utc, is_hidden=False,
            names=names_of(contents.batches),
        )  # fmt: skip
        yield page.title
        for part in page.parts:
            yield part.heading
            yield from texts(part.facts)
    history = activity.Past(past, contents.batches, language, utc)
    for at in range(len(past)):
        line = activity.line(history, at)
        yield from (line.time, f"{line.sign} {line.what}", line.who, line.said)
        yield from texts(activity.pane(history, at))
    for block in warnings.blocks(
        warnings.of_ledgers(ledgers, language, now_s=now_s), ledgers, language, now_s=now_s
    ):
        yield from texts(block)
    for key in helping.lines(cards.KEYS, language):
        if key.does in {each.help(screen_texts(language)) for each in said_by_both()}:
            yield key.does
    yield from helping.rules(language)


def said_by_both() -> list[Key]:
    """The keys of the cards, less those that only a cursor or colours have.

    In lines the one that refuses is named where something waits for a yes, which nothing does here.
    """
    ours = {"open", "theme", "give_up"}
    return [key for key in cards.KEYS if not key.is_move and key.action not in ours]


def texts(facts: tuple[Fact, ...]) -> Iterator[str]:
    for fact in facts:
        yield from (fact.label, fact.told, fact.beside)


async def all_of(stage: Stage) -> list[str]:
    """Visit everything on a screen that is large enough."""
    seen = [stage.text]
    for _ in stage.app.contents.batches:
        await stage.press("enter")
        if stage.shown == "CardScreen":
            seen.append(stage.text)
            await stage.press("escape")
        await stage.press("down")
        seen.append(stage.text)
    for _ in range(3):
        await stage.press("enter")
        if stage.shown == "CardScreen":
            seen.append(stage.text)
            await stage.press("escape")
        await stage.press("down")
        seen.append(stage.text)
    await stage.press("w")
    seen.append(stage.text)
    await stage.press("escape", "question_mark")
    seen.append(stage.text)
    await stage.press("escape", "a")
    for _ in HISTORY:
        seen.append(stage.text)
        await stage.press("down")
    return seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fact_is_on_the_screen_and_in_the_lines(tmp_path: Path, language: Language) -> None:
    held = Held(tmp_path)
    held.believe(
        head=Remembered(7, bytes(32), NOW_S - 3_600),
        cosigners=("metz.example/witness", "namur.example/witness"),
        doubt=Doubt("ledger.older_head", NOW_S - 60),
    )
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        seen.extend(await all_of(stage))

    with_app(held, story, size=(240, 60), settings=Settings(language))
    talk = Talked(held, Settings(language, "lines"))
    said = screen_texts(language)
    back, come, help_ = said["key_back"], said["key_activity"], said["key_help"]
    warns = said["key_warnings"]
    opened = [
        typed
        for at in range(1, 8)
        for typed in ((str(at), back) if at not in {2, 3} else (str(at),))
    ]
    talk.through(help_, warns, *opened, come, *(str(at) for at in range(1, len(HISTORY) + 1)))
    wallet = held.unlock()
    contents, ledgers = wallet.contents(), wallet.ledgers()
    wallet.lock()
    on_screen, in_lines = without_space("\n".join(seen)), without_space("\n".join(talk.lines))
    facts = [without_space(fact) for fact in facts_of(contents, ledgers, language, held.now_s)]
    assert len(facts) > 150
    assert {fact for fact in facts if fact not in on_screen} == set()
    assert {fact for fact in facts if fact not in in_lines} == set()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("word", ["activite", "reglages", "ACTIVITÉ"])
def test_a_word_is_taken_from_a_keyboard_without_accents(word: str, language: Language) -> None:
    found = chosen(word, cards.KEYS, language)
    assert found is not None
    assert found is chosen(found.label(screen_texts("fr")), cards.KEYS, "fr")
    assert chosen("activte", cards.KEYS, language) is None


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", ["PgUp", "PgDn", "Home", "End", "Enter", "Esc"]),
        ("fr", ["Pg préc", "Pg suiv", "Début", "Fin", "Entrée", "Échap"]),
        ("nl", ["PgUp", "PgDn", "Home", "End", "Enter", "Esc"]),
        ("de", ["Bild ↑", "Bild ↓", "Pos1", "Ende", "Enter", "Esc"]),
    ],
)
def test_a_key_is_called_what_is_printed_on_it(language: Language, printed: list[str]) -> None:
    keys = (*MOVES[2:], OPEN, BACK)
    assert [line.key for line in helping.lines(keys, language)] == printed
    assert [chosen(name, keys[4:], language) for name in printed[4:]] == [OPEN, BACK]
