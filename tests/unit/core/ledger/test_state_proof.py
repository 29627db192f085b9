"""A proof says of each asked key what stands under it, and nothing that is not so."""

import hashlib
from dataclasses import replace

import pytest

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger.state_map import EMPTY_ROOT, canonical_digest, update
from livret_core.ledger.state_proof import MapFact, MapProof, check, prove

NOTHING: dict[bytes, bytes] = {}


def key(first: int, last: int = 0) -> bytes:
    """A key that is told from others by its first and last byte."""
    return bytes([first]) + bytes(30) + bytes([last])


RECORD = b'{"seq":1,"type":"residency"}'
# In the order of the keys. The first two differ in the last bit of all.
PRESENT = [key(0x00), key(0x00, 1), key(0x60), key(0x80), key(0xC0)]
MADE = update(EMPTY_ROOT, dict.fromkeys(PRESENT, canonical_digest(RECORD)), NOTHING.__getitem__)
ABSENT = [key(0x01), key(0x61), key(0xE0)]
VALUE = canonical_digest(RECORD)


def proof_of(*keys: bytes) -> MapProof:
    return prove(MADE.root, keys, MADE.added.__getitem__)


def accept(octets: bytes, *keys: bytes, root: bytes = MADE.root) -> dict[bytes, MapFact]:
    return check(MapProof.parse(octets), root=root, keys=keys)


def digest(encoded: bytes) -> bytes:
    return hashlib.sha256(encoded).digest()


def leaf(of: bytes) -> bytes:
    return b"\x00" + of + VALUE


@pytest.mark.parametrize("asked", PRESENT)
def test_a_record_that_is_there_is_proved(asked: bytes) -> None:
    [fact] = accept(proof_of(asked).format(), asked).values()
    assert (fact.root, fact.key, fact.value, fact.is_present) == (MADE.root, asked, VALUE, True)


@pytest.mark.parametrize("asked", ABSENT)
def test_that_there_is_no_record_is_proved(asked: bytes) -> None:
    [fact] = accept(proof_of(asked).format(), asked).values()
    assert (fact.root, fact.key, fact.value, fact.is_present) == (MADE.root, asked, None, False)


def test_several_keys_are_answered_by_one_proof() -> None:
    asked = [PRESENT[1], ABSENT[0], PRESENT[3]]
    facts = accept(proof_of(*asked).format(), *asked)
    assert {one: fact.value for one, fact in facts.items()} == {
        PRESENT[1]: VALUE,
        ABSENT[0]: None,
        PRESENT[3]: VALUE,
    }
    alone = sum(len(proof_of(one).format()) for one in asked)
    assert len(proof_of(*asked).format()) < alone


def test_the_order_of_the_asked_keys_makes_no_difference() -> None:
    assert proof_of(*PRESENT, PRESENT[0]).format() == proof_of(*reversed(PRESENT)).format()


def test_in_a_map_without_records_every_key_is_absent() -> None:
    proof = prove(EMPTY_ROOT, PRESENT, NOTHING.__getitem__)
    facts = accept(proof.format(), *PRESENT, root=EMPTY_ROOT)
    assert [facts[one].value for one in PRESENT] == [None] * len(PRESENT)


def test_in_a_map_of_one_record_every_other_key_is_absent() -> None:
    one = update(EMPTY_ROOT, {PRESENT[0]: VALUE}, NOTHING.__getitem__)
    proof = prove(one.root, PRESENT, one.added.__getitem__)
    facts = accept(proof.format(), *PRESENT, root=one.root)
    assert [facts[key].is_present for key in PRESENT] == [True, False, False, False, False]


def test_a_proof_that_was_read_is_the_one_that_was_made() -> None:
    made = proof_of(*PRESENT, *ABSENT)
    assert MapProof.parse(made.format()) == made


def test_only_the_check_makes_a_fact() -> None:
    with pytest.raises(TypeError):
        MapFact(root=MADE.root, key=PRESENT[0], value=VALUE, seal=None)
    [fact] = accept(proof_of(PRESENT[0]).format(), PRESENT[0]).values()
    with pytest.raises((TypeError, ValueError)):
        replace(fact, value=None)  # type: ignore[call-arg]  # the type checker sees it too


