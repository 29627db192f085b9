"""Answers for the tests of an application: a yes, and every no there is, in one line each.

    accepted(commune="Verneuil-sur-Lys")
    refused("status.revoked")
    for answer in every_refusal(): ...

Nothing is signed or verified here: what these say is what the application would be told.
"""

from collections.abc import Iterator
from types import MappingProxyType

from livret_core.codes import CODES
from livret_core.encoding.json import JsonValue
from livret_core.errors import Fact
from livret_verifier.answered import Answer
from livret_verifier.report import Outcome

_OF_BRANCH = {
    "refused": Outcome.REFUSED,
    "malformed": Outcome.MALFORMED,
    "unavailable": Outcome.UNAVAILABLE,
}


def accepted(issuer: str = "Verneuil-sur-Lys", /, **claims: JsonValue) -> Answer:
    """Give an answer that is accepted; a claim inside another is ``**{"address.locality": …}``."""
    return Answer(Outcome.ACCEPTED, None, MappingProxyType(claims), issuer)


def refused(code: str, /, **facts: Fact) -> Answer:
    """Give an answer that is not accepted, or of which nobody could find out, for this reason.

    Raises:
        ValueError: there is no such reason.
    """
    if code not in CODES:
        raise ValueError(f"no reason of livret's: {code}")
    return Answer(_OF_BRANCH[CODES[code].branch], code, facts=MappingProxyType(facts))


def every_refusal() -> Iterator[Answer]:
    """Give an answer for each reason that livret has."""
    return (refused(code) for code in CODES)
