"""A counter in Verneuil-sur-Lys, an invented commune, on 21 November 2026."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from livret_core.credential import catalogue
from livret_core.sealing import SealedFile
from livret_core.territory import Territory
from livret_issuer.intake import Outcome, read_rows
from tests.hall_on_ledger import Stand
from tests.office import CHEAP

NOW_S = 1_795_300_000
HEADER = (
    "family_name,given_name,birthdate,commune,address.street_address,address.house_number,"
    "address.locality,address.country,resident_since"
)

Read = Callable[..., list[Outcome]]


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files open that were sealed at little cost."""
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)


@pytest.fixture
def header() -> str:
    """The columns of a list of residents."""
    return HEADER


@pytest.fixture
def read() -> Read:
    """Read lines of text, or octets, as a list for a type."""

    def read_list(
        *lines: str | bytes, name: str = "residency", chunk: int = 7, communes: tuple[str, ...] = ()
    ) -> list[Outcome]:
        kind = catalogue.find(name)
        standing = kind.standing_claims(
            Territory.parse("fr-insee:80999"), authority="Mairie", issued_on=date(2026, 11, 21)
        )
        raw = b"".join(line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines)
        chunks = (raw[place : place + chunk] for place in range(0, len(raw), chunk))
        return list(read_rows(chunks, kind, standing=standing, now_s=NOW_S, communes=communes))

    return read_list


@pytest.fixture
def registered(tmp_path: Path, cheap: None, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A town hall that its ledger has, sealed at no cost; the counter's helper has its clock."""
    monkeypatch.setattr("tests.office.NOW_S", 1_796_000_001)
    stand = Stand(tmp_path)
    stand.register()
    return stand
