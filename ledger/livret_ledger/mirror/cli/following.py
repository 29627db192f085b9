"""A ledger is followed, and its copy kept fresh and served."""

import signal
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event, Thread

from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger.trust_chain import walk
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.fetcher import Fetcher, fetcher_of
from livret_edge.pacing import paced
from livret_edge.saying import now_s
from livret_edge.serving.answering import answer
from livret_edge.trust_file import trusted
from livret_ledger.mirror.cli.reaching import reading
from livret_ledger.mirror.service import Mirror, Parts, Standing
from livret_ledger.mirror.store import MirrorHome
from livret_ledger.mirror.words import texts
from livret_ledger.service.asking import post_with
from livret_ledger.service.http import make_files_app


def mirror(asked: Asked) -> int:
    """Follow a ledger, once or until told to stop."""
    opened = _home(asked)
    with ExitStack() as stack:
        fetcher = stack.enter_context(closing(fetcher_of(asked)))
        made = _open(asked, opened, fetcher, stack)
        if asked.once:
            _look(asked, made)
            return 0
        ended = Event()
        if asked.listen is None:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda _number, _frame: ended.set())
            _follow(asked, made, ended)
            return 0
        follower = Thread(target=_follow, args=(asked, made, ended), name="mirror")
        follower.start()
        try:
            _serve(asked, made)
        finally:
            ended.set()
            follower.join()
    return 0


def _home(asked: Asked) -> MirrorHome:
    """Open the mirror's folder, or make it when this is the first time."""
    if MirrorHome.is_made(asked.home):
        opened = MirrorHome.open(asked.home)
        if asked.trust is not None:
            # Handed over by whoever runs it, as the first ones were.
            chain = walk((*opened.trust_chain().roots, *trusted(asked).roots))
            opened.keep_trust(chain.roots)
        return opened
    MirrorHome.check_free(asked.home)
    wanted = (("--from", asked.source), ("--trust", asked.trust))
    missing = [option for option, given in wanted if given is None]
    if missing:
        raise MalformedInput("usage.missing", option=", ".join(missing))
    made = MirrorHome.create(asked.home, trusted(asked), _absolute(asked.source))
    if not asked.voice.json:
        said = texts(asked.voice.lang)
        place = printable(str(asked.home))
        asked.voice.tell("✓ " + said["made"].format(origin=printable(made.origin), path=place))
    return made


def _open(asked: Asked, opened: MirrorHome, fetcher: Fetcher, stack: ExitStack) -> Mirror:
    store, memory = stack.enter_context(closing(opened.store())), opened.memory()
    stack.callback(memory.close)
    stack.enter_context(store.writer())
    read = reading(asked.source or opened.source, fetcher)
    parts = Parts(opened, store, memory, read, post_with(fetcher), now_s, time.monotonic)
    return Mirror(parts)


def _follow(asked: Asked, made: Mirror, ended: Event) -> None:
    """Look every so often; say once what is wrong, and go on."""
    said: str | None = None
    while not ended.is_set():
        try:
            _look(asked, made)
            said = None
        except LivretError as error:
            if error.code != said:
                asked.voice.complain_of(made.chain.newest.origin, error)
            said = error.code
        ended.wait(asked.every)


def _look(asked: Asked, made: Mirror) -> None:
    """Follow what is published, and keep the head fresh whether or not that worked."""
    evidence = paced(asked, "evidence")
    try:
        _say_followed(asked, made.follow(paced(asked, "replaying"), evidence))
    finally:
        # Also when there is nothing to follow: that is what a mirror is there for.
        for file in made.new_frauds():
            _say_fraud(asked, file)
        fresh = made.refresh(evidence)
        if fresh is not None:
            _say_refreshed(asked, fresh)
        for path, error in sorted(made.new_left_out().items()):
            _say_left_out(asked, path, error)


def _say_followed(asked: Asked, standing: Standing) -> None:
    voice = asked.voice
    if voice.json:
        voice.event(
            "followed",
            size=standing.size,
            time_s=standing.time_s,
            grown=standing.grown,
            restored=standing.restored,
        )
    elif standing.grown or asked.once:
        said = texts(voice.lang)["grown" if standing.grown else "same"]
        shown = {"grown": standing.grown, "size": standing.size}
        voice.tell("✓ " + said.format(**shown, time=voice.moment(standing.time_s)))
    if standing.restored and not voice.json:
        voice.tell("! " + texts(voice.lang)["restored"].format(count=standing.restored))
    sys.stdout.flush()  # whoever waits for the line through a pipe waits no longer


def _say_refreshed(asked: Asked, standing: Standing) -> None:
    voice = asked.voice
    if voice.json:
        voice.event("refreshed", size=standing.size, time_s=standing.time_s)
    else:
        at = voice.moment(standing.time_s)
        voice.tell("✓ " + texts(voice.lang)["refreshed"].format(size=standing.size, time=at))
    sys.stdout.flush()


def _say_left_out(asked: Asked, path: str, error: LivretError) -> None:
    if asked.voice.json:
        asked.voice.event("evidence_left_out", file=path, code=error.code)
    else:
        said = texts(asked.voice.lang)["left_out"].format(path=printable(path), code=error.code)
        asked.voice.tell("! " + said)
    sys.stdout.flush()


def _say_fraud(asked: Asked, file: Path) -> None:
    if asked.voice.json:
        asked.voice.event("fraud_shown", file=str(file))
    else:
        said = texts(asked.voice.lang)["fraud"].format(path=printable(str(file)))
        asked.voice.tell("✗ " + said)
    sys.stdout.flush()


def _serve(asked: Asked, made: Mirror) -> None:
    def say(url: str) -> None:
        if asked.voice.json:
            asked.voice.event("listening", url=url)
        else:
            asked.voice.tell("✓ " + texts(asked.voice.lang)["listening"].format(url=url))

    answer(asked, make_files_app(made.web), asked.listen, say)


def _absolute(place: str) -> str:
    """A folder is found again from wherever the mirror is started."""
    return place if "://" in place else str(Path(place).absolute())
