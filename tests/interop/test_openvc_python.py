"""PyPI `openvc-core` at our town hall and our desk: what we say, ask, sign and show, and its own DID and status."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from openvc.did.base import DidResolverRegistry
from openvc.did.did_webvh import DidWebvhResolver
from openvc.errors import OpenvcError
from openvc.openid4vci import (
    parse_credential_issuer_metadata,
    parse_credential_offer,
    verify_credential_request_proofs,
)
from openvc.openid4vp import verify_vp_token

from livret_core.encoding import base64url
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.sdjwt import SdJwt
from livret_core.status.token import Status
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.halls_online import HOST, Caller, credentials, open_at, opened, within
from tests.halls_served import seconds
from tests.pickups import offer
from tests.scene import DESK, NONCE, RESIDENCY, STRANGER, bind, showing

pytestmark = pytest.mark.interop

ASKED: Final = {"commune": ("commune",), "locality": ("address", "locality")}


@dataclass
class Hall:
    """A town hall of today, and a wallet of ours at it."""

    office: Office
    caller: Caller
    offered: Offered
    copies: list[SdJwt]

    def fetch(self, url: str) -> str:
        """What lies at an address, for their resolvers."""
        answer = self.caller.get(url)
        assert answer.status == 200, url
        return answer.body.decode()

    def listed(self, uri: str) -> dict[str, Any]:
        """What a status list says."""
        claims: dict[str, Any] = json.loads(base64url.decode(self.fetch(uri).split(".")[1]))
        return claims

    def verify(self, *presentations: str, query: DcqlQuery | None = None) -> Any:
        """Ask their verifier."""
        query = query or DcqlQuery.for_one("one", (RESIDENCY.vct,), list(ASKED.values()))
        return verify_vp_token(
            {"one": list(presentations)},
            dcql_query=json.loads(json.dumps(query.format())),
            nonce=NONCE,
            client_id=DESK,
            resolver=DidResolverRegistry([DidWebvhResolver(self.fetch)]),
            resolve_status_list_token=self.listed,
            require_holder_binding=True,
            require_status=True,
        )

    def show(self, number: int = 0, **changes: Any) -> str:
        """Show what is asked of a copy."""
        signer = changes.pop("signer", self.caller.key_of(number))
        shown = showing(self.copies[number], *ASKED)
        return bind(shown, signer=signer, iat=seconds(), **changes)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    now_s = seconds()
    office = open_at(tmp_path_factory.mktemp("hall"), 8443, now_s=now_s)
    with opened(office, seconds) as online:
        caller = Caller(within(online), clock=seconds, url=f"https://{HOST}:8443/verneuil")
        offered = offer(office, now_s=now_s)
        copies = credentials(caller.ask(caller.access(offered)))
        yield Hall(office, caller, offered, [SdJwt.parse(text) for text in copies])


def test_they_read_what_we_say_and_offer(hall: Hall) -> None:
    at = f"https://{HOST}:8443/.well-known/openid-credential-issuer/verneuil"
    found = parse_credential_issuer_metadata(hall.fetch(at))
    assert found.credential_issuer == hall.caller.url
    made = offer(hall.office, now_s=seconds())
    read = parse_credential_offer(hall.fetch(f"{hall.caller.url}/o/{made.handover.code.text}"))
    assert read.credential_issuer == hall.caller.url


def test_they_verify_the_key_proofs_of_a_request(hall: Hall) -> None:
    def verify(request: bytes) -> Any:
        return verify_credential_request_proofs(
            request.decode(),
            credential_issuer=hall.caller.url,
            check_nonce=lambda nonce: nonce == "of-theirs",
            batch_size=10,
        )

    assert len(verify(hall.caller.request(nonce="of-theirs"))) == 3
    wrongs: list[dict[str, Any]] = [
        {"nonce": "another"},
        {"nonce": "of-theirs", "audience": "https://x.test"},
    ]
    for wrong in wrongs:
        with pytest.raises(OpenvcError):
            verify(hall.caller.request(**wrong))


def test_they_verify_what_is_shown_by_the_did_and_the_list(hall: Hall) -> None:
    [found] = hall.verify(hall.show()).for_query("one")
    assert (found.raw.claims["commune"], found.raw.key_bound) == ("Verneuil-sur-Lys", True)
    assert found.raw.issuer == hall.office.hall.did.text
    [checked] = found.credentials
    assert checked.status is not None


def test_they_refuse_what_we_refuse(hall: Hall) -> None:
    shown = {
        "another nonce": hall.show(nonce="another"),
        "another service": hall.show(aud="redirect_uri:https://x.test/"),
        "another holder": hall.show(signer=STRANGER.signer),
        "no binding": hall.show().rpartition("~")[0] + "~",
    }
    for name, text in shown.items():
        with pytest.raises(OpenvcError):
            pytest.fail(f"{name}: {hall.verify(text)}")
    hall.office.set_status(hall.offered.handover.code, Status.INVALID, now_s=seconds())
    hall.office.publish(now_s=seconds())
    with pytest.raises(OpenvcError, match="revoked"):
        hall.verify(hall.show(1))
