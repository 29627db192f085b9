"""Files that date copies, made to count again after a change of who confirms the ledger."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.errors import LivretError
from livret_core.ledger.dating import Dating
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import check_free, make_folder, named_by, read_file, write_named
from livret_edge.pacing import paced
from livret_ledger.auditor.auditing import translated
from livret_ledger.cli.copies import Copy, open_copy
from livret_ledger.cli.looking import chain_of
from livret_ledger.redating import existed_by_s, redate
from livret_ledger.words import texts

_CHUNK: Final = 1_024


def run(asked: Asked) -> int:
    """Write a file beside each that was named; one that cannot be made is in nobody's way.

    Raises:
        LivretError: why the first of those could not be made.
    """
    with named_by("--to"):
        make_folder(asked.to)
    read = [(path, _read(asked, path)) for path in asked.file]
    for path, _ in read:
        check_free(asked.to / path.name, "--to")
    failed: list[LivretError] = []
    with open_copy(asked) as copy:
        chain, find = chain_of(asked, copy), _finding(asked, copy)
        for path, dating in read:
            try:
                made = redate(dating, find, translated(copy.nodes), copy.signed, chain)
            except LivretError as error:
                failed.append(error)
                if len(read) > 1:
                    asked.voice.complain_of(printable(str(path)), error)
                continue
            to = asked.to / path.name
            write_named(to, made.format(), "--to")
            _say(asked, to, existed_by_s(made, chain), is_new=made != dating)
    if failed:
        raise failed[0]
    return 0


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
