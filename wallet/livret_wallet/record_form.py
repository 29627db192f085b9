"""The form of a record: one JSON object with a version, each member taken exactly once.

And what the values of every record are held to: ids, texts, times, keys. Each check raises
``vault.record`` (:class:`MalformedInput`).
"""

from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput

_VERSION: Final = 1
_MAX_SECONDS: Final = (1 << 53) - 1
_ID_CHARS: Final = 64
_TEXT_CHARS: Final = 2_048


@final
class Members:
    """The members of one JSON object, each taken once; one left over is an error.

    Every method raises ``vault.record`` (:class:`MalformedInput`) when the member is
    missing or of another type.
    """

    __slots__ = ("_left",)

    def __init__(self, value: JsonValue) -> None:
        if not isinstance(value, dict):
            raise MalformedInput("vault.record", "not an object")
        self._left = dict(value)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record of the current version, and take its ``v``."""
        members = cls(json_encoding.parse(raw, max_bytes=limits.VAULT_ROW_BYTES))
        if members.integer("v") != _VERSION:
            raise MalformedInput("vault.record", "a version that this livret does not read")
        return members

    def text(self, name: str) -> str:
        """Take text."""
        return _text(self._take(name), name)

    def optional_text(self, name: str) -> str | None:
        """Take text or null."""
        value = self._take(name)
        return None if value is None else _text(value, name)

    def integer(self, name: str) -> int:
        """Take a whole number."""
        return _integer(self._take(name), name)

    def optional_integer(self, name: str) -> int | None:
        """Take a whole number or null."""
        value = self._take(name)
        return None if value is None else _integer(value, name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Take an array of texts."""
        return tuple(_text(item, name) for item in self.array(name))

    def array(self, name: str) -> list[JsonValue]:
        """Take an array."""
        value = self._take(name)
        if not isinstance(value, list):
            raise MalformedInput("vault.record", f"`{name}` is not an array")
        return value

    def optional_object(self, name: str) -> "Members | None":
        """Take an object or null."""
        value = self._take(name)
        return None if value is None else Members(value)

    def absent_or_object(self, name: str) -> "Members | None":
        """Take an object, where records written by earlier versions have no such member."""
        return Members(self._take(name)) if name in self._left else None

    def absent_or_integer(self, name: str) -> int | None:
        """Take a whole number, where it is left out if there is none."""
        return self.integer(name) if name in self._left else None

    def absent_or_text(self, name: str) -> str | None:
        """Take a text, where it is left out if there is none."""
        return self.text(name) if name in self._left else None

    def absent_or_array(self, name: str) -> list[JsonValue]:
        """Take an array, where it is left out if it is empty."""
        return self.array(name) if name in self._left else []

    def absent_or_texts(self, name: str) -> tuple[str, ...]:
        """Take an array of texts, where it is left out if there is none."""
        return self.texts(name) if name in self._left else ()

    def check_spent(self) -> None:
        """Check that no member is left."""
        if self._left:
            raise MalformedInput("vault.record", "a member this version does not know")

    def _take(self, name: str) -> JsonValue:
        try:
            return self._left.pop(name)
        except KeyError:
            raise MalformedInput("vault.record", f"`{name}` is missing") from None


def format_record(members: JsonObject) -> bytes:
    """Write a record of the current version."""
    return json_encoding.format({"v": _VERSION, **members})


def check_id(text: str, name: str) -> None:
    """Check that *text* may name something: 1 to 64 printable ASCII characters."""
    if not (1 <= len(text) <= _ID_CHARS and text.isascii() and text.isprintable()):
        raise MalformedInput("vault.record", f"`{name}` is not an id")


def check_text(text: str) -> None:
    """Check that *text* can be written and shown: at most 2,048 whole characters."""
    if len(text) > _TEXT_CHARS:
        raise MalformedInput("vault.record", f"a text of more than {_TEXT_CHARS} characters")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise MalformedInput("vault.record", "a text with half a character")


def check_time(seconds: int) -> None:
    """Check that *seconds* since 1970 are no fewer than none, and fit every reader."""
    if not 0 <= seconds <= _MAX_SECONDS:
        raise MalformedInput("vault.record", "a time out of range")


def check_key_ids(key_ids: tuple[str, ...]) -> None:
    """Check that *key_ids* name a key for each copy, from one up to what a vault keeps."""
    if not 1 <= len(key_ids) <= limits.VAULT_COPIES:
        raise MalformedInput("vault.record", "no copy, or more than a vault keeps")
    if len(set(key_ids)) != len(key_ids):
        # Two copies with one key would let two verifiers recognise the holder.
        raise MalformedInput("vault.record", "two copies with one key")
    for key_id in key_ids:
        check_id(key_id, "key_id")


def _text(value: JsonValue, name: str) -> str:
    if not isinstance(value, str):
        raise MalformedInput("vault.record", f"`{name}` is not text")
    return value


def _integer(value: JsonValue, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedInput("vault.record", f"`{name}` is not a whole number")
    return value
