"""Four towns found a ledger and keep it: a process for each witness, each auditor and the ledger.

What the founders sign is signed here, one after the other, by keys that are each one's own; all
else is said to processes over TLS, as it is between towns.
"""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.encoding import jcs
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import format_utc
from livret_core.errors import Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256PublicKey, P256Signer
from livret_core.keys.ed25519 import SEED_BYTES
from livret_core.keys.p256 import SEED_BYTES as P256_SEED_BYTES
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_core.ledger.taken import ProvenEntry, verify
from livret_core.ledger.trust_chain import TrustChain, begin
from livret_core.sealing import FLOOR
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_issuer.hall_document import CREDENTIAL_KEY, OPERATION_KEY, found
from livret_issuer.placing import on_ledger
from livret_ledger.agreeing import NONCE_BYTES, Opening, agree
from livret_ledger.batch import Batch
from livret_ledger.client.submitting import Taken, submit
from livret_ledger.founding import Founding, draft_of, join, sign
from livret_ledger.store.home import Home
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.store.home import CosignerHome
from livret_town.demo.grounds import AUDITORS, FOUNDERS, Grounds
from livret_town.demo.stage import PASSPHRASE
from livret_town.processes.started import Started

Q, A, K = 3, 2, 2
#: Who accredits, and publishes kinds of proof: the second of the founders.
ROOT: Final = 1

#: Who cosigns: which founder, and as what.
_MACHINES: Final = (
    *((number, "witness") for number in range(len(FOUNDERS))),
    *((number, "auditor") for number in AUDITORS),
)
_LOOK_S: Final = 0.05
_PATIENCE_S: Final = 30.0


@final
@dataclass(slots=True)
class Member:
    """One of the towns that found the ledger.

    Attributes:
        name, who, host: what it is called, by people, by the ledger and by the network.
        did, kid, key: it signs operations with; a ``did:key`` until its first entry is taken.
    """

    name: str
    who: str
    host: str
    did: str
    kid: str
    key: Ed25519Signer

    @classmethod
    def of(cls, name: str, who: str, host: str) -> "Member":
        """Make its first key."""
        key = fresh_key()
        did = DidKey.of(key.public_key)
        return cls(name, who, host, did.did, did.verification_method, key)

    def sign(self, draft: Draft) -> bytes:
        """Sign an operation."""
        return drafts.sign(draft, self.key, by=self.did, key_id=self.kid)


def fresh_key() -> Ed25519Signer:
    """A key nobody has seen before."""
    return Ed25519Signer.from_seed(os.urandom(SEED_BYTES))


