"""What vouches for who asks: the public ledger, a certificate, its own key, or nobody. Pure."""

from dataclasses import dataclass, replace
from typing import final

from livret_core.errors import LivretError
from livret_core.ledger import registered_asks
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import ServiceRecord
from livret_core.ledger.standing import signing_key
from livret_core.ledger.state import service_name
from livret_core.openid4vp.client_id import (
    DidClient,
    KnownClients,
    RedirectClient,
    X509HashClient,
    X509HostClient,
)
from livret_core.openid4vp.request import AuthorizationRequest
from livret_wallet.answering import Candidate
from livret_wallet.consent import ConsentSheet, describe
from livret_wallet.request_record import Behind


@final
@dataclass(frozen=True, slots=True)
class Standing:
    """What stands behind a service.

    Attributes:
        behind: ``registered`` on a believed ledger to ask; ``on_ledger`` for one that signs
            with a key the ledger has, and registered nothing; ``certificate`` for
            hosts, of an authority that the holder named; ``claimed`` for such a certificate
            that names no host; ``key`` for its own key alone; ``nobody`` for a request
            that is not signed.
        name: of the ledger, the certificate's hosts with commas between, its subject where it
            names none, or the host that answers go to.
        record: what it registered; None for all but the first.
    """

    behind: Behind
    name: str = ""
    record: ServiceRecord | None = None


def of_request(request: AuthorizationRequest, state: ProvenState | None) -> Standing:
    """Say what stands behind a request that was verified.

    Args:
        request: verified.
        state: what the ledger shows of its DID; None for a client that is on none.
    """
    client = request.client
    match client:
        case RedirectClient():
            return Standing("nobody", client.uri.host)
        case X509HashClient() | X509HostClient():
            hosts = ", ".join(request.hosts)
            return Standing("certificate", hosts) if hosts else Standing("claimed", request.subject)
        case DidClient() if state is not None:
            origin = state.head.cosigned.trust.origin
            try:
                record = state.find(service_name(client.did.text), ServiceRecord)
            except LivretError:
                record = None  # not shown: whoever is registered has it shown
            return Standing("on_ledger" if record is None else "registered", origin, record)
    return Standing("key")


def keys_of(state: ProvenState, did: str, kid: str, *, now_s: int) -> KnownClients:
    """Give the key that a service on the ledger signs its requests with.

    Raises:
        Refused, Unavailable: as :func:`livret_core.ledger.standing.signing_key`.
    """
    return KnownClients(did_keys={kid: signing_key(state, did, kid, at_s=now_s)})


def held_against(standing: Standing, sheet: ConsentSheet, *, now_s: int) -> ConsentSheet:
    """Say on a sheet what of it is more than the service registered to ask (attack 56).

    Of one that registered nothing there is nothing to compare with: the sheet says so.
    """
    if standing.record is None:
        return sheet
    leaving = [(part.type_name, [line.path for line in part.leaves]) for part in sheet.parts]
    return replace(sheet, excess=registered_asks.excess(standing.record, leaving, now_s=now_s))


def sheet_of(
    candidate: Candidate,
    request: AuthorizationRequest,
    standing: Standing,
    *,
    language: str,
    now_s: int,
) -> ConsentSheet:
    """Write the sheet of one answer that could be given, held against what was registered."""
    sheet = describe(candidate, request, language=language, standing=standing)
    return held_against(standing, sheet, now_s=now_s)


def may_go_unasked(standing: Standing, sheet: ConsentSheet) -> bool:
    """Whether ``--yes`` may stand for having read the sheet.

    Only where the ledger has what the service may ask, nothing beyond it is asked, and no copy
    is shown that was shown before, or may have been, by a wallet whose backup this one came from;
    nor of a proof that the service will refuse, as far as the wallet knows.
    """
    if standing.behind != "registered" or sheet.excess:
        return False
    return not any(part.used_before or part.is_uncertain or part.is_listed for part in sheet.parts)
