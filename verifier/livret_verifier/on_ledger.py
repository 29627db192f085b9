"""What a service believes of the public ledger, and what that says of one presentation."""

from dataclasses import dataclass, replace
from typing import final

from livret_core.credential import profile_ledger
from livret_core.credential.presentation import Presentation
from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.evidence import ProvenState, accept
from livret_core.ledger.head import Remembered
from livret_core.ledger.records import DidRecord
from livret_core.ledger.state import did_name
from livret_core.ledger.trust_root import Ages, TrustChain
from livret_verifier.evidence import Evidence, Missing
from livret_verifier.memo import Memo
from livret_verifier.policy import AcceptedIssuer


@final
@dataclass(frozen=True, slots=True)
class Believed:
    """A ledger that this service believes: its words were confirmed here.

    Attributes:
        chain: the trust roots, walked on to the newest that is known.
        ages: how old a head may be.
        remembered: the newest head believed before; None at first.
    """

    chain: TrustChain
    ages: Ages
    remembered: Remembered | None

    @property
    def origin(self) -> str:
        """Which ledger."""
        return self.chain.newest.origin


def named_by(presentation: Presentation, believed: Believed | None) -> bool:
    """Say whether a presentation claims to be from an issuer on the believed ledger."""
    claimed = presentation.registered.issuer
    return (
        believed is not None
        and claimed is not None
        and profile_ledger.is_on(believed.origin, claimed)
    )


def believe(
    evidence: Evidence, believed: Believed | None, memo: Memo, *, now_s: int
) -> ProvenState:
    """Decide what evidence of the ledger shows, if it is to be believed now.

    Raises:
        Refused: ``log.fork``, ``log.consistency``: two histories were shown, and that is
            never an accident.
        Unavailable: ``ledger.unavailable`` when there is no evidence, or what came is
            none; ``ledger.clock``, ``ledger.stale``, ``ledger.older_head``,
            ``trust.expired``, ``trust.unconfirmed``.
    """
    if believed is None:
        raise Unavailable("trust.unconfirmed")
    if isinstance(evidence, Missing):
        raise Unavailable("ledger.unavailable", evidence.reason)
    try:
        proven = memo.ledger_records(evidence.content, believed.chain)
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
    )


def named(accepted: AcceptedIssuer, state: ProvenState) -> AcceptedIssuer:
    """Name the one issuer of the group: the policy's word, and the registered number."""
    record = state.find(did_name(accepted.identifier), DidRecord)
    return accepted if record is None else replace(accepted, name=f"{accepted.name} ({record.who})")
