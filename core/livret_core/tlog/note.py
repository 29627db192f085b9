"""Signed notes (C2SP signed-note 1.0): a text, and who signed it.

A name and a key id say which key is meant; only the key itself says who signed. A line
by a key that is not known counts for nothing. A line that names a known key and does not
verify spoils the whole note.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import Ed25519PublicKey, Signer
from livret_core.tlog.lines import decode_base64, decode_text, encode_base64, is_line, is_text

_KEY_ID: Final = re.compile(r"[0-9a-f]{8}")
_DASH: Final = "\u2014 "


class SignatureType(IntEnum):
    """What a key signs: the first byte of a verifier key. Those that livret verifies."""

    ED25519 = 0x01  # the text of a note
    COSIGNATURE_V1 = 0x04  # a checkpoint at a time


@final
@dataclass(frozen=True, slots=True, order=True)
class KeyName:
    """The name of a key: not empty, without white space and plus signs, at most 1,024 bytes."""

    text: str

    def __post_init__(self) -> None:
        text = self.text
        if not is_line(text) or "+" in text or any(char.isspace() for char in text):
            raise MalformedInput("key.malformed", "not the name of a key")
        if len(text.encode("utf-8")) > limits.KEY_NAME_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.KEY_NAME_BYTES)

    def __str__(self) -> str:
        return self.text


@final
@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name and what it signs. Only points of prime order are taken.

    Attributes:
        key_id: four bytes that tell keys of one name apart. Not a fingerprint: anybody
            can make a key with the same.
    """

    name: KeyName
    signature_type: SignatureType
    public_key: Ed25519PublicKey
    key_id: bytes = field(init=False, compare=False)

    def __post_init__(self) -> None:
        self.public_key.check_point()
        object.__setattr__(
            self, "key_id", key_id(self.name, self.signature_type, self.public_key.raw)
        )

    @classmethod
    def of(cls, name: str, signature_type: SignatureType, signer: Signer) -> Self:
        """Name the public half of *signer*, an Ed25519 key."""
        return cls(KeyName(name), signature_type, _ed25519(signer))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``<name>+<key id in hex>+<base64 of type ‖ key>``.

        Raises:
            MalformedInput: ``key.malformed``, also for a key id that is not this key's;
                ``input.too_large``.
            Refused: ``note.key_type`` for a type that is not a :class:`SignatureType`;
                ``key.weak``.
        """
        if len(text) > limits.KEY_NAME_BYTES + limits.NOTE_SIGNATURE_BYTES:
            raise MalformedInput("input.too_large")
        name_text, _, rest = text.partition("+")
        id_text, _, material = rest.partition("+")
        raw = decode_base64(material)
        if not raw or not _KEY_ID.fullmatch(id_text):
            raise MalformedInput("key.malformed", "not name+id+key")
        name = KeyName(name_text)
        try:
            signature_type = SignatureType(raw[0])
        except ValueError:
            raise Refused("note.key_type", f"signature type {raw[0]:#04x}") from None
        key = cls(name, signature_type, Ed25519PublicKey(raw[1:]))
        if key.key_id.hex() != id_text:
            raise MalformedInput("key.malformed", "the key id is another key's")
        return key

    def format(self) -> str:
        """Write the verifier key as text."""
        material = encode_base64(bytes([self.signature_type]) + self.public_key.raw)
        return f"{self.name}+{self.key_id.hex()}+{material}"


@final
@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line below a note: who is said to have signed, and the signature. Not verified."""

    name: KeyName
    key_id: bytes
    signature: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key_id) != 4 or not self.signature:
            raise MalformedInput("note.malformed", "a signature without its key id")
        if len(self.signature) > limits.NOTE_SIGNATURE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.NOTE_SIGNATURE_BYTES)

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read ``— <name> <base64 of key id ‖ signature>``, without the newline.

        Raises:
            MalformedInput: ``note.malformed``, ``input.too_large``.
        """
        name_text, space, material = line.removeprefix(_DASH).partition(" ")
        raw = decode_base64(material)
        if not line.startswith(_DASH) or not space or raw is None:
            raise MalformedInput("note.malformed", "not a signature line")
        try:
            name = KeyName(name_text)
        except MalformedInput as error:
            if error.code == "key.malformed":
                raise MalformedInput("note.malformed", error.detail) from None
            raise
        return cls(name, raw[:4], raw[4:])

    def format(self) -> str:
        """Write the line, newline included."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"


