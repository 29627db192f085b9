"""docs/spec/vault.md says what the code does, and enough to do it again."""

import hashlib
import re
import sqlite3
import struct
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt

from livret_core.sealing import FLOOR, MODERATE, KdfParameters
from livret_wallet.vault import Vault, database
from livret_wallet.vault.layout import TABLES

SPEC: Final = (Path(__file__).parents[4] / "docs/spec/vault.md").read_text("utf-8")
PASSPHRASE: Final = unicodedata.normalize("NFC", "cinq mots d’un poème").encode()
VALUE: Final = b'{"v":1}'


@pytest.fixture(scope="module")
def columns() -> dict[str, bytes]:
    block = SPEC[SPEC.index("```text\nlock:") + 8 : SPEC.rindex("```")]
    parts = re.split(r"^([a-z-]+):$", block, flags=re.MULTILINE)[1:]
    return {name: bytes.fromhex(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def test_the_vault_writes_the_example_of_its_specification(
    columns: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "wallet.vault"
    drawn = iter(range(1 << 16))
    with Vault.create(
        path,
        PASSPHRASE,
        kdf=KdfParameters(passes=2, memory_kib=64),
        random=lambda length: bytes(next(drawn) % 256 for _ in range(length)),
    ) as vault:
        vault.put("setting", None, VALUE)
    with closing(sqlite3.connect(path)) as connection:
        found = {
            "lock": connection.execute("SELECT sealed FROM lock").fetchone()[0],
            "head": connection.execute("SELECT sealed FROM head").fetchone()[0],
        }
        found["row-id"], found["row"] = connection.execute("SELECT id, sealed FROM row").fetchone()
    assert found == columns


def subkey(key: bytes, name: str) -> bytes:
    return hashlib.blake2b(
        name.encode(), key=key, digest_size=32, person=b"livret/subkey/1"
    ).digest()


def test_the_example_opens_by_the_specification_alone(columns: dict[str, bytes]) -> None:
    lock = columns["lock"]
    magic, version, kdf, passes, memory_kib, purpose = struct.unpack_from(">8sBBIIB", lock)
    assert (magic, version, kdf) == (b"livseal\0", 1, 1)
    assert lock[19 : 19 + purpose] == b"livret/vault/lock/1"
    root = Argon2id(
        salt=lock[19 + purpose : 35 + purpose],
        length=32,
        iterations=passes,
        lanes=1,
        memory_cost=memory_kib,
    ).derive(PASSPHRASE)
    commitment = hashlib.blake2b(b"", key=root, digest_size=32, person=b"livret/commit/1")
    assert lock[59 + purpose : 91 + purpose] == commitment.digest()
    secret = crypto_aead_xchacha20poly1305_ietf_decrypt(
        lock[91 + purpose :],
        lock[: 91 + purpose],
        lock[35 + purpose : 59 + purpose],
        subkey(root, "livret/sealed-file/content"),
    )
    vault_id, vault_key = secret[:16], secret[16:]
    assert len(vault_key) == 32

    head = crypto_aead_xchacha20poly1305_ietf_decrypt(
        columns["head"][24:],
        b"livret/vault/head/1" + vault_id,
        columns["head"][:24],
        subkey(vault_key, "livret/vault/head"),
    )
    generation, lock_digest, rows = struct.unpack_from(">Q32sI", head)
    assert (generation, rows) == (2, 1)
    assert lock_digest == hashlib.blake2b(lock, digest_size=32, person=b"livret/lock/1").digest()
    row_id, table, written, nonce = struct.unpack(">16sBQ24s", head[44:])
    assert (row_id, table, written) == (columns["row-id"], 5, 2)

    padded = crypto_aead_xchacha20poly1305_ietf_decrypt(
        columns["row"],
        b"livret/vault/row/1" + vault_id + bytes([table]) + row_id + written.to_bytes(8),
        nonce,
        subkey(vault_key, "livret/vault/rows"),
    )
    assert padded == len(VALUE).to_bytes(4) + VALUE + bytes(512 - 4 - len(VALUE))


def test_the_specification_has_the_tables_of_the_code() -> None:
    for _, statement in database._SCHEMA:
        assert statement in SPEC
    numbered = ", ".join(f"{number} {table}" for number, table in enumerate(TABLES, start=1))
    assert f"Tables: {numbered}." in SPEC


def test_the_specification_has_the_settings_of_the_code() -> None:
    told = set(re.findall(r"`([a-z_]+=[A-Z]+)`", SPEC))
    set_on_each = {pragma.removeprefix("PRAGMA ").replace(" ", "") for pragma in database._PRAGMAS}
    unsaid = {"mmap_size=0", "fullfsync=ON", "checkpoint_fullfsync=ON"}
    assert told == set_on_each - unsaid | {"journal_mode=WAL"}


def test_the_specification_has_the_costs_of_the_code() -> None:
    assert (MODERATE.passes, MODERATE.memory_kib >> 10) == (3, 256)
    assert "livret writes 3 passes over 256 MiB" in SPEC
    assert (FLOOR.passes, FLOOR.memory_kib >> 10) == (2, 64)
    assert "below 2 passes or\n64 MiB" in SPEC
