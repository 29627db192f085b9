"""What a service registered to ask, and whether a procedure keeps within it (LEDGER §3). Pure.

A wallet that believes the ledger refuses a request beyond it; here it is not even made.
"""

from livret_core.errors import Refused
from livret_core.ledger import registered_asks
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.head import Head
from livret_core.ledger.records import ServiceRecord
from livret_core.ledger.state import service_name
from livret_core.ledger.trusting import Believed
from livret_verifier.evidence import Evidence
from livret_verifier.memo import Memo
from livret_verifier.on_ledger import believe
from livret_verifier.policy import Policy, Procedure


def bound_by(policy: Policy) -> str | None:
    """Say whose registration a service asks under: its DID's, on the ledger it believes.

    None for one that is known by something else, or believes no ledger: nothing is published of
    it that it could be held to.
    """
    address = policy.address
    if policy.ledger is None or address is None or address.kid is None:
        return None
    return address.kid.partition("#")[0]


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

    Raises:
        Refused: ``request.over_purpose``, with the ``claim`` or the ``type`` that is too much.
    """
    asked = [(procedure.type.name, procedure.asks)]
    registered_asks.check_within(record, asked, now_s=now_s)


def check_registered(
    procedure: Procedure,
    did: str,
    evidence: Evidence,
    believed: Believed | None,
    memo: Memo,
    *,
    now_s: int,
    tiles: Evidence | None = None,
) -> Head:
    """Hold a procedure to what the ledger shows that its service registered.

    Args:
        procedure: what is to be asked.
        did: of the service.
        evidence: of the ledger about it.
        believed: the ledger.
        memo: of what was verified before.
        now_s: seconds since 1970.
        tiles: what was found for :func:`livret_verifier.on_ledger.tiles_need`.

    Returns:
        The head that it is of, to be remembered.

    Raises:
        Refused: ``request.over_purpose``; as :func:`livret_verifier.on_ledger.believe`.
        Unavailable: as there, and as :func:`registered`.
    """
    state = believe(evidence, believed, memo, now_s=now_s, tiles=tiles)
    check_within(procedure, registered(state, did), now_s=now_s)
    return state.head
