"""How many must agree (LEDGER §1).

n  fault domains that hold a witness role: the voters
q  witnesses whose cosignatures make a head count
a  auditors whose cosignatures make it count
k  voters who must endorse
f  liars that do no harm: two conflicting heads take 2q - n of them, so f = 2q - n - 1

Readers change from one policy to the next at different times. One that goes by the old still
believes what q of the old witnesses cosigned, those that stay among them.
"""

import msgspec

from livret_core.errors import Refused


class Quorums(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The four numbers of a policy; checked by :meth:`check` before anything relies on them."""

    n: int
    q: int
    a: int
    k: int

    @property
    def f(self) -> int:
        """How many fault domains may lie without two accepted heads of one history."""
        return 2 * self.q - self.n - 1

    @property
    def change_threshold(self) -> int:
        """How many voters change a policy, expel, rotate or freeze: max(q, ⌈2n/3⌉)."""
        return max(self.q, -(-2 * self.n // 3))

    def check(self) -> None:
        """Check that the numbers can do what they are for.

        Raises:
            Refused: ``ledger.numbers`` unless 1 ≤ q ≤ n, 2q > n, f < a and f < k ≤ n; with
                ``least_q``, and ``least``, which a and k are at least beside a q that will do.
        """
        f = self.f
        if not (1 <= self.q <= self.n < 2 * self.q and f < self.a and f < self.k <= self.n):
            least_q = self.n // 2 + 1
            fit = min(max(self.q, least_q), self.n)
            raise Refused(
                "ledger.numbers",
                n=self.n,
                q=self.q,
                a=self.a,
                k=self.k,
                least_q=least_q,
                fit=fit,
                least=2 * fit - self.n,
            )

    def check_follows(self, before: "Quorums", *, stay: int) -> None:
        """Check that these numbers may follow others: no f liars divide readers old and new.

        For a head of its own, a reader who has not heard of the change has to be shown q old
        cosignatures. Those who leave cosign nothing beyond the joint head; of the honest who
        stay, as many may have been shown that head as the new quorum can do without. All
        others would have to lie.

        Args:
            before: the policy that it replaces.
            stay: how many witness keys are in both; who changes its key leaves with the old.

        Raises:
            Refused: ``ledger.numbers``.
        """
        if before.q - min(stay, self.n - self.q) <= min(before.f, self.f):
            raise Refused("ledger.numbers", n=self.n, q=self.q, a=self.a, k=self.k)
