"""Our DID logs in two other implementations, and theirs in ours."""

import asyncio
import json
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.dids import DidKey
from livret_core.dids.webvh import (
    VerifiedLog,
    WebvhDid,
    check_profile,
    commitment,
    create,
    deactivate,
    placeholder_did,
    resolve,
    update,
    verify_log,
    web_document,
)
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.keys import jwk
from livret_town.simulator.did_logs import DAY_S, START_S, DidLogForge, key, p256_key, witness_file
from tests.ledger_scene import Scene
from tests.ledger_works import Works

pytestmark = pytest.mark.interop

HERE: Final = Path(__file__).parent


def hash_of(number: int) -> str:
    return commitment(key(number).public_key)


def town_hall() -> list[bytes]:
    """Our own log, whole: born, rotated twice, recovered, deactivated."""
    did = placeholder_did("towns.example", port=8443, path=("verneuil", "état civil"))
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#credentials-1",
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": jwk.format_public(p256_key(1).public_key),
            }
        ],
        "assertionMethod": [f"{did}#credentials-1"],
    }
    born = create(
        document,
        signer=key(0),
        next_key_hash=hash_of(1),
        recovery_key_hashes=[hash_of(90), hash_of(91)],
        version_time_s=START_S,
        ttl_s=86_400,
    )
    steps = [born]
    for number in (1, 2):
        steps.append(
            update(
                steps[-1].log,
                signer=key(number),
                next_key_hash=hash_of(number + 1),
                version_time_s=START_S + number * DAY_S,
                document={
                    **steps[-1].log.last.entry.state,
                    "alsoKnownAs": [f"https://verneuil.example/{number}/\u2028é\U0001f600"],
                },
            )
        )
    steps.append(
        update(
            steps[-1].log,
            signer=key(90),
            next_key_hash=hash_of(4),
            recovery_key_hashes=[hash_of(91), hash_of(92)],
            version_time_s=START_S + 3 * DAY_S,
        )
    )
    steps.append(deactivate(steps[-1].log, signer=key(92), version_time_s=START_S + 4 * DAY_S))
    return [step.line for step in steps]


def read(log: bytes, witnesses: bytes | None = None) -> VerifiedLog:
    return verify_log(log, None, now_s=int(time.time()), witness_file=witnesses)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[bytes, dict[str, Any]]]:
    """Each `did.jsonl` as a ledger publishes it, and the document it comes to here.

    Four town halls under the ledger's own profile; one moved on to another key, one was taken
    back from a thief with a recovery key.
    """
    began_s = int(time.time()) - DAY_S
    works = Works.founded(tmp_path_factory.mktemp("ledger"), Scene.founded(at=began_s))
    with works.running() as (sequencer, publisher):
        namur, metz, *_ = works.scene.towns
        sequencer.submit(works.scene.move_on(namur).leaf)
        hashes = metz.recovery_hashes(2, 3)
        undone = works.scene.move_on(metz, by="recovery-1", recovery_key_hashes=hashes)
        sequencer.submit(undone.leaf)
        publisher.publish()
    raws = [raw for name, raw in works.files().items() if name.endswith("did.jsonl")]
    logs = {raw: read(raw) for raw in raws}
    assert sorted(len(log.versions) for log in logs.values()) == [1, 1, 2, 2]
    for log in logs.values():
        check_profile(log)
    return [(raw, dict(log.last.entry.state)) for raw, log in logs.items()]


# PyPI did-webvh ---------------------------------------------------------------


def resolve_with_python(folder: Path, log: bytes, witnesses: bytes | None = None) -> Any:
    from did_webvh.history import load_local_history

    assert log, "that library never ends on an empty log"
    (folder / "did.jsonl").write_bytes(log)
    if witnesses is not None:
        (folder / "did-witness.json").write_bytes(witnesses)
    state, meta = asyncio.run(load_local_history(folder, verify_proofs=True, verify_witness=True))
    return state, meta


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_python_resolves_our_logs(tmp_path: Path, count: int) -> None:
    log = b"".join(town_hall()[:count])
    state, meta = resolve_with_python(tmp_path, log)
    ours = read(log)
    assert state.document == ours.last.entry.state
    assert state.version_id == ours.last.version_id
    assert meta.deactivated == ours.parameters.deactivated == (count == 5)


