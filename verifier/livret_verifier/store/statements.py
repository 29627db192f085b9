"""What is asked of the table of requests. Written down once: that costs more than carrying it out.

Each is one statement, and a transaction of its own: what it wants to be so still is so when it
writes.
"""

from typing import Any, Final

import sqlalchemy as sa

from livret_verifier.store.tables import TRANSACTION

OPEN: Final = "open"
ANSWERED: Final = "answered"

_T: Final = TRANSACTION.c
_OWN: Final = _T.tenant == sa.bindparam("whose")
_OPEN: Final = _T.stand == sa.literal_column(f"'{OPEN}'")  # as the index has it
_THIS: Final = sa.and_(_OWN, _T.code == sa.bindparam("which"))

ADD: Final = sa.insert(TRANSACTION).values(
    {
        name: sa.bindparam(name)
        for name in (
            "tenant", "code", "handle_sha256", "session_sha256", "terms", "stand", "ends_at_s",
            "forget_at_s",
        )
    }
)  # fmt: skip
_WHAT_IS_KEPT: Final = sa.select(
    _T.code, _T.stand, _T.terms, _T.ends_at_s, _T.opened_at_s, _T.answered_at_s, _T.verdict,
    _T.session_sha256, _T.return_sha256, _T.tries,
)  # fmt: skip
BY_CODE: Final = _WHAT_IS_KEPT.where(_THIS)
BY_HANDLE: Final = _WHAT_IS_KEPT.where(_OWN, _T.handle_sha256 == sa.bindparam("which_sha256"))
MARK_OPENED: Final = (
    sa.update(TRANSACTION)
    .where(_THIS, _T.opened_at_s.is_(None))
    .values(opened_at_s=sa.bindparam("at_s"))
)
_VERDICT: Final[dict[str, Any]] = {
    "verdict": sa.bindparam("said"),
    "return_sha256": sa.bindparam("back_sha256"),
    "tries": _T.tries + 1,
}
#: Nobody could find out; it may be answered again.
SAY: Final = sa.update(TRANSACTION).where(_THIS, _T.stand == OPEN).values(_VERDICT)
# What opens an answer is of no more use once it was given, and must open no other.
SETTLE: Final = SAY.values(
    stand=ANSWERED,
    terms=sa.null(),
    answered_at_s=sa.bindparam("at_s"),
    forget_at_s=sa.bindparam("until_s"),
)
#: What was read at the desk itself: nobody fetches it, and it is decided already.
ADD_TOLD: Final = sa.insert(TRANSACTION).values(
    {
        name: sa.bindparam(name)
        for name in (
            "tenant", "code", "handle_sha256", "stand", "ends_at_s", "answered_at_s",
            "forget_at_s", "verdict", "tries",
        )
    }
)  # fmt: skip
TELL: Final = sa.update(TRANSACTION).where(_THIS, _T.told < _T.tries).values(told=_T.tries)
DROP: Final = sa.delete(TRANSACTION).where(_THIS)
FORGET: Final = sa.delete(TRANSACTION).where(_OWN, _T.forget_at_s <= sa.bindparam("now_s"))
COUNT_OPEN: Final = (
    sa.select(sa.func.count())
    .select_from(TRANSACTION)
    .where(_OWN, _OPEN, _T.ends_at_s > sa.bindparam("now_s"))
)
