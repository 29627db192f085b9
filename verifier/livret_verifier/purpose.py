"""What a service registered to ask, and whether a procedure keeps within it (LEDGER §3). Pure.

A wallet that believes the ledger refuses a request beyond it; here it is not even made.
"""

from livret_core.credential.claim_path import format_path
from livret_core.errors import Refused
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import ServiceRecord
from livret_core.ledger.state import service_name
from livret_verifier.policy import Procedure


def registered(state: ProvenState, did: str) -> ServiceRecord:
    """Find what a service registered.

    Raises:
        Refused: ``request.over_purpose`` for one that registered nothing: it may ask nothing.
        Unavailable: as :meth:`ProvenState.find`.
    """
    record = state.find(service_name(did), ServiceRecord)
    if record is None:
        raise Refused("request.over_purpose", "not registered")
    return record


def check_within(procedure: Procedure, record: ServiceRecord, *, now_s: int) -> None:
    """Check that a procedure asks for no more than its service registered.

    A claim is registered with all that is in it, by the name that stands first in its path.

    Raises:
        Refused: ``request.over_purpose``, with the ``claim`` that is too much.
    """
    if not record.from_s <= now_s < record.until_s:
        raise Refused("request.over_purpose", "not begun, or ended")
    allowed = {
        claim
        for asked in record.asks
        if asked.type == procedure.type.name
        for claim in asked.claims
    }
    for path in procedure.asks:
        if path[0] not in allowed and format_path(path) not in allowed:
            raise Refused("request.over_purpose", claim=format_path(path))
