"""How to speak to this person at this terminal: language, plainness, colour. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, final

from livret_core.words.language import LANGUAGES, Language


@final
@dataclass(frozen=True, slots=True)
class Manner:
    """How a command speaks.

    Attributes:
        lang: one of :data:`livret_core.words.LANGUAGES`.
        plain: line mode: no drawing, at most 72 columns, ``label: value``.
        colour: whether colour may stand beside the sign and the word.
        debug: show the traceback of our own faults.
        dumb: the terminal says that it cannot move its cursor: nothing can be drawn on it.
    """

    lang: Language = "en"
    plain: bool = False
    colour: bool = False
    debug: bool = False
    dumb: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read ``LIVRET_LANG`` (else the locale), ``LIVRET_PLAIN``, ``NO_COLOR``, ``LIVRET_DEBUG``, ``TERM``."""
        wanted = (env.get(name, "") for name in ("LIVRET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
        named = (text[:2].lower() for text in wanted)
        lang: Language = next(
            (known for text in named for known in LANGUAGES if known == text), "en"
        )
        plain = env.get("LIVRET_PLAIN", "") not in {"", "0"}
        colour = not plain and not env.get("NO_COLOR") and env.get("TERM", "dumb") != "dumb"
        debug, dumb = env.get("LIVRET_DEBUG", "") not in {"", "0"}, env.get("TERM") == "dumb"
        return cls(lang, plain, colour, debug, dumb)
