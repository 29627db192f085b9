"""Whether a ledger at work stops: by what its cosigners say, and never by who says it first."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from livret_core.ledger.quorum import Quorums
from livret_core.tlog.note import VerifierKey
from livret_ledger import starting
from livret_ledger.starting import Held, Run
from tests.transparency import witness_key

NUMBERS = (
    Quorums(n=4, q=3, a=2, k=2),
    Quorums(n=5, q=4, a=3, k=3),
    Quorums(n=3, q=2, a=1, k=1),
    Quorums(n=6, q=4, a=2, k=2),
)
OWN = 100
W = [witness_key(f"w{number}.example/witness") for number in range(6)]
SAID = {
    "ours": Held(OWN),
    "another": Held(OWN, "another"),
    "another, shown": Held(OWN, "another", is_shown=True),
    "more": Held(OWN + 1, "unknown"),
    "more, shown": Held(OWN + 1, "unknown", is_shown=True),
    "nothing of it": Held(None, "unknown"),
}


def ends(
    numbers: Quorums, answers: dict[VerifierKey, Held], kept: frozenset[VerifierKey]
) -> tuple[bool, bool]:
    """Whether it goes on, and whether it stops for good."""
    witnesses = W[: numbers.n]
    start = starting.decide(OWN, answers, witnesses=witnesses, numbers=numbers, kept=kept)
    stops = starting.is_the_end(start, answers, witnesses=witnesses, numbers=numbers, kept=kept)
    return isinstance(start, Run), stops


@st.composite
def cases(draw: st.DrawFn) -> tuple[Quorums, dict[VerifierKey, Held], frozenset[VerifierKey]]:
    numbers = draw(st.sampled_from(NUMBERS))
    said = draw(st.lists(st.sampled_from([*SAID]), max_size=numbers.n))
    kept = draw(st.frozensets(st.sampled_from(W[: numbers.n])))
    return numbers, {W[at]: SAID[each] for at, each in enumerate(said)}, kept


@given(cases())
def test_who_answers_first_never_stops_what_all_together_do_not(
    case: tuple[Quorums, dict[VerifierKey, Held], frozenset[VerifierKey]],
) -> None:
    """The answers so far, in any order, are any of the sets of those that come."""
    numbers, answers, kept = case
    _, stops = ends(numbers, answers, kept)
    for count in range(len(answers)):
        for some in combinations(answers, count):
            _, stops_early = ends(numbers, {key: answers[key] for key in some}, kept)
            assert stops or not stops_early


@given(cases())
def test_a_ledger_with_its_quorum_goes_on_whatever_those_say_who_may_lie(
    case: tuple[Quorums, dict[VerifierKey, Held], frozenset[VerifierKey]],
) -> None:
    numbers, answers, kept = case
    ours = {key for key, each in answers.items() if each == SAID["ours"]} | kept
    claims = [each for each in answers.values() if each.size == OWN + 1]
    if len(ours) < numbers.q or any(each.is_shown for each in claims):
        return
    goes_on, stops = ends(numbers, answers, kept)
    assert (goes_on, stops) == (len(claims) <= numbers.f, len(claims) > numbers.f)


@given(cases())
def test_nothing_is_begun_without_a_quorum_or_where_a_larger_head_is_shown(
    case: tuple[Quorums, dict[VerifierKey, Held], frozenset[VerifierKey]],
) -> None:
    """Where a larger head has a quorum, of any q who answer one honest witness holds it."""
    numbers, answers, _ = case
    goes_on, _ = ends(numbers, answers, frozenset())
    ours = [each for each in answers.values() if each == SAID["ours"]]
    if SAID["more, shown"] in answers.values() or len(ours) < numbers.q:
        assert not goes_on
