"""What `livret inspect` says in English: as it was found."""

from collections.abc import Mapping
from typing import Final

NOTHING_CHECKED: Final = (
    "Decoded, nothing checked: whatever stands here, anybody could have written it."
)
MORE_LINES: Final = "… {count} more {count:line|lines}; --json has {count:it|them all}"
NAMES: Final[Mapping[str, str]] = {}
