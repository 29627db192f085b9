"""What dates an old copy, made to count again under the trust root in force. Pure.

The proof that came with a day's commit is worth what its witnesses are. When a later trust root
names others, their word alone dates nothing any more (``ledger.retired_keys``). But between the
two stands a joint head, and who saw it when is part of the text that the voters signed. Whoever has a
copy of the ledger can prove that the commit stands under it; no key is needed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import daily
from livret_core.ledger.dating import Dating
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import NodeReader
from livret_core.tlog.proof import LogProof

Find = Callable[[Dating], int | None]
"""Finds the index of a commit; None when it is not there."""


def existed_by_s(dating: Dating, chain: TrustChain) -> int:
    """Say by when what a file dates existed, seconds since 1970.

    Raises:
        As :meth:`Dating.check` and :func:`daily.existed_by_s`.
    """
    return daily.existed_by_s(dating.check(chain))


def redate(
    dating: Dating, find: Find, nodes: NodeReader, newest: SignedCheckpoint, chain: TrustChain
) -> Dating:
    """Give a file that dates the same copies, by as early a time as can be shown.

    Args:
        dating: as it was handed over; what dates them still is left as it is.
        find: looks through a copy of the ledger.
        nodes: of its tree. Nothing of the copy is believed.
        newest: its newest head, for a commit after every joint head.
        chain: the trust roots believed.

    Raises:
        Refused: ``commit.other_root``, ``ledger.origin``, ``log.inclusion`` for a copy of
            another history, and as :func:`livret_core.ledger.head.verify`.
        Unavailable: ``ledger.not_shown`` when the commit is not in the copy;
            ``ledger.tiles`` and what reading raises.
    """
    if dating.operation.ledger != chain.roots[0].origin:
        raise Refused("ledger.origin")
    try:
        existed_by_s(dating, chain)
    except LivretError:
        pass  # whatever is wrong with the file itself is so under every head
    else:
        return dating
    index = find(dating)
    if index is None:
        raise Unavailable("ledger.not_shown", "no such commit in this copy")
    signed = next(_heads_over(index, newest, chain), None)
    if signed is None:
        raise Unavailable("ledger.not_shown", "beyond the head of this copy")
    hashes = merkle.prove_inclusion(index, signed.checkpoint.size, nodes)
    made = replace(dating, proof=LogProof(index, hashes, signed))
    existed_by_s(made, chain)
    return made


def _heads_over(
    index: int, newest: SignedCheckpoint, chain: TrustChain
) -> Iterator[SignedCheckpoint]:
    """Give the heads over an entry that date it, the earliest first."""
    for signed in (*(root.joint for root in chain.roots), newest):
        if signed is not None and signed.checkpoint.size > index:
            yield signed
