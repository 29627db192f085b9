"""`livret demo`: a whole town on this machine, scene by scene; or, apart from it, a ledger.

stage.py          the town: its hall, Camille's wallet, the pool's desk, in one folder
scenes.py         what happens, and how it should end
telling.py        how it is told: for a terminal, line by line, or as JSON
ledger_stage.py   the other play: a consortium, a fifth town, a wallet and a desk
ledger_scenes.py  what happens there
consortium.py     the ledger at work, its witnesses and its auditors
ledger_desk.py    a proof of the fifth town, handed over and checked
theft.py          a stolen update key: used, seen, undone
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from livret_core.errors import MalformedInput
from livret_core.words import Language
from livret_edge.arguments import Argument, Asked, choice, path
from livret_edge.program import Command, Program
from livret_town.demo.scenes import SCENES, Told
from livret_town.demo.stage import Stage
from livret_town.demo.telling import Telling

_WRONG_VERDICT: Final = 70
_TOWN: Final = "town"
_LEDGER: Final = "ledger"

#: A play, set in a folder: one function a scene.
_Scenes: TypeAlias = Sequence[Callable[[Mapping[str, str]], Told]]


def _run(asked: Asked) -> int:
    """Play the scenes; 0 when each went as it should, 70 when one did not."""
    voice = asked.voice
    words = None
    if asked.play == _LEDGER:
        from livret_town.words import ledger

        words = ledger.texts(voice.lang)
    telling = Telling(voice.lang, voice.manner, as_json=voice.json, play=words)
    with ExitStack() as stack:
        kept: Path | None = asked.keep
        if kept is not None and kept.is_dir() and any(kept.iterdir()):
            raise MalformedInput("usage.folder_used", option="--keep", folder=str(kept))
        folder = kept or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="livret-demo-"))
        )
        scenes = stack.enter_context(_PLAYS[asked.play](folder, voice.lang))
        return _play(scenes, telling, step=asked.step, kept=kept)


@contextmanager
def _town(folder: Path, language: Language) -> Iterator[_Scenes]:
    stage = Stage.build(folder, language)
    yield [partial(scene, stage) for scene in SCENES]


@contextmanager
def _ledger(folder: Path, language: Language) -> Iterator[_Scenes]:
    # Half of the toolkit: only who asks for this play waits for it.
    from livret_town.demo import ledger_scenes
    from livret_town.demo.ledger_stage import LedgerStage

    stage = LedgerStage.build(folder, language)
    try:
        yield [partial(scene, stage) for scene in ledger_scenes.SCENES]
    finally:
        stage.close()


_PLAYS: Final = {_TOWN: _town, _LEDGER: _ledger}


def _play(scenes: _Scenes, telling: Telling, *, step: bool, kept: Path | None) -> int:
    started = time.perf_counter()
    telling.open()
    right = refusals = 0
    for number, scene in enumerate(scenes, 1):
        began = time.perf_counter()
        told = scene(telling.said)
        right += told.went_well
        refusals += told.is_refusal
        telling.scene(number, told, time.perf_counter() - began)
        if step and sys.stdin.isatty() and number < len(scenes):
            input()
    telling.close(right, len(scenes), refusals, time.perf_counter() - started, kept=kept)
    return 0 if right == len(scenes) else _WRONG_VERDICT


run: Final = Program(
    "livret demo",
    "livret_town.words.help",
    (
        Command(
            "",
            _run,
            ("livret demo", "livret demo --lang fr --keep town/", "livret demo --play ledger"),
            (
                Argument("--play", "play", choice(*_PLAYS), default=_TOWN),
                Argument("--step", default=False),
                Argument("--keep", "folder", path),
            ),
        ),
    ),
).run
