from livret_core.tlog.note import VerifierKey
from livret_ledger.starting import Behind, Run, TooFewAnswers, decide
from tests.transparency import WITNESSES, witness_key

W: list[VerifierKey] = [witness_key(name) for name in WITNESSES]


def test_with_a_quorum_of_answers_and_nobody_ahead_it_runs() -> None:
    answers = {W[0]: 100, W[1]: 90, W[2]: 0}
    assert decide(100, answers, witnesses=W, quorum=3) == Run()


def test_one_answer_too_few_is_too_few() -> None:
    assert decide(100, {W[0]: 100, W[1]: 90}, witnesses=W, quorum=3) == TooFewAnswers(3, 2)


def test_nobody_answering_is_too_few() -> None:
    assert decide(0, {}, witnesses=W, quorum=3) == TooFewAnswers(3, 0)


def test_whoever_is_ahead_by_one_stops_it_however_many_are_not() -> None:
    answers = {W[0]: 100, W[1]: 100, W[2]: 100, W[3]: 101}
    assert decide(100, answers, witnesses=W, quorum=3) == Behind(WITNESSES[3], 101)


def test_one_ahead_is_enough_where_too_few_answered() -> None:
    assert decide(100, {W[3]: 101}, witnesses=W, quorum=3) == Behind(WITNESSES[3], 101)


def test_the_one_furthest_ahead_is_named() -> None:
    answers = {W[0]: 101, W[1]: 300, W[2]: 200}
    assert decide(100, answers, witnesses=W, quorum=3) == Behind(WITNESSES[1], 300)


def test_an_auditor_does_not_count_towards_the_quorum_and_stops_it_all_the_same() -> None:
    auditor = witness_key("namur.example/audit")
    assert decide(9, {W[0]: 9, W[1]: 9, auditor: 9}, witnesses=W, quorum=3) == TooFewAnswers(3, 2)
    assert isinstance(decide(9, {auditor: 10}, witnesses=W, quorum=3), Behind)
