from collections.abc import Mapping

from livret_core.ledger.quorum import Quorums
from livret_core.tlog.note import VerifierKey
from livret_ledger import starting
from livret_ledger.starting import (
    Behind,
    Claimed,
    Forked,
    Held,
    Run,
    Start,
    TooFewAnswers,
    history_by,
)
from tests.transparency import WITNESSES, witness_key

W: list[VerifierKey] = [witness_key(name) for name in WITNESSES]
AUDITOR = witness_key("namur.example/audit")
NUMBERS = Quorums(n=4, q=3, a=2, k=2)


def decide(own_size: int, answers: Mapping[VerifierKey, object]) -> Start:
    held = {
        key: each if isinstance(each, Held) else Held(int(str(each)))
        for key, each in answers.items()
    }
    return starting.decide(own_size, held, witnesses=W, numbers=NUMBERS)


def test_with_a_quorum_of_answers_and_nobody_ahead_it_runs() -> None:
    answers = {W[0]: 100, W[1]: 90, W[2]: 0}
    assert decide(100, answers) == Run()


def test_one_answer_too_few_is_too_few() -> None:
    assert decide(100, {W[0]: 100, W[1]: 90}) == TooFewAnswers(3, 2)


def test_those_that_are_missing_are_named() -> None:
    start = decide(100, {W[0]: 100, W[1]: Held(90, "unknown")})
    assert isinstance(start, TooFewAnswers)
    assert start.missing == tuple(sorted(WITNESSES[1:]))
    reason = starting.reason(start, 100)
    assert reason is not None
    assert reason.facts["missing"] == ", ".join(start.missing)


def test_nobody_answering_is_too_few() -> None:
    assert decide(0, {}) == TooFewAnswers(3, 0)


def more(size: int = 101, *, is_shown: bool = False) -> Held:
    return Held(size, "unknown", is_shown)


def test_one_that_only_says_that_it_holds_more_stops_nothing_that_has_a_quorum() -> None:
    """Three hold no more: had 101 a quorum, one honest of them would hold it too."""
    answers = {W[0]: 100, W[1]: 100, W[2]: 100, W[3]: more()}
    assert decide(100, answers) == Run()


def test_one_that_shows_that_it_holds_more_stops_it_however_many_do_not() -> None:
    answers = {W[0]: 100, W[1]: 100, W[2]: 100, W[3]: more(is_shown=True)}
    assert decide(100, answers) == Behind(WITNESSES[3], 101)


def test_more_than_may_lie_that_say_it_stop_it() -> None:
    answers = {W[0]: 100, W[1]: 100, W[2]: more(), W[3]: more()}
    assert decide(100, answers) == Behind(max(WITNESSES[2:]), 101)


def test_where_too_few_say_that_they_hold_no_more_the_claim_is_waited_out() -> None:
    """Nothing is written meanwhile."""
    assert decide(100, {W[3]: more()}) == Claimed(WITNESSES[3], 101, needed=3, found=0)
    answers = {W[0]: 100, W[1]: 100, W[3]: more()}
    start = decide(100, answers)
    assert start == Claimed(WITNESSES[3], 101, needed=3, found=2)
    reason = starting.reason(start, 100)
    assert reason is not None
    assert reason.code == "ledger.claimed"
    assert reason.facts["own"] == 100


def test_who_holds_more_of_our_history_is_not_of_those_that_hold_no_more() -> None:
    assert decide(100, {W[0]: 100, W[1]: 100, W[3]: Held(101)}) == Claimed(
        WITNESSES[3], 101, needed=3, found=2
    )


def test_the_one_furthest_ahead_is_named() -> None:
    answers = {W[0]: 101, W[1]: 300, W[2]: 200}
    assert decide(100, answers) == Behind(WITNESSES[1], 300)


def test_an_auditor_does_not_count_towards_the_quorum_nor_to_those_that_say_they_hold_more() -> (
    None
):
    assert decide(9, {W[0]: 9, W[1]: 9, AUDITOR: 9}) == TooFewAnswers(3, 2)
    assert isinstance(decide(9, {AUDITOR: more(10), W[0]: more(10)}), Claimed)


