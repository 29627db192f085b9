"""`livret demo`: a whole town on this machine, scene by scene.

stage.py    the town: its hall, Camille's wallet, the pool's desk, in one folder
scenes.py   what happens, and how it should end
telling.py  how it is told: for a terminal, line by line, or as JSON
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from livret_edge.arguments import Argument, Asked, path
from livret_edge.program import Command, Program
from livret_town.demo.scenes import SCENES
from livret_town.demo.stage import Stage
from livret_town.demo.telling import Telling

_WRONG_VERDICT: Final = 70


def _run(asked: Asked) -> int:
    """Play the scenes; 0 when each went as it should, 70 when one did not."""
    voice = asked.voice
    telling = Telling(voice.lang, voice.manner, as_json=voice.json)
    if asked.keep is not None:
        return _play(Stage.build(asked.keep, voice.lang), telling, step=asked.step, kept=True)
    with tempfile.TemporaryDirectory(prefix="livret-demo-") as folder:
        return _play(Stage.build(Path(folder), voice.lang), telling, step=asked.step, kept=False)


def _play(stage: Stage, telling: Telling, *, step: bool, kept: bool) -> int:
    started = time.perf_counter()
    telling.open()
    right = refusals = 0
    for number, scene in enumerate(SCENES, 1):
        began = time.perf_counter()
        told = scene(stage, telling.said)
        right += told.went_well
        refusals += told.is_refusal
        telling.scene(number, told, time.perf_counter() - began)
        if step and sys.stdin.isatty() and number < len(SCENES):
            input()
    telling.close(
        right,
        len(SCENES),
        refusals,
        time.perf_counter() - started,
        kept=stage.root if kept else None,
    )
    return 0 if right == len(SCENES) else _WRONG_VERDICT


run: Final = Program(
    "livret demo",
    "livret_town.words.help",
    (
        Command(
            "",
            _run,
            ("livret demo", "livret demo --lang fr --keep town/"),
            (Argument("--step", default=False), Argument("--keep", "folder", path)),
        ),
    ),
).run
