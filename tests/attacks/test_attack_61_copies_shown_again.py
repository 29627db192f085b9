"""Attack 61: two services compare what they were shown."""

from pathlib import Path

from livret_core.openid4vp.response import AuthorizationResponse
from livret_wallet.asked import standing
from tests.being_asked import Asked


def test_attack_61_twin_a_copy_is_shown_once(tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    asked.by().answer()
    first = asked.service.received[0]
    asked.by_ledger().answer()
    second = asked.service.received[0]
    assert isinstance(first, AuthorizationResponse)
    assert isinstance(second, AuthorizationResponse)
    one, other = first.presentation.split("~"), second.presentation.split("~")
    assert set(one).isdisjoint(set(other))
    assert asked.used == 2


def test_attack_61_used_copies_are_not_shown_again_unasked(tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    for _ in range(2):
        asked.by().answer()
    assert asked.by().refusal() == ("refused", "present.used_up")


def test_attack_61_a_copy_shown_again_says_so_and_takes_a_spelled_out_yes(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True)
    for _ in range(2):
        asked.by_ledger().answer()
    asked.by_ledger().answer(again=True)
    sheet = asked.sheets[-1]
    assert sheet.used_before
    found = asked.answering().ask(asked.service.link)
    assert not standing.may_go_unasked(found.standing, sheet)
