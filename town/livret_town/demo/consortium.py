"""The ledger of the demo at work: its founders, its keeper, and those who watch the keeper.

All of it is what runs in a town, put together in one process: the store and its one writer, the
publisher, and for each founder a witness and an auditor with a memory of their own. What a
publisher would send over the network is handed to them here; who is stopped gives no answer.
"""

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, final

from livret_core.dids.key import DidKey
from livret_core.encoding import jcs
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError, Unavailable
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.keys.ed25519 import SEED_BYTES
from livret_core.keys.p256 import SEED_BYTES as P256_SEED_BYTES
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_core.ledger.records import Chained
from livret_core.ledger.state import did_name
from livret_core.ledger.trust_chain import begin
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.proof import LogProof
from livret_core.tlog.witness import Response
from livret_edge.new_homes import make_home
from livret_issuer.hall_document import OPERATION_KEY, found
from livret_issuer.placing import on_ledger
from livret_ledger import proving
from livret_ledger.agreeing import NONCE_BYTES, Opening, agree
from livret_ledger.auditor.service import Auditor
from livret_ledger.batch import Batch
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.founding import Founding, draft_of, join, sign
from livret_ledger.service.asking import Cosigners
from livret_ledger.service.publication import Standing
from livret_ledger.service.publisher import Publisher
from livret_ledger.service.sequencer import Sequencer
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.service import Cosigner
from livret_ledger.witness.store.memory import INSTANCE_BYTES, WitnessStore

ORIGIN: Final = "ledger.livret.test"
Q, A, K = 3, 2, 2

_MINUTE_S: Final = 60
_GRACE_S: Final = 5.0


@final
@dataclass(slots=True)
class Clock:
    """The clock everybody in the demo looks at; days pass when a scene says so."""

    now_s: int

    def __call__(self) -> int:
        return self.now_s

    def pause(self, _wait_s: float) -> None:
        """Let a second pass where a real ledger would wait for one."""
        self.now_s += 1


@final
@dataclass(slots=True)
class Founder:
    """One of the towns that found the ledger, with its keys.

    Attributes:
        name, who: what it is called, and the number the ledger knows it by.
        did: a ``did:key`` until its first entry is taken.
        key: signs what it puts on the ledger; at first the one it signed genesis with.
    """

    name: str
    who: str
    host: str
    did: str
    kid: str
    key: Ed25519Signer
    witness: Ed25519Signer
    auditor: Ed25519Signer

    @classmethod
    def of(cls, name: str, who: str, host: str) -> "Founder":
        """Make its keys."""
        key = fresh_key()
        did = DidKey.of(key.public_key)
        return cls(name, who, host, did.did, did.verification_method, key, fresh_key(), fresh_key())

    def opening(self) -> Opening:
        """Fix its keys; what is handed over first does not show them."""
        return Opening.of_founder(
            self.who,
            self.did,
            verifier_key(self.witness_name, self.witness).format(),
            verifier_key(self.auditor_name, self.auditor).format(),
            nonce=os.urandom(NONCE_BYTES),
        )

    @property
    def witness_name(self) -> str:
        return f"{self.host}/witness"

    @property
    def auditor_name(self) -> str:
        return f"{self.host}/audit"


def fresh_key() -> Ed25519Signer:
    """A key nobody has seen before."""
    return Ed25519Signer.from_seed(os.urandom(SEED_BYTES))


def verifier_key(name: str, signer: Ed25519Signer) -> VerifierKey:
    """The public half, as a trust root names it."""
    return VerifierKey.of(name, SignatureType.COSIGNATURE_V1, signer)


