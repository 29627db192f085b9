"""Whatever is put into a state map in whatever order, it is the naive map, and proofs hold."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger.state_map import EMPTY_ROOT, entries, update
from livret_core.ledger.state_proof import MapProof, check, prove
from tests import naive_state_map as naive

NOTHING: dict[bytes, bytes] = {}
# Far apart, next to each other, and with long common beginnings: where forks are close.
KEYS = st.one_of(
    st.binary(min_size=32, max_size=32),
    st.builds(
        lambda place, low: (1 << place ^ low).to_bytes(32), st.integers(0, 255), st.integers(0, 3)
    ),
)
VALUES = st.binary(min_size=32, max_size=32)
PAIRS = st.dictionaries(KEYS, VALUES, max_size=20)
ASKED = st.lists(KEYS, max_size=4)
REFUSALS = {"map.malformed", "map.other_root", "map.other_keys"}


def applied(batches: list[dict[bytes, bytes]]) -> tuple[bytes, dict[bytes, bytes]]:
    """Root, and what a store holds that did as each update said."""
    root, store = EMPTY_ROOT, dict[bytes, bytes]()
    for batch in batches:
        made = update(root, batch, store.__getitem__)
        assert made.removed <= store.keys()
        assert made.removed.isdisjoint(made.added)
        assert store.keys().isdisjoint(made.added)
        for gone in made.removed:
            del store[gone]
        store |= made.added
        root = made.root
    return root, store


def a_map(pairs: Mapping[bytes, bytes]) -> tuple[bytes, Mapping[bytes, bytes]]:
    made = update(EMPTY_ROOT, pairs, NOTHING.__getitem__)
    return made.root, made.added


def parsed(octets: bytes) -> MapProof | str:
    """A proof, or the code of why it is none."""
    try:
        return MapProof.parse(octets)
    except MalformedInput as error:
        return error.code


def answers(proof: MapProof, root: bytes, keys: list[bytes]) -> dict[bytes, bytes | None] | str:
    """A value or None for each key, or the code of why there is no answer."""
    try:
        facts = check(proof, root=root, keys=keys)
    except LivretError as error:
        return error.code
    return {key: fact.value for key, fact in facts.items()}


@given(st.lists(PAIRS, max_size=6))
def test_after_any_changes_a_store_holds_the_naive_map_and_no_other_node(
    batches: list[dict[bytes, bytes]],
) -> None:
    root, store = applied(batches)
    last: dict[bytes, bytes] = {}
    for batch in batches:
        last |= batch
    assert root == naive.root(naive.world(last))
    assert store == naive.nodes(naive.world(last))
    assert tuple(entries(root, store.__getitem__)) == naive.world(last)


@given(pairs=PAIRS, data=st.data())
def test_order_and_batches_make_no_difference(
    pairs: dict[bytes, bytes], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(list(pairs.items())))
    cut = data.draw(st.integers(0, len(shuffled)))
    batches = [dict(shuffled[:cut]), *({key: value} for key, value in shuffled[cut:])]
    assert applied(batches) == a_map(pairs)


@given(pairs=PAIRS, strangers=ASKED, data=st.data())
def test_every_proof_is_the_naive_one_and_says_how_things_stand(
    pairs: dict[bytes, bytes], strangers: list[bytes], data: st.DataObject
) -> None:
    members = data.draw(st.lists(st.sampled_from(sorted(pairs)), max_size=4)) if pairs else []
    asked = [*strangers, *members] or [bytes(32)]
    root, store = a_map(pairs)
    octets = prove(root, asked, store.__getitem__).format()
    assert octets == naive.proof(naive.world(pairs), asked)

    facts = check(MapProof.parse(octets), root=root, keys=asked)
    told = {key: fact.value for key, fact in facts.items()}
    assert told == {key: pairs.get(key) for key in asked}
    assert told == naive.said(octets, root, asked)


@given(pairs=PAIRS, asked=st.lists(KEYS, min_size=1, max_size=4), data=st.data())
def test_every_other_text_is_refused(
    pairs: dict[bytes, bytes], asked: list[bytes], data: st.DataObject
) -> None:
    root, store = a_map(pairs)
    whole = prove(root, asked, store.__getitem__).format()
    other = data.draw(mutations(whole).filter(lambda octets: octets != whole))
    with pytest.raises(LivretError) as caught:
        check(MapProof.parse(other), root=root, keys=asked)
    assert caught.value.code in REFUSALS
    with pytest.raises(ValueError):  # noqa: PT011  # whatever the naive one says
        naive.said(other, root, asked)


def mutations(whole: bytes) -> st.SearchStrategy[bytes]:
    places = st.integers(0, len(whole))
    return st.one_of(
        st.builds(
            lambda at, new: whole[:at] + new + whole[at + len(new) :],
            places,
            st.binary(min_size=1, max_size=4),
        ),
        st.builds(lambda at: whole[:at], places),
        st.builds(lambda at, new: whole[:at] + new + whole[at:], places, st.binary(max_size=70)),
        st.builds(lambda at, size: whole[:at] + whole[at + size :], places, st.integers(1, 70)),
        st.builds(
            lambda one, other, size: (
                whole[:one] + whole[other : other + size] + whole[one + size :]
            ),
            places,
            places,
            st.integers(1, 70),
        ),
    )


@given(first=PAIRS, second=PAIRS, asked=st.lists(KEYS, min_size=1, max_size=3))
def test_a_proof_holds_under_one_root_alone(
    first: dict[bytes, bytes], second: dict[bytes, bytes], asked: list[bytes]
) -> None:
    root, store = a_map(first)
    other, _ = a_map(first | second)
    proof = prove(root, asked, store.__getitem__)
    if other != root:
        with pytest.raises(LivretError) as caught:
            check(proof, root=other, keys=asked)
        assert caught.value.code == "map.other_root"


@given(
    pairs=PAIRS,
    asked=st.lists(KEYS, min_size=1, max_size=3, unique=True),
    other=st.lists(KEYS, min_size=1, max_size=3, unique=True),
)
def test_a_proof_answers_other_keys_only_where_it_is_their_proof_too(
    pairs: dict[bytes, bytes], asked: list[bytes], other: list[bytes]
) -> None:
    root, store = a_map(pairs)
    proof = prove(root, asked, store.__getitem__)
    is_theirs = prove(root, other, store.__getitem__).format() == proof.format()
    told = answers(proof, root, other)
    assert told == ({key: pairs.get(key) for key in other} if is_theirs else "map.other_keys")


@given(st.binary(max_size=300), st.sampled_from(["00", "01", "02", "03", "04"]))
def test_any_bytes_are_read_or_malformed(junk: bytes, kind: str) -> None:
    octets = bytes.fromhex(kind) + junk
    read = parsed(octets)
    assert read == "map.malformed" or (isinstance(read, MapProof) and read.format() == octets)


# Elements put together without regard to a map: most make no sense, and both implementations
# must agree on which do.
LOW = st.sampled_from([0, 1, 2, 7, 8, 255])
LEAVES = st.builds(
    lambda bits: b"\x00" + sum({1 << (255 - bit) for bit in bits}).to_bytes(32) + bytes(32),
    st.lists(LOW, max_size=4),
)
ELEMENTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda bit, a, b: b"\x01" + bytes([bit]) + a + b, LOW, inner, inner),
        st.builds(
            lambda kind, bit, a: bytes([kind, bit]) + bytes(32) + a,
            st.sampled_from([2, 3]),
            LOW,
            inner,
        ),
    ),
    max_leaves=5,
)


@given(octets=ELEMENTS, asked=st.lists(LEAVES.map(lambda leaf: leaf[1:33]), min_size=1, max_size=4))
def test_both_implementations_read_the_same_out_of_any_elements(
    octets: bytes, asked: list[bytes]
) -> None:
    proof = parsed(octets)
    if isinstance(proof, str):
        with pytest.raises(ValueError):  # noqa: PT011  # whatever the naive one says
            naive.said(octets, naive.sha256(octets), asked)
        return
    told = answers(proof, proof.root, asked)
    if isinstance(told, str):
        assert told == "map.other_keys"
        with pytest.raises(ValueError, match=r"asked|answered"):
            naive.said(octets, proof.root, asked)
        return
    assert told == naive.said(octets, proof.root, asked)
