"""Sealing: bytes that only a key or a passphrase opens again, and only unaltered.

Argon2id turns a passphrase into a key, XChaCha20-Poly1305 seals under it, keyed
BLAKE2b splits one key into several by purpose; all by PyNaCl and the standard
library. Salts and nonces are arguments. A nonce has 24 bytes, so that random ones
never meet; a caller draws a new one for every seal.

The wallet's vault and the issuer's key file are built from this
(``docs/spec/vault.md``, which also lays a :class:`SealedFile` out byte for byte).
"""

import hashlib
import hmac
import struct
import unicodedata
from dataclasses import dataclass
from typing import Final, Self, final

import nacl.bindings
import nacl.exceptions

from livret_core import limits
from livret_core.errors import MalformedInput, Refused, Unavailable

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 24
SALT_BYTES: Final = 16
TAG_BYTES: Final = 16
#: Of a passphrase that somebody chooses.
LEAST_CHARS: Final = 10

_MAX_PASSES: Final = 16
_MIN_MEMORY_KIB: Final = 8
_MAX_MEMORY_KIB: Final = 1 << 20  # 1 GiB, libsodium's SENSITIVE

_MAGIC: Final = b"livseal\0"
_VERSION: Final = 1
_ARGON2ID: Final = 1
_MAX_CONTENT_BYTES: Final = 1_048_000  # with the longest header, the largest file we read
_CONTENT: Final = "livret/sealed-file/content"
_FIXED: Final = struct.Struct(">8sBBIIB")  # magic, version, KDF, passes, KiB, purpose length


@final
@dataclass(frozen=True, slots=True)
class KdfParameters:
    """What one guess at a passphrase costs: Argon2id 1.3 with one lane (RFC 9106 §3.1).

    Attributes:
        passes: over the memory, 1 to 16.
        memory_kib: 8 KiB to 1 GiB. The upper bounds keep a hostile file from
            choosing what opening it costs.
    """

    passes: int
    memory_kib: int

    def __post_init__(self) -> None:
        if not 1 <= self.passes <= _MAX_PASSES:
            raise MalformedInput("vault.malformed", "number of Argon2id passes out of range")
        if not _MIN_MEMORY_KIB <= self.memory_kib <= _MAX_MEMORY_KIB:
            raise MalformedInput("vault.malformed", "Argon2id memory out of range")

    def check_floor(self, floor: "KdfParameters") -> None:
        """Check that neither parameter lies below *floor*.

        Raises:
            Refused: ``vault.weak_kdf``.
        """
        if self.passes < floor.passes or self.memory_kib < floor.memory_kib:
            raise Refused("vault.weak_kdf")

    def at_least(self, other: "KdfParameters") -> "KdfParameters":
        """Take the dearer of each parameter, so that a change never makes a guess cheaper."""
        return KdfParameters(max(self.passes, other.passes), max(self.memory_kib, other.memory_kib))


# libsodium's MODERATE, 0.5 s on a desktop: what livret writes.
MODERATE: Final = KdfParameters(passes=3, memory_kib=256 << 10)
# libsodium's INTERACTIVE, 0.07 s: the least livret opens, whatever a file asks for.
FLOOR: Final = KdfParameters(passes=2, memory_kib=64 << 10)


def encode_passphrase(text: str) -> bytes:
    """Write a typed passphrase as bytes: NFC, then UTF-8.

    One keyboard sends "é" as one character and another as two; both must open the
    same vault. NFC and not NFKC, which would merge characters a person sees as different.

    Raises:
        MalformedInput: ``input.malformed`` for text that no UTF-8 can carry.
    """
    try:
        return unicodedata.normalize("NFC", text).encode()
    except UnicodeEncodeError:
        raise MalformedInput("input.malformed", "a passphrase with half a character") from None


def new_passphrase(text: str) -> bytes:
    """Write a passphrase that somebody has just thought of, as :func:`encode_passphrase` does.

    Raises:
        MalformedInput: ``input.malformed``, ``input.too_large`` beyond 1,024 bytes.
        Refused: ``vault.passphrase_empty``; ``vault.passphrase_short`` for fewer than ten
            characters, which are soon guessed however dear each guess is.
    """
    passphrase = encode_passphrase(text)
    if not passphrase:
        raise Refused("vault.passphrase_empty")
    # As they lock: an accent is no character of its own, however a keyboard sends it.
    if len(passphrase.decode()) < LEAST_CHARS:
        raise Refused("vault.passphrase_short")
    if len(passphrase) > limits.PASSPHRASE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.PASSPHRASE_BYTES)
    return passphrase


