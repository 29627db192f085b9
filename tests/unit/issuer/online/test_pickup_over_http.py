"""A wallet picks a proof up: every endpoint in its turn, as OpenID4VCI 1.0 says.

At one process that keeps its records in a file, and at two that share a PostgreSQL server: each
request comes to the other one than the request before.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.https_uri import HttpsUri
from livret_core.jwe import Encryption
from livret_core.keys import P256Agreement
from livret_core.oauth.authorization_server import AuthorizationServer
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.encryption import (
    EncryptionKey,
    ResponseEncryption,
    decrypt_response,
    encrypt,
)
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.offered import check_offer
from livret_core.openid4vci.signed_metadata import SignedMetadata
from livret_core.openid4vci.token import TokenResponse
from livret_core.sdjwt.compact import SdJwt
from livret_issuer.service import Office
from tests.asking import Answer
from tests.halls_online import (
    CONFIGURATION,
    JWT,
    Caller,
    Clock,
    Transport,
    credentials,
    opened,
    said,
    within,
)
from tests.issuer_databases import OnServer
from tests.office import NOW_S
from tests.pickups import URL, acts, offer, open_hall, statuses
from tests.postgres_server import Server

BEFORE = "https://verneuil.test:8443/.well-known/{name}/verneuil"
BEHIND = f"{URL}/.well-known/{{name}}"
ISSUER = "openid-credential-issuer"
SERVER = "oauth-authorization-server"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server.made() as made:
        yield made


@pytest.fixture(params=["one, a file", "two, a server"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """The clerk's; wallets come to others."""
    if request.param == "one, a file":
        yield open_hall(tmp_path)
        return
    database = OnServer(request.getfixturevalue("server"))
    office = open_hall(tmp_path, database=database.address)
    yield office
    office.close()
    database.clear()


@pytest.fixture
def caller(office: Office, clock: Clock, request: pytest.FixtureRequest) -> Iterator[Caller]:
    is_one = "one" in request.node.callspec.params["office"]
    with ExitStack() as stack:
        ways: list[Transport] = []
        for _ in range(1 if is_one else 2):
            instance = Office(office.home, office.hall, office._keys)
            stack.callback(instance.close)
            ways.append(within(stack.enter_context(opened(instance, clock))))
        turns = cycle(ways)

        def send(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
            return next(turns)(method, url, body=body, headers=headers)

        yield Caller(send, clock=clock)


def metadata(caller: Caller) -> IssuerMetadata:
    answer = caller.get(BEFORE.format(name=ISSUER))
    return IssuerMetadata.parse(answer.body, issuer=CredentialIssuer.parse(URL))


def test_a_wallet_picks_its_copies_up(office: Office, caller: Caller) -> None:
    offered = offer(office)
    scanned = caller.offer(offered)
    usable = check_offer(scanned, metadata(caller))
    assert usable.types == {CONFIGURATION: "urn:livret:residency:1"}
    tokens = TokenResponse.parse(caller.redeem(caller.code(offered), offered.pin).body)
    tokens.check_bound()
    answer = caller.ask(tokens.access_token)
    copies = credentials(answer)
    assert len(copies) == len(set(copies)) == 3
    for text in copies:
        assert SdJwt.parse(text).disclosures
    name = str(answer.json()["notification_id"])
    assert caller.notify(tokens.access_token, name).status == 204
    assert acts(office)[-4:] == ["open", "redeem", "issue", "accepted"]
    assert len(statuses(office, offered)) == 3


def test_a_wallet_without_dpop_has_a_bearer_token_and_nothing_to_renew_with(
    office: Office, caller: Caller
) -> None:
    caller.has_dpop = False
    tokens = caller.tokens(offer(office))
    assert tokens["token_type"] == "Bearer"
    assert "refresh_token" not in tokens
    assert len(credentials(caller.ask(str(tokens["access_token"])))) == 3


@pytest.mark.parametrize("place", [BEFORE, BEHIND])
def test_metadata_are_where_the_standard_and_older_wallets_look(caller: Caller, place: str) -> None:
    issuer = caller.get(place.format(name=ISSUER))
    assert issuer.headers["content-type"] == "application/json"
    assert issuer.headers["access-control-allow-origin"] == "*"
    found = IssuerMetadata.parse(issuer.body, issuer=CredentialIssuer.parse(URL))
    assert found.batch_size == 10
    assert found.credential_endpoint.text == f"{URL}/credential"
    server = AuthorizationServer.parse(
        caller.get(place.format(name=SERVER)).body, issuer=HttpsUri.parse(URL)
    )
    assert server.check_takes_offer().text == f"{URL}/token"
    assert "ES256" in server.dpop_algorithms


def test_each_type_says_what_it_is_called_in_four_languages(caller: Caller) -> None:
    configuration = metadata(caller).configurations[CONFIGURATION]
    assert {name[:2] for name in configuration.names} == {"fr", "nl", "de", "en"}
    assert configuration.claims


def test_metadata_are_signed_for_whoever_asks(office: Office, caller: Caller) -> None:
    answer = caller.get(BEFORE.format(name=ISSUER), accept=f"{JWT}, application/json;q=0.5")
    assert answer.headers["content-type"] == JWT
    signed = SignedMetadata.parse(answer.body)
    assert signed.kid == office.hall.key_id
    key = office._keys.credentials["credential-1"].public_key
    found = signed.verify(key, issuer=CredentialIssuer.parse(URL), now_s=NOW_S)
    assert found == metadata(caller)


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/json", "application/json, application/jwt;q=0.1", "", "text/html"],
)
def test_metadata_are_json_for_everybody_else(caller: Caller, accept: str) -> None:
    answer = caller.get(BEFORE.format(name=ISSUER), accept=accept)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize("enc", ["A128GCM", "A256GCM"])
