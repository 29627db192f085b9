"""docs/spec/backup.md says what the code does, and enough to do it again."""

import hashlib
import re
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)

from livret_core import limits
from livret_core.ledger import six_words
from livret_core.sealing import KdfParameters
from livret_wallet.backup import recovery_words, sealed
from livret_wallet.backup.contents import KINDS, Contents

SPEC: Final = (Path(__file__).parents[4] / "docs/spec/backup.md").read_text("utf-8")
ENTROPY: Final = bytes(range(16))


@pytest.fixture(scope="module")
def example() -> dict[str, bytes]:
    block = SPEC[SPEC.index("```text\ncontent:") + 8 : SPEC.rindex("```")]
    parts = re.split(r"^([a-z]+):$", block, flags=re.MULTILINE)[1:]
    return {name: bytes.fromhex(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def test_the_code_writes_the_example_of_its_specification(example: dict[str, bytes]) -> None:
    content = Contents(1_800_000_000, False, (("setting", b'{"v":1}'),)).format()
    raw = sealed.seal(
        content,
        recovery_words.passphrase_of(ENTROPY),
        under="words",
        random=bytes(range(0x20, 0x20 + sealed.RANDOM_BYTES)),
        kdf=KdfParameters(passes=2, memory_kib=64),
    ).format()
    assert content == example["content"]
    assert raw.startswith(example["before"] + example["part"])
    assert len(raw) == len(example["before"]) + 65_552
    words = " ".join(recovery_words.words_of(ENTROPY, "en"))
    assert words in SPEC.replace("\n", " ")


def subkey(key: bytes, name: str) -> bytes:
    return hashlib.blake2b(
        name.encode(), key=key, digest_size=32, person=b"livret/subkey/1"
    ).digest()


def test_the_example_opens_by_the_specification_alone(example: dict[str, bytes]) -> None:
    told = re.search(r"in English are \*([^*]+)\*", SPEC)
    assert told is not None
    number = 0
    lines = six_words.format(range(2_048), "en")
    for word in told[1].split():
        number = number << 11 | lines.index(word)
    entropy = (number >> 4).to_bytes(16)
    assert number & 15 == hashlib.sha256(b"livret/recovery/1\n" + entropy).digest()[0] >> 4

    raw = example["before"]
    assert raw[:9] == b"livback\0\1"
    length = int.from_bytes(raw[9:11])
    assert len(raw) == 11 + length
    lock = raw[11:]
    purpose_bytes = lock[18]
    assert lock[19 : 19 + purpose_bytes] == b"livret/wallet/backup/words/1"
    rest = lock[19 + purpose_bytes :]
    salt, nonce, sealed_key = rest[:16], rest[16:40], rest[72:]
    root = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=64).derive(
        entropy.hex().encode()
    )
    opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        sealed_key, lock[: len(lock) - len(sealed_key)], nonce, subkey(root, "livret/sealed-file/content")
    )  # fmt: skip
    own, key = opened[:16], subkey(opened[16:], "livret/backup/parts")
    content = example["content"]
    plain = (len(content).to_bytes(8) + content).ljust(65_536, b"\0")
    part = crypto_aead_xchacha20poly1305_ietf_encrypt(
        plain, b"livret/backup/part/1" + own + bytes(8) + (1).to_bytes(8), bytes(24), key
    )
    assert part.startswith(example["part"])


def test_the_specification_has_the_limits_of_the_code() -> None:
    assert f"table, 1 to {len(KINDS)}" in SPEC
    assert (limits.VAULT_ROWS, limits.BACKUP_BYTES, limits.VAULT_ROW_BYTES) == (
        100_000,
        128 << 20,
        16 << 20,
    )
    assert "At most 100,000 rows and 128 MiB" in SPEC
