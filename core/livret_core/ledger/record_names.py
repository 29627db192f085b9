"""What a record of a ledger can be called; anything else is no name of one, and never will be.

A name is the key of a record in the state map. That nothing lies under a text that could be
no record's name is true of every ledger, and says nothing: whoever asks for a proof of it has
mistyped something.
"""

import re
from typing import Final

from livret_core.dids.key import DidKey
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError
from livret_core.ledger.bodies import LEGAL, SCOPE, TYPE
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.operation import DID
from livret_core.ledger.scope import Scope

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
    if _NAME.fullmatch(name) is None:
        return False
    kind, *parts = name.split("/")
    try:
        for part in parts:
            _check_part(kind, part)
    except LivretError:
        return False
    return True


def _check_part(kind: str, part: str) -> None:
    """Read what a name is made of; a form alone lets numbers and DIDs through that nobody has.

    Raises:
        MalformedInput: ``did.*``, ``key.*``, ``input.*``, ``ledger.legal_id``,
            ``ledger.scope_malformed``. Refused: ``key.weak``.
    """
    did = part.partition("#")[0]
    if did.startswith("did:webvh:"):
        WebvhDid.parse(did)
    elif did.startswith("did:key:"):
        DidKey.parse(did)
    elif ":" in part and kind == "accr":
        Scope.parse(part)
    elif ":" in part:
        LegalId.parse(part)