def test_only_reading_and_proving_make_a_proof() -> None:
    with pytest.raises(TypeError):
        MapProof(b"\x04", MADE.root, (), None)


def test_a_fact_knows_its_record() -> None:
    [fact] = accept(proof_of(PRESENT[0]).format(), PRESENT[0]).values()
    fact.check_canonical(RECORD)


@pytest.mark.parametrize("asked", [PRESENT[0], ABSENT[0]], ids=["another", "none"])
def test_a_fact_refuses_another_record(asked: bytes) -> None:
    [fact] = accept(proof_of(asked).format(), asked).values()
    with pytest.raises(Refused) as caught:
        fact.check_canonical(RECORD.replace(b"1", b"2"))
    assert caught.value.code == "map.other_record"


def test_a_proof_of_another_state_is_refused() -> None:
    later = update(MADE.root, {ABSENT[0]: VALUE}, MADE.added.__getitem__)
    with pytest.raises(Refused) as caught:
        accept(proof_of(ABSENT[0]).format(), ABSENT[0], root=later.root)
    assert caught.value.code == "map.other_root"


def test_a_map_without_records_is_not_any_map() -> None:
    with pytest.raises(Refused) as caught:
        accept(b"\x04", PRESENT[0])
    assert caught.value.code == "map.other_root"


def test_what_a_proof_cuts_away_is_not_absent() -> None:
    with pytest.raises(Refused) as caught:
        accept(proof_of(PRESENT[3]).format(), PRESENT[3], PRESENT[0])
    assert caught.value.code == "map.other_keys"


def test_a_proof_shows_nothing_that_was_not_asked_for() -> None:
    with pytest.raises(Refused) as caught:
        accept(proof_of(PRESENT[0], PRESENT[3]).format(), PRESENT[0])
    assert caught.value.code == "map.other_keys"


def test_the_neighbour_of_an_absent_key_is_not_its_record() -> None:
    [fact] = accept(proof_of(key(0x61)).format(), key(0x61)).values()
    assert fact.value is None