@final
@dataclass(frozen=True, slots=True)
class Keepers:
    """A ledger that was founded and is served.

    Attributes:
        founding: genesis and the first trust root.
        members: its founders.
        processes: of witnesses, auditors and the ledger itself.
    """

    grounds: Grounds
    founding: Founding
    members: tuple[Member, ...]
    processes: tuple[Started, ...]

    @classmethod
    def found(cls, grounds: Grounds) -> "Keepers":
        """Found it: homes, keys, one plan, signed by all twice over; and begin to serve it.

        Raises:
            Unavailable: ``town.no_answer``.
        """
        log_key = fresh_key()
        log = VerifierKey.of(grounds.authority("ledger"), SignatureType.ED25519, log_key)
        members = tuple(Member.of(*each) for each in FOUNDERS)
        # What seals a key takes a while, on purpose; so does beginning a process.
        with ThreadPoolExecutor(3) as pool:
            home = pool.submit(_ledger_home, grounds, log_key)
            begun = list(pool.map(lambda each: _cosigner(grounds, log, *each), _MACHINES))
        keys = {machine: key for machine, (key, _) in zip(_MACHINES, begun, strict=True)}
        founding = _founded(grounds, members, keys, log)
        with closing(home.result().begin(founding.trust)) as store, store.writer():
            batch = Batch(store)
            batch.submit(founding.genesis)
            store.write(batch.result())
        grounds.supervisor.wait(*(started for _, started in begun))
        served = _serve(grounds)
        grounds.supervisor.wait(served)
        return cls(grounds, founding, members, (*(started for _, started in begun), served))

    @property
    def chain(self) -> TrustChain:
        """What those who founded it believe."""
        return begin(self.founding.trust)

    @property
    def base(self) -> HttpsUri:
        """Where it is."""
        return self.grounds.url("ledger")

    def first(self, kind: str, subject: str, body: JsonObject) -> Draft:
        """Draft the first operation on a record."""
        now_s = int(time.time())
        return Draft(self.founding.trust.origin, kind, subject, 1, NO_PREDECESSOR, now_s, body)

    def signed(self, draft: Draft, *by: Member) -> Operation:
        """Have members sign a draft."""
        return drafts.join(draft, [each.sign(draft) for each in by])

    def submit(self, operation: Operation) -> Taken:
        """Hand in an operation over the network; LivretError for why it was not taken."""
        return submit(self.base, operation.leaf, self.grounds.fetcher)

    def settle(self, operation: Operation) -> ProvenEntry:
        """Hand in an operation, and wait until a quorum has cosigned it.

        Raises:
            Unavailable: ``ledger.not_proven``; otherwise as :meth:`submit` and
                :func:`livret_core.ledger.taken.verify`.
        """
        taken = submit(self.base, operation.leaf, self.grounds.fetcher, wait=True)
        if taken.proof is None:
            raise Unavailable("ledger.not_proven", index=taken.index)
        return verify(operation, taken.proof, self.chain, now_s=int(time.time()))

    def enter(self, member: Member) -> Operation:
        """Make the DID that stands for a member from now on, and hand its first entry in."""
        operation_key = fresh_key()
        credential_key = P256Signer.from_seed(os.urandom(P256_SEED_BYTES)).public_key
        operation = self._entered(member.who, credential_key, operation_key, sponsor=member)
        did = operation.subject
        member.did, member.kid, member.key = did, f"{did}#{OPERATION_KEY}", operation_key
        return operation

    def enter_service(self, who: str, key: P256PublicKey, *, sponsor: Member) -> str:
        """Make the DID of a service that is no member; the DID URL of the key it asks with."""
        operation = self._entered(who, key, fresh_key(), sponsor=sponsor)
        return f"{operation.subject}#{CREDENTIAL_KEY}"

    def _entered(
        self,
        who: str,
        credential_key: P256PublicKey,
        operation_key: Ed25519Signer,
        *,
        sponsor: Member,
    ) -> Operation:
        place = on_ledger(self.founding.trust.origin, who)
        entry = found(
            host=place.host,
            port=place.port,
            path=place.path,
            credential_key=credential_key,
            operation_key=operation_key.public_key,
            update_signer=fresh_key(),
            next_update_key=fresh_key().public_key,
            recovery_keys=(fresh_key().public_key, fresh_key().public_key),
            now_s=int(time.time()),
        )
        did = entry.log.did.text
        body: JsonObject = {"who": who, "entry": entry.line[:-1].decode()}
        operation = self.signed(self.first("did.create", did, body), sponsor)
        self.submit(operation)
        return operation

    def fetch(self, uri: str, *, max_bytes: int = limits.EVIDENCE_BYTES) -> bytes:
        """Read what the ledger publishes, as soon as it does.

        Raises:
            Unavailable: ``net.unavailable``.
        """
        place, until_s = HttpsUri.parse(uri), time.monotonic() + _PATIENCE_S
        while True:
            fetched = self.grounds.fetcher.get(place, max_bytes=max_bytes)
            if fetched.status == 200:
                return fetched.body
            if time.monotonic() > until_s:
                raise Unavailable("net.unavailable", f"status {fetched.status}", host=place.host)
            time.sleep(_LOOK_S)


