"""What a service does without being asked: at its times, again when it failed, and told."""

import io
import json
import threading

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_edge.serving.lines import logged
from livret_issuer.service.online.schedule import Schedule, Task
from tests.halls_online import Clock

DAY_S = 86_400
NOON_S = 20_000 * DAY_S + DAY_S // 2


class Work:
    """Something to be done; it fails when it is told to."""

    def __init__(self, clock: Clock) -> None:
        self.at: list[int] = []
        self.error: Exception | None = None
        self._clock = clock
        self.done = threading.Event()

    def __call__(self, at_s: int) -> None:
        self.at.append(at_s - NOON_S)
        self.done.set()
        if self.error is not None:
            raise self.error


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON_S + 10)


@pytest.fixture
def work(clock: Clock) -> Work:
    return Work(clock)


def run(schedule: Schedule, clock: Clock, *, until_s: int, step_s: int = 10) -> None:
    while clock.now_s <= NOON_S + until_s:
        schedule.run_due()
        clock.now_s += step_s


def test_what_is_done_each_hour_is_done_at_the_hour_and_when_it_begins(
    clock: Clock, work: Work
) -> None:
    run(Schedule([Task("lists", 3_600, work)], clock), clock, until_s=7_300, step_s=50)
    assert work.at[0] == 10
    assert all(at % 3_600 < 50 for at in work.at[1:])
    assert len(work.at) == 3


def test_what_is_done_late_in_the_day_waits_for_it(clock: Clock, work: Work) -> None:
    schedule = Schedule([Task("commit", DAY_S, work, 22 * 3_600)], clock)
    run(schedule, clock, until_s=DAY_S, step_s=600)
    assert [at // 3_600 for at in work.at] == [10]


def test_what_is_late_is_done_at_once(clock: Clock, work: Work) -> None:
    clock.now_s += 11 * 3_600
    Schedule([Task("commit", DAY_S, work, 22 * 3_600)], clock).run_due()
    assert len(work.at) == 1


def test_what_failed_is_told_and_done_again_soon(clock: Clock, work: Work) -> None:
    schedule = Schedule([Task("watch", 3_600, work)], clock)
    work.error = Unavailable("ledger.unavailable", "planted")
    stream = io.StringIO()
    with logged(frozenset(), stream):
        run(schedule, clock, until_s=100)
        assert schedule.failing() == 1
        for _ in range(2):
            with pytest.raises(LivretError) as caught:
                schedule.checks()["watch"]()
            assert caught.value.code == "ledger.unavailable"
        work.error = None
        run(schedule, clock, until_s=200)
    assert schedule.failing() == 0
    schedule.checks()["watch"]()
    assert work.at == [10, 70, 130]
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["task"], line.get("code")) for line in lines] == [
        ("watch", "ledger.unavailable"),
        ("watch", "ledger.unavailable"),
        ("watch", None),
    ]
    assert "planted" not in stream.getvalue()


def test_a_fault_in_one_task_stops_no_other(clock: Clock, work: Work) -> None:
    other = Work(clock)
    work.error = KeyError("planted")
    schedule = Schedule([Task("lists", 3_600, work), Task("tidy", 3_600, other)], clock)
    stream = io.StringIO()
    with logged(frozenset(), stream):
        run(schedule, clock, until_s=20)
    assert (len(work.at), len(other.at)) == (1, 1)
    assert schedule.failing() == 1
    assert "planted" not in stream.getvalue()


def test_it_runs_beside_the_service_and_ends_with_it(clock: Clock, work: Work) -> None:
    with Schedule([Task("lists", 3_600, work)], clock).running():
        assert work.done.wait(20)
    assert threading.active_count() >= 1
    assert not [each for each in threading.enumerate() if each.name == "schedule"]
