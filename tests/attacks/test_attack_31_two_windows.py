"""Attack 31: one answer is brought to two windows at the same moment.

Both look, neither sees a mark, both would let somebody in. Marking and finding the mark
are one step of the file system, and the window that comes second decides again.
"""

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_verifier.store import Desk
from tests.playing import Play


def between_look_and_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other window marks the request just before this one does."""
    mark = Desk.mark_answered

    def late(desk: Desk, state: str, *, now_s: int) -> bool:
        mark(desk, state, now_s=now_s)
        return mark(desk, state, now_s=now_s)

    monkeypatch.setattr(Desk, "mark_answered", late)


def test_attack_31_the_second_window_refuses(town: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = town.show()
    between_look_and_mark(monkeypatch)
    verdict = town.check(answer, status=1)
    assert (verdict["code"], verdict["claims"]) == ("holder.replayed", None)


def test_attack_31_twin_a_window_alone_accepts(town: Play) -> None:
    assert town.check(town.show())["outcome"] == "accepted"


def test_attack_31_the_loser_is_told_when_it_was_shown(
    town: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = town.show()
    between_look_and_mark(monkeypatch)
    [failed] = [r for r in town.check(answer, status=1)["results"] if r["code"]]
    assert failed["facts"] == {"answered_at": format_utc(town.clock.now_s)}


def test_attack_31_one_answer_read_again_later(town: Play) -> None:
    answer = town.show()
    town.check(answer)
    assert town.check(answer, status=1)["code"] == "holder.replayed"


def test_attack_31_two_answers_to_one_request(town: Play) -> None:
    """Another copy, another signature, the same transaction."""
    request = town.request()
    first = town.present(request)
    kept = first.rename(town.root / "first.json")
    second = town.present(request)
    assert kept.read_bytes() != second.read_bytes()
    assert town.check(kept)["outcome"] == "accepted"
    assert town.check(second, status=1)["code"] == "holder.replayed"
