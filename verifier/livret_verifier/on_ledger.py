"""What a service believes of the public ledger, and what that says of one presentation."""

from dataclasses import replace

from livret_core.credential import profile_ledger
from livret_core.credential.presentation import Presentation
from livret_core.errors import Unavailable
from livret_core.ledger import trusting
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import DidRecord
from livret_core.ledger.state import did_name
from livret_core.ledger.trusting import Believed
from livret_verifier.evidence import Evidence, Missing
from livret_verifier.memo import Memo
from livret_verifier.policy import AcceptedIssuer


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
        Refused: as :func:`livret_core.ledger.trusting.believe`.
        Unavailable: as there, and ``ledger.unavailable`` when there is no evidence,
            ``trust.unconfirmed`` when no ledger is believed.
    """
    if believed is None:
        raise Unavailable("trust.unconfirmed")
    if isinstance(evidence, Missing):
        raise Unavailable("ledger.unavailable", evidence.reason)
    content, chain = evidence.content, believed.chain
    return trusting.believe(lambda: memo.ledger_records(content, chain), believed, now_s=now_s)


def named(accepted: AcceptedIssuer, state: ProvenState) -> AcceptedIssuer:
    """Name the one issuer of the group: the policy's word, and the registered number."""
    record = state.find(did_name(accepted.identifier), DidRecord)
    return accepted if record is None else replace(accepted, name=f"{accepted.name} ({record.who})")
