"""A consortium with fixed keys: municipalities that found a ledger and write on it.

    scene = Scene.founded()                      # 4 towns, genesis taken, each with its DID
    namur, metz, aachen, liege = scene.towns
    scene.apply(scene.commit(namur))             # makes, signs, applies; the operation back
    scene.tick(3 * DAY_S)                        # a `state.commit`, so much later
    change = scene.try_apply(operation)          # decides, and changes nothing

Towns are :class:`Town`: a legal person, a DID, its keys. Every maker (``scene.endorse``,
``scene.grant`` …) returns a signed :class:`~livret_core.ledger.operation.Operation` that
would be taken if the rules allow it: the next one on its record, dated by the ledger's
clock. What an attack changes is an argument: ``by`` who signs, ``draft`` for an operation
with anything in it. Nothing is applied before ``apply``.

Making one by hand:

    draft = scene.draft("member.suspend", subject, body, record="member/…")
    operation = scene.sign(draft, namur, metz)   # towns, or (did, key id, signer) triples

The state is :class:`Whole`: all records in a dictionary and a real map root. It keeps every
leaf it took (``scene.leaves``), so a store can be held against it. The town of
``scene.town("x")`` is another legal person with keys of its own and no place on the ledger yet;
``scene.settle(town)`` gives it a DID, ``scene.join(town)`` makes it a member.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from livret_core.credential.type_publication import publication
from livret_core.dids import webvh
from livret_core.encoding.json import JsonObject
from livret_core.ledger import records
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation, Signature
from livret_core.ledger.records import Chained
from livret_core.ledger.state import Change
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_schemas import load
from tests.ledger_towns import (
    BEGAN_S,
    DAY_S,
    DIGEST,
    NAMES,
    ORIGIN,
    Pen,
    Town,
    Whole,
    another,
    ed25519,
    p256,
    seed,
)

_LETTERS = str.maketrans("0123456789", "abcdefghij")

__all__ = [
    "BEGAN_S",
    "DAY_S",
    "DIGEST",
    "NAMES",
    "ORIGIN",
    "Pen",
    "Scene",
    "Town",
    "Whole",
    "another",
    "ed25519",
    "p256",
    "rewritten",
    "seed",
]


class Scene:
    """A ledger and the towns that write on it.

    Attributes:
        state: the whole state as it stands.
        towns: the founders.
        leaves: every leaf taken, in order.
    """

    def __init__(self, towns: Sequence[str] = ("namur", "metz", "aachen", "liege")) -> None:
        self.state = Whole()
        self.towns = tuple(self.town(name) for name in towns)
        self.leaves: list[bytes] = []

    @classmethod
    def founded(
        cls,
        towns: Sequence[str] = ("namur", "metz", "aachen", "liege"),
        *,
        settled: bool = True,
        **numbers: int,
    ) -> "Scene":
        """Found a ledger: genesis, and unless *settled* is false each founder's DID.

        Args:
            towns: names in :data:`NAMES`; the first is root accreditor and schema authority.
            numbers: q, a, k; what the demo has for four, else a majority of them. ``at``: when.
        """
        scene = cls(towns)
        scene.apply(scene.genesis(**numbers))
        if settled:
            for town in scene.towns:
                scene.settle(town)
        return scene

    @property
    def at_s(self) -> int:
        """Ledger time."""
        return self.state.clock.at_s

    @property
    def policy(self) -> records.Policy:
        record = self.state.records["policy"]
        assert isinstance(record, records.PolicyRecord)
        return record.in_force(self.at_s)

    def town(self, name: str, *, number: int = 1) -> Town:
        """A legal person that is not on the ledger yet."""
        return Town(name, NAMES[name], number=number, operator=NAMES[name])

    # Applying.

    def apply(self, *operations: Operation) -> Operation:
        """Apply one after the other; the last one back."""
        for operation in operations:
            self.state.take(apply(self.state, operation))
            self.leaves.append(operation.leaf)
        return operations[-1]

    def try_apply(self, operation: Operation) -> Change:
        """Decide, and change nothing."""
        return apply(self.state, operation)

    def tick(self, seconds: int = 1) -> Operation:
        """Let ledger time pass: a ``state.commit``."""
        return self.apply(self.state_commit(self.at_s + seconds))

    # Making and signing.

    def draft(
        self,
        kind: str,
        subject: str,
        body: Mapping[str, Any],
        *,
        record: str,
        iat: int | None = None,
    ) -> Draft:
        """The next operation on *record*."""
        last = self.state.get(record)
        seq, prev = (last.seq, last.last) if isinstance(last, Chained) else (0, NO_PREDECESSOR)
        iat = self.at_s if iat is None else iat
        return Draft(self.state.origin, kind, subject, seq + 1, prev, iat, dict(body))

    def sign(self, draft: Draft, *by: Town | Pen) -> Operation:
        """Sign with each one's operation key, and join."""
        return draft.signed([self.signature(draft, each) for each in by])

    def signature(self, draft: Draft, by: Town | Pen) -> Signature:
        did, key_id, signer = by.pen if isinstance(by, Town) else by
        return draft.sign(signer, by=did, key_id=key_id)

    @property
    def log_pen(self) -> Pen:
        """The ledger's own key."""
        return ORIGIN, ORIGIN, ed25519(f"log {ORIGIN}")

    @property
    def log_key(self) -> VerifierKey:
        return VerifierKey.of(ORIGIN, SignatureType.ED25519, self.log_pen[2])

    # One maker for each operation.

    def genesis(self, **numbers: int) -> Operation:
        n = len(self.towns)
        q = numbers.get("q", 2 * n // 3 + 1)
        q = min(q, n)
        f = 2 * q - n - 1
        body: dict[str, Any] = {
            "key": self.log_key.format(),
            "founders": [
                {
                    "who": town.who,
                    "operator": town.operator,
                    "did": town.genesis_did.did,
                    "witness": town.witness.format(),
                    "auditor": town.auditor.format(),
                }
                for town in self.towns
            ],
            "n": n,
            "q": q,
            "a": numbers.get("a", f + 1),
            "k": numbers.get("k", f + 1),
            "roots": [self.towns[0].who],
            "schemas": [self.towns[0].who],
            "rules": 1,
            "at": numbers.get("at", BEGAN_S),
        }
        for town in self.towns:
            town.did = town.genesis_did.did
        draft = self.draft("ledger.genesis", ORIGIN, body, record="ledger", iat=body["at"])
        return self.sign(draft, *(town.genesis_pen for town in self.towns))

    def state_commit(self, at_s: int, *, root: str | None = None) -> Operation:
        clock = self.state.clock
        body: JsonObject = {"root": root or self.state.map_root(), "at": at_s}
        return Draft(ORIGIN, "state.commit", ORIGIN, clock.seq + 1, clock.last, at_s, body).signed(
            ()
        )

    def did_create(
        self, town: Town, *by: Town | Pen, entry: webvh.NewEntry | None = None, who: str = ""
    ) -> Operation:
        """``did.create``; a founder with its did:key vouches for itself, others by the first town."""
        made = entry or town.first_entry(self.at_s)
        if not by:
            by = (town,) if town.did is not None else (self._other_than(town),)
        draft = self.draft(
            "did.create",
            made.log.did.text,
            {"who": who or town.who, "entry": made.line[:-1].decode()},
            record=f"did/{made.log.did.text}",
        )
        return self.sign(draft, *by)

    def settle(self, town: Town, *by: Town | Pen) -> Town:
        """Give a town its DID."""
        made = town.first_entry(self.at_s)
        self.apply(self.did_create(town, *by, entry=made))
        town.did, town.log = made.log.did.text, made.log
        return town

    def did_update(self, town: Town, made: webvh.NewEntry) -> Operation:
        return self.sign(self._entry("did.update", town, made, iat=made.log.last.from_s))

    def move_on(self, town: Town, *, by: str | None = None, **changes: Any) -> Operation:
        """Make the next entry as the town stands, apply it, keep its log."""
        made = town.next_entry(self.at_s, by=by, **changes)
        operation = self.apply(self.did_update(town, made))
        town.log, town.updates = made.log, town.updates + 1
        return operation

    def did_deactivate(
        self, town: Town, *by: Town | Pen, made: webvh.NewEntry | None = None, lists: str = DIGEST
    ) -> Operation:
        made = made or town.last_entry(self.at_s)
        draft = self._entry("did.deactivate", town, made, lists=lists)
        return self.sign(draft, *(by or (town.recovery_pen(),)))

    def did_succeed(
        self, town: Town, to: str | None, *by: Town | Pen, lists: str | None = DIGEST
    ) -> Operation:
        body = {"to": to, "lists": lists}
        draft = self.draft("did.succeed", str(town.did), body, record=f"did/{town.did}")
        return self.sign(draft, *by)

    def propose(
        self, town: Town, *by: Town | Pen, operator: str = "", role: str = "both"
    ) -> Operation:
        body = {
            "did": town.did,
            "operator": operator or town.operator,
            "witness": town.witness.format() if role in ("both", "witness") else None,
            "auditor": town.auditor.format() if role in ("both", "auditor") else None,
        }
        record = f"member/{town.who}/proposal"
        return self.sign(
            self.draft("member.propose", town.who, body, record=record), *(by or (town,))
        )

    def proposal_of(self, town: Town) -> str:
        """Id of a town's last proposal."""
        record = self.state.records[f"member/{town.who}/proposal"]
        assert isinstance(record, records.ProposalRecord)
        return record.last

    def endorse(
        self, town: Town, by: Town, *, proposal: str = "", pen: Pen | None = None
    ) -> Operation:
        body = {"proposal": proposal or self.proposal_of(town), "by": by.who}
        record = f"member/{town.who}/endorse/{by.who}"
        return self.sign(self.draft("member.endorse", town.who, body, record=record), pen or by)

    def admit(self, town: Town, *by: Town | Pen, proposal: str = "") -> Operation:
        body = {"proposal": proposal or self.proposal_of(town)}
        record = f"member/{town.who}"
        return self.sign(
            self.draft("member.admit", town.who, body, record=record), *(by or (town,))
        )

    def join(self, town: Town, *, operator: str = "") -> Town:
        """Give a town a DID and make it a member, endorsed by the first k founders."""
        if town.did is None:
            self.settle(town)
        self.apply(self.propose(town, operator=operator))
        for by in self.towns[: self.policy.numbers.k]:
            self.apply(self.endorse(town, by))
        self.apply(self.admit(town))
        return town

    def about_member(
        self, kind: str, town: Town, *by: Town | Pen, reason: str = "rule-broken"
    ) -> Operation:
        """``member.suspend``, ``member.reinstate``, ``member.expel``."""
        record = f"member/{town.who}"
        return self.sign(self.draft(kind, town.who, {"reason": reason}, record=record), *by)

    def policy_change(
        self,
        witnesses: Sequence[Town],
        *by: Town | Pen,
        auditors: Sequence[Town] | None = None,
        **numbers: int,
    ) -> Operation:
        """``policy.change`` to these holders; numbers that are not given fit them."""
        n = numbers.get("n", len(witnesses))
        q = numbers.get("q", min(n, 2 * n // 3 + 1))
        f = 2 * q - n - 1
        watching = witnesses if auditors is None else auditors
        body = {
            "n": n,
            "q": q,
            "a": numbers.get("a", f + 1),
            "k": numbers.get("k", f + 1),
            "witnesses": [{"who": t.who, "key": t.witness.format()} for t in witnesses],
            "auditors": [{"who": t.who, "key": t.auditor.format()} for t in watching],
            "schemas": [self.towns[0].who],
            "rules": numbers.get("rules", 1),
        }
        draft = self.draft("policy.change", ORIGIN, body, record="policy")
        return self.sign(draft, *(by or self.towns))

    def publish(
        self, subject: str = "residency/1", *by: Town | Pen, digest: str | None = None
    ) -> Operation:
        """``schema.publish``, of the description that came along if there is one.

        The name of a type has no digits, so those of a test that counts are spelt.
        """
        subject = spelt(subject)
        body: dict[str, Any] = {**described(subject), **({"digest": digest} if digest else {})}
        draft = self.draft("schema.publish", subject, body, record=f"schema/{subject}")
        return self.sign(draft, *(by or (self.towns[0],)))

    def retire(self, subject: str = "residency/1", *by: Town | Pen) -> Operation:
        subject = spelt(subject)
        draft = self.draft("schema.retire", subject, {}, record=f"schema/{subject}")
        return self.sign(draft, *(by or (self.towns[0],)))

    def grant(
        self,
        town: Town,
        *by: Town | Pen,
        type_name: str = "residency",
        scope: str = "",
        days: tuple[int, int] = (0, 365),
        depth: int = 0,
        parent: tuple[Town, str, str] | None = None,
    ) -> Operation:
        """``accredit.grant``; *days* from now, *parent* a right as (town, type, scope)."""
        scope, type_name = scope or town.who, spelt(type_name)
        body = {
            "type": type_name,
            "scope": scope,
            "from": self.at_s + days[0] * DAY_S,
            "until": self.at_s + days[1] * DAY_S,
            "depth": depth,
            "parent": parent and {"did": parent[0].did, "type": parent[1], "scope": parent[2]},
        }
        record = f"accr/{town.did}/{type_name}/{scope}"
        draft = self.draft("accredit.grant", str(town.did), body, record=record)
        return self.sign(draft, *by)

    def end_right(
        self,
        town: Town,
        *by: Town | Pen,
        type_name: str = "residency",
        scope: str = "",
        from_s: int,
        void_from_s: int | None = None,
    ) -> Operation:
        scope = scope or town.who
        body = {"type": type_name, "scope": scope, "from": from_s, "void_from": void_from_s}
        record = f"accr/{town.did}/{type_name}/{scope}"
        return self.sign(self.draft("accredit.end", str(town.did), body, record=record), *by)

    def register(
        self,
        town: Town,
        *by: Town | Pen,
        asks: Sequence[Mapping[str, Any]] = ({"type": "residency", "claims": ["commune"]},),
        days: int = 365,
        purpose: str = "sport",
    ) -> Operation:
        body = {
            "asks": list(asks),
            "purpose": purpose,
            "text": DIGEST,
            "until": self.at_s + days * DAY_S,
        }
        record = f"service/{town.did}"
        return self.sign(self.draft("verifier.register", str(town.did), body, record=record), *by)

    def end_service(self, town: Town, *by: Town | Pen) -> Operation:
        record = f"service/{town.did}"
        return self.sign(self.draft("verifier.end", str(town.did), {}, record=record), *by)

    def commit(
        self, town: Town, *by: Town | Pen, day: int | None = None, root: str = DIGEST
    ) -> Operation:
        body = {"day": self.at_s // DAY_S if day is None else day, "root": root}
        draft = self.draft("commit", str(town.did), body, record=f"commit/{town.did}")
        return self.sign(draft, *(by or (town,)))

    def compromise(self, kid: str, *by: Town | Pen, from_s: int) -> Operation:
        draft = self.draft("key.compromise", kid, {"from": from_s}, record=f"compromise/{kid}")
        return self.sign(draft, *by)

    def rotate(self, key: VerifierKey, *by: Town | Pen, at_once: bool | None = None) -> Operation:
        """``log.rotate``; at once where the log key signs, unless it is said otherwise."""
        body = {"key": key.format(), "at_once": self._by_log(by) if at_once is None else at_once}
        return self.sign(self.draft("log.rotate", ORIGIN, body, record="log"), *by)

    def freeze(
        self, *by: Town | Pen, successor: str | None = None, at_once: bool | None = None
    ) -> Operation:
        """``log.freeze``; as :meth:`rotate`."""
        at_once = self._by_log(by) if at_once is None else at_once
        body = {"successor": successor, "at_once": at_once}
        return self.sign(self.draft("log.freeze", ORIGIN, body, record="log"), *by)

    def _by_log(self, by: Sequence[Town | Pen]) -> bool:
        return any(not isinstance(each, Town) and each[0] == ORIGIN for each in by)

    def _other_than(self, town: Town) -> Town:
        return next(each for each in self.towns if each.who != town.who)

    def _entry(
        self, kind: str, town: Town, made: webvh.NewEntry, *, iat: int | None = None, **more: Any
    ) -> Draft:
        body = {"entry": made.line[:-1].decode(), **more}
        return self.draft(kind, str(town.did), body, record=f"did/{town.did}", iat=iat)


def described(subject: str) -> JsonObject:
    """What is published of a version of a type: of the packaged one, else of one made up."""
    kind, _, version = subject.partition("/")
    for packaged in load():
        if (packaged.name, version) == (kind, "1"):
            return publication(subject, packaged.metadata)
    return {"digest": DIGEST, "media": "application/json", "claims": ["commune"]}


def spelt(subject: str) -> str:
    """A type's name with letters for its digits: ``type-10/2`` is ``type-ba/2``."""
    kind, slash, version = subject.partition("/")
    return kind.translate(_LETTERS) + slash + version


def rewritten(operation: Operation, **changes: Any) -> Operation:
    """The same signatures over other members, as somebody on the way could make it."""
    draft = Draft(
        operation.ledger,
        operation.type,
        operation.subject,
        operation.seq,
        operation.prev,
        operation.issued_at_s,
        operation.body,
    )
    names = draft.__struct_fields__
    values = {name: changes.get(name, getattr(draft, name)) for name in names}
    return Draft(**values).signed(changes.get("sigs", operation.sigs))
