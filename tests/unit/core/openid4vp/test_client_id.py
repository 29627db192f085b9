import pytest

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.openid4vp import client_id as clients
from livret_core.openid4vp.client_id import (
    DidClient,
    KnownClients,
    RedirectClient,
    X509HashClient,
    X509HostClient,
)
from livret_core.words import LANGUAGES, explain
from tests.certificates import leaf
from tests.desks_that_ask import (
    ANSWERS,
    BY_ADDRESS,
    BY_DID,
    BY_HASH,
    BY_HOST,
    BY_KEY,
    DID,
    HOST,
    KID,
    KNOWN,
    LEAF,
    OTHER_LEAF,
    SIGNER,
    chain,
    der,
    hashed,
)
from tests.scene import DAY_S, NOW_S


def code(text: str) -> str:
    with pytest.raises(LivretError) as caught:
        clients.parse(text)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (BY_KEY, DidClient),
        (BY_DID, DidClient),
        (BY_HASH, X509HashClient),
        (BY_HOST, X509HostClient),
        (BY_ADDRESS, RedirectClient),
    ],
)
def test_each_prefix_is_a_kind_of_client_and_keeps_its_text(text: str, kind: type) -> None:
    client = clients.parse(text)
    assert isinstance(client, kind)
    assert client.text == text


@pytest.mark.parametrize(
    "text",
    [
        "verifier_attestation:desk.example",
        "openid_federation:https://desk.example",
        "origin:https://desk.example",
        "desk.example",
        "https://desk.example",
        "did:jwk:abc",
        "X509_SAN_DNS:desk.example",
        "decentralized_identifier:did:web:desk.example",
        "decentralized_identifier:did:key:z6Mk",
    ],
)
def test_other_prefixes_and_none_are_refused_by_name(text: str) -> None:
    assert code(text) == "request.unsupported"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "request.malformed"),
        ("x509_san_dns:" + "a" * 2_048, "request.malformed"),
        ("x509_hash:AAAA", "request.malformed"),
        ("x509_hash:" + base64url.encode(bytes(32)) + "=", "input.base64url"),
        ("x509_san_dns:desk.example/path", "request.malformed"),
        ("x509_san_dns:desk.example:443", "request.malformed"),
        ("x509_san_dns:desk.example?x", "request.malformed"),
        ("x509_san_dns:", "input.https_uri"),
        ("x509_san_dns:127.0.0.1", "input.https_uri"),
        ("x509_san_dns:*.desk.example", "input.https_uri"),
        ("redirect_uri:http://desk.example", "input.https_uri"),
        ("redirect_uri:desk.example", "input.https_uri"),
        ("decentralized_identifier:desk.example", "did.malformed"),
        (f"decentralized_identifier:{KID}", "did.malformed"),
    ],
)
def test_what_does_not_fit_its_prefix_is_malformed(text: str, reason: str) -> None:
    assert code(text) == reason


def test_a_did_is_asked_about_and_lists_its_keys_or_does_not() -> None:
    client = clients.parse(BY_DID)
    found = clients.signing_key(client, {"kid": KID}, KNOWN, now_s=NOW_S)
    assert (found.key, found.subject) == (SIGNER.public_key, "")
    with pytest.raises(Unavailable) as unasked:
        clients.signing_key(client, {"kid": KID}, KnownClients(), now_s=NOW_S)
    assert unasked.value.code == "request.client_unknown"
    for kid in (f"{DID}#request-2", "did:webvh:QmOther:ledger.example:x#request-1", "#x", None, 7):
        with pytest.raises(Refused) as caught:
            clients.signing_key(client, {"kid": kid}, KNOWN, now_s=NOW_S)
        assert caught.value.code == "request.signature"


def test_a_certificate_says_which_hosts_are_the_services() -> None:
    both = (HOST, f"www.{HOST}")
    for text, hosts in ((BY_HASH, both), (BY_HOST, both[:1])):
        header: JsonObject = {"x5c": [*LEAF.x5c]}
        found = clients.signing_key(clients.parse(text), header, KNOWN, now_s=NOW_S)
        # Not what else it says: its authority verified the hosts alone.
        assert (found.key, found.hosts, found.subject) == (SIGNER.public_key, hosts, "")


