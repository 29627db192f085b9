import pytest

from livret_core.credential.presentation import Presentation
from livret_core.errors import Refused
from livret_core.keys import P256Signer
from livret_core.openid4vp.request import AuthorizationRequest
from livret_verifier.asking import check_answers_in_time, make_request
from tests.scene import (
    DESK,
    NONCE,
    NOW_S,
    PROCEDURE,
    bind,
    draft,
    present,
    question,
    seed,
    showing,
)

SIGNER = P256Signer.from_seed(seed("desk", 48))


def test_a_request_asks_what_the_procedure_asks_in_the_desks_name() -> None:
    request = make_request(
        question().policy,
        PROCEDURE,
        SIGNER.public_key,
        nonce=NONCE,
        state="s" * 16,
        now_s=NOW_S,
        valid_s=300,
    )
    assert (request.client_id, request.nonce, request.service) == (DESK, NONCE, "Desk")
    assert request.query.claims == PROCEDURE.asks
    assert request.query.vct_values == (PROCEDURE.type.vct,)
    assert AuthorizationRequest.verify(request.sign(SIGNER), now_s=NOW_S + 299) == request


@pytest.mark.parametrize("late_s", [0, 1, 60])
def test_an_answer_made_after_the_end_is_refused(late_s: int) -> None:
    shown = Presentation.parse(bind(showing(draft().signed(), "commune"), iat=NOW_S + late_s))
    with pytest.raises(Refused) as caught:
        check_answers_in_time(shown, expires_at_s=NOW_S)
    assert caught.value.code == "request.expired"


def test_an_answer_made_before_the_end_is_in_time() -> None:
    check_answers_in_time(Presentation.parse(present(draft())), expires_at_s=NOW_S)
