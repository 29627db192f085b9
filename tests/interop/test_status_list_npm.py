"""Our status lists in npm `@sd-jwt/jwt-status-list`, as they are served, and its lists read here."""

import random
from collections.abc import Iterator

import pytest

from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import jwk
from livret_core.status import token
from livret_core.status.bits import Bits, StatusList
from livret_core.status.token import Status, StatusReference
from tests.halls_online import HOST
from tests.halls_served import seconds
from tests.interop.foreign import Foreign, foreign
from tests.interop.halls import Hall, hall_over_https
from tests.pickups import code_of
from tests.scene import DAY_S, NOW_S, TOWN

pytestmark = pytest.mark.interop

URI = HttpsUri.parse("https://verneuil.test/status/1.jwt")
BITS: tuple[Bits, ...] = (1, 2, 4, 8)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_over_https(tmp_path_factory.mktemp("hall")) as served:
        yield served


@pytest.fixture(scope="module")
def node(hall: Hall) -> Iterator[Foreign]:
    with foreign("status_list.mjs", ca=hall.ca, hosts=(HOST,)) as running:
        yield running


def picked_up(hall: Hall) -> int:
    """Withdraw what somebody picked up; the number of its copies."""
    offered = hall.offer()
    assert len(hall.caller.ask(hall.caller.access(offered)).json()["credentials"]) == 3  # type: ignore[arg-type]
    hall.office.set_status(offered.handover.code, Status.INVALID, now_s=seconds())
    hall.office.publish(now_s=seconds())
    return 3


def test_they_read_the_list_that_is_served(hall: Hall, node: Foreign) -> None:
    uri = hall.office.hall.status_uri(1)
    assert node("read", uri=uri.text) == {"places": 1 << 17, "marked": {}}
    copies = picked_up(hall)
    theirs = node("read", uri=uri.text)
    ours = token.verify(
        hall.caller.get(uri.text).body,
        uri=uri,
        key=hall.office._keys.credentials["credential-1"].public_key,
        now_s=seconds(),
        max_age_s=None,
    )
    assert len(theirs["marked"]) == copies
    assert {int(place): value for place, value in theirs["marked"].items()} == ours.marked()


@pytest.mark.parametrize("bits", BITS)
def test_they_read_lists_of_every_width(node: Foreign, bits: Bits) -> None:
    drawn = random.Random(bits)
    marked = {drawn.randrange(4_001): drawn.randrange(1, 1 << bits) for _ in range(200)}
    text = token.sign(
        StatusList.of(4_001, bits=bits, statuses=marked),
        TOWN.signer,
        uri=URI,
        issued_at_s=NOW_S,
        expires_at_s=NOW_S + DAY_S,
        ttl_s=60,
    )
    theirs = node("read", jwt=text)
    assert 0 <= theirs["places"] - 4_001 < 8 // bits
    assert {int(place): value for place, value in theirs["marked"].items()} == marked


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("places", [1, 7, 8, 9, 4_003])
def test_we_read_theirs(node: Foreign, bits: Bits, places: int) -> None:
    drawn = random.Random(bits * places)
    statuses = [drawn.randrange(min(3, 1 << bits)) for _ in range(places)]
    payload = {"sub": URI.text, "iat": NOW_S, "exp": NOW_S + DAY_S, "ttl": 60}
    made = node("write", statuses=statuses, bits=bits, payload=payload)
    key = jwk.parse_public(made["key"])
    read = token.verify(made["jwt"], uri=URI, key=key, now_s=NOW_S, max_age_s=None)
    found = [read.status(StatusReference(index, URI)) for index in range(places)]
    assert found == statuses
    beyond = StatusReference(read.signed.entries, URI)
    assert code_of(lambda: read.status(beyond)) == "status.out_of_range"


def test_what_they_sign_for_another_list_is_not_this_one(node: Foreign) -> None:
    payload = {"sub": f"{URI.text}2", "iat": NOW_S, "exp": NOW_S + DAY_S}
    made = node("write", statuses=[0], bits=1, payload=payload)
    key = jwk.parse_public(made["key"])
    with pytest.raises(Refused, match=r"status\.other_list"):
        token.verify(made["jwt"], uri=URI, key=key, now_s=NOW_S, max_age_s=None)
