"""Whatever the statuses, what goes into a list comes out of it, and nothing else."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import MalformedInput
from livret_core.status.assignment import MIN_ENTRIES, assign
from livret_core.status.bits import Bits, StatusList

WIDTHS: st.SearchStrategy[Bits] = st.sampled_from([1, 2, 4, 8])


@given(bits=WIDTHS, octets=st.binary(min_size=1, max_size=300))
def test_a_list_survives_being_deflated(bits: Bits, octets: bytes) -> None:
    made = StatusList(bits, octets)
    assert StatusList.inflate(bits, made.deflate()) == made


@given(bits=WIDTHS, data=st.data())
def test_every_index_reads_as_it_was_last_set(bits: Bits, data: st.DataObject) -> None:
    places = st.dictionaries(st.integers(0, 255), st.integers(0, (1 << bits) - 1), max_size=40)
    first, second = data.draw(places), data.draw(places)

    made = StatusList.of(256, bits=bits, statuses=first).with_statuses(second)

    assert [made.get(index) for index in range(256)] == [
        (first | second).get(index, 0) for index in range(256)
    ]


@given(st.binary(max_size=200))
def test_any_bytes_inflate_to_a_list_or_are_malformed(junk: bytes) -> None:
    try:
        read = StatusList.inflate(2, junk)
    except MalformedInput:
        return
    assert zlib.decompress(junk) == read.octets


@given(
    count=st.integers(1, 50),
    seed=st.binary(min_size=32, max_size=32),
    taken=st.sets(st.integers(0, MIN_ENTRIES - 1), max_size=200),
)
def test_no_index_is_ever_given_out_twice(count: int, seed: bytes, taken: set[int]) -> None:
    chosen = assign(count, entries=MIN_ENTRIES, taken=taken, seed=seed)
    assert len(set(chosen)) == count
    assert taken.isdisjoint(chosen)
