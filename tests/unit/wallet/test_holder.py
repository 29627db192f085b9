"""Which request an answer is to."""

from dataclasses import replace
from typing import Final

import pytest

from livret_core.errors import LivretError, Refused
from livret_wallet.holder import (
    asked_with,
)
from livret_wallet.records import PendingRequest
from tests.scene import (
    HOLDER,
    NOW_S,
    RESIDENCY,
    THIEF,
    TOWN,
    draft,
)

PENDING: Final = PendingRequest(
    "first", TOWN.did, "Verneuil", RESIDENCY.vct, "7KQ2M9TD", "nonce", ("key",), NOW_S
)


def test_an_answer_is_to_the_request_whose_key_it_is_bound_to() -> None:
    lost = replace(PENDING, id="lost")
    text = draft().signed().format()
    found = asked_with(text, [(lost, [THIEF.public_key]), (PENDING, [HOLDER.public_key])])
    assert found.id == "first"


def test_an_answer_bound_to_no_key_of_ours_is_to_none_of_our_requests() -> None:
    with pytest.raises(Refused) as caught:
        asked_with(draft().signed().format(), [(PENDING, [THIEF.public_key])])
    assert caught.value.code == "received.other_key"


def test_an_answer_that_is_no_credential_is_malformed() -> None:
    with pytest.raises(LivretError) as caught:
        asked_with("x~", [(PENDING, [HOLDER.public_key])])
    assert caught.value.branch == "malformed"
