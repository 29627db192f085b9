"""`livret ledger watch`, and what a town hall's own `ledger watch` shares with it."""

import shlex
import sys
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from livret_core.errors import LivretError, MalformedInput, Unavailable
from livret_core.words import printable
from livret_edge.arguments import Argument, Asked, home, instant, path, place, url, whole
from livret_edge.files import named_by, read_file
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_ledger.watch.cli.saying import tell, tell_since

if TYPE_CHECKING:
    from livret_core.tlog.proof import LogProof
    from livret_edge.fetcher import Fetcher
    from livret_ledger.watch.service.handing import Taker
    from livret_ledger.watch.service.looked import Looked
    from livret_ledger.watch.store import Channel

WORDS: Final = "livret_ledger.watch.words"
QUIET_S: Final = 26 * 3_600
_EVERY_S: Final = 3_600
_SOON_S: Final = 60  # until what is still owed to somebody is tried again
_YEAR_S: Final = 366 * 86_400
_TRUST_BYTES: Final = 16 << 20
_LAST_INDEX: Final = (1 << 53) - 1

Since: TypeAlias = tuple[int | None, int | None]
"""An index, or seconds since 1970."""


def since(name: str, typed: str) -> Since:
    """Take the number of an entry, or a day or instant.

    Raises:
        MalformedInput: ``usage.time``, ``usage.range``.
    """
    if typed.isascii() and typed.isdigit():
        whole(0, lambda: _LAST_INDEX)(name, typed)
        return int(typed), None
    return None, instant(name, typed)


#: What every command that looks takes.
LOOKING: Final = (
    Argument("--from", "place", place, key="source"),
    Argument("--trust", "file", path),
    Argument("--resolve", "pin"),
    Argument("--authorities", "file", path),
)
#: What a command that goes on looking takes besides.
WATCHING: Final = (
    *LOOKING,
    Argument("--once", default=False),
    Argument("--since", "since", since),
    Argument("--every", "seconds", whole(1, lambda: _YEAR_S), default=_EVERY_S),
    Argument("--quiet", "seconds", whole(60, lambda: _YEAR_S), default=QUIET_S),
    Argument("--exec", "program"),
    Argument("--webhook", "url", url),
)


def watch(asked: Asked) -> int:
    """Look what others wrote about a DID, once or again and again."""
    from livret_ledger.watch import journals

    def journal() -> Collection[str]:
        with named_by("--journal"):
            known = journals.read(read_file(asked.journal, journals.FILE_BYTES))
            known.check_of(asked.did)
            return known

    journal()  # what is typed wrongly is said before anything is made
    prepare(asked, asked.home, asked.did, place=None)
    return go_on(asked, asked.home, asked.did, journal)


def prepare(
    asked: Asked, folder: Path, did: str, *, place: str | None, believed: bytes | None = None
) -> None:
    """Begin the watch of a folder, if there is none yet; or walk on to newer trust roots.

    Args:
        asked: with the arguments of :data:`LOOKING`.
        folder: of the watch.
        did: whose name.
        place: where the ledger is read, when nobody says.
        believed: trust roots, one a line, that a new watch begins with when nobody names any.

    Raises:
        MalformedInput: ``usage.missing`` for ``--trust`` or ``--from`` at first, ``usage.*``.
        Refused: ``watch.other``, ``trust.*``.
        Unavailable: ``watch.damaged``.
    """
    from livret_ledger.watch.service.looking import Watch

    trust = None
    if asked.trust is not None:
        with named_by("--trust"):
            trust = read_file(asked.trust, _TRUST_BYTES)
    if Watch.is_in(folder):
        with Watch.held(folder) as held:
            held.check_is_of(did)
            if trust is not None:
                held.walk_on(trust)
        return
    Watch.check_unforgotten(folder)
    trust = believed if trust is None else trust
    if trust is None:
        raise MalformedInput("usage.missing", option="--trust")
    place = asked.source or place
    if place is None:
        raise MalformedInput("usage.missing", option="--from")
    Watch.begin(folder, did, trust, absolute(place), now_s=now_s())


def _as_it_is(looked: "Looked") -> "Looked":
    return looked


def go_on(
    asked: Asked,
    folder: Path,
    did: str,
    journal: Callable[[], Collection[str]],
    led_on: "Callable[[Looked], Looked]" = _as_it_is,
) -> int:
    """Look once, or again and again; the exit status.

    Args:
        asked: with the arguments of :data:`WATCHING`.
        folder: of the watch.
        did: whose name.
        journal: reads the ids of what the owner made or signed, anew for each look.
        led_on: what the owner has to say to what a look came to, before it is told.
    """
    if asked.once or asked.since is not None:
        looked = led_on(look(asked, folder, journal(), quiet_s=asked.quiet))
        if asked.since is not None:
            tell_since(asked, folder, journal())
        return end(asked, did, looked)
    said: str | None = None
    while True:
        wait_s, error = asked.every, None
        try:
            looked = led_on(look(asked, folder, journal(), quiet_s=asked.quiet))
        except LivretError as raised:
            # Of its own files, say: another command looks just now. A watch that ends sees nothing.
            error = raised
        else:
            tell(asked, looked, of_nothing=said is None)
            error = trouble_of(looked)
            if looked.untold is not None:
                wait_s = min(wait_s, _SOON_S)
        if error is not None and error.code != said:
            asked.voice.complain_of(printable(did), error)
        said = "" if error is None else error.code
        sys.stdout.flush()  # whoever reads through a pipe waits no longer
        time.sleep(wait_s)