def test_python_resolves_what_a_ledger_publishes(
    tmp_path: Path, published: list[tuple[bytes, dict[str, Any]]]
) -> None:
    for log, document in published:
        state, _ = resolve_with_python(tmp_path, log)
        assert state.document == document


def test_python_resolves_a_log_whose_witnesses_approved(tmp_path: Path) -> None:
    witnesses = [{"id": DidKey.of(key(number).public_key).did} for number in (101, 102, 103)]
    forge = DidLogForge().begin({"witness": {"threshold": 2, "witnesses": witnesses}}).add()
    file = witness_file((forge.version_ids[1], key(101)), (forge.version_ids[1], key(103)))
    state, _ = resolve_with_python(tmp_path, forge.raw, file)
    assert state.version_id == read(forge.raw, file).last.version_id


def test_python_refuses_what_we_refuse(tmp_path: Path) -> None:
    from did_webvh.core.resolver import ResolutionError

    log = b"".join(town_hall()[:2]).replace(b"verneuil.example", b"mallory.example")
    with pytest.raises((ResolutionError, ValueError)):
        resolve_with_python(tmp_path, log)
    with pytest.raises(LivretError) as caught:
        read(log)
    assert caught.value.code == "webvh.entry_hash"


def python_log(folder: Path, *, prerotation: bool) -> bytes:
    from did_webvh.askar import AskarSigningKey
    from did_webvh.core.hash_utils import HashInfo
    from did_webvh.history import write_document_state
    from did_webvh.provision import genesis_document, provision_did

    keys = [AskarSigningKey.generate("ed25519") for _ in range(4)]
    hashes = [
        HashInfo.from_name("sha2-256").formatted_hash(each.multikey.encode()) for each in keys
    ]

    def rotation(number: int) -> dict[str, Any]:
        if not prerotation:
            return {"updateKeys": [keys[number + 1].multikey]}
        return {"updateKeys": [keys[number].multikey], "nextKeyHashes": [hashes[number + 1]]}

    first = {"updateKeys": [keys[0].multikey]}
    state = provision_did(
        genesis_document("did:webvh:{SCID}:towns.example:verneuil"),
        params={**first, "nextKeyHashes": [hashes[1]]} if prerotation else first,
        timestamp=datetime(2026, 1, 1, tzinfo=UTC),
    )
    state.proofs.append(state.create_proof(keys[0], timestamp=state.timestamp))
    write_document_state(folder, state)
    for number in (1, 2):
        document = {**state.document, "alsoKnownAs": [f"https://verneuil.example/{number}"]}
        state = state.create_next(
            document,
            params_update=rotation(number if prerotation else number - 1),
            timestamp=datetime(2026, 1, 1 + number, tzinfo=UTC),
        )
        signer = keys[number if prerotation else number - 1]
        state.proofs.append(state.create_proof(signer, timestamp=state.timestamp))
        write_document_state(folder, state)
    return (folder / "did.jsonl").read_bytes()


@pytest.mark.parametrize("prerotation", [False, True])
def test_we_resolve_pythons_logs(tmp_path: Path, prerotation: bool) -> None:
    raw = python_log(tmp_path, prerotation=prerotation)
    state, _ = resolve_with_python(tmp_path, raw)
    log = read(raw)
    assert log.last.number == 3
    assert resolve(log).require_document().json == state.document


# npm didwebvh-ts ----------------------------------------------------------------


