"""How requests say who asks: by a key, a certificate or its name, or by nothing but an address."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.credential.profile_x509 import X509Policy
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer, pem
from livret_core.openid4vp.client_id import KnownClients
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_uri import Inline, parse
from livret_core.x509 import TrustAnchors
from livret_verifier.desk.window import Window
from livret_verifier.store import Desk
from tests.certificates import authority, leaf
from tests.desks_that_ask import der
from tests.scene import FOLDER, NOW_S, seed
from tests.windows import BASE, HOST, POLICY, Clock, Opened, opened, posted

SIGNER = P256Signer.from_seed(seed("a desk with a certificate", 48))
LEAF = leaf("Guichet", HOST, signer=SIGNER)
KNOWN = KnownClients(x509=X509Policy(anchors=TrustAnchors.of([der(authority("Racine"))])))
DID = "did:webvh:QmehaaSMWGKsA1hkx6JLbqRwV1u7xt5US97qa8rYgZLr3m:ledger.livret.test:desk"


def known_as(root: Path, client: str) -> Opened:
    policy = POLICY.replace('tenant = "pool"', f'tenant = "pool"\n{client}')
    desk = Desk.create(root, policy)
    desk.key_path.write_bytes(pem.format_private(SIGNER, None))
    chain = LEAF.certificate.public_bytes(Encoding.PEM)
    (root / "request-chain.pem").write_bytes(chain)
    return opened(root)


@pytest.mark.parametrize("prefix", ["x509_hash", "x509_san_dns"])
@pytest.mark.parametrize("mode", ["direct_post", "direct_post.jwt"])
def test_by_a_certificate(tmp_path: Path, prefix: str, mode: str) -> None:
    window = known_as(tmp_path / "pool", f'client = "{prefix}"')
    asked = window.ask(mode)
    request = window.fetch(asked, known=KNOWN)
    assert request.client_id.startswith(f"{prefix}:")
    assert window.answer(asked, posted(request)).status == 200
    assert window.verdict(asked)["outcome"] == "accepted"


@pytest.mark.parametrize("mode", ["direct_post", "direct_post.jwt"])
def test_by_an_address_alone_without_a_signature(tmp_path: Path, mode: str) -> None:
    window = known_as(tmp_path / "pool", 'client = "redirect_uri"')
    asked = window.ask(mode)
    link = parse(asked.link)
    assert isinstance(link, Inline)
    request = AuthorizationRequest.parse_unsigned(link.parameters, now_s=NOW_S)
    assert request.client_id == f"redirect_uri:{BASE}/pool/answers/{asked.transaction.code}"
    assert window.answer(asked, posted(request)).status == 200
    assert window.verdict(asked)["outcome"] == "accepted"
    # What cannot be signed is not handed out either.
    assert window.call("GET", f"/pool/requests/{asked.transaction.code}").status == 400


def test_by_a_did_that_lists_the_key(tmp_path: Path) -> None:
    window = known_as(tmp_path / "pool", f'kid = "{DID}#request-1"')
    asked = window.ask()
    known = KnownClients(did_keys={f"{DID}#request-1": SIGNER.public_key})
    request = window.fetch(asked, known=known)
    assert request.client_id == f"decentralized_identifier:{DID}"
    assert window.answer(asked, posted(request)).status == 200


@pytest.mark.parametrize(
    "line",
    [
        'client = "openid_federation"', 'kid = "did:key:z6Mk#a"', f'kid = "{DID}"',
        f'client = "x509_hash"\nkid = "{DID}#a"', "tenant2 = 1",
    ],
)  # fmt: skip
def test_what_names_nobody_is_no_policy(tmp_path: Path, line: str) -> None:
    with pytest.raises(MalformedInput, match=r"policy\.malformed"):
        known_as(tmp_path / "pool", line)


def test_several_processes_may_stand_at_one_window(tmp_path: Path) -> None:
    """What one asked another hands out, and a third takes the answer."""
    first = opened(tmp_path / "pool")
    second = Opened(first.desk, Window(first.desk, FOLDER, clock=Clock()), Clock())
    asked = first.ask()
    assert second.answer(asked, posted(second.fetch(asked))).status == 200
    assert first.verdict(asked)["outcome"] == "accepted"
    assert HttpsUri.parse(f"{BASE}/").host == HOST
