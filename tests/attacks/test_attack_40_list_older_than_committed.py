"""Attack 40: a status list that was signed by the right key, and gave way to another long ago.

Whoever withdrew a proof shows the list from before; or an issuer signs two lists of one time, and
shows one to some. What the issuer put on the ledger that day says which is which.
"""

import pytest

from livret_core.errors import Refused
from livret_core.ledger.daily import check_list
from tests.committing import BASE, T_S, checked, kept_token, made_list, read_list


def test_attack_40_a_list_from_before_the_committed_one_is_shown() -> None:
    with pytest.raises(Refused) as caught:
        check_list(checked(), made_list(T_S - 1), endpoints=[BASE])
    assert caught.value.code == "status.rolled_back"


def test_attack_40_a_second_list_of_one_time_is_shown() -> None:
    with pytest.raises(Refused) as caught:
        check_list(checked(), made_list(T_S, revoked=True), endpoints=[BASE])
    assert caught.value.code == "status.equivocated"


def test_attack_40_twin_the_committed_list_is_the_one() -> None:
    assert check_list(checked(), read_list(kept_token()), endpoints=[BASE]) == "committed"


def test_attack_40_twin_a_later_list_is_ahead_of_its_commit() -> None:
    assert check_list(checked(), made_list(T_S + 1), endpoints=[BASE]) == "ahead"


MOVED = ("https://elsewhere.example/status/", BASE)


@pytest.mark.parametrize("endpoints", [MOVED, MOVED[::-1]])
def test_attack_40_an_older_list_is_shown_after_the_lists_were_moved(
    endpoints: tuple[str, ...],
) -> None:
    with pytest.raises(Refused) as caught:
        check_list(checked(), made_list(T_S - 1), endpoints=endpoints)
    assert caught.value.code == "status.rolled_back"


@pytest.mark.parametrize("endpoints", [MOVED, MOVED[::-1]])
def test_attack_40_twin_the_committed_list_is_the_one_after_a_move(
    endpoints: tuple[str, ...],
) -> None:
    assert check_list(checked(), read_list(kept_token()), endpoints=endpoints) == "committed"
