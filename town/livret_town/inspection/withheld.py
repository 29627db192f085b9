"""What a screen is not the place for, even when its owner asks."""

from typing import Final

from livret_core.encoding.json import JsonValue
from livret_town.inspection.found import Said

SECRET: Final = Said("(secret, not shown)")
KEEP_AWAY: Final = Said(
    "a private key: whoever has it can sign or read in its owner's name. "
    "Keep this file to yourself; if somebody else has seen it, make a new key."
)
# RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2.
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def without_private(value: JsonValue) -> JsonValue:
    """Leave out, in every key at any depth, what the key must keep to itself; its name stays."""
    if isinstance(value, list):
        return [without_private(member) for member in value]
    if not isinstance(value, dict):
        return value
    hidden = _PRIVATE if "kty" in value else frozenset()
    return {
        name: SECRET if name in hidden else without_private(member)
        for name, member in value.items()
    }


def holds_private(value: JsonValue) -> bool:
    """Whether a key in *value*, at any depth, is a private one."""
    if isinstance(value, list):
        return any(map(holds_private, value))
    if not isinstance(value, dict):
        return False
    return ("kty" in value and not _PRIVATE.isdisjoint(value)) or any(
        map(holds_private, value.values())
    )
