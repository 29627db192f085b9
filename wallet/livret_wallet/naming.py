"""What the communes are called that stand on a ledger by a number, as the holder's proofs have it. Pure.

A ledger holds numbers alone. A commune says in the proofs that it signs what it is called; where
a ledger vouches that whoever signed is that commune, and accredits it for its own territory, the
name counts as signed by it. What a body merely calls itself, in an offer or a request, does not.
"""

from collections.abc import Iterable, Mapping

from livret_core.credential import catalogue
from livret_core.errors import LivretError
from livret_wallet.answering import open_copy
from livret_wallet.records import HeldBatch


def names_of(batches: Iterable[HeldBatch]) -> Mapping[str, str]:
    """Give the names of communes by their registered number (``fr-insee:80999``)."""
    found: dict[str, str] = {}
    for batch in batches:
        vouched = batch.vouched
        # One proof of each commune is opened, however many there are.
        if vouched is None or vouched.who in found:
            continue
        if (name := _named_by(batch, vouched.who)) is not None:
            found[vouched.who] = name
    return found


def _named_by(batch: HeldBatch, who: str) -> str | None:
    try:
        law = catalogue.find(batch.vct).law
    except LivretError:
        return None  # of a type that nobody ships: what its claims mean is not known
    if not law.own_commune:
        return None
    claims = open_copy(batch.copies[0]).claims
    if claims.get(law.territory_claim) != who:
        return None
    names = (claims.get(each) for each in law.own_commune)
    return next((each for each in names if isinstance(each, str) and each), None)
