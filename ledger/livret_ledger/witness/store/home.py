"""Where a witness or an auditor lives: one folder, of which no half is any good alone.

cosigner.json   who it is; nothing secret
key.sealed      its signing key, under the passphrase
memory.db       what it cosigned last
replica.db      an auditor's own copy of the ledger
serving.lock    held by the one who answers from it

Key and memory bear the same mark. A key without its memory would cosign anything once
more: it does not start, and has to be retired.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519Signer
from livret_core.sealing import MODERATE, NONCE_BYTES, SALT_BYTES, KdfParameters, SealedFile
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_edge.files import HOME, read_file, write_new
from livret_edge.homes import damaged
from livret_edge.new_homes import check_home, making_home
from livret_ledger.store.holding import held_alone
from livret_ledger.witness.store.memory import INSTANCE_BYTES, WitnessStore

Kind: TypeAlias = Literal["witness", "auditor"]

_MARK: Final = "cosigner.json"
_KEY: Final = "key.sealed"
_MEMORY: Final = "memory.db"
_SERVING: Final = "serving.lock"
_MAX_BYTES: Final = 64 << 10


@final
@dataclass(frozen=True, slots=True)
class Identity:
    """Who a cosigner is.

    Attributes:
        kind: what its word means: that a log grew, or that the rules were kept as well.
        key: its public key, under its name.
        source: where an auditor reads the ledger: a folder, or an https address.
    """

    kind: Kind
    key: VerifierKey
    source: str | None = None


@final
@dataclass(frozen=True, slots=True)
class CosignerHome:
    """The folder of one cosigner."""

    root: Path

    @classmethod
    def create(
        cls,
        root: Path,
        kind: Kind,
        name: str,
        passphrase: bytes,
        *,
        source: str | None = None,
        kdf: KdfParameters = MODERATE,
    ) -> Self:
        """Make a home with a new key in it.

        Raises:
            MalformedInput: ``key.malformed`` for a name that no key can have.
            Refused: ``home.exists``. Unavailable: ``home.unavailable``.
        """
        signer, instance = Ed25519Signer.from_seed(os.urandom(32)), os.urandom(INSTANCE_BYTES)
        key = VerifierKey.of(name, SignatureType.COSIGNATURE_V1, signer)
        with making_home(root):
            # The memory first, the mark last: a key is nowhere without its memory, and what is
            # left of a run that was cut short is no home.
            WitnessStore.create(root / _MEMORY, instance).close()
            content = json_encoding.format(
                {"seed": base64url.encode(signer.seed), "instance": base64url.encode(instance)}
            )
            sealed = SealedFile.seal(
                content,
                passphrase,
                purpose=purpose_of(kind),
                salt=os.urandom(SALT_BYTES),
                nonce=os.urandom(NONCE_BYTES),
                kdf=kdf,
            )
            write_new(root / _KEY, sealed.format())
            about: JsonObject = {"v": 1, "kind": kind, "key": key.format(), "source": source}
            write_new(root / _MARK, json_encoding.format(about), mode=0o644)
        return cls(root)

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a home that :meth:`create` made.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        check_home(root, _MARK)
        return cls(root)

    @property
    def replica(self) -> Path:
        """Where an auditor keeps its own copy of the ledger."""
        return self.root / "replica.db"

    def identity(self, kind: Kind | None = None) -> Identity:
        """Read who this is.

        Raises:
            MalformedInput: ``home.malformed``, also for the home of another kind.
            Unavailable: ``home.unavailable``.
        """
        raw = read_file(self.root / _MARK, _MAX_BYTES, code=HOME)
        try:
            match json_encoding.parse_object(raw):
                case {
                    "v": 1,
                    "kind": ("witness" | "auditor") as found,
                    "key": str(key),
                    "source": (str() | None) as source,
                } if kind in {None, found}:
                    return Identity(found, VerifierKey.parse(key), source)
        except LivretError:
            pass
        raise MalformedInput("home.malformed", _MARK, file=str(self.root / _MARK))

    @property
    def sealed(self) -> Path:
        """The file of the key; it is sealed for what :func:`purpose_of` says."""
        return self.root / _KEY

    def unlock(self, passphrase: bytes) -> tuple[Ed25519Signer, WitnessStore]:
        """Open the key and the memory that belongs to it.

        Raises:
            Refused: ``witness.memory_lost``; ``vault.passphrase``, ``vault.weak_kdf``.
            MalformedInput: ``home.malformed``.
            Unavailable: ``home.unavailable``, ``store.unavailable``, ``vault.memory``.
        """
        identity = self.identity()
        raw = read_file(self.root / _KEY, _MAX_BYTES, code=HOME)
        with damaged(self.root / _KEY):
            sealed = SealedFile.parse(raw)
        # Before the passphrase is asked of anybody's patience.
        if not (self.root / _MEMORY).is_file():
            raise Refused("witness.memory_lost", what="missing")
        with damaged(self.root / _KEY):
            content = sealed.unseal(passphrase, purpose=purpose_of(identity.kind))
            secret = json_encoding.parse_object(content)
        match secret:
            case {"seed": str(seed), "instance": str(instance)}:
                signer = Ed25519Signer.from_seed(base64url.decode(seed))
                if signer.public_key == identity.key.public_key:
                    store = WitnessStore.open(self.root / _MEMORY, base64url.decode(instance))
                    return signer, store
        raise MalformedInput("home.malformed", _KEY, file=str(self.root / _KEY))

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Be the one who answers from this folder.

        Two would decide by one memory and sign no two histories, but an operator who starts a
        second one means another folder, or believes that the first has ended.

        Raises:
            Unavailable: ``witness.busy`` while another does; ``home.unavailable``.
        """
        with held_alone(self.root / _SERVING, "witness.busy"):
            yield

    def memory(self) -> WitnessStore:
        """Open the memory without the key: to look, and to add a log.

        Raises:
            Refused: ``witness.memory_lost``. Unavailable: ``store.unavailable``.
        """
        return WitnessStore.open(self.root / _MEMORY)


def purpose_of(kind: Kind) -> str:
    """Say what a cosigner's key is sealed for."""
    return f"livret/{kind}/key/1"
