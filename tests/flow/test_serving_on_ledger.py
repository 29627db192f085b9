"""What a served town hall does without being asked: its name is watched, its day committed."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.words.manner import Manner
from livret_edge.arguments import Asked, parse
from livret_issuer.cli import PROGRAM
from livret_issuer.cli.serving import _tasks
from livret_issuer.service import Office
from livret_issuer.service.online.schedule import Task
from livret_issuer.store import Home
from tests.playing import PASSPHRASE, Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A registered town hall that watches its name."""
    ledger = register(begin(play, monkeypatch))
    ledger.publish()
    on_ledger(
        play, "watch", "--once", "--trust", play.root / "trust.jsonl", "--from", ledger.published
    )
    return ledger


def asked(root: Path, *more: str) -> Asked:
    """`livret issuer serve` as it is typed."""
    words = ["serve", "--behind-proxy", "--json", "--home", str(root / "hall"), *more]
    command, rest = PROGRAM.find(words)
    return parse(PROGRAM.arguments(command), rest, Manner())


@contextmanager
def tasks(play: Play, *more: str) -> Iterator[dict[str, Task]]:
    with ExitStack() as stack:
        office = stack.enter_context(closing(Office.open(play.root / "hall", PASSPHRASE.encode())))
        yield {task.name: task for task in _tasks(asked(play.root, *more), office)}


def run(play: Play, task: Task) -> None:
    task.run(play.clock.now_s)


def test_the_day_is_committed_and_the_name_is_watched(ledger: Ledger) -> None:
    play = ledger.play
    with tasks(play, "--submit", URL) as made:
        assert set(made) == {"lists", "tidy", "watch", "commit"}
        for name in ("lists", "tidy", "watch", "commit"):
            run(play, made[name])
        ledger.publish()
        # A day has one commit, and asking for it again is no failure.
        run(play, made["commit"])
        run(play, made["watch"])
    stands = [(each["type"], each["stand"]) for each in on_ledger(play, "journal")]
    assert stands == [("did.create", "taken"), ("commit", "taken")]


def test_a_theft_is_told_by_the_watch_and_nothing_is_committed(ledger: Ledger) -> None:
    play = ledger.play
    with tasks(play, "--submit", URL) as made:
        Thief(ledger).take_over()
        ledger.publish()
        for name in ("watch", "commit"):
            with pytest.raises(LivretError) as caught:
                run(play, made[name])
            assert caught.value.code == "watch.theft"
    assert [each["type"] for each in on_ledger(play, "journal")] == ["did.create"]


def test_a_ledger_that_takes_nothing_is_told(ledger: Ledger) -> None:
    ledger.reachable = False
    with tasks(ledger.play, "--submit", URL) as made:
        with pytest.raises(Unavailable) as caught:
            run(ledger.play, made["commit"])
        assert caught.value.code == "net.unavailable"
        ledger.reachable = True
        run(ledger.play, made["commit"])


def test_a_hall_without_a_ledger_only_publishes_and_forgets(play: Play) -> None:
    play.found()
    with tasks(play) as made:
        assert set(made) == {"lists", "tidy"}
        run(play, made["lists"])


def test_a_list_is_published_as_the_folder_says_where(play: Play) -> None:
    play.found()
    with tasks(play) as made:
        before = play.issuer("show", "--json").events[0]["public"]
        play.clock.now_s += 3_600
        run(play, made["lists"])
        [token] = Path(before).rglob("1.jwt")
        assert token.stat().st_size
        assert play.issuer("audit", "--json").events[-2]["action"] == "publish"


def test_it_looks_by_itself_since_when_the_ledger_has_a_new_key(ledger: Ledger) -> None:
    play = ledger.play
    home = Home.open(play.root / "hall")
    with tasks(play) as made:
        on_ledger(play, "update", "--submit", URL)
        assert not home.read_hall().is_key_read
        # Not ready, with the reason, until the ledger publishes that.
        with pytest.raises(Unavailable) as caught:
            run(play, made["tidy"])
        assert caught.value.code == "home.key_unread"
        ledger.publish()
        run(play, made["tidy"])
        assert home.read_hall().is_key_read
        run(play, made["tidy"])