def test_requests_and_answers_are_encrypted_for_who_wants_it(
    office: Office, caller: Caller, enc: Encryption
) -> None:
    taken = metadata(caller).request_encryption
    assert taken is not None
    to, _ = taken.choose()
    own = P256Agreement.from_seed(b"w" * 48)
    asked = ResponseEncryption(EncryptionKey(own.public_key, "own"), enc)
    request = caller.request(credential_response_encryption=asked.format())
    body = encrypt(request, to, enc=enc).encode()
    answer = caller.ask(caller.access(offer(office)), body, content_type=JWT)
    assert (answer.status, answer.headers["content-type"]) == (200, JWT)
    plain = decrypt_response(answer.body, own, asked, max_bytes=1 << 20)
    assert len(json_encoding.parse_object(plain)["credentials"]) == 3  # type: ignore[arg-type]


def test_what_needs_a_second_clerk_is_waited_for(office: Office, caller: Caller) -> None:
    offered = offer(office, by="clerk-1", needs_approval=True)
    token = caller.access(offered)
    answer = caller.ask(token)
    assert answer.status == 202
    waiting = answer.json()
    body = json_encoding.format({"transaction_id": waiting["transaction_id"]})
    again = caller.post("/deferred", body, token=token)
    assert (again.status, again.json()) == (202, waiting)
    office.counter().approve(offered.handover.code, by="clerk-2", now_s=NOW_S)
    answer = caller.post("/deferred", body, token=token)
    assert len(credentials(answer)) == 3
    assert "notification_id" not in answer.json()


def test_what_was_waited_for_is_named_in_an_encrypted_answer(
    office: Office, caller: Caller
) -> None:
    offered = offer(office, by="clerk-1", needs_approval=True)
    token = caller.access(offered)
    waiting = caller.ask(token).json()
    office.counter().approve(offered.handover.code, by="clerk-2", now_s=NOW_S)
    taken = metadata(caller).request_encryption
    assert taken is not None
    to, enc = taken.choose()
    own = P256Agreement.from_seed(b"w" * 48)
    asked = ResponseEncryption(EncryptionKey(own.public_key, "own"), enc)
    message = DeferredRequest(str(waiting["transaction_id"]), asked).format()
    body = encrypt(message, to, enc=enc).encode()
    answer = caller.post("/deferred", body, token=token, content_type=JWT)
    plain = json_encoding.parse_object(decrypt_response(answer.body, own, asked, max_bytes=1 << 20))
    assert caller.notify(token, str(plain["notification_id"])).status == 204


def test_what_a_second_clerk_said_no_to_is_refused(office: Office, caller: Caller) -> None:
    offered = offer(office, by="clerk-1", needs_approval=True)
    token = caller.access(offered)
    waiting = caller.ask(token).json()
    office.counter().deny(offered.handover.code, by="clerk-2", now_s=NOW_S)
    body = json_encoding.format({"transaction_id": waiting["transaction_id"]})
    answer = caller.post("/deferred", body, token=token)
    assert said(answer) == (400, "credential_request_denied", "issuance.denied")


