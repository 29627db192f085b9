"""Attack 35: an answer brought to another request than it was made for, or in the open.

Whoever has a request's link has its key and may post what he likes. So the ``state`` must
be that request's, the answer must be locked where it was asked to be, and to that very
request's key: an old one opens nothing any more.
"""

import pytest

from livret_core.errors import Refused
from livret_core.keys import P256Agreement
from livret_core.openid4vp.client_metadata import ResponseEncryption
from livret_core.openid4vp.response import (
    AuthorizationResponse,
    OpeningKey,
    Response,
    encrypted_form,
    parse_posted,
    receive,
)
from livret_core.openid4vp.response_error import ErrorResponse
from tests.desks_that_ask import AGREEMENT, ENCRYPTION, OPENING, asking, signed, verified
from tests.scene import seed

STATE = "s" * 22
ANSWER = AuthorizationResponse.of(STATE, "proof", "a.b.c~x.y.z")
NO = ErrorResponse("access_denied", STATE)
YESTERDAYS = P256Agreement.from_seed(seed("yesterday's answers", 48))


def refusal(body: str, *, state: str = STATE, opening: OpeningKey | None = OPENING) -> str:
    with pytest.raises(Refused) as caught:
        receive(parse_posted(body), state=state, opening=opening)
    return caught.value.code


@pytest.mark.parametrize("state", ["", "t" * 22, STATE + "s", STATE[:-1], STATE.upper()])
@pytest.mark.parametrize("answer", [ANSWER, NO], ids=["answer", "no"])
def test_attack_35_answer_to_anothers_state(answer: Response, state: str) -> None:
    assert refusal(answer.format_form(), state=state, opening=None) == "answer.other_state"
    locked = encrypted_form(answer.format(), ENCRYPTION)
    assert refusal(locked, state=state) == "answer.other_state"


def test_attack_35_answer_without_a_state() -> None:
    silent = AuthorizationResponse.of("", "proof", "a.b.c~x.y.z")
    assert refusal(silent.format_form(), opening=None) == "answer.other_state"


def test_attack_35_answer_in_clear_where_it_must_be_encrypted() -> None:
    assert refusal(ANSWER.format_form()) == "answer.other_mode"


def test_attack_35_answer_encrypted_where_nobody_can_open_it() -> None:
    assert refusal(ANSWER.encrypt(ENCRYPTION), opening=None) == "answer.other_mode"


def test_attack_35_answer_to_yesterdays_key() -> None:
    old = ResponseEncryption(YESTERDAYS.public_key, "request-6")
    assert refusal(ANSWER.encrypt(old)) == "jwe.other_key"


def test_attack_35_answer_to_yesterdays_key_under_todays_name() -> None:
    old = ResponseEncryption(YESTERDAYS.public_key, ENCRYPTION.kid)
    assert refusal(ANSWER.encrypt(old)) == "jwe.decryption"


def test_attack_35_answer_to_this_key_under_another_name() -> None:
    other = ResponseEncryption(AGREEMENT.public_key, "request-6")
    assert refusal(ANSWER.encrypt(other)) == "jwe.other_key"


def test_attack_35_answer_that_names_no_key() -> None:
    from livret_core import jwe
    from livret_core.encoding import form

    nameless = jwe.encrypt(ANSWER.format(), AGREEMENT.public_key)
    assert refusal(form.format({"response": nameless})) == "jwe.other_key"


def test_attack_35_twin_the_answer_to_this_request() -> None:
    """What the wallet makes of the request itself is opened and taken."""
    asked = verified(signed())
    assert asked.encryption is not None
    answer = AuthorizationResponse.of(asked.state, "proof", "a.b.c~x.y.z")
    posted = parse_posted(answer.encrypt(asked.encryption))
    assert receive(posted, state=asking().state, opening=OPENING) == answer


def test_attack_35_twin_an_answer_in_clear_where_that_was_asked() -> None:
    assert receive(parse_posted(ANSWER.format_form()), state=STATE, opening=None) == ANSWER