@final
@dataclass(frozen=True, slots=True)
class Note:
    """A text with signatures below it. Well formed; nothing in it is verified.

    Attributes:
        text: what is signed, its last newline included.
        signatures: 1 to :data:`livret_core.limits.NOTE_SIGNATURES`, as they stand.
    """

    text: str
    signatures: tuple[SignatureLine, ...]

    def __post_init__(self) -> None:
        if not is_text(self.text):
            raise MalformedInput("note.malformed", "not lines of text")
        if not self.signatures:
            raise MalformedInput("note.malformed", "nobody signed")
        if len(self.signatures) > limits.NOTE_SIGNATURES:
            raise MalformedInput("input.too_large", max_signatures=limits.NOTE_SIGNATURES)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a note.

        Raises:
            MalformedInput: ``note.malformed``; ``input.too_large`` beyond
                :data:`livret_core.limits.NOTE_BYTES` or too many signatures.
        """
        if len(raw) > limits.NOTE_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.NOTE_BYTES)
        whole = decode_text(raw)
        if whole is None:
            raise MalformedInput("note.malformed", "not UTF-8, or with control characters")
        head, blank, below = whole.rpartition("\n\n")  # the text may have empty lines too
        if not blank:
            raise MalformedInput("note.malformed", "no empty line above the signatures")
        return cls(head + "\n", parse_signatures(below))

    def format(self) -> bytes:
        """Write the note."""
        return f"{self.text}\n{format_signatures(self.signatures)}".encode()

    def with_signatures(self, *lines: SignatureLine) -> Self:
        """Make the note with *lines* added below; those that it has already are left out."""
        return type(self)(self.text, tuple(dict.fromkeys((*self.signatures, *lines))))


def key_id(name: KeyName, signature_type: SignatureType, raw_key: bytes) -> bytes:
    """Derive the four bytes that go with a name: ``SHA-256(name ‖ 0x0A ‖ type ‖ key)[:4]``."""
    return sha256(b"%s\n%c%s" % (name.text.encode(), signature_type, raw_key)).digest()[:4]


def parse_signatures(text: str) -> tuple[SignatureLine, ...]:
    """Read signature lines, each with its newline, and at least one.

    Raises:
        MalformedInput: ``note.malformed``, ``input.too_large``.
    """
    if text.count("\n") > limits.NOTE_SIGNATURES:
        raise MalformedInput("input.too_large", max_signatures=limits.NOTE_SIGNATURES)
    *lines, rest = text.split("\n")
    if rest or not lines:
        raise MalformedInput("note.malformed", "no signatures, or the last line is cut short")
    return tuple(SignatureLine.parse(line) for line in lines)


def format_signatures(lines: Collection[SignatureLine]) -> str:
    """Write signature lines, newlines included."""
    return "".join(line.format() for line in lines)


def sign(text: str, name: KeyName, signer: Signer) -> Note:
    """Sign *text* as the key *name*.

    Raises:
        MalformedInput: ``note.malformed`` when *text* is not whole lines of text.
        TypeError: *signer* is not Ed25519.
    """
    if not is_text(text):
        raise MalformedInput("note.malformed", "not lines of text")
    identifier = key_id(name, SignatureType.ED25519, _ed25519(signer).raw)
    return Note(text, (SignatureLine(name, identifier, signer.sign(text.encode())),))


def verify(note: Note, keys: Collection[VerifierKey]) -> frozenset[VerifierKey]:
    """Say which of *keys* signed the text of *note*: each at most once, perhaps none.

    Args:
        note: well formed.
        keys: known keys of type ``ED25519``.

    Raises:
        Refused: ``note.signature`` when a line names one of *keys* and does not verify.
        ValueError: a key of another type, or two that cannot be told apart.
    """
    message = note.text.encode()
    signed: set[VerifierKey] = set()
    for key, line in lines_by(note, keys, SignatureType.ED25519):
        if not key.public_key.verify(message, line.signature):
            raise Refused("note.signature", str(key.name))
        signed.add(key)
    return frozenset(signed)


def lines_by(
    note: Note, keys: Collection[VerifierKey], signature_type: SignatureType
) -> Iterator[tuple[VerifierKey, SignatureLine]]:
    """Pick out the lines that name one of *keys*. Nothing is verified.

    Raises:
        ValueError: a key of another type, or two that cannot be told apart.
    """
    known: dict[tuple[KeyName, bytes], VerifierKey] = {}
    for key in keys:
        if key.signature_type is not signature_type:
            raise ValueError("a key of another type")
        if known.setdefault((key.name, key.key_id), key) != key:
            raise ValueError("two keys with one name and one id")
    for line in note.signatures:
        named = known.get((line.name, line.key_id))
        if named is not None:
            yield named, line


def _ed25519(signer: Signer) -> Ed25519PublicKey:
    public_key = signer.public_key
    if not isinstance(public_key, Ed25519PublicKey):
        raise TypeError("notes are signed with Ed25519")
    return public_key