def stretch(octets: bytes, salt: bytes, kdf: KdfParameters) -> bytes:
    """Compute 32 bytes from *octets* so that each guess at them costs what *kdf* says.

    Args:
        octets: any; not a secret if it need not be one.
        salt: 16 bytes.
        kdf: Argon2id's time and memory.

    Raises:
        MemoryError: when the machine has not that much to give. What that means to a
            person is the caller's to say.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    try:
        return nacl.bindings.crypto_pwhash_alg(
            KEY_BYTES,
            octets,
            salt,
            kdf.passes,
            kdf.memory_kib << 10,
            nacl.bindings.crypto_pwhash_ALG_ARGON2ID13,
        )
    except nacl.exceptions.RuntimeError:
        # Every argument is in range, which leaves the allocation.
        raise MemoryError from None


@final
class SealingKey:
    """A 32-byte symmetric key in memory. Its ``repr`` shows nothing of it."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError(f"a sealing key has {KEY_BYTES} bytes")
        self._raw = raw

    @classmethod
    def derive(cls, passphrase: bytes, salt: bytes, kdf: KdfParameters) -> Self:
        """Derive a key with Argon2id.

        Args:
            passphrase: 1 to 1,024 bytes (:func:`encode_passphrase`).
            salt: 16 random bytes, new for every passphrase that is set.
            kdf: how much time and memory this takes.

        Raises:
            MalformedInput: ``input.too_large``.
            Refused: ``vault.passphrase_empty``.
            Unavailable: ``vault.memory`` when the machine has not that much to give.
        """
        if not passphrase:
            raise Refused("vault.passphrase_empty")
        if len(passphrase) > limits.PASSPHRASE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.PASSPHRASE_BYTES)
        try:
            return cls(stretch(passphrase, salt, kdf))
        except MemoryError:
            raise Unavailable("vault.memory", memory_kib=kdf.memory_kib) from None

    def subkey(self, purpose: str) -> "SealingKey":
        """Derive the key for one *purpose*; knowing it says nothing of this one or another's."""
        return SealingKey(self._digest(purpose, b"livret/subkey/1"))

    def commitment(self) -> bytes:
        """Compute 32 bytes that fit this key and, in practice, no other.

        A ciphertext of XChaCha20-Poly1305 can be made to open under many keys. A
        file made so would tell its maker, by whether it opens, among which
        passphrases the right one lies.
        """
        return self._digest("", b"livret/commit/1")

    def seal(self, plaintext: bytes, *, nonce: bytes, associated_data: bytes) -> bytes:
        """Seal *plaintext* with XChaCha20-Poly1305: ciphertext ‖ tag, 16 bytes longer.

        Args:
            plaintext: of any length; its length shows.
            nonce: 24 bytes, never the same twice under one key.
            associated_data: not stored, and needed unchanged to unseal.
        """
        return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
            plaintext, associated_data, nonce, self._raw
        )

    def unseal(self, sealed: bytes, *, nonce: bytes, associated_data: bytes) -> bytes:
        """Give back what :meth:`seal` sealed under the same three things.

        Raises:
            Refused: ``vault.altered`` when key, nonce, associated data or a byte of
                *sealed* is another. Nothing is known of the plaintext then.
        """
        if len(sealed) < TAG_BYTES:
            raise Refused("vault.altered", "shorter than a tag")
        try:
            return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
                sealed, associated_data, nonce, self._raw
            )
        except nacl.exceptions.CryptoError:
            raise Refused("vault.altered") from None

    def _digest(self, message: str, person: bytes) -> bytes:
        return hashlib.blake2b(
            message.encode(), key=self._raw, digest_size=KEY_BYTES, person=person
        ).digest()

    def __repr__(self) -> str:
        return "SealingKey(…)"


