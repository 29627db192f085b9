"""The places of a list that were given out are asked for one by one, until it is cheaper to read all."""

from pathlib import Path

from livret_core.short_code import ShortCode
from livret_issuer.records import Slot
from tests.pickups import open_hall

CODE = ShortCode.of(bytes(16))


def test_taken_places_are_known_however_they_are_asked_for(tmp_path: Path) -> None:
    office = open_hall(tmp_path)
    given = set(range(0, 3_000, 3))
    with office._store.transaction() as transaction:
        assert len(transaction.taken_slots(1)) == 0
        transaction.open_list(2, key="credential-1")
        transaction.add_copies(CODE, [Slot(1, index) for index in given], expires_at_s=None)
        transaction.add_copies(CODE, [Slot(2, 1)], expires_at_s=None)
        taken = transaction.taken_slots(1)
        # More than are asked for one by one: the answers stay the same.
        assert {index for index in range(3_000) if index in taken} == given
        assert len(taken) == len(given)
        assert set(taken) == given
        assert set(transaction.taken_slots(2)) == {1}
        assert len(transaction.taken_slots(2)) == 1
