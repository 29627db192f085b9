"""Attack 35, over the network: an answer to another request, in clear, or to another's key."""

from pathlib import Path

import pytest

from livret_core.openid4vp.client_metadata import ResponseEncryption
from livret_core.openid4vp.response import AuthorizationResponse
from tests.windows import CLEAR, LOCKED, Opened, declined, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


@pytest.mark.parametrize("mode", [CLEAR, LOCKED])
def test_attack_35_another_requests_state(window: Opened, mode: str) -> None:
    mine, other = window.ask(mode), window.ask(mode)
    request = window.fetch(mine)
    body = posted(request, state=other.transaction.state)
    assert window.answer(mine, body).status == 400
    assert window.kept(mine).stand == "open"


@pytest.mark.parametrize("mode", [CLEAR, LOCKED])
def test_attack_35_brought_to_another_request(window: Opened, mode: str) -> None:
    mine, other = window.ask(mode), window.ask(mode)
    assert window.answer(other, posted(window.fetch(mine))).status == 400
    assert window.kept(other).stand == "open"


def test_attack_35_in_clear_where_it_must_be_locked(window: Opened) -> None:
    asked = window.ask(LOCKED)
    assert window.answer(asked, posted(window.fetch(asked), in_clear=True)).status == 400
    assert window.kept(asked).stand == "open"


def test_attack_35_locked_to_the_key_of_another_request(window: Opened) -> None:
    asked, old = window.ask(LOCKED), window.ask(LOCKED)
    request, other = window.fetch(asked), window.fetch(old)
    response = AuthorizationResponse.of(request.state, "parking", shown(request))
    assert other.encryption is not None
    assert request.encryption is not None
    renamed = ResponseEncryption(other.encryption.key, request.encryption.kid)
    for key in (other.encryption, renamed):
        assert window.answer(asked, response.encrypt(key)).status == 400
    assert window.kept(asked).stand == "open"


def test_attack_35_the_proof_of_another_request_in_this_ones_answer(window: Opened) -> None:
    """State and key are right; what the holder signed was for somebody else's question."""
    asked, other = window.ask(LOCKED), window.ask(LOCKED)
    request, theirs = window.fetch(asked), window.fetch(other)
    window.answer(asked, posted(request, shown(theirs)))
    assert window.verdict(asked)["code"] == "holder.other_request"


def test_attack_35_a_no_in_anothers_name(window: Opened) -> None:
    mine, other = window.ask(), window.ask()
    assert window.answer(mine, declined(window.fetch(other))).status == 400
    assert window.kept(mine).stand == "open"


@pytest.mark.parametrize("mode", [CLEAR, LOCKED])
def test_attack_35_twin_each_answer_to_its_own(window: Opened, mode: str) -> None:
    asked = window.ask(mode), window.ask(mode)
    for each in asked:
        assert window.answer(each, posted(window.fetch(each))).status == 200
    assert [window.verdict(each)["outcome"] for each in asked] == ["accepted", "accepted"]
