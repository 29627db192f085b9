from typing import Any, Final

import pytest

from livret_core.dids import DidKey, DidUrl
from livret_core.dids.webvh import (
    Resolution,
    VerifiedLog,
    resolve,
    resolve_url,
    verify_log,
    verify_log_prefix,
)
from livret_core.errors import LivretError, MalformedInput, Unavailable
from livret_town.simulator.did_logs import DAY_S, START_S, DidLogForge, Entry, key, witness_file

NOW_S: Final = 1_790_000_000
KEY_DID: Final = DidKey.of(key(7).public_key).did


@pytest.fixture
def log() -> VerifiedLog:
    forge = DidLogForge().begin({"ttl": 60, "watchers": ["https://watcher.example"]})
    return verify_log(forge.add({"ttl": 7_200}).add().raw, None, now_s=NOW_S)


def error(found: Resolution) -> Any:
    return found.resolution_metadata().get("error")


def test_the_latest_version_is_resolved_with_all_its_metadata(log: VerifiedLog) -> None:
    found = resolve(log)
    assert found.require_document().did.text == log.did.text
    assert found.resolution_metadata() == {"contentType": "application/did"}
    assert found.document_metadata == {
        "versionId": log.last.version_id,
        "versionTime": "2026-05-30T20:26:40Z",
        "created": "2026-05-28T20:26:40Z",
        "updated": "2026-05-30T20:26:40Z",
        "scid": log.did.scid,
        "portable": False,
        "deactivated": False,
        "ttl": "7200",
        "witness": {},
        "watchers": ["https://watcher.example"],
    }


def test_the_threshold_of_witnesses_is_text() -> None:
    witness = DidKey.of(key(101).public_key).did
    forge = DidLogForge().begin({"witness": {"threshold": 1, "witnesses": [{"id": witness}]}})
    file = witness_file((forge.version_ids[0], key(101)))
    found = resolve(verify_log(forge.raw, None, now_s=NOW_S, witness_file=file))
    assert found.document_metadata["witness"] == {"threshold": "1", "witnesses": [{"id": witness}]}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_version_is_found_in_each_of_three_ways(log: VerifiedLog, number: int) -> None:
    version = log.versions[number - 1]
    for found in (
        resolve(log, version_number=number),
        resolve(log, version_id=version.version_id),
        resolve(log, version_time_s=version.from_s),
        resolve(log, version_time_s=version.from_s + DAY_S - 1),
        resolve(log, version_number=number, version_id=version.version_id),
    ):
        assert found.document_metadata["versionId"] == version.version_id
        assert found.document_metadata["updated"] == log.last.entry.version_time


def test_what_is_asked_must_hold_altogether(log: VerifiedLog) -> None:
    first, second = log.versions[0], log.versions[1]
    assert error(resolve(log, version_number=1, version_id=second.version_id)) == "notFound"
    assert error(resolve(log, version_number=2, version_time_s=first.from_s)) == "notFound"


@pytest.mark.parametrize(
    "query",
    [{"version_number": 0}, {"version_number": 4}, {"version_id": "1-invalid"}, {"version_id": ""},
     {"version_time_s": START_S - 1}],
)  # fmt: skip
def test_a_version_that_is_not_there_is_not_found_in_both_forms(
    log: VerifiedLog, query: dict[str, Any]
) -> None:
    found = resolve(log, **query)
    problem = {
        "type": "https://www.w3.org/ns/did#NOT_FOUND",
        "title": "There is no such version of the DID.",
        "detail": "did.version_not_found",
    }
    assert found.resolution_metadata() == {"error": "notFound", "problemDetails": problem}
    assert found.resolution_metadata("did-resolution") == {"error": problem}
    assert found.json()["didDocument"] is None
    with pytest.raises(LivretError) as caught:
        found.require_document()
    assert caught.value.code == "did.version_not_found"


@pytest.mark.parametrize("value", ["1", 1.0, True, b"2"])
@pytest.mark.parametrize("argument", ["version_number", "version_time_s"])
def test_a_query_of_another_kind_is_an_error(
    log: VerifiedLog, argument: str, value: object
) -> None:
    found = resolve(log, **{argument: value})  # type: ignore[arg-type]
    assert (error(found), found.document) == ("invalidDid", None)


def test_a_version_id_that_is_not_text_is_an_error(log: VerifiedLog) -> None:
    assert error(resolve(log, version_id=1)) == "invalidDid"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 3),
        ("?versionNumber=1", 1),
        ("?versionNumber=002", 2),
        ("?versionTime=2026-05-29T20:26:39Z", 1),
        ("?versionTime=2026-05-29T20%3A26%3A40Z", 2),
        ("?versionTime=2026-05-29T20:26:40.5Z&versionNumber=2", 2),
        ("#key-1", 3),
    ],
)
def test_the_query_of_a_did_url_is_read(log: VerifiedLog, query: str, number: int) -> None:
    found = resolve_url(log, DidUrl.parse(log.did.text + query))
    assert found.document_metadata["versionId"] == log.versions[number - 1].version_id


def test_a_version_id_in_a_did_url_is_the_whole_of_it(log: VerifiedLog) -> None:
    url = f"{log.did.text}?versionId={log.versions[1].version_id}"
    assert resolve_url(log, DidUrl.parse(url)).document_metadata["versionId"] == (
        log.versions[1].version_id
    )
    assert error(resolve_url(log, DidUrl.parse(f"{log.did.text}?versionId=2"))) == "notFound"


