from typing import Any, Final

import pytest

from livret_core.dids import DidKey
from livret_core.dids.webvh.parameters import METHOD, Parameters, WitnessList, key_hash
from livret_core.errors import LivretError
from livret_town.simulator.did_logs import commitment, key, name

SCID: Final = "QmZreDcjvWEpyRFznQeExWNCsvMLk5i59AcRJJuQC8UodJ"
FIRST: Final[dict[str, Any]] = {"method": METHOD, "scid": SCID, "updateKeys": [name(key(0))]}
ANNE: Final = DidKey.of(key(101).public_key).did
BEN: Final = DidKey.of(key(102).public_key).did


def first(**changes: Any) -> Parameters:
    return Parameters.first({**FIRST, **changes})


def refusal(raw: dict[str, Any], previous: Parameters | None = None) -> str:
    with pytest.raises(LivretError) as caught:
        Parameters.first(raw) if previous is None else previous.after(raw)
    return caught.value.code


def test_what_is_not_said_has_its_default() -> None:
    assert first() == Parameters(
        scid=SCID, update_keys={name(key(0)): key(0).public_key}, next_key_hashes=(), witness=None, watchers=(),
        portable=False, deactivated=False, ttl_s=3_600,
    )  # fmt: skip


def test_what_is_not_said_again_stays_as_it_was() -> None:
    before = first(
        portable=True, ttl=60, watchers=["https://w.example"],
        witness={"threshold": 1, "witnesses": [{"id": ANNE}]},
    )  # fmt: skip
    assert before.after({}) == before
    assert before.after({"ttl": 0}).ttl_s == 0
    assert not before.after({"portable": False}).portable


def test_empty_values_switch_things_off() -> None:
    before = first(
        watchers=["https://w.example"], witness={"threshold": 1, "witnesses": [{"id": ANNE}]}
    )
    after = before.after({"watchers": [], "witness": {}, "updateKeys": []})
    assert (after.watchers, after.witness, after.update_keys) == ((), None, {})


@pytest.mark.parametrize(
    ("parameter", "field", "default"),
    [("watchers", "watchers", ()), ("witness", "witness", None), ("ttl", "ttl_s", 3_600),
     ("updateKeys", "update_keys", {}), ("nextKeyHashes", "next_key_hashes", ())],
)  # fmt: skip
def test_null_is_borne_as_the_default_where_early_writers_used_it(
    parameter: str, field: str, default: object
) -> None:
    before = first(watchers=["https://w.example"], ttl=60)
    assert getattr(before.after({parameter: None}), field) == default


@pytest.mark.parametrize("parameter", ["portable", "deactivated", "method"])
def test_null_is_borne_nowhere_else(parameter: str) -> None:
    assert refusal({parameter: None}, first()) in {"webvh.parameters", "webvh.method"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"updateKeys": "z6Mk"}, "webvh.parameters"),
        ({"updateKeys": [7]}, "webvh.parameters"),
        ({"updateKeys": ["z6Mk"]}, "input.multibase"),
        ({"updateKeys": ["x" * 3_000]}, "webvh.parameters"),
        ({"updateKeys": [name(key(0))] * 257}, "webvh.parameters"),
        ({"nextKeyHashes": {}}, "webvh.parameters"),
        ({"nextKeyHashes": [None]}, "webvh.parameters"),
        ({"watchers": ["no scheme"]}, "webvh.parameters"),
        ({"watchers": ["https://a b"]}, "webvh.parameters"),
        ({"witness": []}, "webvh.parameters"),
        ({"portable": "true"}, "webvh.parameters"),
        ({"portable": 1}, "webvh.parameters"),
        ({"deactivated": 0}, "webvh.parameters"),
        ({"ttl": "3600"}, "webvh.parameters"),
        ({"ttl": -1}, "webvh.parameters"),
        ({"ttl": 1.5}, "webvh.parameters"),
        ({"ttl": True}, "webvh.parameters"),
        ({"ttl": 2**31 + 1}, "webvh.parameters"),
        ({"scid": 7}, "webvh.parameters"),
        ({"scid": ""}, "webvh.parameters"),
        ({"scid": '"'}, "webvh.parameters"),
        ({"scid": "{"}, "webvh.parameters"),
        ({"scid": "{SCID}"}, "webvh.parameters"),
        ({"scid": SCID[:-1]}, "webvh.parameters"),
        ({"scid": SCID + "m"}, "webvh.parameters"),
        ({"scid": SCID + "\n"}, "webvh.parameters"),
        ({"scid": "0" + SCID[1:]}, "webvh.parameters"),
        ({"unknown": 1}, "webvh.parameters"),
    ],
)
def test_a_value_that_is_not_allowed_is_malformed(changes: dict[str, Any], code: str) -> None:
    assert refusal({**FIRST, **changes}) == code


@pytest.mark.parametrize("ttl", [0, 2**31])
def test_a_ttl_reaches_from_nought_to_two_to_the_31(ttl: int) -> None:
    assert first(ttl=ttl).ttl_s == ttl


@pytest.mark.parametrize(
    ("missing", "code"),
    [("method", "webvh.method"), ("scid", "webvh.parameters"), ("updateKeys", "webvh.parameters")],
)
def test_the_first_entry_has_what_it_must(missing: str, code: str) -> None:
    assert refusal({name: value for name, value in FIRST.items() if name != missing}) == code


def test_any_text_may_be_committed_to() -> None:
    assert first(nextKeyHashes=["random", ""]).next_key_hashes == ("random", "")


@pytest.mark.parametrize(
    ("witness", "code"),
    [
        ({"threshold": 1, "witnesses": []}, "webvh.witness_list"),
        ({"threshold": 1}, "webvh.parameters"),
        ({"witnesses": [{"id": ANNE}]}, "webvh.parameters"),
        ({"threshold": 1, "witnesses": {}}, "webvh.parameters"),
        ({"threshold": 1, "witnesses": [ANNE]}, "webvh.parameters"),
        ({"threshold": 1, "witnesses": [{}]}, "webvh.parameters"),
        ({"threshold": 1, "witnesses": [{"id": 7}]}, "webvh.parameters"),
        ({"threshold": 1, "witnesses": [{"id": ANNE, "weight": 2}]}, "webvh.parameters"),
        ({"threshold": 1, "witnesses": [{"id": ANNE}], "x": 1}, "webvh.parameters"),
        ({"threshold": 1, "witnesses": [{"id": ANNE}, {"id": ANNE}]}, "webvh.witness_list"),
        ({"threshold": 3, "witnesses": [{"id": ANNE}, {"id": BEN}]}, "webvh.witness_list"),
        ({"threshold": 1, "witnesses": [{"id": ANNE}] * 257}, "webvh.parameters"),
    ],
)
def test_a_witness_list_that_cannot_be_is_never_taken_for_none(
    witness: dict[str, Any], code: str
) -> None:
    assert refusal({**FIRST, "witness": witness}) == code
    assert refusal({"witness": witness}, first()) == code


def test_a_witness_list_writes_itself_as_it_was() -> None:
    raw: dict[str, Any] = {"threshold": 2, "witnesses": [{"id": BEN}, {"id": ANNE}]}
    assert WitnessList.parse(raw).json() == raw


def test_a_commitment_is_the_hash_of_the_keys_text() -> None:
    # A key and its commitment from a log that another implementation made.
    assert key_hash("z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf") == (
        "Qmf2V5jB2UwPcFL5bvmKed7VvY3CSQ1RXyDdtip7ufpQ3R"
    )
    assert commitment(key(1)) == key_hash(name(key(1)))
