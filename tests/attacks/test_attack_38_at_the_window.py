"""Attack 38, over the network: nothing that a stranger names is fetched."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from tests.scene import Draft, draft
from tests.windows import Opened, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def told(window: Opened, *names: str, of: Draft | None = None, **more: Any) -> JsonObject:
    asked = window.ask(**more)
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, shown(request, *names, of=of))).body == b"{}"
    return window.verdict(asked)


def test_attack_38_nothing_that_a_stranger_names_is_fetched(window: Opened) -> None:
    inside = "did:webvh:QmScid:127.0.0.1%3A8080:x"
    said = told(window, of=draft().with_payload(iss=inside))
    assert said["outcome"] == "refused"
    told(window, of=draft().with_payload(iss="https://169.254.169.254/latest"))
    assert window.needs == []


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (draft().with_header(x5u="https://127.0.0.1/chain.pem"), "jws.parameter"),
        (draft().with_payload(vct="https://169.254.169.254/type"), "answer.other_type"),
        (draft().with_payload(iss="did:webvh:QmScid:ledger.livret.test:..:hall"), None),
        (draft().with_payload(iss="did:webvh:QmScid:user%40ledger.livret.test:hall"), None),
    ],
    ids=["x5u", "vct", "a path upwards", "a user"],
)
def test_attack_38_nothing_is_looked_up_for_what_is_not_believed(
    window: Opened, made: Draft, code: str | None
) -> None:
    said = told(window, of=made)
    assert said["outcome"] in {"refused", "malformed"}
    assert code in {None, said["code"]}
    assert window.needs == []


@pytest.mark.parametrize(
    "uri",
    [
        "https://127.0.0.1/status/1.jwt",
        "https://ledger.livret.test/verneuil/status/%2e%2e/1.jwt",
        "https://ledger.livret.test.forger.test/verneuil/status/1.jwt",
        "http://ledger.livret.test/verneuil/status/1.jwt",
    ],
)
def test_attack_38_a_list_is_asked_for_at_the_issuers_place_alone(window: Opened, uri: str) -> None:
    """Even where the town itself signed that it is elsewhere."""
    made = draft().with_payload(status={"status_list": {"idx": 11, "uri": uri}})
    assert told(window, of=made)["code"] in {"status.elsewhere", "input.https_uri"}
    assert [type(need).__name__ for need in window.needs] == ["DidLogNeed"]


def test_attack_38_twin_what_a_believed_town_names_is(window: Opened) -> None:
    assert told(window)["outcome"] == "accepted"
    assert len(window.needs) == 2
