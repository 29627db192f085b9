"""Hand-overs for a list of people: all of them or none, and one for each person."""

import csv
import errno
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from livret_core.errors import Unavailable
from livret_core.words import LANGUAGES
from livret_edge.staging import Staging
from livret_issuer.service.offering import OfferedTogether
from tests.playing import DAY_S, RESIDENTS, Ended, Play

HEADER, CAMILLE, ZOE = RESIDENTS.splitlines()
THIRD = ZOE.replace("Zoé", "Jeanne")


def offer(play: Play, *more: str, status: int = 0, people: str = RESIDENTS) -> Ended:
    (play.root / "list.csv").write_text(people, encoding="utf-8")
    return play.issuer(
        "offer", "residency", "--from", play.root / "list.csv", "--to", play.root / "out",
        *more, "--json", status=status,
    )  # fmt: skip


def codes(ended: Ended) -> list[str]:
    return [event["code"] for event in ended.events if event["event"] == "row_refused"]


def recorded(play: Play) -> set[str]:
    shown = play.issuer("show", "--json").events
    return {event["code"] for event in shown if event["event"] == "handover"}


def filed(play: Play) -> set[str]:
    return {path.name for path in (play.root / "out").iterdir()}


def acts(play: Play) -> list[str]:
    return [event["action"] for event in play.issuer("audit", "--json").events[:-1]]


def names(handovers: set[str]) -> set[str]:
    return {f"{code}.handover.json" for code in handovers}


