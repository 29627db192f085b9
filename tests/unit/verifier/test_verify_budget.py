"""How many rooms one verification walks through: a reader should be able to follow it.

27 files of ours with the issuer's log verified before, as at a desk; 39 with the log
read and verified too. The bounds leave room for one or two more, and no further room
should be added without taking one away.
"""

import sys
from pathlib import Path
from types import FrameType
from typing import Final

from livret_core.credential.presentation import Presentation
from livret_verifier.checks import CHECKS
from livret_verifier.gather import drive
from livret_verifier.memo import Memo
from livret_verifier.verify import begin
from tests.scene import FOLDER, draft, present, question

MOST: Final = 27
MOST_WITH_THE_LOG: Final = 41


def walked(text: str, memo: Memo) -> list[str]:
    """Verify *text* and list the files of ours in which a function was called."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        verdict = drive(begin(Presentation.parse(text), question(), memo), FOLDER)
    finally:
        sys.setprofile(before)
    assert verdict.report.passed == len(CHECKS)
    return sorted(name for name in files if "/livret_" in Path(name).as_posix())


def test_one_verification_walks_through_few_files() -> None:
    memo = Memo()
    with_the_log = walked(present(draft()), memo)
    assert len(with_the_log) <= MOST_WITH_THE_LOG, with_the_log
    files = walked(present(draft(index=14)), memo)
    assert len(files) <= MOST, files
    assert any(name.endswith("livret_verifier/verify.py") for name in files)
