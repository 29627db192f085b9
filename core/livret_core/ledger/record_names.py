"""What a record of a ledger can be called; anything else is no name of one, and never will be.

A name is the key of a record in the state map. That nothing lies under a text that could be
no record's name is true of every ledger, and says nothing: whoever asks for a proof of it has
mistyped something.
"""

import re
from typing import Final

from livret_core.ledger.bodies import LEGAL, SCOPE, TYPE
from livret_core.ledger.operation import DID

_KID: Final = rf"{DID}#[A-Za-z0-9-]{{1,120}}"
_NAME: Final = re.compile(
    "|".join(
        (
            "ledger|log|policy",
            rf"(did|commit|rights|service)/{DID}",
            rf"(key|compromise)/{_KID}",
            r"used/z[1-9A-HJ-NP-Za-km-z]{40,120}",
            rf"member/{LEGAL}(/proposal|/endorse/{LEGAL})?",
            rf"place/{LEGAL}(/[1-9][0-9]{{0,3}})?",
            rf"accr/{DID}/(\*|{TYPE})/{SCOPE}",
            rf"claims/{TYPE}",
            rf"schema/{TYPE}/[1-9][0-9]{{0,3}}",
            rf"quota/({LEGAL}|{DID}/[a-z-]{{1,32}})",
        )
    )
)
#: How each kind of name is written, for people who look for one.
FORMS: Final = (
    "ledger",
    "log",
    "policy",
    "did/DID",
    "member/NUMBER",
    "place/NUMBER",
    "rights/DID",
    "accr/DID/TYPE/SCOPE",
    "service/DID",
    "schema/TYPE/VERSION",
    "claims/TYPE",
    "commit/DID",
    "key/KEY-ID",
    "compromise/KEY-ID",
)


def is_record_name(name: str) -> bool:
    """Say whether a record could be called so. Whether there is one is another question."""
    return _NAME.fullmatch(name) is not None
