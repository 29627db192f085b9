"""Codes for a list: nobody's before, and each once."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.credential import catalogue
from livret_issuer.handing import make_handover, to_store
from livret_issuer.service import Office, offering
from livret_issuer.service.offering import OfferedTogether
from tests.office import CAMILLE, NOW_S, open_office

CODES = 16


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.fixture
def few_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be 16 codes in all."""

    def made(*arguments: Any, code_random: bytes, **more: Any) -> Any:
        code_random = bytes(15) + bytes([code_random[0] % CODES])
        return make_handover(*arguments, code_random=code_random, **more)

    monkeypatch.setattr(offering, "make_handover", made)


def together(office: Office) -> OfferedTogether:
    return office.offer_together(
        catalogue.find("residency"), source="a.csv", max_copies=1, valid_s=60, now_s=NOW_S
    )


@pytest.mark.usefixtures("few_codes")
@pytest.mark.parametrize("at_once", [2, 500])
def test_no_code_is_drawn_twice_for_a_list(
    office: Office, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "_AT_ONCE", at_once)
    made = together(office)
    drawn = list(made.draw(range(2, 10)))
    assert len({each.code for each in drawn}) == 8
    assert [handover for _, handover in made.made()] == drawn
    assert [line for line, _ in made.made()] == list(range(2, 10))


@pytest.mark.usefixtures("few_codes")
def test_no_code_is_drawn_that_a_hand_over_has(office: Office) -> None:
    kind = catalogue.find("residency")
    claims = {**CAMILLE, **office.standing_claims(kind, now_s=NOW_S)}
    known = set()
    first = together(office)
    for handover in first.draw(range(2, 10)):
        with office._store.transaction() as transaction:
            transaction.add_handover(
                to_store(handover, claims, source="a.csv", line=None, now_s=NOW_S)
            )
        known.add(handover.code)
    drawn = {each.code for each in together(office).draw(range(2, 8))}
    assert len(drawn) == 6
    assert not drawn & known
