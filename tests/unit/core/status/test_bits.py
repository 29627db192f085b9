import zlib

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.status.bits import Bits, StatusList


@pytest.mark.parametrize(
    ("bits", "statuses", "octets", "deflated"),
    [
        (1, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], "b9a3", "78dadbb918000217015d"),
        (2, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3], "c944f9", "78da3be9f2130003df0207"),
    ],
)
def test_statuses_are_packed_from_the_least_significant_bit_as_the_specification_prints_them(
    bits: Bits, statuses: list[int], octets: str, deflated: str
) -> None:
    made = StatusList.of(len(statuses), bits=bits, statuses=dict(enumerate(statuses)))

    assert made.octets.hex() == octets
    assert StatusList.inflate(bits, bytes.fromhex(deflated)) == made


@pytest.mark.parametrize(("bits", "octet"), [(1, 0x02), (2, 0x04), (4, 0x10)])
def test_index_one_sits_just_above_index_zero(bits: Bits, octet: int) -> None:
    assert StatusList.of(2, bits=bits, statuses={1: 1}).octets == bytes([octet])


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_every_status_of_every_width_is_read_back_where_it_was_put(bits: Bits) -> None:
    statuses = {index: index % (1 << bits) for index in range(600)}

    read = StatusList.inflate(bits, StatusList.of(600, bits=bits, statuses=statuses).deflate())

    assert {index: read.get(index) for index in statuses} == statuses


def test_an_index_never_given_out_reads_as_zero() -> None:
    assert StatusList.of(100, bits=2, statuses={7: 1}).get(8) == 0


def test_a_new_status_replaces_the_old_one_and_touches_no_neighbour() -> None:
    full = StatusList.of(8, bits=2, statuses=dict.fromkeys(range(8), 3))

    changed = full.with_statuses({3: 1})

    assert [changed.get(index) for index in range(8)] == [3, 3, 3, 1, 3, 3, 3, 3]
    assert full.get(3) == 3


def test_no_change_is_the_same_list() -> None:
    made = StatusList.of(8, bits=2, statuses={})
    assert made.with_statuses({}) is made


def test_the_size_is_rounded_up_to_whole_bytes() -> None:
    assert StatusList.of(9, bits=1, statuses={}).entries == 16


def test_no_list_larger_than_the_cap_is_made() -> None:
    with pytest.raises(MalformedInput) as caught:
        StatusList(2, bytes(limits.STATUS_LIST_BYTES + 1))
    assert caught.value.code == "input.too_large"


@pytest.mark.parametrize("index", [-1, 8, 1 << 70])
def test_an_index_outside_the_list_has_no_status(index: int) -> None:
    with pytest.raises(Refused) as caught:
        StatusList.of(8, bits=2, statuses={}).get(index)
    assert caught.value.code == "status.out_of_range"


@pytest.mark.parametrize("index", [-1, 9])
def test_an_index_outside_the_list_cannot_be_set(index: int) -> None:
    with pytest.raises(Refused) as caught:
        StatusList.of(9, bits=1, statuses={index: 1})
    assert caught.value.code == "status.out_of_range"


@pytest.mark.parametrize("status", [-1, 4])
def test_a_status_wider_than_its_bits_is_a_programming_error(status: int) -> None:
    with pytest.raises(ValueError, match="0 to 3"):
        StatusList.of(8, bits=2, statuses={0: status})


@pytest.mark.parametrize("bits", [0, 3, 16, -1, True, 1.0, "1", None])
def test_another_number_of_bits_is_malformed(bits: object) -> None:
    with pytest.raises(MalformedInput) as caught:
        StatusList.inflate(bits, zlib.compress(b"\0"))  # type: ignore[arg-type]
    assert caught.value.code == "status.malformed"


def test_a_list_without_entries_is_malformed() -> None:
    with pytest.raises(MalformedInput) as caught:
        StatusList.inflate(2, zlib.compress(b""))
    assert caught.value.code == "status.malformed"


@pytest.mark.parametrize(
    "compressed",
    [
        b"",
        b"not deflated",
        zlib.compress(b"\0" * 99)[:-1],
        zlib.compress(b"\0" * 99)[:-5],
        zlib.compress(b"\0" * 99) + b"\0",
        zlib.compress(b"\0" * 99) * 2,
        zlib.compress(b"\0" * 99, wbits=-15),
        zlib.compress(b"\0" * 99, wbits=31),
        zlib.compress(b"\0" * 99)[:-1] + b"\0",
    ],
    ids=[
        "empty",
        "text",
        "checksum cut short",
        "checksum missing",
        "a byte after the end",
        "a second stream",
        "raw deflate",
        "gzip",
        "wrong checksum",
    ],
)
def test_anything_but_one_whole_zlib_stream_is_malformed(compressed: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        StatusList.inflate(2, compressed)
    assert caught.value.code == "status.malformed"


def test_a_stream_that_asks_for_a_dictionary_is_malformed() -> None:
    writer = zlib.compressobj(zdict=b"\0" * 64)
    with pytest.raises(MalformedInput) as caught:
        StatusList.inflate(2, writer.compress(b"\0" * 99) + writer.flush())
    assert caught.value.code == "status.malformed"


def test_a_list_of_exactly_the_cap_is_read() -> None:
    largest = StatusList(2, bytes(limits.STATUS_LIST_BYTES))
    assert StatusList.inflate(2, largest.deflate()) == largest


def test_a_list_one_byte_beyond_the_cap_is_refused() -> None:
    with pytest.raises(MalformedInput) as caught:
        StatusList.inflate(2, zlib.compress(bytes(limits.STATUS_LIST_BYTES + 1)))
    assert caught.value.code == "input.too_large"
