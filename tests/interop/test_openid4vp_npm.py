"""Requests of ours answered by npm `@openid4vc/openid4vp`, its requests read here, both its answers."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.https_uri import HttpsUri
from livret_core.keys import jwk
from livret_core.openid4vp import request_uri
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_uri import ByReference, Inline
from livret_core.openid4vp.response import (
    AuthorizationResponse,
    EncryptedResponse,
    parse_posted,
    receive,
)
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata
from tests.desks_that_ask import (
    AGREEMENT,
    ANSWERS,
    BY_ADDRESS,
    BY_HASH,
    BY_HOST,
    BY_KEY,
    ENCRYPTION,
    LEAF,
    OPENING,
    POSTED,
    SIGNER,
    asking,
    code,
    signed,
    verified,
)
from tests.scene import NOW_S

pytestmark = pytest.mark.interop

HERE: Final = Path(__file__).parent
LIES_AT: Final = HttpsUri.parse("https://desk.example/requests/7")
STATE: Final = POSTED.state
ANSWER: Final = AuthorizationResponse.of(STATE, "proof", "a.b.c~x.y.z")
ENCRYPTED: Final[dict[str, Any]] = {}
IN_CLEAR: Final[dict[str, Any]] = {"response_mode": "direct_post", "encryption": None}
SIGNERS: Final[dict[str, dict[str, Any]]] = {
    BY_KEY: {"method": "did", "alg": "ES256", "didUrl": BY_KEY.partition(":")[2] + "#0"},
    BY_HOST: {"method": "x5c", "alg": "ES256", "x5c": LEAF.x5c},
    BY_HASH: {"method": "x5c", "alg": "ES256", "x5c": LEAF.x5c},
}
Ask: TypeAlias = Callable[[str, list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def node(require_program: Callable[[str], str]) -> Ask:
    program = require_program("node")
    if not (HERE / "node_modules" / "@openid4vc" / "openid4vp").is_dir():
        pytest.skip("@openid4vc/openid4vp is not installed; run `make peers`")

    def run(task: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [program, str(HERE / "openid4vp.mjs"), task, str(NOW_S)],
            input=json.dumps(questions),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        assert [one["error"] for one in found if "error" in one] == []
        return found

    return run


def payload(client_id: str, mode: str) -> dict[str, Any]:
    """The parameters of our request, for their verifier to sign."""
    written = json.loads(json_encoding.format(POSTED._parameters()))
    written |= {"client_id": client_id, "response_mode": mode}
    return {name: value for name, value in written.items() if name not in {"iat", "exp"}}


@pytest.mark.parametrize("changes", [ENCRYPTED, IN_CLEAR], ids=["encrypted", "in clear"])
def test_their_wallet_answers_our_signed_requests(node: Ask, changes: dict[str, Any]) -> None:
    said = json.loads(WalletMetadata().format())
    questions = [
        {
            "link": ByReference(client_id, LIES_AT, method).format(),
            "requests": {LIES_AT.text: signed(client_id, **changes)},
            "vp_token": {"proof": ["a.b.c~x.y.z"]},
            "metadata": said,
        }
        for client_id in SIGNERS
        for method in ("get", "post")
    ]
    for found in node("answer", questions):
        assert (found["posted"]["url"], found["posted"]["method"]) == (ANSWERS.text, "POST")
        posted = parse_posted(found["posted"]["body"])
        assert isinstance(posted, EncryptedResponse) == (changes is ENCRYPTED)
        opening = OPENING if changes is ENCRYPTED else None
        assert receive(posted, state=STATE, opening=opening) == ANSWER
        (fetched,) = found["fetched"]
        assert fetched["url"] == LIES_AT.text
        # It posts the members of its metadata instead of `wallet_metadata`: fields unknown here.
        assert RequestUriPost.parse(fetched.get("body") or "") == RequestUriPost(None, None)


def test_their_wallet_answers_our_link(node: Ask) -> None:
    request = asking(BY_ADDRESS, **IN_CLEAR)
    link = Inline.of(request.format_unsigned()).format()
    question = {"link": link, "requests": {}, "vp_token": {"proof": ["a.b.c~x.y.z"]}}
    (found,) = node("answer", [question])
    posted = parse_posted(found["posted"]["body"])
    assert receive(posted, state=STATE, opening=None) == ANSWER


def test_our_wallet_reads_their_signed_requests(node: Ask) -> None:
    cases = [
        (client_id, mode) for client_id in SIGNERS for mode in ("direct_post", "direct_post.jwt")
    ]
    questions = [
        {
            "payload": payload(client_id, mode),
            "signer": SIGNERS[client_id],
            "key": jwk.format_private(SIGNER),
            "requestUri": LIES_AT.text,
        }
        for client_id, mode in cases
    ]
    for (client_id, mode), found in zip(cases, node("request", questions), strict=True):
        called = request_uri.parse(found["link"])
        assert called == ByReference(client_id, LIES_AT)
        request = verified(found["object"], client_id=client_id, request_uri=LIES_AT)
        encryption = ENCRYPTION if mode == "direct_post.jwt" else None
        assert request == asking(client_id, response_mode=mode, encryption=encryption)
        # Its `aud` is the address of the object, which only who fetched it takes.
        assert code(found["object"], client_id=client_id) == "request.malformed"


def test_our_wallet_reads_their_link(node: Ask) -> None:
    (found,) = node("request", [{"payload": payload(BY_ADDRESS, "direct_post")}])
    called = request_uri.parse(found["link"])
    assert isinstance(called, Inline)
    request = AuthorizationRequest.parse_unsigned(called.parameters, now_s=NOW_S)
    assert (request.client_id, request.response_uri) == (BY_ADDRESS, ANSWERS)


def test_their_service_reads_our_answers(node: Ask) -> None:
    key = jwk.format_public(AGREEMENT.public_key) | {"kid": ENCRYPTION.kid, "alg": "ECDH-ES"}
    secret = json.loads(json_encoding.format(key)) | {"d": _scalar()}
    found = node(
        "read",
        [
            {"body": ANSWER.format_form(), "payload": payload(BY_HASH, "direct_post")},
            {
                "body": ANSWER.encrypt(ENCRYPTION),
                "payload": payload(BY_HASH, "direct_post.jwt"),
                "key": secret,
            },
        ],
    )
    for one in found:
        assert one["presentations"] == {"proof": ["a.b.c~x.y.z"]}
        assert one["response"]["state"] == STATE


def _scalar() -> str:
    from livret_core.encoding import base64url

    return base64url.encode(AGREEMENT.scalar_bytes)
