import re
from typing import Final

import pytest

from livret_core.codes import CODES
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.oauth.error_response import ErrorResponse
from livret_core.openid4vci import errors
from livret_core.openid4vci.errors import STAGES, Stage, reason_of, wire_error

# OpenID4VCI 1.0 §6.3, §8.3.1.2, §9.3, §11.3; RFC 6749 §5.2; RFC 9449 §5, §8.
OF_THE_STANDARD: Final = {
    "invalid_request", "invalid_grant", "invalid_client", "unsupported_grant_type",
    "invalid_scope", "invalid_credential_request", "unknown_credential_configuration",
    "unknown_credential_identifier", "invalid_proof", "invalid_nonce",
    "invalid_encryption_parameters", "credential_request_denied", "invalid_transaction_id",
    "invalid_notification_id", "invalid_notification_request", "invalid_dpop_proof",
    "use_dpop_nonce",
}  # fmt: skip
SAID: Final = set(errors._OF_CODE.values()) | set(errors._OF_STAGE.values())


@pytest.mark.parametrize(
    ("error", "stage", "said"),
    [
        (Refused("token.tx_code"), "token", "invalid_grant"),
        (Refused("token.code"), "token", "invalid_grant"),
        (Refused("token.tx_code_missing"), "token", "invalid_request"),
        (Refused("token.tx_code_unexpected"), "token", "invalid_request"),
        (Refused("token.client"), "token", "invalid_client"),
        (MalformedInput("input.json"), "token", "invalid_request"),
        (MalformedInput("input.json"), "credential", "invalid_credential_request"),
        (MalformedInput("input.json"), "proofs", "invalid_proof"),
        (MalformedInput("key.private"), "proofs", "invalid_proof"),
        (Refused("jws.type"), "proofs", "invalid_proof"),
        (Refused("jws.type"), "dpop", "invalid_dpop_proof"),
        (Refused("key_proof.nonce"), "proofs", "invalid_nonce"),
        (Refused("jwe.decryption"), "encryption", "invalid_encryption_parameters"),
        (Refused("issuance.no_proof"), "credential", "invalid_proof"),
        (Refused("status.exhausted"), "credential", "credential_request_denied"),
        (Refused("issuance.transaction"), "deferred", "invalid_transaction_id"),
        (MalformedInput("issuance.malformed"), "notification", "invalid_notification_request"),
        (Refused("issuance.notification"), "notification", "invalid_notification_id"),
    ],
)
def test_a_reason_is_said_as_the_standard_says_it(
    error: LivretError, stage: Stage, said: str
) -> None:
    answer = wire_error(error, stage)
    assert (answer.status, answer.response) == (400, ErrorResponse(said, error.code))


@pytest.mark.parametrize("stage", STAGES)
def test_what_could_not_be_found_out_is_no_fault_of_the_request(stage: Stage) -> None:
    answer = wire_error(Unavailable("store.unavailable"), stage)
    assert (answer.status, answer.response.error) == (503, "temporarily_unavailable")


def test_every_error_of_the_standard_is_said_and_understood() -> None:
    assert OF_THE_STANDARD <= SAID
    assert errors._RECEIVED.keys() >= OF_THE_STANDARD | SAID


def test_every_reason_of_the_tables_is_one() -> None:
    assert (set(errors._OF_CODE) | set(errors._RECEIVED.values())) <= CODES.keys()


@pytest.mark.parametrize("code", errors._OF_CODE)
def test_what_livret_says_livret_understands(code: str) -> None:
    said = ErrorResponse(errors._OF_CODE[code], code)
    assert reason_of(said).code == code
    assert reason_of(said).branch == CODES[code].branch


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (ErrorResponse("invalid_grant"), "token.grant"),
        (ErrorResponse("invalid_grant", "the PIN is wrong"), "token.grant"),
        (ErrorResponse("invalid_tx_code"), "token.tx_code"),
        (ErrorResponse("invalid_proof", "vault.altered"), "key_proof.malformed"),
        (ErrorResponse("invalid_proof", "token.tx_code"), "key_proof.malformed"),
        (ErrorResponse("server_error"), "issuance.busy"),
        (ErrorResponse("a_new_one", "token.tx_code"), "issuance.other_error"),
    ],
)
def test_a_description_chooses_only_among_reasons_of_its_error(
    response: ErrorResponse, code: str
) -> None:
    assert reason_of(response).code == code


def test_nothing_that_was_received_is_said_back() -> None:
    error = Refused("key_proof.stale", "12:34 of Camille", issued_at_s=1, now_s=2)
    assert re.fullmatch(
        rb'\{"error":"invalid_proof","error_description":"key_proof.stale"\}',
        wire_error(error, "proofs").response.format(),
    )