@final
@dataclass(frozen=True, slots=True)
class SealedFile:
    """A small file under a passphrase, which says itself how to try one. Nothing is opened.

    Attributes:
        purpose: what it is for, 1 to 64 printable ASCII characters, in clear. A file
            sealed for one purpose does not open for another.
        kdf: what it asks for, not yet held against a floor.
        salt: 16 bytes.
        nonce: 24 bytes.
        commitment: 32 bytes, see :meth:`SealingKey.commitment`.
        ciphertext: with its 16-byte tag.
    """

    purpose: str
    kdf: KdfParameters
    salt: bytes
    nonce: bytes
    commitment: bytes
    ciphertext: bytes

    def __post_init__(self) -> None:
        if not (1 <= len(self.purpose) <= 64 and self.purpose.isascii()):
            raise MalformedInput("vault.malformed", "the purpose of a sealed file")
        if not self.purpose.isprintable():
            raise MalformedInput("vault.malformed", "the purpose of a sealed file")
        lengths = (len(self.salt), len(self.nonce), len(self.commitment))
        if lengths != (SALT_BYTES, NONCE_BYTES, KEY_BYTES) or len(self.ciphertext) < TAG_BYTES:
            raise MalformedInput("vault.malformed", "a sealed file that ends early")

    @classmethod
    def seal(
        cls,
        plaintext: bytes,
        passphrase: bytes,
        *,
        purpose: str,
        salt: bytes,
        nonce: bytes,
        kdf: KdfParameters = MODERATE,
    ) -> Self:
        """Seal a file.

        Args:
            plaintext: at most 1,048,000 bytes; its length shows.
            passphrase: 1 to 1,024 bytes (:func:`encode_passphrase`).
            purpose: 1 to 64 printable ASCII characters; they show.
            salt: 16 random bytes.
            nonce: 24 random bytes.
            kdf: what a guess at the passphrase shall cost.

        Raises:
            MalformedInput, Refused, Unavailable: as :meth:`SealingKey.derive`.
        """
        if len(plaintext) > _MAX_CONTENT_BYTES:
            raise MalformedInput("input.too_large", max_bytes=_MAX_CONTENT_BYTES)
        key = SealingKey.derive(passphrase, salt, kdf)
        header = cls(purpose, kdf, salt, nonce, key.commitment(), bytes(TAG_BYTES))
        ciphertext = key.subkey(_CONTENT).seal(
            plaintext, nonce=nonce, associated_data=header._header()
        )
        return cls(purpose, kdf, salt, nonce, header.commitment, ciphertext)

    def unseal(self, passphrase: bytes, *, purpose: str, floor: KdfParameters = FLOOR) -> bytes:
        """Open the file.

        Args:
            passphrase: 1 to 1,024 bytes (:func:`encode_passphrase`).
            purpose: the only one accepted.
            floor: the cheapest parameters accepted. A file written by someone else
                could ask for less, and a program that wrote it again under those
                would have been led to a weaker file.

        Raises:
            MalformedInput: ``vault.malformed`` for another purpose, and for a file that
                is damaged: the passphrase fits what the file commits to, the content
                does not. ``input.too_large``.
            Refused: ``vault.weak_kdf``; ``vault.passphrase`` for a wrong passphrase, or a
                file altered in what the passphrase is compared with (salt, parameters,
                commitment). Those two look the same: a check that told them apart
                would need a secret the file does not have.
            Unavailable: ``vault.memory``.
        """
        if self.purpose != purpose:
            raise MalformedInput("vault.malformed", "sealed for another purpose")
        self.kdf.check_floor(floor)
        key = SealingKey.derive(passphrase, self.salt, self.kdf)
        if not hmac.compare_digest(self.commitment, key.commitment()):
            raise Refused("vault.passphrase")
        try:
            return key.subkey(_CONTENT).unseal(
                self.ciphertext, nonce=self.nonce, associated_data=self._header()
            )
        except Refused:
            # Nobody learns anything here who has not the passphrase: it has just fitted.
            raise MalformedInput("vault.malformed", "altered, or its end is missing") from None

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a sealed file.

        Raises:
            MalformedInput: ``input.too_large``; ``vault.malformed`` for another kind of
                file, a version or KDF unknown to us, parameters out of range, or a
                file that ends early.
        """
        if len(raw) > limits.SEALED_FILE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.SEALED_FILE_BYTES)
        if len(raw) < _FIXED.size or not raw.startswith(_MAGIC):
            raise MalformedInput("vault.malformed", "not a sealed file")
        _, version, kdf, passes, memory_kib, purpose_bytes = _FIXED.unpack_from(raw)
        if (version, kdf) != (_VERSION, _ARGON2ID):
            raise MalformedInput("vault.malformed", "a version that this livret does not read")
        salt_at = _FIXED.size + purpose_bytes
        nonce_at = salt_at + SALT_BYTES
        commitment_at = nonce_at + NONCE_BYTES
        ciphertext_at = commitment_at + KEY_BYTES
        return cls(
            # latin-1 reads any byte; what is not printable ASCII is refused above.
            raw[_FIXED.size : salt_at].decode("latin-1"),
            KdfParameters(passes, memory_kib),
            raw[salt_at:nonce_at],
            raw[nonce_at:commitment_at],
            raw[commitment_at:ciphertext_at],
            raw[ciphertext_at:],
        )

    def format(self) -> bytes:
        """Write the file: a header in clear, then the ciphertext to the end."""
        return self._header() + self.ciphertext

    def _header(self) -> bytes:
        """Write all that stands in clear. It is the associated data of the ciphertext."""
        purpose = self.purpose.encode("ascii")
        fixed = _FIXED.pack(
            _MAGIC, _VERSION, _ARGON2ID, self.kdf.passes, self.kdf.memory_kib, len(purpose)
        )
        return b"".join((fixed, purpose, self.salt, self.nonce, self.commitment))
