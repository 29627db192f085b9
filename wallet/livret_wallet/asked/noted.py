"""What is kept of a request: who asked, for what, and what they signed. Pure."""

from typing import Final, Literal, TypeAlias

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.openid4vp.client_id import DidClient
from livret_core.openid4vp.dcql.meta import SdJwtVcMeta
from livret_core.openid4vp.request import AuthorizationRequest
from livret_wallet.asked.standing import Standing
from livret_wallet.history_record import ClaimPath, HistoryEntry, check_path
from livret_wallet.request_record import AskedRecord, digest_of

Unsent: TypeAlias = Literal["refused", "unanswered"]

_NAME_CHARS: Final = 2_048
_ON_LEDGER: Final = frozenset({"registered", "on_ledger"})


def entry_of(
    kind: Unsent, request: AuthorizationRequest, *, now_s: int, digest: bytes | None = None
) -> HistoryEntry:
    """Write the entry of a no, or of no answer: the type of proof and the claims that were wanted.

    A name that no record can hold is left out: what a stranger asks for keeps nobody from
    saying no. *digest* is of what was signed, as :func:`record_of` has it.
    """
    vct, wanted = None, list[ClaimPath]()
    for query in request.query.credentials:
        types = query.meta.vct_values if isinstance(query.meta, SdJwtVcMeta) else ()
        vct = vct or (types[0] if types else None)
        wanted += [
            tuple(0 if part is None else part for part in each.path) for each in query.claims
        ]
    kept = tuple(path for path in dict.fromkeys(wanted) if _can_be_kept(path))
    return HistoryEntry(
        now_s,
        kind,
        request.service,
        request_digest=digest,
        vct=vct,
        wanted=kept[: limits.DISCLOSURES],
    )


def record_of(
    text: str,
    request: AuthorizationRequest,
    standing: Standing,
    *,
    now_s: int,
    is_signed: bool = True,
) -> AskedRecord:
    """Write what is kept of a request as it came.

    Args:
        text: compact JWS; of one that nobody signed, the link that holds it.
        request: what was read of it, verified.
        standing: what stands behind who asks.
        now_s: seconds since 1970.
        is_signed: whether it is the former.
    """
    client, did = request.client, ""
    if isinstance(client, DidClient) and standing.behind in _ON_LEDGER:
        did = client.did.text
    return AskedRecord(
        digest=digest_of(text),
        text=text if is_signed else "",
        at_s=now_s,
        behind=standing.behind,
        name=standing.name[:_NAME_CHARS],
        did=did,
    )


def _can_be_kept(path: ClaimPath) -> bool:
    try:
        check_path(path)
    except MalformedInput:
        return False
    return True
