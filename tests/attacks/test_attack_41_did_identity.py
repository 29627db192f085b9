"""Attack 41, identity: a log or an identifier that stands for another DID, host or method."""

from typing import Final

import pytest

from livret_core.dids.webvh import VerifiedLog, WebvhDid, verify_log
from livret_core.errors import LivretError, MalformedInput
from livret_town.simulator.did_logs import DidLogForge, Entry

NOW_S: Final = 1_790_000_000
SCID: Final = "QmZreDcjvWEpyRFznQeExWNCsvMLk5i59AcRJJuQC8UodJ"
OTHER_SCID: Final = "QmPEQVM1JPTyrvEgBcDXwjK4TeyLGSX1PxjgyeAisdWM1p"


def verify(log: bytes, did: str | None = None) -> VerifiedLog:
    return verify_log(log, None if did is None else WebvhDid.parse(did), now_s=NOW_S)


def refusal(log: bytes, did: str | None = None) -> str:
    with pytest.raises(LivretError) as caught:
        verify(log, did)
    return caught.value.code


def malformed(did: str) -> str:
    with pytest.raises(MalformedInput) as caught:
        WebvhDid.parse(did)
    return caught.value.code


@pytest.mark.parametrize(
    "path",
    ["..:..:admin", ".:a", "a:..", "%2E%2E:admin", "%2e%2e:admin", "%2E", "a%2Fb", "a%5Cb", "a%00",
     "a::b", "%20a", "a%0A", "%C2%A0a"],
)  # fmt: skip
def test_attack_41_a_path_climbs_or_hides_a_separator(path: str) -> None:
    assert malformed(f"did:webvh:{SCID}:towns.example:{path}") == "did.path"


def test_attack_41_twin_a_path_with_dots_that_do_not_climb() -> None:
    did = WebvhDid.parse(f"did:webvh:{SCID}:towns.example:v1.2:..a:...:caf%C3%A9%20x:%252E%252E")
    assert did.log_url == ("https://towns.example/v1.2/..a/.../caf%C3%A9%20x/%252E%252E/did.jsonl")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127%2E0%2E0%2E1", "127%2e0%2e0.1", "127.0.0.1%3a8080", "127.0.0.1%3A8080",
     "127.1", "0x7f.1", "0177.0.0.1", "1.2.3.0x", "169%2E254.169%2E254", "towns.example.1",
     "%EF%BC%91%EF%BC%92%EF%BC%97.%EF%BC%90.0.1", "a.%E2%91%A0"],
)  # fmt: skip
def test_attack_41_an_ip_address_in_some_spelling(host: str) -> None:
    assert malformed(f"did:webvh:{SCID}:{host}") == "did.host"


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost%3A8000", "towns.example.", ".towns.example", "a..example",
     "towns.example%3A0", "towns.example%3A65536", "towns.example%3A80%3A81", "towns.example%3A",
     "%3A80.example", "user%40towns.example", "towns%2Fexample.com", "towns.example%23", "-a.example",
     "a-.example", "a_b.example", "%00.example", "xn--a.example", "ab--cd.example",
     "a" * 64 + ".example", ".".join(["a" * 60] * 5)],
)  # fmt: skip
def test_attack_41_a_host_that_is_no_domain_name(host: str) -> None:
    assert malformed(f"did:webvh:{SCID}:{host}") == "did.host"


@pytest.mark.parametrize(
    "did",
    [f"did:webvh:{SCID}:127.0.0.1#x", f"did:webvh:{SCID}:towns.example/path",
     f"did:webvh:{SCID}:towns.example?versionId=1", f"did:webvh:{SCID}:towns.example\n",
     f"did:webvh:{SCID}:towns%2.example", f"did:webvh:{SCID}:towns%FF.example", f"did:webvh:{SCID}",
     f"did:webvh:{SCID[:-1]}:towns.example", f"did:webvh:{SCID[:-1]}0:towns.example",
     f"DID:webvh:{SCID}:towns.example", f"did:WEBVH:{SCID}:towns.example",
     f"did:web:{SCID}:towns.example", "did:webvh:{SCID}:towns.example", ""],
)  # fmt: skip
def test_attack_41_something_else_is_glued_to_the_did(did: str) -> None:
    assert malformed(did) == "did.malformed"


def test_attack_41_twin_an_honest_did_of_every_part() -> None:
    did = WebvhDid.parse(f"did:webvh:{SCID}:B%C3%BCrger.towns.example%3a8443:bruxelles")
    assert (did.host, did.port, did.path) == ("xn--brger-kva.towns.example", 8443, ("bruxelles",))
    assert did.log_url == "https://xn--brger-kva.towns.example:8443/bruxelles/did.jsonl"


def test_attack_41_the_scid_is_claimed_and_not_computed() -> None:
    log = DidLogForge().begin({"scid": SCID})
    assert refusal(log.raw) == "webvh.scid"


