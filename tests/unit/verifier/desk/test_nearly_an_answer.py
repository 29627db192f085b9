"""Answers that are nearly right, in many ways: a verdict or a no, never a fault."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livret_verifier.report import Outcome
from tests.spoiling import SPOILT, spoilt
from tests.windows import CLEAR, LOCKED, Opened, opened, posted, shown


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return opened(tmp_path_factory.mktemp("desk") / "pool")


@given(
    mode=st.sampled_from([CLEAR, LOCKED]),
    what=st.sampled_from(["presentation", "body"]),
    spoils=SPOILT,
)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_nearly_an_answer_makes_no_fault(
    window: Opened, mode: str, what: str, spoils: list[tuple[int, int, bytes]]
) -> None:
    asked = window.ask(mode)
    request = window.fetch(asked)
    text = shown(request)
    if what == "presentation":
        text = spoilt(text.encode(), spoils).decode("latin-1")
    body: bytes = posted(request, text).encode()
    answer = window.call(
        "POST",
        f"/pool/answers/{asked.transaction.code}",
        spoilt(body, spoils) if what == "body" else body,
    )
    assert answer.status in {200, 400, 413, 415}
    if answer.status == 200:
        assert window.verdict(asked)["outcome"] in {each.value for each in Outcome}
    else:
        assert window.kept(asked).verdict is None