def killed(act: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def die(*_: object, **__: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def no_room(*_: object, **__: object) -> NoReturn:
    raise Unavailable("store.unavailable", "full")


# All or none.


def test_a_list_becomes_as_many_files_as_records(play: Play) -> None:
    play.found()
    offer(play)
    assert len(recorded(play)) == 2
    assert filed(play) == names(recorded(play))


def test_codes_and_links_of_a_list_go_into_one_file_that_names_nobody(play: Play) -> None:
    play.found()
    play.issuer("address", "https://verneuil.test/hall")
    to = play.root / "codes.csv"
    made = [each for each in offer(play, "--codes", str(to)).events if each["event"] == "handover"]
    header, *rows = list(csv.reader(to.read_text().splitlines()))
    assert header == ["line", "code", "link", "until"]
    assert [(int(line), code) for line, code, _, _ in rows] == [
        (each["line"], each["code"]) for each in made
    ]
    bare = made[0]["code"].replace("-", "")
    assert rows[0][2].endswith(f"https://verneuil.test/hall/o/{bare}")
    assert "Arnould" not in to.read_text()
    assert to.stat().st_mode & 0o077 == 0
    # What is there stays, and nothing is offered before that is seen.
    again = offer(play, "--codes", str(to), "--again", status=2)
    assert again.event["code"] == "usage.file_exists"
    assert len(recorded(play)) == 2


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_disk_that_is_full_half_way_leaves_nothing(
    play: Play, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    play.found()
    before, real, calls = acts(play), os.fsync, 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError(errno.ENOSPC, "no space")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        ended = offer(play, status=3)
    assert ended.events[-1]["code"] == "offer.none"
    assert f"{play.root / 'out'}" in ended.events[-1]["what"]
    assert ".livret-new" not in ended.events[-1]["what"]
    assert ended.events[-1]["facts"]["reason"] == "full"
    assert (recorded(play), filed(play), acts(play)) == (set(), set(), before)


def test_records_that_cannot_be_kept_leave_no_file(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.found()
    with monkeypatch.context() as patch:
        patch.setattr(OfferedTogether, "record", no_room)
        offer(play, status=3)
    assert (recorded(play), filed(play)) == (set(), set())


def test_a_row_that_cannot_be_recorded_takes_the_others_with_it(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    from livret_issuer.service import offering
    from livret_issuer.store.database import Transaction

    play.found()
    real, calls = Transaction.add_written, 0

    def second_fails(self: Transaction, handovers: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Unavailable("store.unavailable")
        real(self, handovers)

    with monkeypatch.context() as patch:
        patch.setattr(offering, "_AT_ONCE", 1)
        patch.setattr(Transaction, "add_written", second_fails)
        offer(play, status=3)
    assert (recorded(play), filed(play)) == (set(), set())


@pytest.mark.parametrize(("place", "name"), [(Staging, "seal"), (OfferedTogether, "record")])
def test_a_run_that_is_killed_before_its_record_was_none(
    play: Play, monkeypatch: pytest.MonkeyPatch, place: object, name: str
) -> None:
    play.found()
    with monkeypatch.context() as patch:
        patch.setattr(place, name, die)
        killed(lambda: offer(play))
    assert recorded(play) == set()
    offer(play)
    assert len(recorded(play)) == 2
    assert filed(play) == names(recorded(play))


@pytest.mark.parametrize("name", ["keep", "put_in_place"])
def test_a_run_that_is_killed_after_its_record_is_ended_by_the_next(
    play: Play, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    play.found()
    with monkeypatch.context() as patch:
        patch.setattr(Staging, name, die)
        killed(lambda: offer(play))
    made = recorded(play)
    assert len(made) == 2
    ended = offer(play, status=1)
    assert ended.events[0] == {"event": "settled", "count": 2, "to": str(play.root / "out")}
    assert codes(ended) == ["intake.offered", "intake.offered"]
    assert (recorded(play), filed(play)) == (made, names(made))


def test_files_that_do_not_get_to_their_places_are_told_and_wait(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.found()
    real, calls = Path.replace, 0

    def second_fails(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(errno.ENOSPC, "no space")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", second_fails)
        ended = offer(play, status=3)
    assert ended.events[-1]["code"] == "offer.unfinished"
    offer(play, status=1)
    assert len(recorded(play)) == 2
    assert filed(play) == names(recorded(play))


def test_a_list_that_changes_meanwhile_is_not_offered(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.found()
    real = Staging.seal

    def changing(self: Staging) -> None:
        real(self)
        (play.root / "list.csv").write_text(RESIDENTS.replace("Camille", "Carole"))

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "seal", changing)
        ended = offer(play, status=2)
    assert ended.events[-1]["code"] == "intake.changed"
    assert (recorded(play), filed(play)) == (set(), set())


@pytest.mark.parametrize("people", [HEADER, HEADER + "\n\n"])
def test_a_list_of_nobody_says_so(play: Play, people: str) -> None:
    play.found()
    assert offer(play, people=people, status=2).event["code"] == "intake.empty"


def test_what_a_killed_run_left_of_an_answer_goes_with_the_next(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.found()
    play.wallet("init")
    play.ask(play.offer()[0])
    told = ("issue", "--requests", play.root / "requests", "--to", play.root / "proofs")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", die)
        killed(lambda: play.issuer(*told))
    [left] = (play.root / "proofs").iterdir()
    assert left.name.startswith(".")
    (play.root / "requests").rename(play.root / "before")
    (play.root / "requests").mkdir()
    play.ask(play.root / "handovers" / play.offer(people=f"{HEADER}\n{THIRD}\n")[0].name)
    play.issuer(*told)
    assert [path.name[0] for path in (play.root / "proofs").iterdir()] != []
    assert not left.exists()


# One for each person.


def test_a_person_with_an_open_hand_over_gets_no_second_one(play: Play) -> None:
    play.found()
    offer(play)
    made = recorded(play)
    assert codes(offer(play, status=1)) == ["intake.offered", "intake.offered"]
    assert recorded(play) == made


def test_capitals_make_no_other_person(play: Play) -> None:
    play.found()
    offer(play)
    assert codes(offer(play, people=RESIDENTS.replace("Camille", "CAMILLE"), status=1)) != []


def test_whoever_is_new_in_the_list_is_offered_when_the_others_are_left_out(play: Play) -> None:
    play.found()
    offer(play)
    ended = offer(play, "--skip-refused", people=f"{RESIDENTS}{THIRD}\n", status=1)
    assert codes(ended) == ["intake.offered", "intake.offered"]
    assert [each["line"] for each in ended.events if each["event"] == "handover"] == [4]
    assert len(recorded(play)) == 3


def test_another_is_given_on_purpose(play: Play) -> None:
    play.found()
    offer(play)
    offer(play, "--again")
    assert len(recorded(play)) == 4
    assert len(codes(offer(play, status=1))) == 2


def test_whose_hand_over_was_cancelled_gets_another(play: Play) -> None:
    play.found()
    offer(play, people=f"{HEADER}\n{CAMILLE}\n")
    [code] = recorded(play)
    play.issuer("cancel", code)
    offer(play, people=f"{HEADER}\n{CAMILLE}\n")
    assert len(recorded(play)) == 2


def test_whose_hand_over_is_over_gets_another(play: Play) -> None:
    play.found()
    offer(play)
    play.clock.now_s += 8 * DAY_S
    offer(play)
    assert len(recorded(play)) == 4


def test_whose_hand_over_was_used_gets_another(town: Play) -> None:
    ended = offer(town, status=1)
    assert [each["line"] for each in ended.events if each["event"] == "row_refused"] == [3]


def test_a_proof_of_another_kind_is_another_matter(play: Play) -> None:
    play.found()
    people = (
        "family_name,given_name,birthdate,place_of_birth.country,act_number\n"
        "Arnould,Camille,1988-03-14,FR,112/1988\n"
    )
    offer(play)
    play.offer(kind="birth", people=people)
    assert len(recorded(play)) == 3


def test_what_is_kept_of_a_person_is_a_mark_that_goes_when_its_use_is_over(play: Play) -> None:
    play.found()
    play.wallet("init")
    first, second = play.offer()
    with closing(sqlite3.connect(play.root / "hall" / "issuer.db")) as store:
        marks = [mark for (mark,) in store.execute("SELECT person FROM handover")]
    assert [len(mark) for mark in marks] == [16, 16]
    play.answer(play.ask(first))
    play.issuer("cancel", second.name.partition(".")[0])
    with closing(sqlite3.connect(play.root / "hall" / "issuer.db")) as store:
        assert list(store.execute("SELECT person FROM handover")) == [(None,), (None,)]


def test_two_town_halls_have_no_mark_of_a_person_in_common(play: Play) -> None:
    marks = []
    for hall in ("hall", "other"):
        play.found(hall)
        play.offer(hall)
        with closing(sqlite3.connect(play.root / hall / "issuer.db")) as store:
            marks += [mark for (mark,) in store.execute("SELECT person FROM handover")]
    assert len(set(marks)) == 4


def test_a_dry_run_tells_of_them_too(play: Play) -> None:
    play.found()
    offer(play)
    assert codes(offer(play, "--dry-run", status=1)) == ["intake.offered", "intake.offered"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clerk_is_told_which_hand_over_and_what_to_do(play: Play, language: str) -> None:
    play.found()
    offer(play)
    told = play.issuer(
        "offer", "residency", "--from", play.root / "list.csv", "--to", play.root / "out",
        "--lang", language, status=1,
    ).err  # fmt: skip
    assert all(code in told for code in recorded(play))
    assert "--again" in told
