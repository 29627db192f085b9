"""Take a passphrase from a file or the terminal; never from the command line."""

import getpass
import sys
from pathlib import Path
from typing import Final

from livret_core.errors import MalformedInput, Refused
from livret_core.sealing import encode_passphrase, new_passphrase
from livret_core.words import stated
from livret_edge.files import named_by, read_secret
from livret_edge.saying import Voice
from livret_edge.words import texts

# Room for a passphrase and for the line end, the byte order mark or the blank lines that
# an editor leaves.
_MAX_BYTES: Final = 4_096
_STDIN: Final = "-"


def take_passphrase(
    source: str | None,
    voice: Voice,
    *,
    twice: bool = False,
    prompt: str = "passphrase",
    option: str = "--passphrase-file",
) -> bytes:
    """Read the passphrase from *source*, or ask for it.

    Args:
        source: a file, ``-`` for standard input, or None to ask.
        voice: speaks to whoever is asked; with ``--json`` nobody is.
        twice: whether to ask again, for a passphrase that is new; one that a file has is
            whoever wrote the file's to choose.
        prompt: name of the question.
        option: that named *source*.

    Raises:
        MalformedInput: ``usage.passphrase`` where there is nobody to ask, or nobody
            answers, ``usage.not_the_same``, ``usage.no_file``, ``input.malformed``,
            ``vault.passphrase_empty``. Refused: ``vault.passphrase_short``; ``vault.passphrase``
            where nothing is typed to open with.
            Unavailable: ``file.unavailable``.
    """
    if source == _STDIN:
        return encode_passphrase(sys.stdin.readline().rstrip("\r\n"))
    if source is not None:
        with named_by(option):
            raw = read_secret(Path(source), _MAX_BYTES)
        try:
            return encode_passphrase(raw.decode("utf-8").rstrip("\r\n"))
        except UnicodeDecodeError:
            raise MalformedInput("input.malformed", "a passphrase file that is not UTF-8") from None
    if not sys.stdin.isatty() or voice.json:
        raise MalformedInput("usage.passphrase")
    first = _typed(prompt, voice)
    if twice and _typed("again", voice) != first:
        raise MalformedInput("usage.not_the_same")
    if not twice and not first:
        raise Refused("vault.passphrase")  # nothing is made here: it is one that does not open
    return new_passphrase(first) if twice else encode_passphrase(first)


def _typed(prompt: str, voice: Voice) -> str:
    try:
        return getpass.getpass(stated(texts(voice.lang)[prompt], "", voice.lang))
    except EOFError:
        print(file=sys.stderr)  # the terminal still stands behind the question
        raise MalformedInput("usage.passphrase", "the end of input at the question") from None
    except UnicodeDecodeError:
        raise MalformedInput("input.malformed", "a passphrase that is not UTF-8") from None