def test_a_transaction_that_nobody_knows_is_refused(office: Office, caller: Caller) -> None:
    body = json_encoding.format({"transaction_id": "somebody-elses"})
    answer = caller.post("/deferred", body, token=caller.access(offer(office)))
    assert said(answer) == (400, "invalid_transaction_id", "issuance.transaction")


def test_a_newer_one_is_fetched_with_the_refresh_token(office: Office, caller: Caller) -> None:
    first = offer(office)
    tokens = caller.tokens(first)
    caller.ask(str(tokens["access_token"]))
    refresh = str(tokens["refresh_token"])
    # Nothing newer: the token is given, and opens what was handed over already.
    again = caller.refresh(refresh).json()
    answer = caller.ask(str(again["access_token"]), caller.request(batch="b"))
    assert said(answer) == (400, "credential_request_denied", "pickup.nothing_newer")
    offer(office, renews=first.handover.code)
    newer = caller.refresh(refresh).json()
    answer = caller.ask(str(newer["access_token"]), caller.request(batch="c"))
    assert len(credentials(answer)) == 3
    name = str(answer.json()["notification_id"])
    assert caller.notify(str(newer["access_token"]), name).status == 204
    assert acts(office)[-2:] == ["accepted", "replace"]


def test_a_wallet_that_asks_by_details_asks_by_identifier(office: Office, caller: Caller) -> None:
    from livret_core.openid4vci.authorization_details import CredentialDetail

    offered = offer(office)
    details = (CredentialDetail(CONFIGURATION),)
    given = TokenResponse.parse(
        caller.redeem(caller.code(offered), offered.pin, details=details).body
    )
    [identifier] = given.identifiers(CONFIGURATION)
    request = caller.request(credential_configuration_id=None, credential_identifier=identifier)
    assert len(credentials(caller.ask(given.access_token, request))) == 3


def test_an_offer_that_is_over_is_not_there(office: Office, caller: Caller, clock: Clock) -> None:
    offered = offer(office)
    clock.now_s += 7_200
    answer = caller.get(f"{URL}/o/{offered.handover.code.text}")
    assert (answer.status, answer.json()["code"]) == (404, "token.code")
    assert caller.get(f"{URL}/o/nothing").status == 404


def test_a_code_is_read_as_it_is_typed(office: Office, caller: Caller) -> None:
    typed = str(offer(office).handover.code).lower()
    assert caller.get(f"{URL}/o/{typed}").status == 200


def test_a_notification_is_said_twice(office: Office, caller: Caller) -> None:
    token = caller.access(offer(office))
    name = str(caller.ask(token).json()["notification_id"])
    for _ in range(2):
        assert caller.notify(token, name).status == 204
    assert acts(office).count("accepted") == 1
    answer = caller.notify(token, "another")
    assert said(answer) == (400, "invalid_notification_id", "issuance.notification")
    answer = caller.notify(token, name, "credential_lost")
    assert said(answer) == (400, "invalid_notification_request", "issuance.malformed")


def test_what_nobody_shows_a_token_for_is_not_read(caller: Caller) -> None:
    answer = caller.post("/credential", b"{")
    assert answer.status == 401
    assert answer.body == b""
    assert answer.headers["www-authenticate"].startswith("DPoP algs=")
    # Nor is anything said of what somebody asks with a token that nobody has.
    assert said(caller.ask("unknown", b"{}")) == (401, "invalid_token", "access.invalid")


def test_who_the_hall_is_may_change_while_it_is_served(office: Office, caller: Caller) -> None:
    from dataclasses import replace

    before = metadata(caller)
    office.home.change_hall(replace(office.hall, name="Ville de Verneuil"))
    assert before.names != metadata(caller).names
    assert caller.access(offer(office))


def test_no_offer_is_served_by_a_hall_without_an_address(tmp_path: Path) -> None:
    from livret_core.errors import Refused
    from livret_issuer.service.online.serving import Online
    from tests.office import open_office

    with pytest.raises(Refused) as caught:
        Online(open_office(tmp_path), Clock())
    assert caught.value.code == "pickup.no_address"