def look(asked: Asked, folder: Path, journal: Collection[str], *, quiet_s: int) -> "Looked":
    """Look once; alerts are handed to whoever the command names.

    Raises:
        MalformedInput: ``usage.no_folder``, ``input.https_uri``.
        Unavailable: ``store.unavailable``, ``ledger.busy``.
    """
    from livret_edge.fetcher import fetcher_of
    from livret_edge.pacing import paced
    from livret_ledger.client.reading import Reader, open_source
    from livret_ledger.watch.service.looking import Watch

    with ExitStack() as stack:
        held = stack.enter_context(Watch.held(folder))
        fetcher = fetcher_of(asked)
        stack.callback(fetcher.close)
        said = getattr(asked, "source", None)
        place = held.memory.standing().source if said is None else absolute(said)
        return held.look(
            Reader(open_source(place, fetcher)),
            place,
            journal,
            _takers(asked, fetcher),
            now_s=now_s(),
            quiet_s=quiet_s,
            told=paced(asked),
        )


def prove(asked: Asked, folder: Path, indexes: Collection[int]) -> "dict[int, LogProof]":
    """Fetch the proof that entries stand on the ledger that was looked at; nothing is believed yet.

    Raises:
        LivretError: as :class:`livret_ledger.client.reading.Reader`.
    """
    from livret_edge.fetcher import fetcher_of
    from livret_ledger.client.reading import Reader, open_source
    from livret_ledger.watch.service.looking import Watch

    standing, said = Watch.standing_of(folder), getattr(asked, "source", None)
    if not indexes or standing is None:
        return {}
    with closing(fetcher_of(asked)) as fetcher:
        reader = Reader(open_source(standing.source if said is None else absolute(said), fetcher))
        signed = reader.checkpoint()
        return {index: reader.log_proof(index, signed) for index in indexes}


def end(asked: Asked, did: str, looked: "Looked") -> int:
    """Tell what a look came to; 1 when an entry was found, or a theft is not answered yet.

    Raises:
        LivretError: why nothing could be found out, or the ledger is not to be believed;
            ``watch.silent``, ``watch.untold``; only complained of beside such an entry.
    """
    tell(asked, looked)
    error = trouble_of(looked)
    if error is not None and not looked.is_alarm:
        raise error
    if error is not None:
        asked.voice.complain_of(printable(did), error)
    return int(looked.is_alarm)


def trouble_of(looked: "Looked") -> LivretError | None:
    """Give what stands in the way of a quiet mind, the gravest first."""
    silent_s = looked.silent_since_s
    silent = None if silent_s is None else Unavailable("watch.silent", since_s=silent_s)
    if looked.error is not None and looked.error.branch == "refused":
        return looked.error
    return silent or looked.error or looked.untold


def _takers(asked: Asked, fetcher: "Fetcher") -> "dict[Channel, Taker]":
    from livret_core.https_uri import HttpsUri
    from livret_ledger.watch.service.handing import Program as Run
    from livret_ledger.watch.service.handing import Webhook

    takers: dict[Channel, Taker] = {}
    # A command that looks on its way to something else names nobody to tell.
    program, url = getattr(asked, "exec", None), getattr(asked, "webhook", None)
    if program is not None:
        try:
            command = shlex.split(program)
        except ValueError:
            command = []
        if not command:
            raise MalformedInput("usage.no_value", option="--exec")
        takers["exec"] = Run(command)
    if url is not None:
        takers["webhook"] = Webhook(HttpsUri.parse(url), fetcher)
    return takers


def absolute(place: str) -> str:
    """A folder is found again from wherever the watch is started."""
    return place if "://" in place else str(Path(place).absolute())


PROGRAM: Final = Program(
    "livret ledger watch",
    WORDS,
    (
        Command(
            "",
            watch,
            (
                "livret ledger watch --did did:webvh:Qm…:ledger.example:v \\\n    --journal journal.jsonl --from copy/ --trust trust.jsonl",
                "livret ledger watch --did did:webvh:Qm… --journal own.jsonl --since 2026-11-20",
            ),
            (
                Argument("--did", "did", required=True),
                Argument("--journal", "file", path, required=True),
                *WATCHING,
                home(partial(default_home, "watch")),
            ),
        ),
    ),
)