@pytest.mark.parametrize("names", [(), ("Mairie_de_Verneuil",), ("*.guichet.test",)])
def test_attack_56_a_certificate_without_a_host_only_calls_the_service_something(
    names: tuple[str, ...],
) -> None:
    without = leaf("Guichet", *names)
    header: JsonObject = {"x5c": [*without.x5c]}
    found = clients.signing_key(clients.parse(hashed(without)), header, KNOWN, now_s=NOW_S)
    assert (found.hosts, found.subject) == ((), "CN=Guichet")


def test_what_is_wrong_with_it_is_said_of_a_service_and_not_of_who_signed() -> None:
    header: JsonObject = {"x5c": [*LEAF.x5c]}
    with pytest.raises(Refused) as caught:
        clients.signing_key(clients.parse(BY_HASH), header, clients.NOBODY, now_s=NOW_S)
    assert caught.value.code == "request.untrusted"
    for language in LANGUAGES:
        said = explain("request.untrusted", language)
        assert (said.mender_key, "--anchors" in said.step) == ("service", True)
    late_s = NOW_S + 400 * DAY_S
    with pytest.raises(Refused) as caught:
        clients.signing_key(clients.parse(BY_HASH), header, KNOWN, now_s=late_s)
    ended_s = der(LEAF).not_after_s
    assert (caught.value.code, caught.value.facts) == (
        "request.certificate_over",
        {"expired_at_s": ended_s},
    )
    early_s = der(LEAF).not_before_s - 1
    with pytest.raises(Refused, match=r"request\.certificate_early"):
        clients.signing_key(clients.parse(BY_HASH), header, KNOWN, now_s=early_s)


@pytest.mark.parametrize(
    ("text", "uri", "is_its_own"),
    [
        (BY_ADDRESS, ANSWERS.text, True),
        (BY_ADDRESS, ANSWERS.text + "?x=1", False),
        (BY_HOST, "https://desk.example/elsewhere", True),
        (BY_HOST, "https://desk.example:8443/elsewhere", True),
        (BY_HOST, "https://www.desk.example/answers", False),
        (BY_HASH, "https://answers.example/", True),
        (BY_DID, "https://answers.example/", True),
    ],
)
def test_where_an_answer_may_go_is_the_prefixs_to_say(
    text: str, uri: str, is_its_own: bool
) -> None:
    client = clients.parse(text)
    if is_its_own:
        clients.check_response_uri(client, HttpsUri.parse(uri))
        return
    with pytest.raises(Refused) as caught:
        clients.check_response_uri(client, HttpsUri.parse(uri))
    assert caught.value.code == "request.response_uri"


def test_nobody_signs_in_a_name_that_is_not_his() -> None:
    key, other = SIGNER.public_key, P256Signer.from_seed(bytes(48)).public_key
    cases = [
        (BY_KEY, other, None, None, "request.signature"),
        (BY_KEY, key, None, chain(LEAF), "request.signature"),
        (BY_DID, key, None, None, "request.signature"),
        (BY_DID, key, "did:webvh:QmOther:ledger.example:x#1", None, "request.signature"),
        (BY_HASH, key, None, None, "request.client_id"),
        (BY_HASH, key, KID, chain(LEAF), "request.client_id"),
        (BY_HASH, key, None, chain(OTHER_LEAF), "request.client_id"),
        (BY_HOST, key, None, chain(OTHER_LEAF), "request.client_id"),
        (BY_HOST, other, None, chain(LEAF), "request.signature"),
        (BY_ADDRESS, key, None, None, "request.client_id"),
    ]
    for text, public, kid, certificates, reason in cases:
        with pytest.raises(Refused) as caught:
            clients.check_signer(clients.parse(text), public, kid=kid, chain=certificates)
        assert (text, caught.value.code) == (text, reason)
    assert clients.check_signer(clients.parse(BY_DID), other, kid=KID, chain=None) == {"kid": KID}


def test_an_identifier_is_made_of_a_key_of_either_kind() -> None:
    for signer in (SIGNER, Ed25519Signer(bytes(range(32)))):
        client = clients.parse(clients.client_id_of(signer.public_key))
        assert isinstance(client, DidClient)
        header = {"kid": f"{client.did}#0"}
        found = clients.signing_key(client, header, KnownClients(), now_s=NOW_S)
        assert found.key == signer.public_key
