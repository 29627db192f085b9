import pytest

from livret_core.credential.presentation import Presentation
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import P256Signer
from livret_core.limits import LATEST_S
from livret_core.openid4vp.dcql.meta import SdJwtVcMeta
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
    [wanted] = request.query.credentials
    assert wanted.meta == SdJwtVcMeta((PROCEDURE.type.vct,))
    assert tuple(claim.path for claim in wanted.claims) == PROCEDURE.asks
    assert AuthorizationRequest.verify(request.sign(SIGNER), now_s=NOW_S + 299) == request


def asked_for(valid_s: int) -> AuthorizationRequest:
    return make_request(
        question().policy, PROCEDURE, SIGNER.public_key,
        nonce=NONCE, state="s" * 16, now_s=NOW_S, valid_s=valid_s,
    )  # fmt: skip


@pytest.mark.parametrize("valid_s", [-5, 0, LATEST_S - NOW_S + 1, 10**14, 10**20])
def test_a_request_that_no_wallet_would_read_is_not_made(valid_s: int) -> None:
    with pytest.raises(MalformedInput) as caught:
        asked_for(valid_s)
    assert caught.value.code == "request.malformed"


@pytest.mark.parametrize("valid_s", [1, LATEST_S - NOW_S])
def test_whatever_request_is_made_can_be_read(valid_s: int) -> None:
    request = asked_for(valid_s)
    assert AuthorizationRequest.verify(request.sign(SIGNER), now_s=NOW_S) == request


@pytest.mark.parametrize("late_s", [0, 1, 60])
def test_an_answer_made_after_the_end_is_refused(late_s: int) -> None:
    shown = Presentation.parse(bind(showing(draft().signed(), "commune"), iat=NOW_S + late_s))
    with pytest.raises(Refused) as caught:
        check_answers_in_time(shown, expires_at_s=NOW_S)
    assert caught.value.code == "request.expired"


def test_an_answer_made_before_the_end_is_in_time() -> None:
    check_answers_in_time(Presentation.parse(present(draft())), expires_at_s=NOW_S)
