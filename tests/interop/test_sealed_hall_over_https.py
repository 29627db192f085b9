"""What a town hall with a seal signs by certificate: picked up with npm packages, checked by PyPI `polaris-oid4vp`."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from polaris_oid4vp import sdjwt

from livret_core.x509 import CertificateChain
from tests.certificates import authority
from tests.halls_online import HOST
from tests.interop.foreign import Foreign, foreign
from tests.interop.halls import Hall, hall_over_https
from tests.office import NOW_S
from tests.scene import RESIDENCY

pytestmark = pytest.mark.interop

DESK: Final = "x509_hash:of-their-desk"
NONCE: Final = "of-their-desk-0123456789"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_over_https(tmp_path_factory.mktemp("hall"), sealed_at_s=NOW_S) as served:
        yield served


@pytest.fixture(scope="module")
def wallet(hall: Hall) -> Iterator[Foreign]:
    with foreign("their_wallet.mjs", ca=hall.ca, hosts=(HOST,), now_s=NOW_S) as running:
        offered = hall.offer(profile="x509")
        running("receive", name="camille", offer=hall.by_reference(offered), pin=offered.pin)
        yield running


def verdict(wallet: Foreign, *anchors: str) -> Any:
    """What their verifier makes of what their wallet shows."""
    shown = wallet("show", name="camille", claims={"commune": True}, aud=DESK, nonce=NONCE)
    return sdjwt.verify_presentation(
        shown,
        expected_nonce=NONCE,
        expected_audience=DESK,
        trust_anchors=[authority(name).certificate for name in anchors],
        now=NOW_S,
        expected_vct=RESIDENCY.vct,
    )


def test_their_wallet_believes_it_by_the_leaf_and_the_list(hall: Hall, wallet: Foreign) -> None:
    found = wallet("check", name="camille")
    assert found["claims"]["commune"] == "Verneuil-sur-Lys"
    assert "iss" not in found["claims"]
    assert found["header"].keys() == {"alg", "typ", "x5c"}
    certified = hall.office.hall.certified
    assert certified is not None
    assert CertificateChain.parse_x5c(found["header"]["x5c"]) == certified.chain


def test_a_verifier_held_to_haip_accepts_it_under_its_authority(wallet: Foreign) -> None:
    found = verdict(wallet, "Racine")
    assert (found.authentic, found.reason) == (True, "")
    assert found.claims["commune"] == "Verneuil-sur-Lys"


def test_under_another_authority_it_is_refused(wallet: Foreign) -> None:
    assert not verdict(wallet, "Autre").authentic
