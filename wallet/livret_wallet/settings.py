"""What must be known before a wallet is unlocked: language, reading mode, theme.

Nothing else lies beside the vault, where anybody reads it: ``settings.json`` says nothing of a
person but how the screen is to look.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias, TypeVar, final, get_args

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.words import LANGUAGES, Language
from livret_edge.files import HOME, read_file, write_file

Reading: TypeAlias = Literal["screen", "lines"]
Theme: TypeAlias = Literal["dark", "light", "contrast"]

READINGS: Final[tuple[Reading, ...]] = get_args(Reading)
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)

FILE: Final = "settings.json"

_VERSION: Final = 1
_MAX_BYTES: Final = 4_096
_MEMBERS: Final = frozenset({"v", "language", "reading", "theme"})

_T = TypeVar("_T", bound=str)


@final
@dataclass(frozen=True, slots=True)
class Settings:
    """How somebody reads.

    Attributes:
        language: the one chosen; None where it is the terminal's.
        reading: full screen, or line by line.
        theme: of the full screen.
    """

    language: Language | None = None
    reading: Reading = "screen"
    theme: Theme = "dark"

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read settings; all members are there, and no other.

        Raises:
            MalformedInput: ``input.malformed`` and those of JSON.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        if members.keys() != _MEMBERS or members["v"] is True or members["v"] != _VERSION:
            raise MalformedInput("input.malformed", "settings of another version")
        language = members["language"]
        return cls(
            None if language is None else _one_of(language, LANGUAGES),
            _one_of(members["reading"], READINGS),
            _one_of(members["theme"], THEMES),
        )

    def format(self) -> bytes:
        """Write them."""
        return json_encoding.format(
            {
                "v": _VERSION,
                "language": self.language,
                "reading": self.reading,
                "theme": self.theme,
            }
        )


def read(home: Path) -> Settings:
    """Read a home's settings; where nothing was chosen yet, what holds for everybody.

    Raises:
        MalformedInput: ``home.malformed``, with the file. Unavailable: ``home.unavailable``.
    """
    path = home / FILE
    if not path.exists():
        return Settings()
    raw = read_file(path, _MAX_BYTES, code=HOME)
    try:
        return Settings.parse(raw)
    except MalformedInput as error:
        raise MalformedInput("home.malformed", error.code, file=str(path)) from None


def write(home: Path, settings: Settings) -> None:
    """Keep settings, whole or not at all.

    Raises:
        Unavailable: ``home.unavailable``.
    """
    write_file(home / FILE, settings.format(), code=HOME)


def _one_of(value: object, known: tuple[_T, ...]) -> _T:
    for one in known:
        if value == one and isinstance(value, str):
            return one
    raise MalformedInput("input.malformed", "a choice that there is not")
