"""Attack 32, read at the desk: an answer to another question than the one that staff chose."""

from pathlib import Path

from tests.at_window import at_window, filed, told
from tests.windows import POLICY, opened

_TWO = POLICY.replace(
    "[procedures.parking]",
    '[procedures.school]\ntype = "residency"\nasks = ["commune"]\n\n[procedures.parking]',
)


def test_attack_32_an_answer_to_another_question_does_not_let_in(tmp_path: Path) -> None:
    window = opened(tmp_path / "pool", policy=_TWO)
    staff = at_window(window)
    answer = filed(window, procedure="school")
    assert told(window, staff.read(answer, procedure="parking")) == "answer.not_asked"


def test_attack_32_twin_an_answer_to_what_was_chosen_and_it_was_not_used_up(tmp_path: Path) -> None:
    window = opened(tmp_path / "pool", policy=_TWO)
    staff = at_window(window)
    answer = filed(window, procedure="school")
    staff.read(answer, procedure="parking")
    assert told(window, staff.read(answer, procedure="school")) is None
