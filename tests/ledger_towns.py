"""Towns on a ledger: their numbers, keys, DIDs and logs, always the same ones; and a state.

Everything here is also to be had from :mod:`tests.ledger_scene`, which writes a ledger with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeAlias

from livret_core.dids import webvh
from livret_core.dids.key import DidKey
from livret_core.dids.webvh import VerifiedLog, commitment, placeholder_did
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.keys import Ed25519Signer, P256Signer, Signer, multikey
from livret_core.ledger import records
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.state import BEFORE_GENESIS, Change, Clock
from livret_core.ledger.state_map import EMPTY_ROOT, canonical_digest, record_key, update
from livret_core.tlog.note import SignatureType, VerifierKey

ORIGIN: Final = "ledger.example/meuse"
#: Where a town, by its name, publishes its lists.
SITE: Final = "https://{}.example/status/"
BEGAN_S: Final = 1_796_000_000
DAY_S: Final = 86_400
DIGEST: Final = base64url.encode(sha256(b"a digest").digest())

#: What each town is: a name for tests, and the number that the ledger knows it by.
NAMES: Final[Mapping[str, str]] = {
    "namur": "be-nis:92094",
    "metz": "fr-insee:57463",
    "aachen": "de-ags:05334002",
    "liege": "be-nis:62063",
    "verdun": "fr-insee:55545",
    "dinant": "be-nis:91034",
    "trier": "de-ags:07211000",
    "sedan": "fr-insee:08409",
}

#: Who signs: a town with its operation key, or (DID, key id, signer).
Pen: TypeAlias = tuple[str, str, Signer]


def seed(name: str) -> bytes:
    """32 octets that are *name*'s, the same in each run."""
    return sha256(f"ledger scene: {name}".encode()).digest()


@cache
def ed25519(name: str) -> Ed25519Signer:
    return Ed25519Signer.from_seed(seed(name))


@cache
def p256(name: str) -> P256Signer:
    return P256Signer.from_scalar_bytes(seed(name))


@cache
def cosigning(name: str, signer: Signer) -> VerifierKey:
    """The key that cosigns heads under *name*."""
    return VerifierKey.of(name, SignatureType.COSIGNATURE_V1, signer)


class Whole:
    """The whole state in memory, with a map that is brought up to date when asked for."""

    def __init__(self, origin: str | None = None) -> None:
        origin = origin or ORIGIN
        self.origin = origin
        self.clock: Clock = BEFORE_GENESIS
        self.records: dict[str, AnyRecord] = {}
        self._root = EMPTY_ROOT
        self._nodes: dict[bytes, bytes] = {}
        self._pending: set[str] = set()

    def get(self, name: str) -> AnyRecord | None:
        return self.records.get(name)

    def map_root(self) -> str:
        changes = {
            record_key(name): canonical_digest(records.format(self.records[name]))
            for name in self._pending
        }
        updated = update(self._root, changes, self._nodes.__getitem__)
        self._nodes.update(updated.added)
        self._root = updated.root
        self._pending.clear()
        return base64url.encode(self._root)

    def take(self, change: Change) -> None:
        self.records.update(change.writes)  # type: ignore[arg-type]  # no rule writes another kind
        self._pending.update(change.writes)
        self.clock = change.clock

    def copy(self) -> "Whole":
        """The same state, to go on from in two ways."""
        twin = Whole(self.origin)
        twin.clock = self.clock
        twin.records = self.records.copy()
        twin._root, twin._nodes = self._root, self._nodes.copy()
        twin._pending = self._pending.copy()
        return twin


