"""Attack 38: making the verifier fetch what an unauthenticated credential names.

A request to an address of the attacker's choice scans the inside of a network, and tells
him who is at the counter. Before the signature holds, nothing is asked for but the log of
a DID that the policy itself names; after that, a list only where its issuer said it is.
"""

from typing import Any, Final

import pytest

from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_verifier.evidence import DidLogNeed, Evidence, Found, Need, StatusListNeed
from tests.scene import (
    FOLDER,
    NOW_S,
    STRANGER,
    TOWN,
    Draft,
    accepted,
    ask,
    bind,
    draft,
    present,
    refusal,
    showing,
)

LOG: Final = DidLogNeed(TOWN.did)
LIST: Final = StatusListNeed(TOWN.status_uri.text)


def needs(text: str) -> list[Need]:
    asked: list[Need] = []

    def gather(need: Need) -> Evidence:
        asked.append(need)
        return FOLDER(need)

    ask(text, gather=gather)
    return asked


def listed_at(uri: Any) -> Draft:
    return draft().with_payload(status={"status_list": {"idx": 11, "uri": uri}})


@pytest.mark.parametrize(
    ("made", "signer", "expected"),
    [
        (draft(town=STRANGER), STRANGER.signer, []),
        (draft().with_payload(vct="urn:livret:birth:1"), TOWN.signer, []),
        (draft().with_header(x5c=["MIIB"]), TOWN.signer, []),
        (draft().with_header(kid=STRANGER.kid), TOWN.signer, [LOG]),
        (draft(), STRANGER.signer, [LOG]),
        (draft().with_payload(_sd_alg="md5"), TOWN.signer, [LOG]),
    ],
    ids=["stranger", "other type", "other profile", "foreign kid", "forged", "bad digests"],
)
def test_attack_38_what_is_refused_already_is_not_asked_about(
    made: Draft, signer: P256Signer, expected: list[Need]
) -> None:
    assert needs(present(made, signer=signer)) == expected


def test_attack_38_without_the_holder_no_list_is_fetched() -> None:
    assert needs(showing(draft().signed(), "commune").format()) == [LOG]
    assert needs(bind(showing(draft().signed(), "commune"), nonce="another")) == [LOG]


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/status/1.jwt",
        "https://ledger.livret.test.evil.example/verneuil/status/1.jwt",
        "https://ledger.livret.test/stranger/status/1.jwt",
        "https://ledger.livret.test/verneuil/statuses/1.jwt",
        "https://ledger.livret.test:8443/verneuil/status/1.jwt",
        "https://LEDGER.livret.test/verneuil/status/1.jwt",
    ],
)
def test_attack_38_a_list_where_the_issuer_publishes_none(uri: str) -> None:
    text = present(listed_at(uri))
    assert refusal(text) == (15, "status.elsewhere")
    assert needs(text) == [LOG]


@pytest.mark.parametrize(
    "uri",
    [
        "https://ledger.livret.test/verneuil/status/../../stranger/status/1.jwt",
        "https://ledger.livret.test/verneuil/status/%2e%2e/%2E%2E/x.jwt",
        "https://user@ledger.livret.test/verneuil/status/1.jwt",
        "http://ledger.livret.test/verneuil/status/1.jwt",
        "https://127.0.0.1/verneuil/status/1.jwt",
        "file:///etc/passwd",
    ],
)
def test_attack_38_a_list_at_no_place_at_all(uri: str) -> None:
    text = present(listed_at(uri))
    assert refusal(text) == (15, "input.https_uri")
    assert needs(text) == [LOG]


def test_attack_38_another_mechanism_in_the_place_of_the_list() -> None:
    made = draft().with_payload(status={"identifier_list": {"uri": "https://evil.example/"}})
    assert refusal(present(made)) == (15, "status.mechanism")
    assert needs(present(made)) == [LOG]


def test_attack_38_twin_what_the_policy_and_then_the_issuer_name() -> None:
    assert needs(present(draft())) == [LOG, LIST]


def test_attack_38_twin_any_list_below_the_issuers_own_place() -> None:
    uri = HttpsUri.parse(TOWN.status_uri.text.replace("1.jwt", "2026/7.jwt"))
    token = Found(TOWN.status_list(uri=uri), "memory", NOW_S)

    def gather(need: Need) -> Evidence:
        return token if need == StatusListNeed(uri.text) else FOLDER(need)

    accepted(present(listed_at(uri.text)), gather=gather)
