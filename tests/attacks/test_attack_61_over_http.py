"""Attack 61, as copies go out over the network: nothing in two of a batch is the same but the town."""

import itertools
import json
from pathlib import Path

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.jws import CompactJws
from tests.halls_online import Caller, credentials, hall_online
from tests.pickups import offer

#: The same for everybody who was served that day.
SHARED = {
    "iss", "vct", "vct#integrity", "iat", "exp", "nbf", "_sd_alg", "issuing_authority",
    "issuing_country", "issuing_territory", "certificate_language",
}  # fmt: skip


def parts(text: str) -> tuple[JsonObject, JsonObject, set[str]]:
    token, *disclosures = text.rstrip("~").split("~")
    read = CompactJws.parse(token, max_bytes=1 << 16)
    return dict(read.header), read.payload_object(), {token.rpartition(".")[2], *disclosures}


def values(value: JsonValue) -> set[str]:
    if isinstance(value, dict):
        return {text for inner in value.values() for text in values(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in values(inner)}
    return {json.dumps(value)}


def own(payload: JsonObject) -> set[str]:
    """What a copy shows that is not everybody's: digests, key, place."""
    rest = {name: value for name, value in payload.items() if name not in SHARED}
    status, cnf = rest.pop("status"), rest.pop("cnf")
    assert isinstance(status, dict)
    assert isinstance(cnf, dict)
    listed, key = status["status_list"], cnf["jwk"]
    assert isinstance(listed, dict)
    assert isinstance(key, dict)
    return values(rest) | {f"place {listed['idx']}", f"x {key['x']}", f"y {key['y']}"}


def test_attack_61_two_copies_of_a_batch_share_nothing_of_their_own(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        batch = credentials(caller.ask(caller.access(offer(office))))
    for one, two in itertools.combinations(map(parts, batch), 2):
        assert not own(one[1]) & own(two[1])
        assert not one[2] & two[2]


def test_attack_61_twin_what_they_share_a_neighbours_proof_has_too(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, clock, _):
        batch = credentials(caller.ask(caller.access(offer(office))))
        other = Caller(caller.send, name="zoe", clock=clock)
        batch += credentials(other.ask(other.access(offer(office, given_name="Zoé"))))
    headers, payloads, _ = zip(*map(parts, batch), strict=True)
    assert all(header == headers[0] for header in headers)
    shared = [{name: one[name] for name in SHARED & one.keys()} for one in payloads]
    assert shared == [shared[0]] * 6
