"""Claims of Verneuil-sur-Lys, an invented commune, for every test of this folder."""

from datetime import date

import pytest

from livret_core.credential import catalogue
from livret_core.encoding.json import JsonObject
from livret_core.territory import Territory

VERNEUIL = Territory.parse("fr-insee:80999")


@pytest.fixture
def residency_claims() -> JsonObject:
    """Full claims of a proof of residence that is right."""
    standing = catalogue.find("residency").standing_claims(
        VERNEUIL, authority="Ville de Verneuil-sur-Lys", issued_on=date(2026, 11, 21)
    )
    return {
        "family_name": "Arnould",
        "given_name": "Camille",
        "birthdate": "1988-03-14",
        "commune": "Verneuil-sur-Lys",
        "address": {"locality": "Verneuil-sur-Lys", "country": "FR"},
        "resident_since": "2019-09-01",
        **standing,
    }
