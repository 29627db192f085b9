"""`livret demo`: a whole town on this machine, scene by scene; or, apart from it, a ledger.

grounds.py        the town as processes: its folder, its ports, the way between them
keepers.py        the ledger they found and serve
town_stage.py     town hall, wallet and desk on these grounds
town_scenes.py    what happens, and how it should end
stage.py, scenes.py, pool.py   the same walk on files, in one process: what each role does
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
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, final

from livret_core.errors import LivretError, MalformedInput
from livret_edge.arguments import Argument, Asked, choice, path, whole
from livret_edge.program import Command, Program
from livret_town.demo.scenes import SCENES, Told
from livret_town.demo.stage import Stage
from livret_town.demo.telling import Telling

if TYPE_CHECKING:
    from livret_town.demo.open_town import OpenTown
    from livret_town.processes.supervisor import Supervisor

_WRONG_VERDICT: Final = 70
_TOWN: Final = "town"
_FILES: Final = "files"
_LEDGER: Final = "ledger"
_PORTS: Final = 65_535 - 16
_SHOWN_LINES: Final = 3
#: Where the town that stays open is kept when nobody says where.
_KEPT: Final = Path("demo-town")

#: A play, set in a folder: one function a scene.
_Scenes: TypeAlias = Sequence[Callable[[Mapping[str, str]], Told]]


@final
@dataclass(frozen=True, slots=True)
class _Play:
    """What is played.

    Attributes:
        scenes: in their order.
        titles: of the scenes, in words, for who waits for one.
        blame: finds the process behind an error, where there are processes.
        leave_open: lets go of what was played with, and gives the town that stays open.
    """

    scenes: _Scenes
    titles: Sequence[str] = ()
    blame: "Supervisor | None" = None
    leave_open: "Callable[[], OpenTown] | None" = None


def _run(asked: Asked) -> int:
    """Play the scenes; 0 when each went as it should, 70 when one did not."""
    voice = asked.voice
    words = None
    for option, given in (("--port", asked.port is not None), ("--serve", asked.serve)):
        if given and asked.play != _TOWN:
            raise MalformedInput("usage.contradiction", option=f"--play, {option}")
    if asked.play == _LEDGER:
        from livret_town.words import ledger

        words = ledger.texts(voice.lang)
    telling = Telling(voice.lang, voice.manner, as_json=voice.json, play=words)
    with ExitStack() as stack:
        kept: Path | None = asked.keep or (_KEPT if asked.serve else None)
        if asked.serve and kept is not None and _is_town(kept):
            if asked.port:
                # It answers at the addresses that its own proofs name.
                raise MalformedInput("usage.contradiction", option="--keep, --port")
            return _open_again(kept, telling)
        if kept is not None and kept.is_dir() and any(kept.iterdir()):
            raise MalformedInput("usage.folder_used", option="--keep", folder=str(kept))
        folder = kept or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="livret-demo-"))
        )
        play = stack.enter_context(_PLAYS[asked.play](folder, asked))
        status = _play(play, telling, step=asked.step, kept=kept, serves=asked.serve)
        if status or kept is None or play.leave_open is None:
            return status
        # One that is kept can be opened later: it is left as one that stays open is.
        town = play.leave_open()
        return _stay(town, telling) if asked.serve else status


def _is_town(folder: Path) -> bool:
    from livret_town.demo.grounds import is_town

    return is_town(folder)


def _open_again(folder: Path, telling: Telling) -> int:
    """Open a town that was kept, and leave it open; 0 when it was closed."""
    from livret_town.demo.open_town import opened_again

    telling.open()
    with opened_again(folder) as town:
        return _stay(town, telling)


def _stay(town: "OpenTown", telling: Telling) -> int:
    """Leave a town open until told to close it."""
    telling.ready(town)
    try:
        town.stay()
    except KeyboardInterrupt:
        telling.closing()
        return 0
    except LivretError:
        failed = town.grounds.supervisor.failed
        if failed is not None:
            telling.failed(failed.name, failed.last(_SHOWN_LINES))
        raise
    return 0


@contextmanager
def _town(folder: Path, asked: Asked) -> Iterator[_Play]:
    # As below: half of the toolkit.
    from livret_town.demo import town_scenes
    from livret_town.demo.open_town import left_open
    from livret_town.demo.town_stage import town_stage

    with town_stage(folder, asked.voice.lang, first_port=asked.port) as stage:
        yield _Play(
            [partial(scene, stage) for scene in town_scenes.SCENES],
            town_scenes.TITLES,
            stage.grounds.supervisor,
            partial(left_open, stage),
        )


@contextmanager
def _files(folder: Path, asked: Asked) -> Iterator[_Play]:
    stage = Stage.build(folder, asked.voice.lang)
    try:
        yield _Play([partial(scene, stage) for scene in SCENES])
    finally:
        stage.close()


@contextmanager
def _ledger(folder: Path, asked: Asked) -> Iterator[_Play]:
    # Half of the toolkit: only who asks for this play waits for it.
    from livret_town.demo import ledger_scenes
    from livret_town.demo.ledger_stage import LedgerStage

    stage = LedgerStage.build(folder, asked.voice.lang)
    try:
        yield _Play([partial(scene, stage) for scene in ledger_scenes.SCENES])
    finally:
        stage.close()


_PLAYS: Final[Mapping[str, Callable[[Path, Asked], AbstractContextManager[_Play]]]] = {
    _TOWN: _town,
    _FILES: _files,
    _LEDGER: _ledger,
}


def _play(play: _Play, telling: Telling, *, step: bool, kept: Path | None, serves: bool) -> int:
    started = time.perf_counter()
    telling.open()
    right = refusals = 0
    for number, scene in enumerate(play.scenes, 1):
        began = time.perf_counter()
        if number <= len(play.titles):
            telling.begin(number, play.titles[number - 1])
        try:
            told = scene(telling.said)
        except LivretError as error:
            telling.broke()
            if play.blame is None:
                raise
            found = play.blame.explain(error)
            if play.blame.failed is not None:
                telling.failed(play.blame.failed.name, play.blame.failed.last(_SHOWN_LINES))
            raise found from error
        right += told.went_well
        refusals += told.is_refusal
        telling.scene(number, told, time.perf_counter() - began)
        if step and sys.stdin.isatty() and number < len(play.scenes):
            input()
    telling.close(
        right, len(play.scenes), refusals, time.perf_counter() - started, kept=kept, serves=serves
    )
    return 0 if right == len(play.scenes) else _WRONG_VERDICT


run: Final = Program(
    "livret demo",
    "livret_town.words.help",
    (
        Command(
            "",
            _run,
            ("livret demo", "livret demo --serve --lang fr", "livret demo --play ledger"),
            (
                Argument("--play", "play", choice(*_PLAYS), default=_TOWN),
                Argument("--step", default=False),
                Argument("--keep", "folder", path),
                Argument("--serve", default=False),
                Argument("--port", "number", whole(0, lambda: _PORTS)),
            ),
        ),
    ),
).run
