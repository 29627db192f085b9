"""Attack 59: whoever gets at the vault's file without the passphrase changes part of it.

The file is closed, and edited with SQLite or byte by byte. What comes out must be
refused by code, or be exactly what the citizen put in.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.sealing import KdfParameters, SealedFile
from livret_wallet.vault import RowId, Vault
from livret_wallet.vault.layout import TABLES

QUICK: Final = KdfParameters(passes=1, memory_kib=8)
PASSPHRASE: Final = b"five words of a poem"

Contents: TypeAlias = dict[str, list[tuple[RowId, bytes]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault with two keys of equal size and a few other rows."""
    made = tmp_path / "wallet.vault"
    with Vault.create(made, PASSPHRASE, kdf=QUICK) as vault:
        vault.put("key", None, b"first key")
        vault.put("key", None, b"other key")
        vault.put("credential", None, b"proof" * 500)
        vault.put("history", None, b"entry")
    return made


def read(path: Path, passphrase: bytes = PASSPHRASE) -> Contents:
    with Vault.open(path, passphrase, floor=QUICK) as vault:
        return {table: list(vault.all(table)) for table in TABLES}


def change(path: Path, table: str = "key", *, value: bytes = b"changed") -> None:
    """Put *value* in place of the first row of *table*, as the citizen's own wallet does."""
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        row_id, _ = next(vault.all("key" if table == "key" else "history"))
        vault.put("key" if table == "key" else "history", row_id, value)


