"""Attack 40, over the network: a list that is not there, too old, or somebody else's."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from livret_core.https_uri import HttpsUri
from livret_verifier.evidence import Found, Missing
from tests.scene import NOW_S, REVOKED, STRANGER, SUSPENDED, TOWN, Draft, draft, folder
from tests.windows import Opened, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def told(window: Opened, *names: str, of: Draft | None = None, **more: Any) -> JsonObject:
    asked = window.ask(**more)
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, shown(request, *names, of=of))).body == b"{}"
    return window.verdict(asked)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Missing("there", "down"), "status.unavailable"),
        (Found(b"not a list", "there", NOW_S), "status.unavailable"),
        (Found(TOWN.status_list(signer=STRANGER.signer), "there", NOW_S), "status.unavailable"),
        (Found(TOWN.status_list(issued_s=NOW_S - 2 * 86_400), "there", NOW_S), "status.stale"),
    ],
)
def test_attack_40_without_a_list_nobody_knows(tmp_path: Path, status: Any, code: str) -> None:
    window = opened(tmp_path / "pool", gather=folder(status=status))
    said = told(window)
    assert (said["outcome"], said["code"]) == ("unavailable", code)


@pytest.mark.parametrize(
    ("index", "code"), [(REVOKED, "status.revoked"), (SUSPENDED, "status.suspended")]
)
def test_attack_40_a_withdrawn_proof_is_refused(window: Opened, index: int, code: str) -> None:
    assert told(window, of=draft(index=index))["code"] == code


def test_attack_40_a_place_that_no_list_has(window: Opened) -> None:
    said = told(window, of=draft(index=1 << 30))
    assert (said["outcome"], said["code"]) == ("refused", "status.out_of_range")


def test_attack_40_another_list_of_the_same_town(tmp_path: Path) -> None:
    other = HttpsUri.parse(TOWN.status_uri.text.replace("1.jwt", "2.jwt"))
    listed = Found(TOWN.status_list(uri=other), "there", NOW_S)
    said = told(opened(tmp_path / "pool", gather=folder(status=listed)))
    assert said["outcome"] == "unavailable"


def test_attack_40_twin_a_good_list_lets_in(window: Opened) -> None:
    assert told(window)["outcome"] == "accepted"
