"""Rows that wait to be recorded: nobody else reads them, and nobody else waits for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from livret_core.credential import catalogue
from livret_issuer.intake import Row
from livret_issuer.service.aside import Aside
from tests.office import CAMILLE, NOW_S, open_office

ROWS: list[dict[str, Any]] = [{"code": "X", "claims": b"Camille Verneuil", "person": b"\0"}]


def test_batches_come_as_they_were_put(tmp_path: Path) -> None:
    with Aside(tmp_path) as aside:
        aside.put(ROWS)
        aside.put([])
        aside.put(ROWS * 2)
        assert list(aside.batches()) == [ROWS, [], ROWS * 2]


def test_attack_30_what_waits_lies_nowhere_in_clear(tmp_path: Path) -> None:
    with Aside(tmp_path) as aside:
        aside.put(ROWS)
        assert list(tmp_path.iterdir()) == []
        aside._file.seek(0)
        content = aside._file.read()
        assert len(content) > 16
        assert b"Camille" not in content


def test_others_record_while_a_list_is_read_again(tmp_path: Path) -> None:
    office, kind = open_office(tmp_path), catalogue.find("residency")
    claims = {**CAMILLE, **office.standing_claims(kind, now_s=NOW_S)}

    class People:
        def again(self, lines: Any) -> Iterator[Row]:
            for number, line in enumerate(lines, 1):
                office.check_store()  # takes its turn, and so would a wallet
                yield Row(number, line, claims)

    together = office.offer_together(kind, source="a.csv", max_copies=1, valid_s=60, now_s=NOW_S)
    assert len(list(together.draw([2, 3]))) == 2
    together.record(People(), again=True)  # type: ignore[arg-type]
    assert len(office.handovers()) == 2