@pytest.mark.parametrize("extra", [b"\x00", b"\x04", leaf(PRESENT[0])])
def test_nothing_comes_after_a_proof(extra: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        accept(proof_of(PRESENT[0]).format() + extra, PRESENT[0])
    assert caught.value.code == "map.malformed"


def test_a_proof_that_ends_early_anywhere_is_malformed() -> None:
    whole = proof_of(*PRESENT, *ABSENT).format()
    for size in range(len(whole)):
        with pytest.raises(MalformedInput) as caught:
            MapProof.parse(whole[:size])
        assert caught.value.code == "map.malformed"


@pytest.mark.parametrize("first", range(4, 256, 21))
def test_a_proof_of_unknown_elements_is_malformed(first: int) -> None:
    with pytest.raises(MalformedInput) as caught:
        MapProof.parse(bytes([first]) + proof_of(PRESENT[0]).format()[1:])
    assert caught.value.code == "map.malformed"


def test_no_bit_of_a_proof_can_be_another() -> None:
    asked = (PRESENT[1], ABSENT[1], PRESENT[3])
    whole = proof_of(*asked).format()
    for place in range(8 * len(whole)):
        octets = bytearray(whole)
        octets[place >> 3] ^= 128 >> (place & 7)
        with pytest.raises(LivretError) as caught:
            accept(bytes(octets), *asked)
        assert caught.value.code in {"map.malformed", "map.other_root"}


# What somebody can make who chooses the root: the proof hashes to it, and the map it would be
# part of is none.


def test_a_liars_forks_do_not_grow_downwards() -> None:
    sibling = digest(leaf(PRESENT[0]))
    octets = b"\x03\x01" + sibling + b"\x03\x00" + sibling + leaf(key(0xC0))
    root = digest(b"\x01\x01" + sibling + digest(b"\x01\x00" + sibling + digest(leaf(key(0xC0)))))
    with pytest.raises(MalformedInput) as caught:
        accept(octets, key(0xC0), root=root)
    assert (caught.value.code, caught.value.detail) == ("map.malformed", "bits that do not grow")


def test_a_liars_fork_does_not_come_twice() -> None:
    sibling = digest(leaf(PRESENT[0]))
    octets = b"\x03\x00" + sibling + b"\x01\x00" + leaf(PRESENT[0]) + leaf(key(0xC0))
    with pytest.raises(MalformedInput) as caught:
        MapProof.parse(octets)
    assert (caught.value.code, caught.value.detail) == ("map.malformed", "bits that do not grow")


def test_a_liars_leaf_does_not_stand_where_the_asked_key_walks() -> None:
    # Of c0 one is told that it is not there, with a leaf for which the walk never came that way.
    sibling = digest(leaf(key(0xC0)))
    octets = b"\x03\x00" + sibling + leaf(key(0x00))
    root = digest(b"\x01\x00" + sibling + digest(leaf(key(0x00))))
    with pytest.raises(MalformedInput) as caught:
        accept(octets, key(0xC0), root=root)
    assert caught.value.code == "map.malformed"


def test_a_liars_keys_do_not_part_before_their_fork() -> None:
    # 00 and a0 part in bit 0 already; a fork at bit 2 would take walks that skip it.
    octets = b"\x01\x02" + leaf(key(0x00)) + leaf(key(0xA0))
    root = digest(b"\x01\x02" + digest(leaf(key(0x00))) + digest(leaf(key(0xA0))))
    with pytest.raises(MalformedInput) as caught:
        accept(octets, key(0x00), key(0xA0), root=root)
    assert caught.value.code == "map.malformed"


def test_a_node_is_not_taken_for_a_leaf_nor_a_leaf_for_a_node() -> None:
    node = MADE.added[MADE.root]
    assert (len(node), node[0]) == (66, 1)
    with pytest.raises(LivretError) as caught:
        accept(b"\x00" + node[2:], node[2:34])
    assert caught.value.code == "map.other_root"


def test_a_proof_is_read_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = proof_of(*PRESENT).format()
    monkeypatch.setattr(limits, "MAP_PROOF_BYTES", len(whole))
    MapProof.parse(whole)
    with pytest.raises(MalformedInput) as caught:
        MapProof.parse(whole + b"\x00")
    assert caught.value.code == "input.too_large"


def test_as_many_keys_as_are_allowed_fit_into_a_proof() -> None:
    keys = [hashlib.sha256(bytes([one])).digest() for one in range(limits.MAP_PROOF_KEYS)]
    assert len(accept(proof_of(*keys).format(), *keys)) == limits.MAP_PROOF_KEYS


TOO_MANY = [bytes([one]) + bytes(31) for one in range(limits.MAP_PROOF_KEYS + 1)]


@pytest.mark.parametrize(
    ("keys", "code"),
    [([], "input.malformed"), (TOO_MANY, "input.too_large")],
    ids=["none", "too many"],
)
def test_a_stranger_cannot_ask_for_nothing_or_for_everything(keys: list[bytes], code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        proof_of(*keys)
    assert caught.value.code == code
    with pytest.raises(MalformedInput) as caught:
        check(proof_of(PRESENT[0]), root=MADE.root, keys=keys)
    assert caught.value.code == code


def test_a_key_of_another_length_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        proof_of(bytes(31))
    with pytest.raises(ValueError, match="32 bytes"):
        check(proof_of(PRESENT[0]), root=MADE.root, keys=[bytes(33)])


def test_nothing_is_proved_from_a_store_that_rotted() -> None:
    def rotten(one: bytes) -> bytes:
        encoded = MADE.added[one]
        return encoded[:-1] + bytes([encoded[-1] ^ 1])

    with pytest.raises(Unavailable) as caught:
        prove(MADE.root, [PRESENT[0]], rotten)
    assert caught.value.code == "map.unavailable"


def test_the_longest_way_there_can_be_is_proved() -> None:
    keys = [bytes(32)] + [(1 << place).to_bytes(32) for place in range(256)]
    made = update(EMPTY_ROOT, dict.fromkeys(keys, VALUE), NOTHING.__getitem__)
    proof = prove(made.root, [bytes(32)], made.added.__getitem__)
    assert len(proof.format()) == 256 * 34 + 65
    assert accept(proof.format(), bytes(32), root=made.root)[bytes(32)].is_present