@pytest.fixture(scope="session")
def node(require_program: Callable[[str], str]) -> Callable[[str, object], Any]:
    program = require_program("node")
    if not (HERE / "node_modules" / "didwebvh-ts").is_dir():
        pytest.skip("didwebvh-ts is not installed; run `make peers`")

    def run(task: str, question: object) -> Any:
        done = subprocess.run(
            [program, str(HERE / "did_logs.mjs"), task],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return json.loads(done.stdout)

    return run


def lines(log: bytes) -> list[Any]:
    return [json.loads(line) for line in log.splitlines()]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_typescript_resolves_our_logs(node: Callable[[str, object], Any], count: int) -> None:
    log = b"".join(town_hall()[:count])
    found = node("resolve", {"log": lines(log)})["found"]
    ours = read(log)
    assert found["meta"]["versionId"] == ours.last.version_id
    assert found["meta"]["deactivated"] == ours.parameters.deactivated == (count == 5)
    document = resolve(ours).document
    assert (found["doc"] is None) == (document is None) == (count == 5)
    if document is not None:
        assert found["doc"]["id"] == document.did.text
        assert found["doc"]["assertionMethod"] == document.json["assertionMethod"]


def test_typescript_resolves_what_a_ledger_publishes(
    node: Callable[[str, object], Any], published: list[tuple[bytes, dict[str, Any]]]
) -> None:
    for log, document in published:
        found = node("resolve", {"log": lines(log)})["found"]
        assert found["meta"]["versionId"] == read(log).last.version_id
        # It adds the services that did:webvh says every DID has.
        services = [one for one in found["doc"]["service"] if one in document["service"]]
        assert {**found["doc"], "service": services} == document


def test_typescript_finds_the_same_earlier_version(node: Callable[[str, object], Any]) -> None:
    log = b"".join(town_hall())
    found = node("resolve", {"log": lines(log), "versionNumber": 2})["found"]
    ours = resolve(read(log), version_number=2)
    assert found["meta"]["versionId"] == ours.document_metadata["versionId"]
    assert found["doc"]["alsoKnownAs"] == ours.require_document().json["alsoKnownAs"]


def test_typescript_resolves_a_log_whose_witnesses_approved(
    node: Callable[[str, object], Any],
) -> None:
    witnesses = [{"id": DidKey.of(key(number).public_key).did} for number in (101, 102)]
    forge = DidLogForge().begin({"witness": {"threshold": 2, "witnesses": witnesses}}).add()
    file = witness_file((forge.version_ids[1], key(101)), (forge.version_ids[1], key(102)))
    question = {"log": lines(forge.raw), "witnessProofs": json.loads(file)}
    assert node("resolve", question)["found"]["meta"]["versionId"] == forge.version_ids[1]
    assert read(forge.raw, file).last.version_id == forge.version_ids[1]


def test_typescript_refuses_what_we_refuse(node: Callable[[str, object], Any]) -> None:
    log = b"".join(town_hall()[:2]).replace(b"verneuil.example", b"mallory.example")
    assert "error" in node("resolve", {"log": lines(log)})
    with pytest.raises(LivretError):
        read(log)


def test_we_resolve_typescripts_logs(node: Callable[[str, object], Any]) -> None:
    made = node("make", {})["found"]

    def raw(log: list[Any]) -> bytes:
        return b"".join(json.dumps(entry).encode() + b"\n" for entry in log)

    for count, stage in enumerate(made["stages"], start=1):
        log = read(raw(stage))
        assert log.last.number == count
        assert resolve(log).require_document().json == stage[-1]["state"]
    ended = read(raw(made["ended"]))
    assert ended.parameters.deactivated
    assert resolve(ended).document is None
    file = json.dumps(made["witnessFile"]).encode()
    assert read(raw(made["witnessed"]), file).last.number == 1


def test_the_parallel_did_web_reads_as_the_same_keys() -> None:
    log = read(b"".join(town_hall()[:2]))
    from livret_core.dids import DidDocument

    ours, web = log.document(log.last), DidDocument.parse(web_document(log.last.entry.state))
    assert web.did.text == log.did.web_did
    assert list(ours.keys("assertionMethod").values()) == list(web.keys("assertionMethod").values())
    assert WebvhDid.parse(log.did.text).web_did == web.did.text
