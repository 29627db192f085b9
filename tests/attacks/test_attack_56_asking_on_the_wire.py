"""Attack 56: a registered service asks for more than it registered."""

from pathlib import Path

from tests.being_asked import Asked


def test_attack_56_twin_a_registered_service_asks_for_what_it_registered(tmp_path: Path) -> None:
    assert Asked(tmp_path, registered=True).by_ledger("commune").answer().is_taken


def test_attack_56_a_registered_service_asks_for_more(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger("commune", "birthdate")
    assert asked.refusal() == ("refused", "request.over_purpose")
    assert asked.sheets == []
    assert asked.used == 0
