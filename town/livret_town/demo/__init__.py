"""`livret demo`: a whole town on this machine, scene by scene.

stage.py    the town: its hall, Camille's wallet, the pool's desk, in one folder
scenes.py   what happens, and how it should end
telling.py  how it is told: for a terminal, line by line, or as JSON
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from livret_core.words import LANGUAGES
from livret_core.words.manner import Manner
from livret_town.demo.scenes import SCENES
from livret_town.demo.stage import Stage
from livret_town.demo.telling import Telling

_EXAMPLES: Final = """\
examples:
  livret demo
  livret demo --lang fr --keep town/
"""
_WRONG_VERDICT: Final = 70


def run(argv: list[str]) -> int:
    """Play the scenes; 0 when each went as it should, 70 when one did not."""
    manner = Manner.from_env(os.environ)
    parser = argparse.ArgumentParser(
        prog="livret demo",
        description="Play a whole town on this machine. Nothing leaves it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=manner.lang)
    parser.add_argument("--json", action="store_true", help="one object a scene")
    parser.add_argument("--step", action="store_true", help="wait for Enter after each scene")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the town's files in DIR")
    asked = parser.parse_args(argv)
    telling = Telling(asked.lang, manner, as_json=asked.json)
    if asked.keep is not None:
        return _play(Stage.build(asked.keep, asked.lang), telling, step=asked.step, kept=True)
    with tempfile.TemporaryDirectory(prefix="livret-demo-") as folder:
        return _play(Stage.build(Path(folder), asked.lang), telling, step=asked.step, kept=False)


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
