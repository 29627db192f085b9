"""Row ids, padding and the head, as bytes."""

from types import MappingProxyType

import pytest

from livret_core.errors import MalformedInput, Refused
from livret_wallet.vault.layout import (
    TABLES,
    Entry,
    Head,
    RowId,
    head_associated_data,
    pad,
    row_associated_data,
    rows_of,
    unpad,
)

ROW = bytes(range(16))
OTHER = bytes(range(16, 32))
NONCE = bytes(24)
LOCK = bytes(32)


def head(*rows: bytes, generation: int = 7) -> Head:
    return Head(generation, LOCK, MappingProxyType({row: Entry("key", 3, NONCE) for row in rows}))


def test_the_numbers_of_tables_never_change() -> None:
    first = ("credential", "key", "pending", "history", "setting", "trust", "dating")
    assert (*first, "pickup", "missing", "recovery", "refill", "inbox", "request") == TABLES


def test_a_row_id_reads_its_own_text() -> None:
    assert RowId.parse(str(RowId(ROW))) == RowId(ROW)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AAECAwQFBgcICQoLDA0O", "input.malformed"),
        ("AAECAwQFBgcICQoLDA0ODx", "input.base64url"),
        ("", "input.malformed"),
    ],
    ids=["15 bytes", "unused bits set", "empty"],
)
def test_what_is_not_sixteen_bytes_is_no_row_id(text: str, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        RowId.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("length", "padded"), [(0, 512), (508, 512), (509, 1_024), (1_020, 1_024), (1_021, 2_048)]
)
def test_a_value_is_padded_to_the_next_power_of_two(length: int, padded: int) -> None:
    assert len(pad(bytes(length))) == padded
    assert unpad(pad(b"\xff" * length)) == b"\xff" * length


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        bytes(3),
        bytes(511),
        bytes(513),
        b"\0\0\2\0" + bytes(508),
        b"\xff\xff\xff\xff" + bytes(508),
        bytes(511) + b"\1",
        bytes(1_024),
    ],
    ids=[
        "nothing",
        "less than a length",
        "below the bucket",
        "above the bucket",
        "longer than it is",
        "4 GiB",
        "not zeros",
        "a bucket too large",
    ],
)
def test_other_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(Refused) as caught:
        unpad(padded)
    assert caught.value.code == "vault.altered"


def test_a_head_reads_what_it_writes() -> None:
    assert Head.parse(head(ROW, OTHER).format()) == head(ROW, OTHER)


def test_a_head_keeps_the_order_of_its_rows() -> None:
    assert list(Head.parse(head(OTHER, ROW).format()).entries) == [OTHER, ROW]


def test_a_head_that_was_read_makes_the_entries_that_are_looked_at() -> None:
    entries = {bytes([at]) * 16: Entry(TABLES[at % 3], at + 1, bytes([at]) * 24) for at in range(9)}
    made = Head(9, LOCK, MappingProxyType(entries))
    read = Head.parse(made.format())
    assert [read.entries[row] for row in entries] == list(entries.values())
    assert (ROW in read.entries, read.entries.get(ROW), len(read.entries)) == (False, None, 9)
    for table in TABLES:
        assert rows_of(read.entries, table) == rows_of(made.entries, table)
    changed = read.changeable()
    changed[ROW] = Entry("key", 1, NONCE)
    assert (list(read.entries.items()), ROW in read.entries) == (list(entries.items()), False)
    assert changed == made.changeable() | {ROW: Entry("key", 1, NONCE)}


def altered(raw: bytes, at: int, value: bytes) -> bytes:
    return raw[:at] + value + raw[at + len(value) :]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        head().format()[:-1],
        head(ROW).format() + b"\0",
        head(ROW).format() + head(OTHER).format()[44:],
        altered(head(ROW).format(), 40, b"\0\0\0\2"),
        altered(head(ROW, OTHER).format(), 44 + 49, ROW),
        altered(head(ROW).format(), 44 + 16, b"\0"),
        altered(head(ROW).format(), 44 + 16, bytes([len(TABLES) + 1])),
        altered(head(ROW).format(), 44 + 17, bytes(8)),
        altered(head(ROW).format(), 44 + 17, (8).to_bytes(8)),
    ],
    ids=[
        "nothing",
        "shorter than its beginning",
        "not whole entries",
        "more entries than counted",
        "fewer entries than counted",
        "a row twice",
        "table 0",
        "a table too many",
        "generation 0",
        "a generation still to come",
    ],
)
def test_any_other_head_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as caught:
        Head.parse(raw)
    assert caught.value.code == "vault.altered"


def test_associated_data_tells_every_place_apart() -> None:
    vault, other_vault = bytes(16), bytes(15) + b"\1"
    places = {
        row_associated_data(vault, "key", ROW, 1),
        row_associated_data(other_vault, "key", ROW, 1),
        row_associated_data(vault, "credential", ROW, 1),
        row_associated_data(vault, "key", OTHER, 1),
        row_associated_data(vault, "key", ROW, 2),
        head_associated_data(vault),
        head_associated_data(other_vault),
    }
    assert len(places) == 7