@contextmanager
def edited(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        yield connection


def sealed_rows(path: Path) -> dict[bytes, bytes]:
    with edited(path) as connection:
        return dict(connection.execute("SELECT id, sealed FROM row"))


def put_back(path: Path, row: bytes, sealed: bytes) -> None:
    with edited(path) as connection:
        connection.execute("INSERT OR REPLACE INTO row VALUES (?, ?)", (row, sealed))


def put_back_part(path: Path, part: str, sealed: bytes) -> None:
    with edited(path) as connection:
        connection.execute(f"UPDATE {part} SET sealed = ?", (sealed,))


def part_of(path: Path, part: str) -> bytes:
    with edited(path) as connection:
        sealed: bytes = connection.execute(f"SELECT sealed FROM {part}").fetchone()[0]
        return sealed


def outcome(path: Path) -> Contents | str:
    """What the vault holds, or the code of the refusal."""
    try:
        return read(path)
    except LivretError as error:
        return error.code


def refusal(path: Path, passphrase: bytes = PASSPHRASE) -> str:
    with pytest.raises(LivretError) as caught:
        read(path, passphrase)
    return caught.value.code


def test_attack_59_twin_a_file_edited_without_a_change_is_accepted(path: Path) -> None:
    before = read(path)
    for row, sealed in sealed_rows(path).items():
        put_back(path, row, sealed)
    for part in ("lock", "head"):
        put_back_part(path, part, part_of(path, part))
    assert read(path) == before


def test_attack_59_a_wrong_passphrase(path: Path) -> None:
    assert refusal(path, b"five words of a song") == "vault.passphrase"


def test_attack_59_two_rows_swapped(path: Path) -> None:
    first, other = [row_id.raw for row_id, _ in read(path)["key"]]
    rows = sealed_rows(path)
    put_back(path, first, rows[other])
    put_back(path, other, rows[first])
    assert refusal(path) == "vault.altered"


def test_attack_59_one_row_rolled_back(path: Path) -> None:
    first = read(path)["key"][0][0].raw
    old = sealed_rows(path)[first]
    change(path)
    put_back(path, first, old)
    assert refusal(path) == "vault.altered"


def test_attack_59_one_row_deleted(path: Path) -> None:
    first = read(path)["key"][0][0].raw
    with edited(path) as connection:
        connection.execute("DELETE FROM row WHERE id = ?", (first,))
    assert refusal(path) == "vault.altered"


def test_attack_59_a_row_duplicated_under_another_id(path: Path) -> None:
    first = read(path)["key"][0][0].raw
    put_back(path, bytes(16), sealed_rows(path)[first])
    assert refusal(path) == "vault.altered"


def test_attack_59_a_row_moved_to_another_id(path: Path) -> None:
    first = read(path)["key"][0][0].raw
    with edited(path) as connection:
        connection.execute("UPDATE row SET id = ? WHERE id = ?", (bytes(16), first))
    assert refusal(path) == "vault.altered"


def test_attack_59_a_deleted_row_put_back(path: Path) -> None:
    first = read(path)["key"][0][0]
    old = sealed_rows(path)[first.raw]
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        vault.delete("key", first)
    put_back(path, first.raw, old)
    assert refusal(path) == "vault.altered"


def test_attack_59_the_head_rolled_back_alone(path: Path) -> None:
    old = part_of(path, "head")
    change(path)
    put_back_part(path, "head", old)
    assert refusal(path) == "vault.altered"


def test_attack_59_the_head_rolled_back_to_hide_a_new_row(path: Path) -> None:
    old = part_of(path, "head")
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        vault.put("history", None, b"sent")
    put_back_part(path, "head", old)
    assert refusal(path) == "vault.altered"


def test_attack_59_a_row_from_a_copy_that_went_another_way(path: Path) -> None:
    """Same vault, key, row and generation: only the nonce tells the two apart."""
    copy = path.read_bytes()
    first = read(path)["key"][0][0].raw
    change(path, value=b"one way")
    elsewhere = sealed_rows(path)[first]
    path.write_bytes(copy)
    change(path, value=b"another")
    put_back(path, first, elsewhere)
    assert refusal(path) == "vault.altered"


def test_attack_59_twin_a_copy_that_went_another_way_is_accepted_whole(path: Path) -> None:
    copy = path.read_bytes()
    change(path, value=b"one way")
    path.write_bytes(copy)
    change(path, value=b"another")
    assert read(path)["key"][0][1] == b"another"


def test_attack_59_twin_a_whole_older_file_is_a_backup(path: Path) -> None:
    """Nothing in a file can say that there is a newer one: docs/spec/vault.md."""
    before, copy = read(path), path.read_bytes()
    change(path)
    path.write_bytes(copy)
    assert read(path) == before


def test_attack_59_an_old_passphrase_put_back(path: Path) -> None:
    old = part_of(path, "lock")
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        vault.change_passphrase(PASSPHRASE, b"another poem", kdf=QUICK)
    put_back_part(path, "lock", old)
    assert refusal(path, PASSPHRASE) == "vault.altered"


def test_attack_59_twin_a_changed_passphrase_opens(path: Path) -> None:
    before = read(path)
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        vault.change_passphrase(PASSPHRASE, b"another poem", kdf=QUICK)
    assert read(path, b"another poem") == before


@pytest.mark.parametrize("part", ["lock", "head", "row"])
def test_attack_59_parts_of_two_vaults_mixed(path: Path, tmp_path: Path, part: str) -> None:
    other = tmp_path / "other.vault"
    with Vault.create(other, PASSPHRASE, kdf=QUICK) as vault:
        for row in sealed_rows(path):
            vault.put("key", RowId(row), b"first key")
    if part == "row":
        for row, sealed in sealed_rows(other).items():
            put_back(path, row, sealed)
    else:
        put_back_part(path, part, part_of(other, part))
    assert refusal(path) == "vault.altered"


def test_attack_59_key_derivation_made_cheaper_in_the_file(path: Path) -> None:
    lock = bytearray(part_of(path, "lock"))
    lock[10:18] = b"\0\0\0\1\0\0\0\x08"
    put_back_part(path, "lock", bytes(lock))
    with pytest.raises(Refused) as caught:
        Vault.open(path, PASSPHRASE)
    assert caught.value.code == "vault.weak_kdf"


def test_attack_59_a_lock_written_anew_under_cheap_key_derivation(path: Path) -> None:
    """By someone who knows the passphrase once, to make the next one easy to guess."""
    weak = SealedFile.seal(
        bytes(48),
        PASSPHRASE,
        purpose="livret/vault/lock/1",
        salt=bytes(16),
        nonce=bytes(24),
        kdf=QUICK,
    )
    put_back_part(path, "lock", weak.format())
    with pytest.raises(Refused) as caught:
        Vault.open(path, PASSPHRASE)
    assert caught.value.code == "vault.weak_kdf"


@pytest.mark.parametrize(
    ("passes", "memory_kib"), [(0, 8), (17, 8), (1, 7), (1, 1 << 31), (2**32 - 1, 1 << 20)]
)
def test_attack_59_key_derivation_that_would_stop_the_machine(
    path: Path, passes: int, memory_kib: int
) -> None:
    lock = bytearray(part_of(path, "lock"))
    lock[10:18] = passes.to_bytes(4) + memory_kib.to_bytes(4)
    put_back_part(path, "lock", bytes(lock))
    assert refusal(path) == "vault.malformed"


def test_attack_59_twin_key_derivation_at_the_floor_opens(tmp_path: Path) -> None:
    path = tmp_path / "wallet.vault"
    floor = KdfParameters(passes=2, memory_kib=16)
    Vault.create(path, PASSPHRASE, kdf=floor).close()
    Vault.open(path, PASSPHRASE, floor=floor).close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON row BEGIN DELETE FROM row; END",
        "CREATE VIEW v AS SELECT * FROM row",
        "CREATE TABLE more (a)",
        "CREATE INDEX i ON row (sealed)",
        "DROP TABLE head",
        "PRAGMA user_version = 2",
        "PRAGMA application_id = 0",
    ],
)
def test_attack_59_a_file_with_other_tables_or_a_program_in_it(path: Path, statement: str) -> None:
    with edited(path) as connection:
        connection.execute(statement)
    assert refusal(path) == "vault.malformed"


