"""SD-JWT and SD-JWT+KB in compact form (RFC 9901), strict by construction.

    compact.py      the text: issuer-signed JWT, disclosures, key binding
    disclosure.py   one disclosure and its digest
    plan.py         which claims may be disclosed one by one
    conceal.py      issuer: claims and plan -> payload and disclosures
    reveal.py       everyone else: payload and disclosures -> processed payload
    keybinding.py   holder: KB-JWT; verifier: its check

The JWS JSON serialisation (RFC 9901 §8) is not read: HAIP wants compact, and a
second form is a second parser to attack.
"""

from livret_core.sdjwt.compact import SdJwt
from livret_core.sdjwt.conceal import Concealed, conceal
from livret_core.sdjwt.disclosure import Disclosure
from livret_core.sdjwt.plan import ConcealPlan
from livret_core.sdjwt.reveal import Placed, Revealed, reveal

__all__ = [
    "ConcealPlan",
    "Concealed",
    "Disclosure",
    "Placed",
    "Revealed",
    "SdJwt",
    "conceal",
    "reveal",
]