def test_an_auditor_that_shows_that_it_holds_more_stops_it() -> None:
    answers = {W[0]: 9, W[1]: 9, W[2]: 9, AUDITOR: more(10, is_shown=True)}
    assert decide(9, answers) == Behind("namur.example/audit", 10)


def another(size: int | None = 100, *, is_shown: bool = False) -> Held:
    return Held(size, "another", is_shown)


def test_one_that_says_another_history_stops_nothing_that_has_a_quorum() -> None:
    answers = {W[0]: 100, W[1]: 100, W[2]: 100, W[3]: another()}
    assert decide(100, answers) == Run()


def test_nor_does_one_that_shows_it_for_the_ledger_is_where_the_quorum_is() -> None:
    """The log's key signed twice; the other head never had a quorum, and never will have."""
    answers = {W[0]: 100, W[1]: 100, W[2]: 100, W[3]: another(is_shown=True)}
    assert decide(100, answers) == Run()


def test_more_than_may_lie_that_say_another_history_stop_it() -> None:
    answers = {W[0]: 100, W[1]: 100, W[2]: another(), W[3]: another()}
    assert decide(100, answers) == Forked(min(WITNESSES[2:]), 100)


def test_one_that_may_lie_is_waited_out_where_the_rest_are_too_few() -> None:
    answers = {W[0]: 100, W[1]: 100, W[2]: another()}
    assert decide(100, answers) == TooFewAnswers(3, 2)


def test_one_that_shows_it_stops_what_has_no_quorum() -> None:
    answers = {W[0]: 100, W[1]: 100, W[2]: another(99, is_shown=True)}
    assert decide(100, answers) == Forked(WITNESSES[2], 99)


def test_an_auditor_says_nothing_without_showing_it() -> None:
    said = {W[0]: 9, AUDITOR: another(9)}
    shown = {W[0]: 9, AUDITOR: another(9, is_shown=True)}
    assert decide(9, said) == TooFewAnswers(3, 1)
    assert decide(9, shown) == Forked("namur.example/audit", 9)


def test_who_holds_more_is_behind_whatever_its_history() -> None:
    answers = {W[0]: another(101), W[1]: another(101), W[2]: another(100)}
    assert decide(100, answers) == Behind(max(WITNESSES[:2]), 101)


def test_who_did_not_say_whose_history_it_holds_does_not_count() -> None:
    unknown = Held(100, "unknown")
    assert decide(100, {W[0]: 100, W[1]: 100, W[2]: unknown}) == TooFewAnswers(3, 2)
    assert decide(100, {W[0]: 100, W[1]: 100, W[2]: Held(None)}) == TooFewAnswers(3, 2)


def test_only_two_reasons_are_about_which_history_it_is() -> None:
    codes = ["", "log.fork", "log.consistency", "ledger.time_ahead", "log.witness_unavailable"]
    assert [history_by(code) for code in codes] == [
        "ours",
        "another",
        "another",
        "unknown",
        "unknown",
    ]


def test_another_history_is_the_end_only_where_the_rest_are_no_quorum() -> None:
    """Whoever answers first: those of ours may be slower than one that shows another."""
    for answers, ends in (
        ({W[0]: another(is_shown=True)}, False),
        ({W[0]: another(is_shown=True), W[1]: Held(100)}, False),
        ({W[0]: another(), W[1]: another()}, True),
        ({W[0]: another(is_shown=True), W[1]: another(is_shown=True), W[2]: Held(100)}, True),
    ):
        start = decide(100, answers)
        assert starting.is_the_end(start, answers, witnesses=W, numbers=NUMBERS) == ends


def test_cosignatures_that_are_kept_count_for_a_ledger_at_work() -> None:
    answers = {W[0]: another(is_shown=True), W[1]: another()}
    start = starting.decide(100, answers, witnesses=W, numbers=NUMBERS, kept=W[1:])
    assert start == Run()


def test_nobody_ahead_and_too_few_answers_are_no_end() -> None:
    for start in (Run(), TooFewAnswers(3, 2), Claimed(WITNESSES[0], 101, 3, 2)):
        assert not starting.is_the_end(start, {}, witnesses=W, numbers=NUMBERS)
