"""Attack 50: a value of the store is changed, by the disk or by somebody who can write to it.

One of each kind here; `tests/faults/test_bit_rot.py` changes every byte.
"""

import pytest

from tests.faults.rotting import Rotting


@pytest.fixture(scope="module")
def rotting(tmp_path_factory: pytest.TempPathFactory) -> Rotting:
    return Rotting(tmp_path_factory.mktemp("rot"))


def test_attack_50_twin_a_store_that_is_as_it_was(rotting: Rotting) -> None:
    assert rotting.change(0, 0) == "harmless"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("entry", "op"),
        ("entry", "iat"),
        ("entry", "leaf"),
        ("node", "hash"),
        ("record", "name"),
        ("record", "value"),
        ("pending", "name"),
        ("pending", "value"),
        ("map", "hash"),
        ("map", "node"),
        ("head", "size"),
        ("head", "root"),
        ("head", "signed"),
        ("at", "size"),
        ("at", "peaks"),
        ("at", "map_root"),
        ("at", "clock"),
        ("at", "settled"),
    ],
)
def test_attack_50_a_value_is_changed(rotting: Rotting, table: str, column: str) -> None:
    assert rotting.change_value(table, column) == "noticed"
    assert rotting.noticed == "ledger.damaged"


def test_attack_50_a_page_of_the_file_is_overwritten(rotting: Rotting) -> None:
    assert rotting.change(100, 0xFF) == "noticed"
