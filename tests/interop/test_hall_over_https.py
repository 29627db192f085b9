"""A wallet made of npm `@openid4vc/*`, `@sd-jwt/*` and `didwebvh-ts` picks up from a town hall that is served."""

from collections.abc import Callable, Iterator

import pytest

from livret_core.status.token import Status
from livret_issuer.pickup.going_on import INTERVAL_S
from livret_issuer.service.counter import Offered
from tests.halls_online import CONFIGURATION, HOST
from tests.halls_served import seconds
from tests.interop.foreign import Failed, Foreign, foreign
from tests.interop.halls import Hall, hall_over_https
from tests.pickups import acts, statuses

pytestmark = pytest.mark.interop


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_over_https(tmp_path_factory.mktemp("hall")) as served:
        yield served


@pytest.fixture(scope="module")
def wallet(hall: Hall) -> Iterator[Foreign]:
    with foreign("their_wallet.mjs", ca=hall.ca, hosts=(HOST,)) as running:
        yield running


@pytest.fixture
def apart(request: pytest.FixtureRequest) -> str:
    """A name for what a test's wallet holds."""
    return str(request.node.name)


@pytest.mark.parametrize("by", [Hall.by_value, Hall.by_reference], ids=["value", "reference"])
def test_their_wallet_picks_a_batch_up_and_believes_it(
    hall: Hall, wallet: Foreign, apart: str, by: Callable[[Hall, Offered], str]
) -> None:
    offered = hall.offer()
    said = wallet("receive", name=apart, offer=by(hall, offered), pin=offered.pin, copies=5)
    assert said == {"copies": 5, "token": "DPoP", "renewable": True}
    assert wallet("notify", name=apart) == {"status": 204}
    assert acts(hall.office)[-3:] == ["redeem", "issue", "accepted"]
    # The key is in the DID's log, the list is signed with it: both fetched where they are served.
    found = wallet("check", name=apart, number=4)
    # As Credo looks at it: a DID with its own key, and nothing of another profile.
    assert found["header"] == {
        "alg": "ES256", "typ": "dc+sd-jwt", "kid": hall.office.hall.key_id
    }  # fmt: skip
    assert found["claims"]["iss"] == hall.office.hall.did.text
    assert found["claims"]["commune"] == "Verneuil-sur-Lys"
    assert statuses(hall.office, offered) == [Status.VALID] * 5


def test_keys_may_be_named_by_a_did_that_is_made_of_them(
    hall: Hall, wallet: Foreign, apart: str
) -> None:
    offered = hall.offer()
    link = hall.by_reference(offered)
    assert wallet("receive", name=apart, offer=link, pin=offered.pin, by="did")["copies"] == 2
    assert wallet("check", name=apart)["claims"]["cnf"]["jwk"]["crv"] == "P-256"


@pytest.mark.parametrize("waits", [False, True], ids=["at once", "later"])
def test_a_wallet_that_gives_itself_a_name_says_it_in_its_proofs(
    hall: Hall, wallet: Foreign, apart: str, waits: bool
) -> None:
    offered = hall.offer(by="clerk-1", needs_approval=waits)
    link = hall.by_reference(offered)
    said = wallet("receive", name=apart, offer=link, pin=offered.pin, called="wallet-dev")
    if waits:
        hall.office.counter().approve(offered.handover.code, by="clerk-2", now_s=seconds())
        said = wallet("collect", name=apart)
    assert said["copies"] == 2
    if not waits:
        assert wallet("notify", name=apart) == {"status": 204}


def test_their_wallet_reads_what_we_say_of_ourselves(hall: Hall, wallet: Foreign) -> None:
    plain = wallet("describe", issuer=hall.caller.url)
    assert plain["version"] == "V1"
    assert CONFIGURATION in plain["configurations"]
    assert plain["known"] == plain["configurations"]
    assert "ES256" in plain["servers"][0]
    accept = "application/jwt, application/json;q=0.5"
    signed = wallet("describe", issuer=hall.caller.url, accept=accept)
    assert signed == {**plain, "signedBy": hall.office.hall.key_id}


def test_their_wallet_finds_no_issuer_beside_ours(hall: Hall, wallet: Foreign) -> None:
    with pytest.raises(Failed, match="not found"):
        wallet("describe", issuer=f"{hall.caller.url}-next-door")