@final
@dataclass(slots=True)
class Consortium:
    """A ledger that was founded, open and at work until :meth:`close`.

    Attributes:
        founders: its voters.
        founding: genesis and the first trust root.
        key: the ledger's own; whoever has it can sign what it likes.
        stopped: addresses that give no answer.
        cosigners: witnesses and auditors, by address.
    """

    root: Path
    clock: Clock
    founders: tuple[Founder, ...]
    founding: Founding
    key: Ed25519Signer
    stopped: set[str] = field(default_factory=set)
    cosigners: dict[str, Cosigner] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)
    _parts: "tuple[Sequencer, Publisher, SqliteStore] | None" = None

    @classmethod
    def found(cls, root: Path, names: Sequence[tuple[str, str, str]], clock: Clock) -> "Consortium":
        """Found a ledger: one plan, signed by all twice over, and each founder's DID.

        Args:
            root: a new folder.
            names: name, number and host of each founder.
            clock: of everybody.
        """
        key = fresh_key()
        founders = tuple(Founder.of(*each) for each in names)
        # Nobody shows a key before everybody has committed to theirs.
        openings = [*(each.opening() for each in founders), _keepers_opening(key)]
        commitments = [each.format_commitment() for each in openings]
        agreement = agree(_plan(founders, clock()), commitments)
        draft = draft_of(agreement, [each.raw for each in openings])
        founding = join(draft, [sign(draft, each.key, agreement) for each in founders])
        made = cls(root, clock, founders, founding, key)
        made._open()
        for founder in founders:
            made._settle(founder)
        return made

    @property
    def log_key(self) -> VerifierKey:
        return VerifierKey.of(ORIGIN, SignatureType.ED25519, self.key)

    @property
    def public(self) -> Path:
        """What the ledger publishes: static files."""
        return self.root / "public"

    @property
    def sequencer(self) -> Sequencer:
        return self._running[0]

    @property
    def store(self) -> SqliteStore:
        """The ledger, for reading: what it holds is as of its last snapshot."""
        return self._running[2]

    @property
    def at_s(self) -> int:
        """Ledger time."""
        with self.store.snapshot():
            return self.store.clock.at_s

    @property
    def _running(self) -> tuple[Sequencer, Publisher, SqliteStore]:
        if self._parts is None:
            raise RuntimeError("the ledger is not running")
        return self._parts

    # Writing.

    def draft(self, kind: str, subject: str, body: JsonObject, *, record: str) -> Draft:
        """Draft the next operation on a record."""
        with self.store.snapshot():
            last = self.store.record(record)
        seq, prev = (last.seq, last.last) if isinstance(last, Chained) else (0, NO_PREDECESSOR)
        return Draft(ORIGIN, kind, subject, seq + 1, prev, self.clock(), body)

    def signed(self, draft: Draft, *by: Founder) -> Operation:
        """Have founders sign a draft with their operation keys."""
        return draft.signed([draft.sign(each.key, by=each.did, key_id=each.kid) for each in by])

    def submit(self, operation: Operation) -> int:
        """Hand in an operation; its index.

        Raises:
            LivretError: why it was not taken.
        """
        outcome = self.sequencer.submit(operation.leaf)
        if isinstance(outcome, LivretError):
            raise outcome
        return outcome.index

    def publish(self) -> Standing:
        """Let a minute pass, and publish."""
        self.clock.now_s += _MINUTE_S
        return self._running[1].publish()

    # Reading, from what is published.

    def reader(self) -> Reader:
        """Read the published files as anybody would."""
        return Reader(Folder(self.public))

    def proof(self, index: int) -> LogProof:
        """Prove that an entry stands under the published head."""
        reader = self.reader()
        return reader.log_proof(index, reader.checkpoint())

    def leaves(self) -> list[bytes]:
        """Every published entry."""
        reader = self.reader()
        size = reader.checkpoint().checkpoint.size
        return list(reader.entries(0, size, size))

    def evidence(self, did: str) -> bytes:
        """Make the evidence of one institution as of the published head."""
        signed = self.reader().checkpoint()
        with self.store.snapshot():
            size = signed.checkpoint.size
            [last] = self.store.entries(size - 1, size)
            return proving.evidence(
                signed,
                last.leaf,
                Settled(self.store),
                [did],
                nodes=self.store.nodes,
                map_nodes=self.store.map_node,
            ).format()

    def close(self) -> None:
        """Stop all of it: keeper, witnesses and auditors."""
        self._parts = None
        self._stack.close()

    # Putting it together.

    def _open(self) -> None:
        make_home(self.root)
        path = self.root / "ledger.db"
        store = SqliteStore.create(path, ORIGIN)
        self._stack.callback(store.close)
        with store.writer():
            batch = Batch(store)
            batch.submit(self.founding.genesis)
            store.write(batch.result())
        web = WebRoot(self.public)
        web.write_trust_roots([(1, self.founding.trust.raw)])
        for founder in self.founders:
            self._open_cosigners(founder)
        sequencer = Sequencer(store, self.key, clock=self.clock, pause=self.clock.pause)
        sequencer.start()
        self._stack.callback(sequencer.stop)
        reader = SqliteStore.open(path, read_only=True)
        self._stack.callback(reader.close)
        publisher = Publisher(
            sequencer,
            reader,
            web,
            begin(self.founding.trust),
            Cosigners(self.founding.trust.policy, self._post, grace_s=_GRACE_S),
            clock=self.clock,
        )
        self._stack.callback(publisher.stop)
        own = SqliteStore.open(path, read_only=True)
        self._stack.callback(own.close)
        self._parts = (sequencer, publisher, own)

    def _open_cosigners(self, founder: Founder) -> None:
        folder = self.root / founder.host
        folder.mkdir()
        memory = self._memory(folder / "witness.db")
        self.cosigners[f"https://{founder.witness_name}"] = Cosigner(
            memory, name=founder.witness_name, signer=founder.witness, clock=self.clock
        )
        memory = self._memory(folder / "auditor.db")
        replica = SqliteStore.create(folder / "replica.db", ORIGIN)
        self._stack.callback(replica.close)
        self._stack.enter_context(replica.writer())
        auditor = Auditor(replica, memory, self.reader, clock=self.clock, stopwatch=time.monotonic)
        self.cosigners[f"https://{founder.auditor_name}"] = Cosigner(
            memory,
            name=founder.auditor_name,
            signer=founder.auditor,
            clock=self.clock,
            approval=auditor.approve,
        )

    def _memory(self, path: Path) -> WitnessStore:
        memory = WitnessStore.create(path, os.urandom(INSTANCE_BYTES))
        self._stack.callback(memory.close)
        memory.add_log(self.log_key)
        return memory

    def _post(self, url: str, body: bytes) -> Response:
        if url in self.stopped:
            raise Unavailable("net.unavailable", host=url)
        return self.cosigners[url].add(body)

    def _settle(self, founder: Founder) -> None:
        """Give a founder the DID that stands for it from now on."""
        place = on_ledger(ORIGIN, founder.who)
        operation_key = fresh_key()
        entry = found(
            host=place.host,
            port=place.port,
            path=place.path,
            credential_key=P256Signer.from_seed(os.urandom(P256_SEED_BYTES)).public_key,
            operation_key=operation_key.public_key,
            update_signer=fresh_key(),
            next_update_key=fresh_key().public_key,
            recovery_keys=(fresh_key().public_key, fresh_key().public_key),
            now_s=self.clock(),
        )
        did = entry.log.did.text
        body: JsonObject = {"who": founder.who, "entry": entry.line[:-1].decode()}
        draft = self.draft("did.create", did, body, record=did_name(did))
        self.submit(self.signed(draft, founder))
        founder.did, founder.kid = did, f"{did}#{OPERATION_KEY}"
        founder.key = operation_key


def _keepers_opening(key: Ed25519Signer) -> Opening:
    text = VerifierKey.of(ORIGIN, SignatureType.ED25519, key).format()
    return Opening.of_keeper(ORIGIN, text, nonce=os.urandom(NONCE_BYTES))


def _plan(founders: Sequence[Founder], at_s: int) -> bytes:
    listed: list[JsonValue] = [
        {
            "who": each.who,
            "operator": each.who,
            "witness_url": f"https://{each.witness_name}",
            "auditor_url": f"https://{each.auditor_name}",
        }
        for each in founders
    ]
    return jcs.canonicalize(
        {
            "origin": ORIGIN,
            "begins": format_utc(at_s),
            "founders": listed,
            "q": Q,
            "a": A,
            "k": K,
            "roots": [founders[0].who],
            "schemas": [founders[0].who],
        }
    )