def test_attack_41_the_placeholder_is_left_in_to_give_two_entries_one_scid() -> None:
    log = DidLogForge().begin(state={"alsoKnownAs": ["{SCID}"]})
    text = log.raw.replace(f'"alsoKnownAs":["{log.scid}"]'.encode(), b'"alsoKnownAs":["{SCID}"]')
    assert text != log.raw
    assert refusal(text) == "webvh.entry"


def test_attack_41_twin_the_placeholder_may_occur_in_a_later_entry() -> None:
    log = DidLogForge().begin().add(state={"alsoKnownAs": ["{SCID}"]})
    assert verify(log.raw).last.number == 2


def test_attack_41_a_document_names_another_scid_from_the_beginning() -> None:
    log = DidLogForge().begin(state={"id": f"did:webvh:{OTHER_SCID}:towns.example:verneuil"})
    assert refusal(log.raw) == "webvh.scid_changed"


@pytest.mark.parametrize("portable", [True, False])
def test_attack_41_a_document_names_another_scid_later(portable: bool) -> None:
    log = DidLogForge().begin({"portable": portable})
    log.add(state={"id": f"did:webvh:{OTHER_SCID}:mallory.example", "alsoKnownAs": [log.did]})
    assert refusal(log.raw) == "webvh.scid_changed"


def test_attack_41_a_did_that_may_not_move_is_moved_to_another_host() -> None:
    log = DidLogForge().begin()
    log.add(state={"id": f"did:webvh:{log.scid}:mallory.example", "alsoKnownAs": [log.did]})
    assert refusal(log.raw) == "webvh.portability"


def test_attack_41_a_did_is_made_movable_and_moved() -> None:
    log = DidLogForge().begin()
    assert refusal(log.add({"portable": True}).raw) == "webvh.portability"


def test_attack_41_a_did_is_moved_by_the_entry_that_ends_its_portability() -> None:
    log = DidLogForge().begin({"portable": True})
    moved = {"id": f"did:webvh:{log.scid}:mallory.example", "alsoKnownAs": [log.did]}
    assert refusal(log.add({"portable": False}, state=moved).raw) == "webvh.portability"


@pytest.mark.parametrize("known_as", [None, [], "text", ["did:web:towns.example"]])
def test_attack_41_a_did_is_moved_without_saying_what_it_was(known_as: object) -> None:
    log = DidLogForge().begin({"portable": True})
    moved = {"id": f"did:webvh:{log.scid}:mallory.example", "alsoKnownAs": known_as}
    assert refusal(log.add(state=moved).raw) == "webvh.portability"


def test_attack_41_twin_a_portable_did_moves_and_says_so() -> None:
    log = DidLogForge().begin({"portable": True})
    new = f"did:webvh:{log.scid}:new.example"
    log.add(state={"id": new, "alsoKnownAs": [log.did]})
    assert verify(log.raw, log.did).did.text == new
    assert verify(log.raw, new).did.text == new


def test_attack_41_another_dids_log_is_served() -> None:
    log = DidLogForge().begin()
    assert refusal(log.raw, f"did:webvh:{OTHER_SCID}:towns.example:verneuil") == "webvh.other_did"


def test_attack_41_a_log_is_served_for_the_same_scid_at_another_host() -> None:
    log = DidLogForge().begin()
    assert refusal(log.raw, f"did:webvh:{log.scid}:mallory.example") == "webvh.other_did"


def test_attack_41_twin_the_log_of_the_did_that_was_asked_for() -> None:
    log = DidLogForge().begin().add()
    assert verify(log.raw, log.did).did.text == log.did


@pytest.mark.parametrize(
    "method", ["did:webvh:0.5", "did:webvh:1.1", "did:webvh:99.0", "did:webvh:1.0-rc1", "didwebvh:1.0",
               "did:webvh:1.0 ", None, 1]
)  # fmt: skip
def test_attack_41_the_log_asks_to_be_read_by_other_rules(method: object) -> None:
    assert refusal(DidLogForge().begin({"method": method}).raw) == "webvh.method"


def test_attack_41_the_rules_are_lowered_by_a_later_entry() -> None:
    log = DidLogForge().begin().add({"method": "did:webvh:0.5"})
    assert refusal(log.raw) == "webvh.method"


def test_attack_41_twin_the_method_may_be_said_again() -> None:
    log = DidLogForge().begin().add({"method": "did:webvh:1.0"})
    assert verify(log.raw).last.number == 2


@pytest.mark.parametrize(
    "unknown", [{"prerotation": True}, {"weight": 1}, {"updatekeys": []}, {"scid": SCID}]
)
def test_attack_41_a_parameter_that_a_reader_would_have_to_ignore(unknown: Entry) -> None:
    assert refusal(DidLogForge().begin().add(unknown).raw) == "webvh.parameters"
