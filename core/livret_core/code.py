"""One reason livret can give."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """One reason: its branch, what it means, and where the rule is written."""

    branch: Literal["malformed", "refused", "unavailable"]
    meaning: str
    rule: str = ""