@pytest.mark.parametrize(
    "query",
    ["versionNumber=1&versionNumber=2", "versionNumber", "versionNumber=", "versionNumber=-1",
     "versionNumber=1.0", "versionNumber=%D9%A1", "versionNumber=9999999999", "versionnumber=1",
     "service=files", "versionTime=yesterday", "versionTime=2026-05-29", "hl=z",
     "versionId=%ff", "versionTime=%ed%a0%80", "versionTime="],
)  # fmt: skip
def test_a_query_livret_would_have_to_ignore_is_an_error(log: VerifiedLog, query: str) -> None:
    found = resolve_url(log, DidUrl.parse(f"{log.did.text}?{query}"))
    assert isinstance(found.failure, MalformedInput)
    assert (error(found), found.document) == ("invalidDid", None)
    problem: Any = found.resolution_metadata("did-resolution")["error"]
    assert problem["type"] == "https://www.w3.org/ns/did#INVALID_DID_URL"


def test_a_log_answers_for_its_own_did_alone(log: VerifiedLog) -> None:
    for other in (f"did:webvh:{log.did.scid}:evil.example:verneuil", KEY_DID):
        found = resolve_url(log, DidUrl.parse(f"{other}?versionNumber=1"))
        assert found.failure is not None
        assert (found.failure.code, found.document) == ("webvh.other_did", None)


def test_a_log_answers_for_each_name_that_its_did_had() -> None:
    forge = DidLogForge().begin({"portable": True})
    before = forge.did
    after = before.replace("towns.example", "city.example")
    assert after != before
    forge.add(state={"id": after, "alsoKnownAs": [before]})
    log = verify_log(forge.raw, None, now_s=NOW_S)
    for name in (before, after):
        assert resolve_url(log, DidUrl.parse(name)).require_document().did.text == after


def test_a_deactivated_did_has_no_document_and_says_so() -> None:
    forge = DidLogForge().begin().add({"deactivated": True})
    log = verify_log(forge.raw, None, now_s=NOW_S)
    for found in (resolve(log), resolve(log, version_number=2), resolve(log, version_time_s=NOW_S)):
        assert found.document is None
        assert found.document_metadata["deactivated"] is True
        assert found.resolution_metadata() == {"deactivated": True}
        with pytest.raises(LivretError) as caught:
            found.require_document()
        assert caught.value.code == "did.deactivated"


def test_an_earlier_version_of_a_deactivated_did_is_given_and_marked() -> None:
    forge = DidLogForge().begin().add({"deactivated": True})
    log = verify_log(forge.raw, None, now_s=NOW_S)
    found = resolve(log, version_number=1)
    assert found.require_document().did.text == forge.did
    assert found.document_metadata["deactivated"] is True
    assert found.resolution_metadata()["deactivated"] is True


def broken() -> VerifiedLog:
    def spoil(entry: Entry) -> None:
        entry["proof"] = []

    return verify_log_prefix(DidLogForge().begin().add().add().altered(2, spoil), None, now_s=NOW_S)


def test_a_broken_log_has_no_latest_version() -> None:
    assert error(resolve(broken())) == "invalidDid"


@pytest.mark.parametrize("number", [1, 2])
def test_a_broken_log_still_has_the_versions_before_the_break(number: int) -> None:
    log = broken()
    for found in (
        resolve(log, version_number=number),
        resolve(log, version_id=log.versions[number - 1].version_id),
    ):
        assert found.document_metadata["versionId"] == log.versions[number - 1].version_id
        assert found.document_metadata["updated"] == log.versions[1].entry.version_time


@pytest.mark.parametrize("query", [{"version_number": 3}, {"version_id": "3-x"}])
def test_a_version_after_the_break_makes_the_did_invalid(query: dict[str, Any]) -> None:
    assert error(resolve(broken(), **query)) == "invalidDid"


def test_when_the_broken_entry_began_is_not_known() -> None:
    log = broken()
    assert error(resolve(log, version_time_s=START_S + DAY_S - 1)) is None
    assert error(resolve(log, version_time_s=START_S + DAY_S)) == "invalidDid"


@pytest.mark.parametrize(
    ("failure", "webvh", "name"),
    [
        (MalformedInput("did.host"), "invalidDid", "INVALID_DID"),
        (MalformedInput("webvh.log"), "invalidDid", "INVALID_DID_DOCUMENT"),
        (Unavailable("webvh.witness_file_missing"), "invalidDid", "INVALID_DID_DOCUMENT"),
    ],
)
def test_a_failure_to_verify_is_said_in_both_forms(
    failure: LivretError, webvh: str, name: str
) -> None:
    found = Resolution.failed(failure)
    assert error(found) == webvh
    said = found.resolution_metadata("did-resolution")["error"]
    assert isinstance(said, dict)
    assert said["type"] == f"https://www.w3.org/ns/did#{name}"
    assert said["detail"] == failure.code


def test_a_log_that_is_not_there_is_not_found() -> None:
    assert error(Resolution.not_found()) == "notFound"


def test_a_document_that_cannot_be_read_is_a_failure() -> None:
    forge = DidLogForge().begin(state={"assertionMethod": "text"})
    found = resolve(verify_log(forge.raw, None, now_s=NOW_S))
    assert (error(found), found.document) == ("invalidDid", None)


def test_the_implicit_services_are_written_on_demand(log: VerifiedLog) -> None:
    found = resolve(log)
    with_services, without = found.json(), found.json(implicit_services=False)
    assert isinstance(with_services["didDocument"], dict)
    assert [service["id"] for service in with_services["didDocument"]["service"]] == [  # type: ignore[union-attr, index, call-overload]
        "#files", "#whois",
    ]  # fmt: skip
    assert without["didDocument"] == log.last.entry.state
