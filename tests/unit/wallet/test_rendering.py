"""Everything one proof says, labelled for its reader."""

from typing import Final

import pytest

from livret_core.words import LANGUAGES, Language
from livret_wallet.called import issuer_place
from livret_wallet.listing import until
from livret_wallet.records import HeldBatch, HeldCopy
from livret_wallet.rendering import proof_lines
from tests.scene import CLAIMS, EXPIRES_S, NOW_S, RESIDENCY, TOWN, draft

BATCH: Final = HeldBatch(
    "batch", TOWN.did, "Verneuil", RESIDENCY.vct, NOW_S, "7KQ2M9T9",
    (HeldCopy("a", draft().signed().format()),),
)  # fmt: skip


def test_every_claim_is_shown_with_its_label() -> None:
    text = "\n".join(proof_lines(BATCH, "en"))
    assert "Date of birth" in text
    assert "9 April 1988" in text
    for name in ("family_name", "given_name", "commune"):
        assert str(CLAIMS[name]) in text


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_stand_in_one_column_and_the_end_is_said_once(
    language: Language, *, plain: bool
) -> None:
    lines = proof_lines(BATCH, language, plain=plain)
    assert max(map(len, lines)) <= (72 if plain else 80)
    if not plain:
        rows = [line for line in lines[2:] if not line.startswith("    ")]
        starts = {len(line) - len(line[2:].partition("  ")[2].lstrip()) for line in rows}
        assert len(starts) == 1
    ends = until(EXPIRES_S, language)
    [line] = [line for line in lines if ends in line]
    first_word = ends.split()[0].casefold()
    assert line.casefold().split().count(first_word) == 1


def test_an_issuer_is_shown_where_it_publishes() -> None:
    assert issuer_place(TOWN.did) == "ledger.livret.test/verneuil"


def test_a_port_is_shown_as_people_write_it() -> None:
    scid = TOWN.did.split(":")[2]
    did = f"did:webvh:{scid}:ledger.livret.test%3A8443:a:b"
    assert issuer_place(did) == "ledger.livret.test:8443/a/b"