def _ledger_home(grounds: Grounds, key: Ed25519Signer) -> Home:
    return Home.create(
        grounds.root / "ledger", grounds.authority("ledger"), key, PASSPHRASE, kdf=FLOOR
    )


def _cosigner(
    grounds: Grounds, log: VerifierKey, number: int, kind: str
) -> tuple[VerifierKey, Started]:
    """Make a witness or an auditor, and begin its process."""
    host = FOUNDERS[number][2]
    folder = grounds.root / "members" / host
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if kind == "witness":
        made = CosignerHome.create(
            folder / kind, "witness", f"{host}/witness", PASSPHRASE, kdf=FLOOR
        )
    else:
        made = CosignerHome.create(
            folder / kind,
            "auditor",
            f"{host}/audit",
            PASSPHRASE,
            source=grounds.url("ledger").text,
            kdf=FLOOR,
        )
        SqliteStore.create(made.replica, log.name.text).close()
    with closing(made.memory()) as memory:
        memory.add_log(log)
    return made.identity().key, _begin_cosigner(grounds, number, kind)


def _begin_cosigner(grounds: Grounds, number: int, kind: str) -> Started:
    name, _, host = FOUNDERS[number]
    reaching = grounds.reaching if kind == "auditor" else ()
    home = grounds.root / "members" / host / kind
    words = (*("ledger", kind, "serve"), *_at(grounds, home), *reaching)
    return grounds.begin(f"{kind} {name}", f"{kind}-{number}", *words, is_with_last=True)


def serve_again(grounds: Grounds) -> None:
    """Begin the processes of a ledger that was kept: those who cosign first.

    Raises:
        Unavailable: ``town.no_answer``.
    """
    for number, kind in _MACHINES:
        _begin_cosigner(grounds, number, kind)
    grounds.supervisor.wait()
    _serve(grounds)


def _serve(grounds: Grounds) -> Started:
    words = ("ledger", "serve", *_at(grounds, grounds.root / "ledger"), *grounds.reaching)
    return grounds.begin("ledger", "ledger", *words)


def _at(grounds: Grounds, home: Path) -> tuple[str, ...]:
    return ("--home", str(home), "--passphrase-file", str(grounds.passphrase_file))


def _founded(
    grounds: Grounds,
    members: Sequence[Member],
    keys: dict[tuple[int, str], VerifierKey],
    log: VerifierKey,
) -> Founding:
    """Agree, show, sign: nobody shows a key before everybody has committed to theirs."""
    openings = [
        *(_opening(each, number, keys) for number, each in enumerate(members)),
        Opening.of_keeper(log.name.text, log.format(), nonce=os.urandom(NONCE_BYTES)),
    ]
    agreement = agree(_plan(grounds, members), [each.format_commitment() for each in openings])
    draft = draft_of(agreement, [each.raw for each in openings])
    return join(draft, [sign(draft, each.key, agreement) for each in members])


def _opening(member: Member, number: int, keys: dict[tuple[int, str], VerifierKey]) -> Opening:
    auditor = keys.get((number, "auditor"))
    return Opening.of_founder(
        member.who,
        member.did,
        keys[number, "witness"].format(),
        None if auditor is None else auditor.format(),
        nonce=os.urandom(NONCE_BYTES),
    )


def _plan(grounds: Grounds, members: Sequence[Member]) -> bytes:
    listed: list[JsonValue] = []
    for number, each in enumerate(members):
        founder: JsonObject = {
            "who": each.who,
            "operator": each.who,
            "witness_url": grounds.url(f"witness-{number}").text,
        }
        if number in AUDITORS:
            founder["auditor_url"] = grounds.url(f"auditor-{number}").text
        listed.append(founder)
    root = members[ROOT].who
    return jcs.canonicalize(
        {
            "origin": grounds.authority("ledger"),
            "begins": format_utc(int(time.time())),
            "founders": listed,
            "q": Q,
            "a": A,
            "k": K,
            "roots": [root],
            "schemas": [root],
        }
    )
