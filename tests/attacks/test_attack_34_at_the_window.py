"""Attack 34, over the network: what was required is held to what is signed."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from tests.scene import Draft, disclosure, draft
from tests.windows import Opened, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def told(window: Opened, *names: str, of: Draft | None = None, **more: Any) -> JsonObject:
    asked = window.ask(**more)
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, shown(request, *names, of=of))).body == b"{}"
    return window.verdict(asked)


def test_attack_34_a_value_that_was_not_required_is_no_answer(window: Opened) -> None:
    said = told(window, requires={("commune",): ("Amiens",)})
    assert (said["outcome"], said["code"], said["claims"]) == ("refused", "answer.not_met", None)


def _commune(value: object) -> Draft:
    return draft().replacing("commune", disclosure("A" * 22, "commune", value))  # type: ignore[arg-type]


def test_attack_34_one_is_not_true_and_neither_is_a_text(window: Opened) -> None:
    for value, wanted in ((True, "1"), (1, "True"), (1, "1"), ([], "[]"), (None, "None")):
        said = told(window, of=_commune(value), requires={("commune",): (wanted,)})
        assert (said["code"], said["claims"]) == ("answer.not_met", None), value


def test_attack_34_every_one_of_nothing_is_not_all(window: Opened) -> None:
    path = ("commune", None)
    said = told(window, of=_commune([]), asks=(path,), requires={path: ("Verneuil",)})
    assert (said["code"], said["claims"]) == ("answer.incomplete", None)


def test_attack_34_what_was_asked_for_is_kept_back(window: Opened) -> None:
    said = told(window, "family_name")
    assert (said["code"], said["claims"]) == ("answer.incomplete", None)


def test_attack_34_twin_the_value_that_was_required(window: Opened) -> None:
    assert told(window, requires={("commune",): ("Verneuil",)})["outcome"] == "accepted"
