"""`livret ledger auditor`, `prove-fraud` and `verify-fraud`."""

import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.words import printable
from livret_edge.arguments import PASSPHRASE, Argument, Asked, home, path, place, whole
from livret_edge.files import named_by, read_file, write_named
from livret_edge.homes import default_home
from livret_edge.pacing import paced
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_ledger.witness.cli import (
    SERVING,
    WORDS,
    check_name,
    log_key,
    resealing,
    rotating,
    say_made,
    serve_until_told,
    status,
    telling,
)
from livret_ledger.witness.words import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from livret_ledger.auditor.auditing import Published
    from livret_ledger.auditor.service import Auditor
    from livret_ledger.fraud import ProvenFraud, Replica
    from livret_ledger.fraud_file import Fraud
    from livret_ledger.telling import Told
    from livret_ledger.witness.store.home import CosignerHome
    from livret_ledger.witness.store.memory import WitnessStore

_NETWORK: Final = (
    Argument("--resolve", "pin"),
    Argument("--authorities", "file", path),
)


def init(asked: Asked) -> int:
    """Make an auditor."""
    from livret_ledger.store.sqlite import SqliteStore
    from livret_ledger.witness.store.home import CosignerHome

    check_name(asked)
    key = log_key(asked.log_key, "--log-key")
    passphrase = take_passphrase(asked.passphrase_file, asked.voice, twice=True)
    made = CosignerHome.create(
        asked.home, "auditor", asked.name, passphrase, source=_absolute(asked.source)
    )
    memory = made.memory()
    memory.add_log(key)
    memory.close()
    SqliteStore.create(made.replica, key.name.text).close()
    say_made(asked, made)
    return 0


def replay(asked: Asked) -> int:
    """Replay what is published, once, and say what it comes to."""
    from livret_ledger.witness.store.home import CosignerHome

    opened = CosignerHome.open(asked.home)
    memory = opened.memory()
    with ExitStack() as stack:
        auditor = _auditor(asked, opened, memory, stack)
        signed = auditor.follow(paced(asked))
    checkpoint = signed.checkpoint
    if asked.voice.json:
        asked.voice.event("replayed", origin=checkpoint.origin, size=checkpoint.size)
    else:
        said = texts(asked.voice.lang)
        asked.voice.tell("✓ " + said["replayed"].format(size=checkpoint.size))
    return 0


def serve(asked: Asked) -> int:
    """Follow, and answer until told to stop."""
    from livret_ledger.witness.service import Cosigner
    from livret_ledger.witness.store.home import CosignerHome

    opened = CosignerHome.open(asked.home)
    identity = opened.identity("auditor")
    ended = Event()
    with ExitStack() as stack:
        stack.enter_context(opened.serving())  # before anybody is asked for a passphrase
        passphrase = take_passphrase(asked.passphrase_file, asked.voice)
        signer, memory = opened.unlock(passphrase)
        auditor = _auditor(asked, opened, memory, stack)
        cosigner = Cosigner(
            memory,
            name=identity.key.name.text,
            signer=signer,
            clock=now_s,
            approval=auditor.approve,
            told=telling(asked, identity.key.name.text),
        )
        follower = Thread(target=_follow, args=(asked, auditor, ended), name="follower")
        follower.start()
        try:
            serve_until_told(asked, cosigner)
        finally:
            ended.set()
            follower.join()
    return 0


def _follow(asked: Asked, auditor: "Auditor", ended: Event) -> None:
    """Look at what is published every so often; say once what is wrong with it."""
    said: str | None = None
    while not ended.is_set():
        try:
            auditor.follow(paced(asked))
            said = None
        except LivretError as error:
            if error.code != said:
                asked.voice.complain_of(auditor.origin, error)
            said = error.code
        ended.wait(asked.every)


