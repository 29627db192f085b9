"""Numbers that do not fit are refused with what each of them may be."""

import pytest

from livret_core.errors import Refused
from livret_core.ledger.quorum import Quorums
from livret_core.words import LANGUAGES, explain_error


@pytest.mark.parametrize(
    ("numbers", "least_q", "fit", "least"),
    [
        (Quorums(4, 3, 2, 9), 3, 3, 2),
        (Quorums(4, 2, 2, 2), 3, 3, 2),
        (Quorums(4, 5, 2, 2), 3, 4, 4),
        (Quorums(5, 4, 2, 3), 3, 4, 3),
        (Quorums(5, 4, 3, 2), 3, 4, 3),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_may_be_what_is_said(
    numbers: Quorums, least_q: int, fit: int, least: int, language: str
) -> None:
    with pytest.raises(Refused) as caught:
        numbers.check()
    assert caught.value.code == "ledger.numbers"
    facts = caught.value.facts
    assert (facts["least_q"], facts["fit"], facts["least"]) == (least_q, fit, least)
    Quorums(numbers.n, fit, least, least).check()
    Quorums(numbers.n, least_q, 2 * least_q - numbers.n, numbers.n).check()
    said = explain_error(caught.value, language).what  # type: ignore[arg-type]
    for each in (f"n={numbers.n}", f"q={numbers.q}", f"k={numbers.k}", f" {least_q} "):
        assert each in said
