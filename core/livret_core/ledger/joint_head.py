"""Where one version of a trust root ends and the next begins (LEDGER §5)."""

from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True, slots=True)
class JointHead:
    """Where a version ended and the next began, as the text of the next one has it.

    Its times are signed with that text: whoever gets at the keys of the version before, later,
    cannot change them.

    Attributes:
        size, root: of the head.
        time_s: its T under the version before.
        existed_by_s: by when an honest witness of the version before had seen it.
        from_s: since when heads count under the next; 0 where nothing has to be waited for.
    """

    size: int
    root: bytes
    time_s: int
    existed_by_s: int
    from_s: int

    @property
    def ends_s(self) -> int:
        """From then on the version before vouches for no head any more."""
        return max(self.time_s, self.from_s)