def test_their_wallet_without_dpop_has_a_bearer_token(
    hall: Hall, wallet: Foreign, apart: str
) -> None:
    offered = hall.offer()
    said = wallet(
        "receive", name=apart, offer=hall.by_reference(offered), pin=offered.pin, dpop=False
    )
    assert said == {"copies": 2, "token": "Bearer", "renewable": False}


def test_answers_are_encrypted_to_their_key(hall: Hall, wallet: Foreign, apart: str) -> None:
    offered = hall.offer()
    link = hall.by_reference(offered)
    said = wallet("receive", name=apart, offer=link, pin=offered.pin, encrypted=True)
    assert said["copies"] == 2
    assert wallet("check", name=apart)["claims"]["family_name"] == "Arnould"


def test_their_wallet_comes_back_for_what_a_second_clerk_has_to_see(
    hall: Hall, wallet: Foreign, apart: str
) -> None:
    offered = hall.offer(by="clerk-1", needs_approval=True)
    said = wallet("receive", name=apart, offer=hall.by_reference(offered), pin=offered.pin)
    assert said == {"interval": INTERVAL_S, "token": "DPoP"}
    assert wallet("collect", name=apart)["interval"] == INTERVAL_S
    hall.office.counter().approve(offered.handover.code, by="clerk-2", now_s=seconds())
    # Beside a `notification_id` (1.0 9.2: MAY) it would take the answer for malformed.
    assert wallet("collect", name=apart)["copies"] == 2
    assert wallet("check", name=apart)["claims"]["commune"] == "Verneuil-sur-Lys"


def test_their_wallet_fetches_a_newer_one(hall: Hall, wallet: Foreign, apart: str) -> None:
    first = hall.offer()
    wallet("receive", name=apart, offer=hall.by_reference(first), pin=first.pin)
    with pytest.raises(Failed) as caught:
        wallet("renew", name=apart)
    assert (caught.value.status, caught.value.answer) == (
        400,
        {"error": "credential_request_denied", "error_description": "pickup.nothing_newer"},
    )
    hall.offer(renews=first.handover.code, commune="Verneuil-le-Neuf")
    assert wallet("renew", name=apart)["copies"] == 2
    assert wallet("notify", name=apart) == {"status": 204}
    assert acts(hall.office)[-2:] == ["accepted", "replace"]
    assert wallet("check", name=apart)["claims"]["commune"] == "Verneuil-le-Neuf"


def test_their_verifier_sees_what_we_withdrew(hall: Hall, wallet: Foreign, apart: str) -> None:
    offered = hall.offer()
    wallet("receive", name=apart, offer=hall.by_reference(offered), pin=offered.pin)
    wallet("check", name=apart)
    hall.office.set_status(offered.handover.code, Status.INVALID, now_s=seconds())
    hall.office.publish(now_s=seconds())
    with pytest.raises(Failed, match=r"[Ss]tatus is not valid"):
        wallet("check", name=apart)


def test_their_wallet_is_told_that_the_pin_is_wrong(
    hall: Hall, wallet: Foreign, apart: str
) -> None:
    with pytest.raises(Failed) as caught:
        wallet("receive", name=apart, offer=hall.by_reference(hall.offer()), pin="000000")
    assert (caught.value.status, caught.value.answer) == (
        400,
        {
            "error": "invalid_grant",
            "error_description": "token.tx_code",
            "livret_attempts_left": 2,
        },
    )


def test_their_wallet_is_told_why_it_gets_nothing(hall: Hall, wallet: Foreign, apart: str) -> None:
    offered = hall.offer(max_copies=2)
    link = hall.by_reference(offered)
    with pytest.raises(Failed) as caught:
        wallet("receive", name=apart, offer=link, pin=offered.pin, copies=3)
    assert caught.value.status == 400
    assert caught.value.answer["error"] == "invalid_credential_request"
    with pytest.raises(Failed, match="404"):
        wallet("receive", name=apart, offer=link.replace("%2Fo%2F", "%2Fo%2F2"), pin=offered.pin)
    with pytest.raises(Failed) as caught:
        wallet("receive", name=apart, offer=hall.by_reference(offered), pin=offered.pin)
    assert caught.value.status == 404


def test_a_notification_that_nobody_knows_is_refused(
    hall: Hall, wallet: Foreign, apart: str
) -> None:
    offered = hall.offer()
    wallet("receive", name=apart, offer=hall.by_reference(offered), pin=offered.pin)
    with pytest.raises(Failed) as caught:
        wallet("notify", name=apart, **{"as": "somebody-elses"})
    assert caught.value.status == 400
