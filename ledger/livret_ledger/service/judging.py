"""Asking cosigners whether they hold the history of a store, and what follows."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import final

from livret_core.errors import LivretError
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog import merkle, note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import NodeReader
from livret_core.tlog.note import VerifierKey
from livret_ledger import histories, starting
from livret_ledger.histories import Lost
from livret_ledger.service.asking import Answers, Cosigners
from livret_ledger.starting import Held, Start
from livret_ledger.store import Store


def ask(
    store: Store, shown: SignedCheckpoint, key: VerifierKey, cosigners: Cosigners
) -> Mapping[VerifierKey, Held]:
    """Ask all cosigners what they hold, and whether it is this store's history.

    Args:
        store: open for reading.
        shown: a head to ask for sizes with, that all may take who hold nothing.
        key: that signs the log now. Cosigners that went over to it answer to no head of the
            one before.
        cosigners: whom to ask.
    """
    newest = newest_by(store, key)

    def prove(old: int, size: int) -> tuple[bytes, ...]:
        return merkle.prove_consistency(old, size, store.nodes)

    sizes = cosigners.sizes(shown)
    held = {each: Held(size) for each, size in sizes.items()}
    asked = {
        each: histories.question(size, _head(store, size, key), newest, prove)
        for each, size in sizes.items()
    }
    requests = {each: request for each, request in asked.items() if request is not None}
    held.update({each: Held(sizes[each], "unknown") for each in requests})
    for each, answer in cosigners.answers_to(requests).items():
        held[each] = replace(answer.held, size=sizes[each] if answer.size is None else answer.size)
    return held


def judge(
    own: SignedCheckpoint | None,
    own_size: int,
    held: Mapping[VerifierKey, Held],
    *,
    nodes: NodeReader,
    root: TrustRoot,
    chain: TrustChain,
    cosigners: Cosigners,
    kept: Collection[VerifierKey] = (),
    is_patient: bool = True,
) -> Start:
    """Decide whether to write, after asking for proof where somebody holds another history, or more.

    Args:
        own: the newest head signed here.
        own_size: its size, 0 when there is none.
        held: what each said.
        nodes: of the store's tree.
        root: the version whose witnesses count.
        chain: trust roots.
        cosigners: who may show more than they said.
        kept: whose cosignatures of *own* are kept.
        is_patient: whether to wait for all; else for those who show it without delay. What
            comes later is known the next time.
    """

    def decided(held: Mapping[VerifierKey, Held]) -> Start:
        return starting.decide(
            own_size, held, witnesses=root.witnesses, numbers=root.numbers, kept=kept
        )

    start = decided(held)
    asked = set(starting.claims(own_size, held))
    if isinstance(start, starting.Behind):
        found = shown_by(cosigners, asked, root.origin, is_patient=is_patient)
        return histories.overtaken(found, own_size, root, chain) or start
    if isinstance(start, starting.TooFewAnswers | starting.Claimed):
        asked |= {key for key, each in held.items() if each.history == "another"}
    if not asked:
        return start
    proven = dict(held)
    for key, theirs in shown_by(cosigners, asked, root.origin, is_patient=is_patient).items():
        if histories.is_ahead(theirs, own_size, root):
            proven[key] = Held(theirs.checkpoint.size, "unknown", is_shown=True)
        elif own is not None and histories.shown(theirs, own, nodes, chain) is not None:
            proven[key] = Held(theirs.checkpoint.size, "another", is_shown=True)
    return decided(proven)


def shown_by(
    cosigners: Cosigners, keys: Collection[VerifierKey], origin: str, *, is_patient: bool = True
) -> Mapping[VerifierKey, SignedCheckpoint]:
    """Ask some of them for the head that each cosigned last; what is none is left out.

    Args:
        cosigners: the way to them.
        keys: of whom to ask.
        origin: of the ledger.
        is_patient: as for :meth:`Cosigners.shown`.
    """
    found: dict[VerifierKey, SignedCheckpoint] = {}
    for key, raw in cosigners.shown(keys, origin, is_patient=is_patient).items():
        with suppress(LivretError):
            found[key] = SignedCheckpoint.parse(raw)
    return found


@final
@dataclass(frozen=True, slots=True)
class Published:
    """A head that cosigners are asked to confirm, and what of their answers would end the writing.

    Attributes:
        own: the head, with the log's own word.
        kept: whose cosignatures of it there are from before.
        root: the version whose witnesses count.
        chain: trust roots.
        nodes: of the store's tree.
        cosigners: who are asked.
    """

    own: SignedCheckpoint
    kept: frozenset[VerifierKey]
    root: TrustRoot
    chain: TrustChain
    nodes: NodeReader
    cosigners: Cosigners

    def halts(self, answers: Answers) -> LivretError | None:
        """Say whether they end it by what they say, in whatever order they said it."""
        held, size = _held(answers), self.own.checkpoint.size
        start = starting.decide(
            size, held, witnesses=self.root.witnesses, numbers=self.root.numbers, kept=self.kept
        )
        return self._halting(held, start)

    def halts_when_shown(self, answers: Answers, *, is_patient: bool = False) -> LivretError | None:
        """Say whether they end it after those who say another thing could show it.

        Args:
            answers: of those that answered.
            is_patient: whether to wait for what they show, as may be done when it is ended anyway.
        """
        held = _held(answers)
        start = judge(
            self.own,
            self.own.checkpoint.size,
            held,
            nodes=self.nodes,
            root=self.root,
            chain=self.chain,
            cosigners=self.cosigners,
            kept=self.kept,
            is_patient=is_patient,
        )
        return self._halting(held, start)

    def _halting(self, held: Mapping[VerifierKey, Held], start: Start) -> LivretError | None:
        ends = starting.is_the_end(
            start, held, witnesses=self.root.witnesses, numbers=self.root.numbers, kept=self.kept
        )
        return starting.reason(start, self.own.checkpoint.size) if ends else None


def _held(answers: Answers) -> dict[VerifierKey, Held]:
    return {key: each.held for key, each in answers.items()}


def newest_by(store: Store, key: VerifierKey) -> SignedCheckpoint | None:
    """Give the newest head signed here, if it was *key* that signed it."""
    for head in store.heads(newest_first=True):
        if head.signed is not None:
            return _signed_by(head.signed, key)
    return None


def lost(store: Store, published: SignedCheckpoint | None) -> tuple[Lost, ...]:
    """Say which operations were answered by a store and are under no head that is published."""
    begin = 0 if published is None else published.checkpoint.size
    with store.snapshot():
        size = store.frontier.size
        return histories.lost((each.index, each.leaf) for each in store.entries(begin, size))


def _head(store: Store, size: int, key: VerifierKey) -> SignedCheckpoint | None:
    head = store.head(size) if size else None
    return None if head is None or head.signed is None else _signed_by(head.signed, key)


def _signed_by(raw: bytes, key: VerifierKey) -> SignedCheckpoint | None:
    """Give a head with this key's own word only: a cosignature must come from who is asked now."""
    signed = SignedCheckpoint.parse(raw)
    if not note.verify(signed.note, [key]):
        return None
    own = tuple(line for _, line in note.lines_by(signed.note, [key], key.signature_type))
    return SignedCheckpoint.of(note.Note(signed.note.text, own))
