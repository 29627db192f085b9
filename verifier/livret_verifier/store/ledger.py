"""The public ledger that a desk believes, by the terms of its policy."""

from typing import final

from livret_core.ledger.trust_root import Ages
from livret_core.ledger.trusting import Believed
from livret_edge.trust_store import TrustStore
from livret_verifier.policy import LedgerTerms


@final
class Ledgers(TrustStore):
    """The one ledger that a desk believes, if any."""

    def believed(self, terms: LedgerTerms | None) -> Believed | None:
        """Give the ledger that the policy names, if its words were confirmed here.

        Raises:
            MalformedInput, Refused, Unavailable: as :meth:`known`.
        """
        if terms is None:
            return None
        for trusted in self.known():
            if trusted.origin == terms.origin:
                return trusted.believed(_ages(terms, trusted.chain.newest.ages))
        return None


def _ages(terms: LedgerTerms, advised: Ages) -> Ages:
    fresh_s = advised.fresh_s if terms.fresh_s is None else terms.fresh_s
    refuse_s = advised.refuse_s if terms.refuse_s is None else terms.refuse_s
    return Ages(fresh_s, max(fresh_s, refuse_s))