@pytest.mark.parametrize("part", ["lock", "head"])
def test_attack_59_a_part_that_is_missing(path: Path, part: str) -> None:
    with edited(path) as connection:
        connection.execute(f"DELETE FROM {part}")
    assert refusal(path) == "vault.malformed"


@pytest.mark.parametrize("value", [1, "text", 2.5])
def test_attack_59_a_part_that_is_not_bytes(path: Path, value: object) -> None:
    with edited(path) as connection:
        connection.execute("UPDATE head SET sealed = ?", (value,))
    assert refusal(path) in {"vault.malformed", "vault.altered"}


def test_attack_59_a_truncated_file(path: Path) -> None:
    before, whole = read(path), path.read_bytes()
    lengths = [0, 1, 15, 16, 99, 100, 511, *range(512, len(whole), 509), len(whole) - 1]
    for length in lengths:
        path.write_bytes(whole[:length])
        found = outcome(path)
        if found == before:
            # SQLite reads what is missing of the last page as zeros.
            assert not any(whole[length:]), length
        else:
            assert found in ("vault.malformed", "vault.altered"), length


def test_attack_59_a_file_without_its_last_page(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-4_096])
    assert refusal(path) == "vault.malformed"


def test_attack_59_twin_the_whole_of_a_truncated_file_is_accepted(path: Path) -> None:
    before, whole = read(path), path.read_bytes()
    path.write_bytes(whole[:-1])
    path.write_bytes(whole)
    assert read(path) == before


def test_attack_59_a_flipped_byte_anywhere(path: Path) -> None:
    """Refused, or in a byte that carries nothing (free space, SQLite's counters)."""
    before, whole = read(path), path.read_bytes()
    codes = set()
    lock = whole.index(part_of(path, "lock")[:64])
    for at in [*range(112), *range(112, len(whole), 67), *range(lock, lock + 140)]:
        altered = bytearray(whole)
        altered[at] ^= 0xFF if at % 2 else 0x01
        path.write_bytes(altered)
        found = outcome(path)
        if found != before:
            assert isinstance(found, str), at
            codes.add(found)
    assert codes == {"vault.malformed", "vault.altered", "vault.passphrase"}


def test_attack_59_a_flipped_byte_in_each_sealed_part(path: Path) -> None:
    whole = path.read_bytes()
    parts = [part_of(path, "head"), part_of(path, "lock"), *sealed_rows(path).values()]
    for sealed in parts:
        # SQLite keeps the beginning of a long value in one piece.
        at = whole.index(sealed[:64]) + 40
        altered = bytearray(whole)
        altered[at] ^= 0x80
        path.write_bytes(altered)
        assert refusal(path) in {"vault.altered", "vault.passphrase"}


def test_attack_59_a_row_replaced_by_one_of_no_length(path: Path) -> None:
    put_back(path, read(path)["key"][0][0].raw, b"")
    assert refusal(path) == "vault.altered"


