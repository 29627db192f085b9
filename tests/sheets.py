"""A consent sheet as a command draws it.

sheet_lines(sheet, "en", plain=True)
"""

from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.words import Language
from livret_wallet.answering import Candidate
from livret_wallet.asked.standing import Standing
from livret_wallet.cli import sheet as drawn
from livret_wallet.consent import ConsentSheet
from livret_wallet.screens.consent import Question
from tests.scene import NOW_S, RESIDENCY


def sheet_lines(
    sheet: ConsentSheet,
    language: Language,
    *,
    candidate: Candidate | None = None,
    plain: bool = False,
    whole: bool = True,
) -> list[str]:
    """Draw a sheet whose request says no more than the sheet has of it."""
    request = AuthorizationRequest(
        sheet.client_id,
        sheet.nonce,
        sheet.state,
        DcqlQuery.for_one("x", (RESIDENCY.vct,), (("commune",),)),
        sheet.service,
        NOW_S,
        1 << 36,
        dict(sheet.purposes),
    )
    question = Question(request, Standing("key"), candidate, sheet)
    return drawn.sheet_lines(question, language, plain=plain, whole=whole)
