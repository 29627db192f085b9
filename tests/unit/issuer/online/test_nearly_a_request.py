"""Requests that are nearly right, in many ways: an answer or a no, never a fault."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livret_core.openid4vci.token import PreAuthorizedRequest, RefreshRequest
from tests.asking import Answer
from tests.halls_online import FORM, JSON, Caller, hall_online
from tests.pickups import offer
from tests.spoiling import SPOILT, spoilt

Good: TypeAlias = tuple[str, bytes, str, str | None]
"""Path, body, its kind, token."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Caller, list[Good]]]:
    """A wallet, and a good request to each endpoint that takes one."""
    with hall_online(tmp_path_factory.mktemp("hall")) as (office, caller, _, _):
        offered = offer(office)
        tokens = caller.tokens(offered)
        access, handed = str(tokens["access_token"]), caller.ask(str(tokens["access_token"]))
        named = str(handed.json()["notification_id"]).encode()
        waiting = offer(office)
        yield (
            caller,
            [
                ("/token", PreAuthorizedRequest(caller.code(waiting), waiting.pin).format(), FORM, None),
                ("/token", RefreshRequest(str(tokens["refresh_token"])).format(), FORM, None),
                ("/credential", caller.request(), JSON, access),
                ("/deferred", b'{"transaction_id":"some"}', JSON, access),
                ("/notification", b'{"notification_id":"%b","event":"credential_accepted"}' % named,
                 JSON, access),
                ("/dating", b'{"notification_id":"%b"}' % named, JSON, access),
            ],
        )  # fmt: skip


@given(which=st.integers(0, 5), spoils=SPOILT, of_proof=st.booleans())
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_nearly_a_request_makes_no_fault(
    good: tuple[Caller, list[Good]],
    which: int,
    spoils: list[tuple[int, int, bytes]],
    of_proof: bool,
) -> None:
    caller, requests = good
    path, body, kind, token = requests[which]
    sent: Callable[..., Answer] = caller.post
    if of_proof:
        proof = caller.proof(f"{caller.url}{path}", token=token).encode()
        headers = {"dpop": spoilt(proof, spoils).decode("latin-1").replace("\x00", "")}
        answer = sent(path, body, token=token, content_type=kind, headers=headers)
    else:
        answer = sent(path, spoilt(body, spoils), token=token, content_type=kind)
    assert answer.status < 500
    if answer.status >= 400 and answer.body:
        assert isinstance(answer.json()["error"], str)
