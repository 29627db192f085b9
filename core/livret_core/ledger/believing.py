"""What evidence shows a reader who believes its ledger (LEDGER §6). Wallet and desk alike."""

from collections.abc import Callable

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.evidence import ProvenRecords, ProvenState, accept
from livret_core.ledger.head import Head, seen
from livret_core.ledger.trusting import Believed
from livret_core.tlog.merkle import NodeReader


def believe(
    prove: Callable[[], ProvenRecords],
    believed: Believed,
    *,
    now_s: int,
    nodes: NodeReader | None = None,
) -> ProvenState:
    """Decide what evidence of the ledger shows, if it is to be believed now.

    Args:
        prove: reads and verifies the evidence, or remembers that it was.
        believed: the ledger.
        now_s: seconds since 1970.
        nodes: reads those of the newer head's tree (:meth:`Believed.tiles_to`); None where
            there are none at hand.

    Raises:
        Refused: ``log.fork``, ``log.consistency``: two histories were shown, and that is
            never an accident.
        Unavailable: ``ledger.unavailable`` when what came is no evidence of this ledger;
            ``ledger.clock``, ``ledger.stale``, ``ledger.older_head``, ``trust.expired``;
            ``ledger.unlinked`` where nothing shows that a newer head continues the one seen before.
    """
    state = believe_unlinked(prove, believed, now_s=now_s, nodes=nodes)
    check_linked(state.head, believed)
    return state


def believe_unlinked(
    prove: Callable[[], ProvenRecords],
    believed: Believed,
    *,
    now_s: int,
    nodes: NodeReader | None = None,
) -> ProvenState:
    """Decide it as :func:`believe`, and take the quorum's word that nothing was rewritten.

    For an issuer that reads a file about itself: its watch replays every entry of the ledger.

    Raises:
        Refused, Unavailable: as :func:`believe`, but for ``ledger.unlinked``.
    """
    try:
        proven = prove()
    except Unavailable:
        raise
    except LivretError as error:
        # What is damaged, or another ledger's, speaks neither for nor against the issuer.
        raise Unavailable("ledger.unavailable", reason=error.code) from None
    return accept(
        proven,
        believed.chain,
        ages=believed.ages,
        now_s=now_s,
        remembered=believed.remembered,
        nodes=nodes,
    )


def check_linked(head: Head, believed: Believed) -> None:
    """Check that a head was shown to continue those seen before, if there are any (LEDGER §6, 5).

    Beyond f liars a quorum cosigns two histories; only this shows it to who saw the first.

    Raises:
        Unavailable: ``ledger.unlinked``.
    """
    before = seen(believed.chain, believed.remembered)
    if before and not head.is_consistent:
        raise Unavailable("ledger.unlinked", size=head.cosigned.size, known=before[-1].size)
