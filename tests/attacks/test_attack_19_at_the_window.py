"""Attack 19, over the network: a proof that brings rules of its own about its type."""

from pathlib import Path

import pytest

from livret_core.credential.integrity import format_integrity
from livret_core.encoding.json import JsonObject
from tests.scene import Draft, draft
from tests.windows import Opened, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def told(window: Opened, made: Draft | None = None) -> JsonObject:
    asked = window.ask()
    body = posted(request := window.fetch(asked), shown(request, of=made))
    assert window.answer(asked, body).body == b"{}"
    return window.verdict(asked)


OTHER = format_integrity(b'{"vct":"urn:livret:residency:1","claims":[]}')


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (draft().with_payload(**{"vct#integrity": OTHER}), "type.integrity"),
        (draft(conceal_also=[("issuing_territory",)]), "claims.missing"),
        (draft().with_payload(family_name="Durand"), "claims.not_disclosable"),
        (draft().with_payload(vct="https://types.test/residency/1"), "answer.other_type"),
        (draft().with_payload(vct="urn:livret:residency:2"), "answer.other_type"),
    ],
    ids=["another description", "hidden", "in clear", "a description elsewhere", "another version"],
)
def test_attack_19_rules_that_the_proof_brings(window: Opened, made: Draft, code: str) -> None:
    said = told(window, made)
    assert (said["outcome"], said["code"], said["claims"]) == ("refused", code, None)
    # No description is looked up anywhere, whatever a proof says of one.
    assert all(type(need).__name__ in {"DidLogNeed", "StatusListNeed"} for need in window.needs)


def test_attack_19_twin_rules_as_they_were_published(window: Opened) -> None:
    assert told(window)["outcome"] == "accepted"