def test_attack_59_two_wallets_on_one_vault(path: Path) -> None:
    with Vault.open(path, PASSPHRASE, floor=QUICK) as first:
        with pytest.raises(Unavailable) as caught:
            Vault.open(path, PASSPHRASE, floor=QUICK)
        assert caught.value.code == "vault.busy"
        first.put("history", None, b"the first goes on")


def test_attack_59_two_processes_on_one_vault(path: Path) -> None:
    program = """
import sys
from pathlib import Path
from livret_core.errors import LivretError
from livret_core.sealing import KdfParameters
from livret_wallet.vault import Vault
try:
    Vault.open(Path(sys.argv[1]), b"five words of a poem", floor=KdfParameters(1, 8)).close()
    print("opened")
except LivretError as error:
    print(error.code)
"""

    def elsewhere() -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        # Closing another handle of the file drops the locks SQLite has on it.
        path.read_bytes()
        assert elsewhere() == "vault.busy"
        vault.put("history", None, b"the first goes on")
    assert elsewhere() == "opened"


def test_attack_59_twin_one_wallet_after_another(path: Path) -> None:
    before = read(path)
    assert read(path) == before


def test_attack_59_a_program_that_ignores_the_lock_file(path: Path) -> None:
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        with edited(path) as connection, pytest.raises(sqlite3.OperationalError, match="locked"):
            connection.execute("DELETE FROM row")
        vault.check()


def test_attack_59_a_vault_that_something_else_holds_is_busy(path: Path) -> None:
    with edited(path) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable) as caught:
            Vault.open(path, PASSPHRASE, floor=QUICK)
    assert caught.value.code == "vault.busy"


PLANTED: Final = (
    b"Marie-Th\xc3\xa9r\xc3\xa8se Vandenbroucke",
    b"1951-03-14",
    b"urn:livret:birth:1",
)


def test_attack_59_strings_over_the_files_finds_nothing_that_was_put(tmp_path: Path) -> None:
    path = tmp_path / "wallet.vault"
    value = b'{"name":"' + b'","x":"'.join(PLANTED) + b'"}'

    def seen() -> list[bytes]:
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert len(held) > 4_096
        secrets = (*PLANTED, PASSPHRASE, b"credential", b"history", b"setting")
        return [secret for secret in secrets if secret in held]

    with Vault.create(path, PASSPHRASE, kdf=QUICK) as vault:
        # The log is kept from being emptied, so that it is among what is searched.
        vault._database._connection.execute("PRAGMA wal_autocheckpoint = 0")
        row_id = vault.put("credential", None, value)
        vault.put("history", None, value * 300)
        with vault.transaction():
            vault.put("setting", None, value)
            assert seen() == []
        vault.put("credential", row_id, value[::-1] + value)
        vault.delete("credential", row_id)
        assert seen() == []
    assert seen() == []


def test_attack_59_what_was_deleted_is_no_longer_in_the_file_even_sealed(path: Path) -> None:
    credential = read(path)["credential"][0][0]
    sealed = sealed_rows(path)[credential.raw]
    assert sealed[:64] in path.read_bytes()
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        vault.delete("credential", credential)
        held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    pieces = [sealed[at : at + 64] for at in range(0, len(sealed) - 64, 64)]
    assert not any(piece in held for piece in pieces)


def test_attack_59_all_rows_look_alike_but_for_the_size_of_their_bucket(tmp_path: Path) -> None:
    path = tmp_path / "wallet.vault"
    with Vault.create(path, PASSPHRASE, kdf=QUICK) as vault:
        for length in (0, 1, 200, 500):
            vault.put("key", None, bytes(length))
        vault.put("credential", None, bytes(3_000))
        vault.put("trust", None, bytes(4_000))
    lengths = sorted(len(sealed) for sealed in sealed_rows(path).values())
    assert lengths == [512 + 16] * 4 + [4_096 + 16] * 2


@pytest.mark.parametrize("make", [bytes, lambda length: b"SQLite format 3\0" + bytes(length)])
def test_attack_59_a_file_that_is_no_vault(tmp_path: Path, make: Callable[[int], bytes]) -> None:
    path = tmp_path / "wallet.vault"
    path.write_bytes(make(8_192))
    with pytest.raises(MalformedInput) as caught:
        Vault.open(path, PASSPHRASE, floor=QUICK)
    assert caught.value.code == "vault.malformed"
