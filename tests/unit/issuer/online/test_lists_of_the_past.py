"""A status list of another time is not given, and today's is not given in its place (§8.4)."""

import pytest

from livret_core.https_uri import HttpsUri
from livret_issuer.service import Office
from tests.halls_online import Caller


@pytest.mark.parametrize("time", ["1", "1795300000", "", "yesterday", "-1", "1&time=2"])
def test_token_status_list_8_4_a_list_of_another_time_is_not_given(
    office: Office, caller: Caller, time: str
) -> None:
    office.home.publish(HttpsUri.parse(f"{caller.url}/status/1.jwt"), b"a list")
    answer = caller.get(f"{caller.url}/status/1.jwt?time={time}")
    assert answer.status == 501
    assert b"a list" not in answer.body


def test_token_status_list_8_4_twin_the_list_of_today_is(office: Office, caller: Caller) -> None:
    office.home.publish(HttpsUri.parse(f"{caller.url}/status/1.jwt"), b"a list")
    for url in (f"{caller.url}/status/1.jwt", f"{caller.url}/status/1.jwt?other=1"):
        answer = caller.get(url)
        assert (answer.status, answer.body) == (200, b"a list")
