"""Whether this machine's clock is right, by those who have other clocks.

A ``state.commit`` dated a year ahead, once a quorum has confirmed it, ends its ledger until that
day: time goes forward only, no auditor confirms more, and nothing older can be made fresh. So the
clock is held against the ledger's newest time, and, before time takes a leap, against the times
that the witnesses write under a head that they have confirmed before.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, final

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.quorum import Quorums
from livret_core.tlog.note import VerifierKey
from livret_ledger import sequencing

Times: TypeAlias = Mapping[VerifierKey, int]
Enough: TypeAlias = Callable[[Times, Quorums], bool]
Ask: TypeAlias = Callable[[Enough], tuple[Times, Quorums] | None]
"""Asks the witnesses for the time until it is told that they are enough; None without a head."""


@final
class Timekeeper:
    """One clock, and what is wrong with it."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """Begin with a clock nobody has doubted.

        Args:
            clock: seconds since 1970.
        """
        self._clock: Final = clock
        self._ask: Ask | None = None
        self._by_ledger: Unavailable | None = None
        self._by_witnesses: Unavailable | None = None

    def ask_with(self, ask: Ask) -> None:
        """Take up the way to the witnesses."""
        self._ask = ask

    @property
    def problem(self) -> Unavailable | None:
        """What was wrong with the clock when it was looked at last, if anything was."""
        return self._by_ledger or self._by_witnesses

    def look(self, ledger_s: int) -> Unavailable | None:
        """Hold the clock against the ledger's newest time."""
        self._by_ledger = sequencing.behind_ledger(ledger_s, now_s=self._clock())
        return self._by_ledger

    def check_ledger(self, ledger_s: int) -> None:
        """Check that the clock is not behind the ledger's newest time.

        Raises:
            Unavailable: ``ledger.clock_behind``.
        """
        problem = self.look(ledger_s)
        if problem is not None:
            raise problem.again()

    def check_witnesses(self, *, is_needed: bool) -> bool:
        """Ask the witnesses, and check that the clock is theirs.

        A ledger that has no head of this key yet has nothing to ask with.

        Args:
            is_needed: whether nothing goes on where too few answer to know.

        Returns:
            Whether nothing speaks against the clock, and enough answered.

        Raises:
            Unavailable: ``ledger.clock_ahead``, ``ledger.clock_behind``; ``ledger.few_witnesses``.
        """
        problem = self._asked()
        if problem is None:
            return True
        if is_needed or problem is self._by_witnesses:
            raise problem.again()
        return False

    def held_against(self, times_s: Times, numbers: Quorums) -> LivretError | None:
        """Hold the clock against the times that a publication brought; where they differ, ask all."""
        if sequencing.off_witnesses(times_s.values(), numbers, now_s=self._clock()) is not None:
            self._asked()
        elif len(times_s) >= numbers.q:
            self._by_witnesses = None
        return self.problem

    def _asked(self) -> Unavailable | None:
        ask = self._ask
        if ask is None:
            return None
        # One whose clock is wrong is not to be the last of a quorum: then all are waited for.
        found = ask(
            lambda times_s, numbers: (
                len(times_s) >= numbers.q
                and sequencing.off_witnesses(times_s.values(), numbers, now_s=self._clock()) is None
            )
        )
        if found is None:
            return None
        times_s, numbers = found
        if len(times_s) < numbers.q:
            return Unavailable("ledger.few_witnesses", needed=numbers.q, found=len(times_s))
        self._by_witnesses = sequencing.off_witnesses(
            times_s.values(), numbers, now_s=self._clock()
        )
        return self._by_witnesses
