"""A wallet whose evidence is of the day on which a town's lists moved cannot say they lie nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.https_uri import HttpsUri
from tests.cheap_words import cheap_words
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import DAY_S

__all__ = ["cheap_words"]

ELSEWHERE = HttpsUri.parse("https://lists.metz.example/1.jwt")


@pytest.fixture
def holder(tmp_path: Path) -> LedgerHolder:
    return LedgerHolder(tmp_path)


def test_on_that_day_it_could_not_find_out(holder: LedgerHolder) -> None:
    hall = replace(holder.files.desk.hall(), status_uri=ELSEWHERE)
    assert holder.refusal(hall=hall) == ("unavailable", "ledger.older_than_proof")


def test_twin_of_a_day_that_is_over_it_says_no(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    desk.scene.tick(DAY_S)
    holder.files.publish()
    hall = replace(desk.hall(), status_uri=ELSEWHERE)
    said = holder.refusal(hall=hall, issued_s=desk.issued_s)
    assert said == ("refused", "status.elsewhere")
