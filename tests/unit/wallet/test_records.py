"""What the vault keeps: read back strictly, shown without secrets."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeAlias

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.keys import P256Signer, p256
from livret_wallet import records
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import (
    HeldBatch,
    HeldCopy,
    HistoryEntry,
    HolderKey,
    PendingRequest,
    StatusSeen,
)

Record: TypeAlias = HolderKey | PendingRequest | HeldBatch | HistoryEntry | Pickup

KEY: Final = HolderKey("key-1", bytes(31) + b"\x07")
REQUEST: Final = PendingRequest(
    id="request-1",
    issuer_did="did:webvh:Qm:ledger.example:verneuil",
    issuer_name="Verneuil-sur-Lys",
    vct="urn:livret:residency:1",
    code="K7M-42Q",
    nonce="n-0S6_WzA2Mj",
    key_ids=("key-1", "key-2"),
    requested_at_s=1_790_000_000,
)
BATCH: Final = HeldBatch(
    id="batch-1",
    issuer_did="did:webvh:Qm:ledger.example:verneuil",
    issuer_name="Verneuil-sur-Lys",
    vct="urn:livret:residency:1",
    received_at_s=1_790_000_100,
    code="K7M-42Q",
    copies=(
        HeldCopy("key-1", "eyJh.eyJi.c2ln~WyJz~", 1_790_000_200),
        HeldCopy("key-2", "eyJh.eyJi.c2lo~WyJ0~"),
    ),
)
ENTRY: Final = HistoryEntry(
    at_s=1_790_000_300,
    kind="sent",
    counterparty="did:web:pool.example",
    batch_id="batch-1",
    disclosed=(("address", "commune"), ("nationalities", 0)),
    request_digest=bytes(range(32)),
)
PICKUP: Final = Pickup(
    id="pickup-1",
    issuer="https://verneuil.example/hall",
    issuer_name="Verneuil-sur-Lys",
    code="7KQ2-M9T9",
    configuration_id="residency",
    vct="urn:livret:residency:1",
    begun_s=1_790_000_000,
    scheme="DPoP",
    access_token="a-secret",
    dpop=bytes(range(32)),
    key_ids=("key-1", "key-2"),
    asked_at_s=1_790_000_010,
    unsaid="credential_accepted",
    batch_id="batch-1",
)
RECORDS: Final = (KEY, REQUEST, BATCH, ENTRY, PICKUP)


def altered(record: Record, change: Callable[[dict[str, Any]], object]) -> bytes:
    members = json.loads(record.format())
    change(members)
    return json.dumps(members).encode()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_reads_what_it_writes(record: Record) -> None:
    assert type(record).parse(record.format()) == record


def test_an_entry_may_concern_no_proof_and_no_request() -> None:
    entry = HistoryEntry(at_s=0, kind="failed", counterparty="pool.example")
    assert HistoryEntry.parse(entry.format()) == entry
    refused = HistoryEntry(
        0, "refused", "pool.example", vct="urn:livret:birth:1", wanted=(("parents", 0),)
    )
    assert HistoryEntry.parse(refused.format()) == refused
    assert b"wanted" not in entry.format()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_of_another_version_is_not_guessed_at(record: Record) -> None:
    with pytest.raises(MalformedInput) as caught:
        type(record).parse(altered(record, lambda members: members.update(v=2)))
    assert caught.value.code == "vault.record"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_with_a_member_more_is_refused(record: Record) -> None:
    with pytest.raises(MalformedInput) as caught:
        type(record).parse(altered(record, lambda members: members.update(more=None)))
    assert caught.value.code == "vault.record"


@pytest.mark.parametrize(
    ("record", "name"),
    [(record, name) for record in RECORDS for name in json.loads(record.format())],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
@pytest.mark.parametrize("wrong", [True, {}, 0.5, "absent"])
def test_a_record_with_a_member_missing_or_mistyped_is_refused(
    record: Record, name: str, wrong: object
) -> None:
    def change(members: dict[str, Any]) -> None:
        members[name] = wrong
        if wrong == "absent":
            del members[name]

    with pytest.raises(MalformedInput) as caught:
        type(record).parse(altered(record, change))
    assert caught.value.code == "vault.record"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "input.json"),
        (b"[]", "vault.record"),
        (b'{"v":1,"v":1}', "input.duplicate_member"),
        (b"{" + b" " * limits.VAULT_ROW_BYTES, "input.too_large"),
    ],
    ids=["nothing", "an array", "a member twice", "too much"],
)
def test_what_is_not_a_json_object_is_no_record(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        HolderKey.parse(raw)
    assert caught.value.code == code


OUT_OF_RANGE: Final[dict[str, Callable[[], object]]] = {
    "an empty id": lambda: HolderKey("", KEY.scalar),
    "an id of 65 characters": lambda: HolderKey("k" * 65, KEY.scalar),
    "an id beyond ASCII": lambda: HolderKey("clé", KEY.scalar),
    "a key of 31 bytes": lambda: HolderKey("key-1", bytes(30) + b"\1"),
    "a key of zero": lambda: HolderKey("key-1", bytes(32)),
    "a key of the order": lambda: HolderKey("key-1", p256._ORDER.to_bytes(32)),
    "a time before 1970": lambda: replace(REQUEST, requested_at_s=-1),
    "a time beyond I-JSON": lambda: replace(REQUEST, requested_at_s=1 << 53),
    "a request without keys": lambda: replace(REQUEST, key_ids=()),
    "a request with a key twice": lambda: replace(REQUEST, key_ids=("key-1", "key-1")),
    "a request with 101 keys": lambda: replace(REQUEST, key_ids=tuple(map(str, range(101)))),
    "a name of 2,049 characters": lambda: replace(REQUEST, issuer_name="x" * 2_049),
    "a name with half a character": lambda: replace(REQUEST, issuer_name="\ud800"),
    "a batch without copies": lambda: replace(BATCH, copies=()),
    "two copies with one key": lambda: replace(BATCH, copies=BATCH.copies[:1] * 2),
    "an empty proof": lambda: replace(BATCH.copies[0], sd_jwt=""),
    "a proof beyond ASCII": lambda: replace(BATCH.copies[0], sd_jwt="é"),
    "a proof over a megabyte": lambda: replace(BATCH.copies[0], sd_jwt="x" * ((1 << 20) + 1)),
    "a use before 1970": lambda: replace(BATCH.copies[0], used_at_s=-1),
    "an empty path": lambda: replace(ENTRY, disclosed=((),)),
    "an index below zero": lambda: replace(ENTRY, disclosed=(("address", -1),)),
    "513 paths": lambda: replace(ENTRY, disclosed=(("address",),) * 513),
    "a path of 33 steps": lambda: replace(ENTRY, disclosed=(("a",) * 33,)),
    "a fetching without an id": lambda: replace(PICKUP, id=""),
    "a fetching with a key twice": lambda: replace(PICKUP, key_ids=("key-1", "key-1")),
    "a fetching begun before 1970": lambda: replace(PICKUP, begun_s=-1),
    "a fetching put off beyond I-JSON": lambda: replace(PICKUP, not_before_s=1 << 53),
    "a fetching of half a type": lambda: replace(PICKUP, vct="\ud800"),
    "a fetching for no id of a proof": lambda: replace(PICKUP, renews="é"),
    "a fetching with half a key": lambda: replace(PICKUP, dpop=bytes(16)),
    "a digest of 31 bytes": lambda: replace(ENTRY, request_digest=bytes(31)),
}


@pytest.mark.parametrize("make", OUT_OF_RANGE.values(), ids=OUT_OF_RANGE.keys())
def test_a_value_out_of_range_does_not_exist(make: Callable[[], object]) -> None:
    with pytest.raises(MalformedInput) as caught:
        make()
    assert caught.value.code == "vault.record"


def test_a_kind_of_event_we_do_not_know_is_refused() -> None:
    with pytest.raises(MalformedInput) as caught:
        HistoryEntry.parse(altered(ENTRY, lambda members: members.update(kind="lost")))
    assert caught.value.code == "vault.record"


def test_a_key_of_another_algorithm_is_refused() -> None:
    with pytest.raises(MalformedInput) as caught:
        HolderKey.parse(altered(KEY, lambda members: members.update(algorithm="ES384")))
    assert caught.value.code == "vault.record"


@pytest.mark.parametrize("path", ["address", [True], [None], [["address"]], [0.5]])
def test_a_path_is_made_of_names_and_indexes(path: object) -> None:
    with pytest.raises(MalformedInput) as caught:
        HistoryEntry.parse(altered(ENTRY, lambda members: members.update(disclosed=[path])))
    assert caught.value.code == "vault.record"


def test_the_smallest_and_the_largest_key_exist() -> None:
    for scalar in (1, p256._ORDER - 1):
        signer = P256Signer.from_scalar(scalar)
        assert HolderKey("key-1", signer.scalar_bytes).scalar == scalar.to_bytes(32)
    assert records._P256_ORDER == p256._ORDER


def test_neither_a_key_nor_a_proof_shows_itself() -> None:
    assert repr(KEY) == "HolderKey(id='key-1')"
    assert "eyJ" not in repr(BATCH)


SEEN: Final = StatusSeen("suspended", 1_790_000_400, 1_790_000_300)


@pytest.mark.parametrize("seen", [SEEN, replace(SEEN, listed_at_s=None), None])
def test_what_a_list_said_is_kept_with_its_proof(seen: StatusSeen | None) -> None:
    batch = replace(BATCH, seen=seen)
    assert HeldBatch.parse(batch.format()) == batch


def test_a_proof_from_before_lists_were_noted_was_never_looked_at() -> None:
    assert "seen" not in json.loads(BATCH.format())
    assert HeldBatch.parse(BATCH.format()).seen is None


@pytest.mark.parametrize(
    "changes",
    [{"stand": "lost"}, {"stand": 1}, {"checked_at_s": -1}, {"listed_at_s": "now"}, {"more": 1}],
)
def test_what_no_look_could_have_said_is_refused(changes: dict[str, object]) -> None:
    record = json.loads(replace(BATCH, seen=SEEN).format())
    record["seen"] |= changes
    with pytest.raises(MalformedInput) as caught:
        HeldBatch.parse(json.dumps(record).encode())
    assert caught.value.code == "vault.record"
