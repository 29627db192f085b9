"""Our credentials and presentations in npm `@sd-jwt/sd-jwt-vc`, and its at our desk."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from livret_core.keys import P256Signer, jwk
from tests.scene import (
    CLAIMS,
    DESK,
    HOLDER,
    NONCE,
    NOW_S,
    REVOKED,
    STRANGER,
    TOWN,
    accepted,
    bind,
    draft,
    present,
    refusal,
    showing,
)

pytestmark = pytest.mark.interop

HERE: Final = Path(__file__).parent
Ask: TypeAlias = Callable[[str, list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def node(require_program: Callable[[str], str]) -> Ask:
    program = require_program("node")
    if not (HERE / "node_modules" / "@sd-jwt" / "sd-jwt-vc").is_dir():
        pytest.skip("@sd-jwt/sd-jwt-vc is not installed; run `make peers`")

    def run(task: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [program, str(HERE / "sd_jwt_vc.mjs"), task],
            input=json.dumps(questions),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return run


def asking(text: str, *, key: P256Signer = TOWN.signer, **changes: Any) -> dict[str, Any]:
    question = {
        "text": text,
        "issuer": jwk.format_public(key.public_key),
        "now": NOW_S,
        "statusList": TOWN.status_list().decode(),
        **changes,
    }
    return {name: value for name, value in question.items() if value is not None}


def test_they_accept_what_we_issue_with_our_status_list(node: Ask) -> None:
    [whole, none] = node(
        "verify",
        [asking(draft().signed().format()), asking(showing(draft().signed()).format())],
    )
    assert {name: whole["claims"][name] for name in CLAIMS} == dict(CLAIMS)
    assert "commune" not in none["claims"]
    assert none["claims"]["address"] == {}
    assert none["claims"]["vct"] == "urn:livret:residency:1"


def test_they_accept_what_we_present(node: Ask) -> None:
    texts = [present(draft(), *names) for names in ((), ("commune", "birthdate"), ("locality",))]
    one, two, three = node("verify", [asking(text, nonce=NONCE) for text in texts])
    assert one["claims"]["commune"] == "Verneuil"
    assert "birthdate" not in one["claims"]
    assert two["claims"]["birthdate"] == "1988-04-09"
    assert three["claims"]["address"] == {"locality": "Verneuil"}
    assert one["kb"]["aud"] == DESK


def test_they_refuse_what_we_refuse(node: Ask) -> None:
    text = present(draft())
    other = bind(showing(draft().signed(), "commune"), nonce="another")
    stripped = text[: text.rindex("~") + 1]
    expired = present(draft(expires_s=NOW_S - 1))
    revoked = present(draft(index=REVOKED))
    questions = {
        "another key": asking(text, key=STRANGER.signer, nonce=NONCE),
        "another nonce": asking(other, nonce=NONCE),
        "no binding": asking(stripped, nonce=NONCE),
        "expired": asking(expired, nonce=NONCE),
        "revoked": asking(revoked, nonce=NONCE),
        "another's list": asking(
            text, nonce=NONCE, statusList=TOWN.status_list(signer=STRANGER.signer).decode()
        ),
    }
    answers = dict(zip(questions, node("verify", list(questions.values())), strict=True))
    assert [name for name, answer in answers.items() if "error" not in answer] == []
    assert refusal(other) == (12, "holder.other_request")
    assert refusal(stripped) == (11, "holder.missing")
    assert refusal(expired) == (7, "validity.expired")
    assert refusal(revoked) == (15, "status.revoked")


def their_credential(**changes: Any) -> dict[str, Any]:
    """What to tell them to issue and to show, with the town hall's key and the holder's."""
    ours = draft()
    clear = {
        name: value
        for name, value in ours.payload.items()
        if name not in {"_sd", "_sd_alg", "address", *CLAIMS}
    }
    hidden = ["family_name", "given_name", "birthdate", "commune", "date_of_issuance"]
    return {
        "claims": {**clear, **CLAIMS},
        "frame": {"_sd": hidden, "_sd_decoy": 2, "address": {"_sd": list(_address())}},
        "header": {"kid": TOWN.kid},
        "issuer": jwk.format_private(TOWN.signer),
        "holder": jwk.format_private(HOLDER),
        "shown": {"commune": True},
        "kb": {"iat": NOW_S - 5, "aud": DESK, "nonce": NONCE},
        **changes,
    }


def _address() -> dict[str, str]:
    address: Any = CLAIMS["address"]
    return dict(address)


def test_our_desk_accepts_what_they_issue_and_show(node: Ask) -> None:
    [one, two] = node(
        "issue",
        [
            their_credential(),
            their_credential(shown={"commune": True, "address": {"locality": True}}),
        ],
    )
    assert accepted(one["presentation"]).claims == {("commune",): "Verneuil"}
    assert accepted(two["presentation"]).not_asked == 1


def test_our_desk_refuses_theirs_for_the_reasons_it_refuses_ours(node: Ask) -> None:
    claims = their_credential()["claims"]
    revoked = {"status_list": {"idx": REVOKED, "uri": TOWN.status_uri.text}}
    made = node(
        "issue",
        [
            their_credential(kb={"iat": NOW_S, "aud": DESK, "nonce": "another"}),
            their_credential(holder=jwk.format_private(STRANGER.signer)),
            their_credential(issuer=jwk.format_private(STRANGER.signer)),
            their_credential(claims={**claims, "exp": NOW_S}),
            their_credential(claims={**claims, "status": revoked}),
            their_credential(shown={"birthdate": True}),
        ],
    )
    assert [refusal(answer["presentation"]) for answer in made] == [
        (12, "holder.other_request"),
        (11, "holder.signature"),
        (5, "issuer.signature"),
        (7, "validity.expired"),
        (15, "status.revoked"),
        (14, "answer.incomplete"),
    ]


def test_their_wallet_shows_what_we_issued_and_our_desk_accepts_it(node: Ask) -> None:
    question = their_credential() | {"credential": draft().signed().format()}
    [shown] = node("show", [question])
    assert accepted(shown["presentation"]).claims == {("commune",): "Verneuil"}
