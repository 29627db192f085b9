"""PyPI `polaris-oid4vp`, which passed HAIP 1.0's tests of verifiers, asks over HTTPS; our wallet answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from polaris_oid4vp import sdjwt, status
from polaris_oid4vp.serve import serve
from polaris_oid4vp.verifier import Verifier

from livret_core.errors import LivretError
from livret_core.keys import P256Signer, PublicKey, jwk, pem
from livret_core.status.token import Status
from livret_wallet.client.web import Web
from livret_wallet.gather import Folder
from tests.certificates import leaf
from tests.cheap_words import cheap_words
from tests.halls_online import free_port, tls_for
from tests.interop.holders import POOL, Holder
from tests.playing import Play, cheap_kdf, clock, play
from tests.scene import (
    DESK,
    INDEX,
    NONCE,
    NOW_S,
    RESIDENCY,
    REVOKED,
    STRANGER,
    SUSPENDED,
    TOWN,
    bind,
    draft,
    present,
    seed,
    showing,
)

__all__ = ["cheap_kdf", "cheap_words", "clock", "play"]

pytestmark = [pytest.mark.interop, pytest.mark.usefixtures("cheap_words")]

SIGNER: Final = P256Signer.from_seed(seed("polaris", 48))
LEAF: Final = leaf("Piscine", POOL, signer=SIGNER)


class Pool:
    """Their verifier, served over TLS, and a wallet of ours with two copies."""

    def __init__(self, root: Path, play: Play) -> None:
        tls, authority = tls_for(root, POOL)
        (root / "ca.pem").write_bytes(authority)
        self.verdicts: list[tuple[int, Any]] = []
        self._tls = tls
        self.port = free_port()
        self.holder = Holder(play, ca=root / "ca.pem", port=self.port)
        self.holder.hold_by_files()

    def open(self, *claims: Any) -> Any:
        """Serve a verifier that asks for claims; the server."""
        base = f"https://{POOL}:{self.port}"
        self.verifier = Verifier(
            client_cert_pem=LEAF.certificate.public_bytes(Encoding.PEM),
            client_key_pem=pem.format_private(SIGNER, None),
            request_uri=f"{base}/request.jwt",
            response_uri=f"{base}/response",
            issuer_jwks=[jwk.format_public(self.holder.files.desk.hall().signer.public_key)],
            vct_values=[RESIDENCY.vct],
            claims=claims,
        )
        return serve(
            self.verifier,
            host="127.0.0.1",
            port=self.port,
            certfile=self._tls.certificate,
            keyfile=self._tls.key,
            on_verdict=lambda code, _, verdict: self.verdicts.append((code, verdict)),
        )

    def link(self) -> str:
        """What it shows to wallets."""
        session, _ = self.verifier.new_request()
        return f"haip-vp://?{urlencode(self.verifier.authorization_request_params(session))}"


@pytest.fixture
def pool(tmp_path: Path, play: Play, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    made = Pool(tmp_path, play)
    folder = Folder(made.holder.files.published)
    monkeypatch.setattr(Web, "read", lambda _, uri, code: folder.read(uri, code))
    server = made.open("commune", ["address", "locality"])
    yield made
    server.shutdown()
    server.server_close()


def test_their_verifier_accepts_what_our_wallet_shows(pool: Pool) -> None:
    sheet = pool.holder.present(pool.link())
    assert sheet["leaves"] == {"commune": "Verneuil", "address.locality": "Verneuil"}
    [(status_code, verdict)] = pool.verdicts
    assert (status_code, verdict.authentic) == (200, True)
    assert verdict.claims["commune"] == "Verneuil"
    assert verdict.claims["address"] == {"locality": "Verneuil"}
    assert "family_name" not in verdict.claims


def test_our_no_is_an_answer_to_their_verifier(pool: Pool) -> None:
    pool.holder.refuse(pool.link())
    [(status_code, verdict)] = pool.verdicts
    assert (status_code, verdict.wallet_error["error"]) == (200, "access_denied")


def verdict(text: str, *, key: PublicKey = TOWN.signer.public_key, **more: Any) -> Any:
    """What their verifier makes of a presentation of the scene."""
    return sdjwt.verify_presentation(
        text,
        expected_nonce=NONCE,
        expected_audience=DESK,
        issuer_jwks=[jwk.format_public(key)],
        now=NOW_S,
        expected_vct=RESIDENCY.vct,
        **more,
    )


def test_they_accept_and_refuse_what_we_do() -> None:
    good = verdict(present(draft(), "commune"))
    assert (good.authentic, good.claims["commune"]) == (True, "Verneuil")
    refused = {
        "another key": verdict(present(draft()), key=STRANGER.signer.public_key),
        "another nonce": verdict(bind(showing(draft().signed()), nonce="another")),
        "another service": verdict(bind(showing(draft().signed()), aud="redirect_uri:https://x")),
        "another holder": verdict(bind(showing(draft().signed()), signer=STRANGER.signer)),
        "too old": verdict(bind(showing(draft().signed()), iat=NOW_S - 4_000)),
        "expired": verdict(present(draft(expires_s=NOW_S - 1_000))),
        "another type": verdict(present(draft().with_payload(vct="urn:livret:birth:1"))),
    }
    assert {name: found.authentic for name, found in refused.items()} == dict.fromkeys(
        refused, False
    )


@pytest.mark.parametrize(
    ("index", "value"),
    [(INDEX, Status.VALID), (REVOKED, Status.INVALID), (SUSPENDED, Status.SUSPENDED)],
)
def test_they_read_our_status_list(index: int, value: Status) -> None:
    def is_signed(octets: bytes, signature: bytes, _header: Any) -> bool:
        try:
            TOWN.signer.public_key.verify(signature, octets)
        except LivretError:
            return False
        return True

    def resolve(*, uri: str, idx: int, issuer: str | None) -> Any:
        return status.decide(
            TOWN.status_list(),
            index=idx,
            expected_uri=uri,
            authority=status.StatedAuthority().state(
                credential_issuer=issuer, status_uri=uri, verify=is_signed, why="the key of both"
            ),
            credential_issuer=issuer,
            now=NOW_S,
        )

    found = verdict(present(draft(index=index)), status_resolver=resolve)
    assert found.revocation["checked"] is True, found.revocation
    assert found.revocation["status"] == value
