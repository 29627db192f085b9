"""Files that date copies, made to count again after a change of who confirms the ledger."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger.dating import Dating
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import make_folder, named_by, read_file, write_named
from livret_edge.pacing import paced
from livret_ledger.auditor.auditing import translated
from livret_ledger.cli.copies import Copy, open_copy
from livret_ledger.cli.looking import chain_of
from livret_ledger.redating import existed_by_s, redate
from livret_ledger.words import texts

_CHUNK: Final = 1_024
_EXIT: Final = {"refused": 1, "malformed": 2, "unavailable": 3}


def run(asked: Asked) -> int:
    """Write a file beside each that was named; one that cannot be made is in nobody's way.

    Returns:
        How it ended with the one that ended worst.

    Raises:
        LivretError: why the only one could not be made; what no file is to blame for.
    """
    worst = 0
    with open_copy(asked) as copy:
        chain, find = chain_of(asked, copy), _finding(asked, copy)
        for path in asked.file:
            try:
                dating = _read(asked, path)
                _check_new(asked.to / path.name)
                made = redate(dating, find, translated(copy.nodes), copy.signed, chain)
                to = asked.to / path.name
                with named_by("--to"):
                    make_folder(asked.to)
                write_named(to, made.format(), "--to")
            except LivretError as error:
                if len(asked.file) == 1:
                    raise
                worst = max(worst, _EXIT[error.branch])
                _complain(asked, path, error)
                continue
            _say(asked, to, existed_by_s(made, chain), is_new=made != dating)
    return worst


def _check_new(path: Path) -> None:
    if os.path.lexists(path):
        raise MalformedInput("usage.file_exists", option="--to", file=str(path))


def _complain(asked: Asked, path: Path, error: LivretError) -> None:
    if asked.voice.json:
        asked.voice.event("not_redated", file=str(path), code=error.code, facts=dict(error.facts))
    else:
        asked.voice.complain_of(printable(str(path)), error)


def _read(asked: Asked, path: Path) -> Dating:
    with named_by(asked.named("file")):
        return Dating.parse(read_file(path, limits.DATING_BYTES))


def _finding(asked: Asked, copy: Copy) -> Callable[[Dating], int | None]:
    """Look where the old proof says, then through all of the copy."""
    told = paced(asked, "looking")

    def find(dating: Dating) -> int | None:
        leaf, size = dating.operation.leaf, copy.signed.checkpoint.size
        if dating.proof is not None and dating.proof.index < size:
            index = dating.proof.index
            if [*copy.entries(index, index + 1)] == [leaf]:
                return index
        for begin in range(0, size, _CHUNK):
            end = min(begin + _CHUNK, size)
            for index, each in enumerate(copy.entries(begin, end), begin):
                if each == leaf:
                    return index
            told(end, size)
        return None

    return find


def _say(asked: Asked, to: Path, by_s: int, *, is_new: bool) -> None:
    voice = asked.voice
    if voice.json:
        voice.event("redated", to=str(to), existed_by_s=by_s, changed=is_new)
        return
    said = texts(voice.lang)["redated" if is_new else "dated_still"]
    voice.tell("✓ " + said.format(path=printable(str(to)), time=voice.moment(by_s)))