def prove_fraud(asked: Asked) -> int:
    """Write down one fraud that a witness or an auditor kept.

    Raises:
        Refused: ``fraud.none``.
    """
    memory = _watching(asked.home).memory()
    frauds = memory.frauds()
    memory.close()
    if not 0 < asked.number <= len(frauds):
        raise Refused("fraud.none", count=len(frauds))
    found = frauds[asked.number - 1]
    write_named(asked.to, found.file, "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event("written", file=str(asked.to), origin=found.origin, subject=found.subject)
    else:
        said = texts(asked.voice.lang)
        asked.voice.tell("✓ " + said["written"].format(path=printable(str(asked.to))))
    return 0


def _watching(folder: Path) -> "CosignerHome":
    """Open the folder of who watches a ledger; a ledger's own or a mirror's keeps no fraud.

    Raises:
        Unavailable: ``home.unavailable``.
    """
    from livret_ledger.witness.store.home import CosignerHome

    try:
        return CosignerHome.open(folder)
    except Unavailable as error:
        if error.facts.get("reason") != "empty" or not any(folder.iterdir()):
            raise
        raise Unavailable(error.code, **{**error.facts, "reason": "another"}) from None


def verify_fraud(asked: Asked) -> int:
    """Check a fraud file; 0 when it shows what it says."""
    from livret_edge.trust_file import trusted
    from livret_ledger import fraud, fraud_file

    if (asked.log_key is None) == (asked.trust is None):
        raise MalformedInput("usage.missing", option="--log-key, --trust")
    keys = None if asked.log_key is None else [log_key(asked.log_key, "--log-key")]
    chain = None if asked.trust is None else trusted(asked)
    with named_by(asked.named("file")):
        shown = _shown(read_file(asked.file, fraud_file.FILE_BYTES))
    with ExitStack() as stack:
        replica = None
        if asked.copy is not None:
            of = shown.index if isinstance(shown, fraud_file.BadEntry) else 0
            replica = _paced(_replica(asked, stack), paced(asked), of)
        if chain is None:
            proven = fraud.check(shown, keys or (), replica=replica)
        else:
            proven = fraud.check_by_chain(shown, chain, replica=replica)
    _say_proven(asked, proven)
    return 0


def _shown(raw: bytes) -> "Fraud":
    """Read a fraud file; what is none is nobody's proof that could be had on paper."""
    from livret_ledger import fraud_file

    try:
        return fraud_file.parse(raw)
    except MalformedInput as error:
        if not error.code.startswith("input."):
            raise
        raise MalformedInput("fraud.malformed", error.code) from None


def _say_proven(asked: Asked, proven: "ProvenFraud") -> None:
    names = sorted(key.name.text for key in proven.cosigners)
    voice = asked.voice
    if voice.json:
        voice.event(
            "fraud_shown",
            origin=proven.origin,
            sizes=list(proven.sizes),
            index=proven.index,
            rule=proven.rule or None,
            cosigners=names,
        )
        return
    said, origin = texts(voice.lang), printable(proven.origin)
    told = ", ".join(map(printable, names)) or said["nobody"]
    if proven.index is None:
        first, second = proven.sizes
        voice.tell("✓ " + said["proven_heads"].format(origin=origin, first=first, second=second))
        voice.rows([(said["cosigners_both"], told)])
        return
    voice.tell("✓ " + said["proven_entry"].format(origin=origin, index=proven.index))
    voice.rows([(said["rule"], proven.rule), (said["cosigners"], told)])


def _paced(replica: "Replica", told: "Told", of: int) -> "Replica":
    """Tell how far the reading of a copy has come."""

    def read(begin: int, end: int) -> "Iterable[bytes]":
        told(begin, of)
        return replica(begin, end)

    return read


def _replica(asked: Asked, stack: ExitStack) -> "Replica":
    """Read entries of a copy: a store's file, or what somebody published."""
    from livret_ledger.store.sqlite import SqliteStore

    if Path(asked.copy).is_file():
        store = SqliteStore.open(Path(asked.copy), read_only=True)
        stack.callback(store.close)
        return lambda begin, end: (entry.leaf for entry in store.entries(begin, end))
    reader = _published(asked, asked.copy)
    size = reader.checkpoint().checkpoint.size
    return lambda begin, end: reader.entries(begin, min(end, size), size)


def _auditor(
    asked: Asked, opened: "CosignerHome", memory: "WitnessStore", stack: ExitStack
) -> "Auditor":
    from livret_ledger.auditor.service import Auditor
    from livret_ledger.store.sqlite import SqliteStore

    identity = opened.identity("auditor")
    stack.callback(memory.close)
    if not opened.replica.exists():
        # What it confirmed it remembers elsewhere: the ledger is only to be replayed again.
        [key, *_] = memory.log_keys
        SqliteStore.create(opened.replica, key.name.text).close()
        if asked.voice.json:
            asked.voice.event("replica_anew", file=opened.replica.name)
        else:
            asked.voice.tell("! " + texts(asked.voice.lang)["replica_anew"])
    store = SqliteStore.open(opened.replica)
    stack.callback(store.close)
    stack.enter_context(store.writer())
    return Auditor(
        store,
        memory,
        _reading(asked, asked.source or str(identity.source)),
        clock=now_s,
        stopwatch=time.monotonic,
    )


def _published(asked: Asked, place: str) -> "Published":
    return _reading(asked, place)()


def _reading(asked: Asked, place: str) -> "Callable[[], Published]":
    """Find the way to a ledger's files; each reader begins anew."""
    from livret_edge.fetcher import fetcher_of
    from livret_ledger.client.reading import Reader, open_source

    source = open_source(place, fetcher_of(asked))
    return lambda: Reader(source)


def _absolute(place: str) -> str:
    """A folder is found again from wherever the auditor is started."""
    return place if "://" in place else str(Path(place).absolute())


_FROM: Final = Argument("--from", "place", place, key="source")
_LOG_KEY: Final = Argument("--log-key", "key")

PROGRAM: Final = Program(
    "livret ledger auditor",
    WORDS,
    (
        Command(
            "init",
            init,
            (
                "livret ledger auditor init --name namur.example/audit \\\n    --log-key $LOG_KEY --from https://ledger.example/meuse",
                "livret ledger auditor init --name namur.example/audit \\\n    --log-key $LOG_KEY --from ./published --home audit",
            ),
            (
                Argument("--name", "address", required=True),
                Argument("--log-key", "key", required=True),
                Argument("--from", "place", place, required=True, key="source"),
            ),
        ),
        Command(
            "replay",
            replay,
            (
                "livret ledger auditor replay",
                "livret ledger auditor replay --home audit --from ./copy --json",
            ),
            (_FROM, *_NETWORK),
        ),
        rotating("livret ledger auditor"),
        resealing("livret ledger auditor"),
        Command(
            "serve",
            serve,
            (
                "livret ledger auditor serve --listen 127.0.0.1:8644",
                "livret ledger auditor serve --home audit --every 10",
            ),
            (
                *SERVING,
                _FROM,
                Argument("--every", "seconds", whole(1, lambda: 86_400), default=60),
                *_NETWORK,
            ),
        ),
        Command(
            "status",
            status,
            ("livret ledger auditor status", "livret ledger auditor status --home audit --json"),
        ),
    ),
    shared=(home(partial(default_home, "auditor")), PASSPHRASE),
    examples=(
        "livret ledger auditor replay --home audit",
        "livret ledger auditor serve --home audit",
    ),
)
PROVE_FRAUD: Final = Program(
    "livret ledger prove-fraud",
    WORDS,
    (
        Command(
            "",
            prove_fraud,
            (
                "livret ledger prove-fraud --home audit --to fraud.json",
                "livret ledger prove-fraud --home watch --number 2 --to fraud.json",
            ),
            (
                Argument("--home", "folder", path, required=True),
                Argument("--to", "file", path, required=True),
                Argument("--number", "number", whole(1, lambda: 1_000_000), default=1),
            ),
        ),
    ),
)
VERIFY_FRAUD: Final = Program(
    "livret ledger verify-fraud",
    WORDS,
    (
        Command(
            "",
            verify_fraud,
            (
                "livret ledger verify-fraud fraud.json --log-key $LOG_KEY",
                "livret ledger verify-fraud fraud.json --trust trust-root.jsonl \\\n    --copy ./published",
            ),
            (
                Argument("file", "file", path, required=True),
                _LOG_KEY,
                Argument("--trust", "file", path),
                Argument("--copy", "place", place),
                *_NETWORK,
            ),
        ),
    ),
)
run: Final = PROGRAM.run