@dataclass
class Town:
    """One legal person: what it is called here, its DID so far, and every key it has.

    Attributes:
        did: None before ``did.create``; of a founder its did:key until then.
        log: its did:webvh log, once it has one.
        updates: number of the update key that comes next.
        extra: members of the DID document that differ from what is usual.
        instead: keys used for another's, by use; ``/verdun operation-1`` for another town's.
        number: which of the legal person's DIDs this is, from 1.
    """

    name: str
    who: str
    did: str | None = None
    log: VerifiedLog | None = None
    updates: int = 0
    number: int = 1
    operator: str = ""
    operation_keys: tuple[str, ...] = ("operation-1",)
    credential_keys: tuple[str, ...] = ("credential-1",)
    extra: JsonObject = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.name if self.number == 1 else f"{self.name} {self.number}"

    def key(self, use: str) -> Ed25519Signer:
        """A key of this town's for *use*: ``genesis``, ``operation-1``, ``recovery-1`` …"""
        name = self.instead.get(use, use)
        return ed25519(name[1:] if name.startswith("/") else f"{self.label} {name}")

    def credential_key(self, fragment: str = "credential-1") -> P256Signer:
        return p256(f"{self.label} {fragment}")

    @property
    def genesis_did(self) -> DidKey:
        return DidKey.of(self.key("genesis").public_key)

    @property
    def witness(self) -> VerifierKey:
        return cosigning(f"{self.name}.example/witness", self.key("witness"))

    @property
    def auditor(self) -> VerifierKey:
        return cosigning(f"{self.name}.example/audit", self.key("auditor"))

    @property
    def kid(self) -> str:
        """DID URL of its (first) operation key."""
        return self.kid_of(self.operation_keys[0])

    def kid_of(self, fragment: str) -> str:
        return f"{self.did}#{fragment}"

    @property
    def pen(self) -> Pen:
        """How it signs operations now."""
        assert self.did is not None, f"{self.name} has no DID"
        if self.did.startswith("did:key:"):
            return self.genesis_pen
        return self.did, self.kid, self.key(self.operation_keys[0])

    @property
    def genesis_pen(self) -> Pen:
        did = self.genesis_did
        return did.did, did.verification_method, self.key("genesis")

    def recovery_pen(self, number: int = 1) -> Pen:
        assert self.did is not None
        signer = self.key(f"recovery-{number}")
        return self.did, DidKey.of(signer.public_key).verification_method, signer

    def document(self, did: str) -> JsonObject:
        """Its DID document: the keys it has now, and where its status lists are."""
        methods: list[Any] = [
            _method(did, fragment, self.credential_key(fragment))
            for fragment in self.credential_keys
        ]
        methods += [_method(did, each, self.key(each)) for each in self.operation_keys]
        return {
            "@context": [
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/multikey/v1",
            ],
            "id": did,
            "verificationMethod": methods,
            "assertionMethod": [f"{did}#{each}" for each in self.credential_keys],
            "capabilityInvocation": [f"{did}#{each}" for each in self.operation_keys],
            "service": [
                {
                    "id": f"{did}#status",
                    "type": "StatusList",
                    "serviceEndpoint": SITE.format(self.name),
                }
            ],
            **self.extra,
        }

    def first_entry(
        self, at_s: int, *, origin: str | None = None, **changes: Any
    ) -> webvh.NewEntry:
        """Make did:webvh entry 1."""
        authority, _, path = (origin or ORIGIN).partition("/")
        host, _, port = authority.partition(":")
        segments = [*path.split("/")] if path else []
        segments += self.who.split(":") + ([str(self.number)] if self.number > 1 else [])
        did = placeholder_did(
            changes.pop("host", host),
            port=int(port) if port else None,
            path=changes.pop("path", tuple(segments)),
        )
        return webvh.create(
            changes.pop("document", None) or self.document(did),
            signer=self.key("update-0"),
            next_key_hash=commitment(self.key("update-1").public_key),
            recovery_key_hashes=self.recovery_hashes(),
            version_time_s=at_s,
            **changes,
        )

    def recovery_hashes(self, *numbers: int) -> list[str]:
        return [commitment(self.key(f"recovery-{n}").public_key) for n in numbers or (1, 2)]

    def next_entry(self, at_s: int, *, by: str | None = None, **changes: Any) -> webvh.NewEntry:
        """Make the next entry by the routine key; ``by="recovery-1"`` for another's."""
        assert self.log is not None
        number = self.updates + 1
        changes.setdefault("next_key_hash", commitment(self.key(f"update-{number + 1}").public_key))
        changes.setdefault("document", self.document(self.log.did.text))
        return webvh.update(
            self.log,
            signer=self.key(by or f"update-{number}"),
            version_time_s=max(at_s, self.log.last.from_s + 1),
            **changes,
        )

    def last_entry(self, at_s: int, *, by: str = "recovery-1") -> webvh.NewEntry:
        assert self.log is not None
        return webvh.deactivate(
            self.log, signer=self.key(by), version_time_s=max(at_s, self.log.last.from_s + 1)
        )


def _method(did: str, fragment: str, signer: Signer) -> JsonObject:
    return {
        "id": f"{did}#{fragment}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey.format(signer.public_key),
    }


def another(town: Town, number: int = 2) -> Town:
    """A second DID of the same legal person, with keys of its own."""
    return replace(town, did=None, log=None, updates=0, number=number, extra={}, instead={})
