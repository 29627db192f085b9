"""What the history keeps of a request that nothing was sent for: who asked, and for what. Pure."""

from typing import Literal, TypeAlias

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.openid4vp.dcql.meta import SdJwtVcMeta
from livret_core.openid4vp.request import AuthorizationRequest
from livret_wallet.history_record import ClaimPath, HistoryEntry, check_path

Unsent: TypeAlias = Literal["refused", "unanswered"]


def entry_of(kind: Unsent, request: AuthorizationRequest, *, now_s: int) -> HistoryEntry:
    """Write the entry of a no, or of no answer: the type of proof and the claims that were wanted.

    A name that no record can hold is left out: what a stranger asks for keeps nobody from
    saying no.
    """
    vct, wanted = None, list[ClaimPath]()
    for query in request.query.credentials:
        types = query.meta.vct_values if isinstance(query.meta, SdJwtVcMeta) else ()
        vct = vct or (types[0] if types else None)
        wanted += [
            tuple(0 if part is None else part for part in each.path) for each in query.claims
        ]
    kept = tuple(path for path in dict.fromkeys(wanted) if _can_be_kept(path))
    return HistoryEntry(now_s, kind, request.service, vct=vct, wanted=kept[: limits.DISCLOSURES])


def _can_be_kept(path: ClaimPath) -> bool:
    try:
        check_path(path)
    except MalformedInput:
        return False
    return True
