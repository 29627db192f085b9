"""The sheet at the counter: which public ledger it is, and its six words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import fill
from typing import Final, final

from livret_core.ledger.six_words import words_of
from livret_core.ledger.trust_root import TrustRoot
from livret_core.words import Language, printable
from livret_core.words.figures import day
from livret_ledger.words.members import texts

_COLUMNS: Final = 72
# One page of A4, black on white, no picture and nothing fetched. Words so large that two people
# can read them from either side of a counter.
_STYLE: Final = """
@page { size: A4; margin: 18mm }
body { color: #000; background: #fff; font: 14pt/1.5 system-ui, sans-serif; max-width: 174mm;
  margin: 0 auto; padding: 6mm 0 }
h1 { font-size: 22pt; line-height: 1.25; margin: 0 0 2mm }
.origin { font: 700 17pt/1.3 ui-monospace, monospace; overflow-wrap: anywhere; margin: 0 0 2mm }
.version { font-size: 17pt; margin: 0 0 6mm }
ol { list-style: none; margin: 8mm 0; padding: 0; border-top: 2pt solid #000 }
li { display: flex; align-items: baseline; gap: 8mm; border-bottom: 1pt solid #000; padding: 2mm 0 }
li span { flex: 0 0 10mm; font-size: 17pt; text-align: right }
li b { font-size: 38pt; line-height: 1.2; letter-spacing: .03em }
.small { font-size: 11pt }
"""


@final
@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it.

    Attributes:
        origin: of the ledger.
        words: six, in *language*.
        language: of all that is printed.
        version: of the trust root, whose words they are: the newest when it was printed.
        until_s: when that version ends, seconds since 1970.
        members, must_agree, may_lie: of that version.
        made_s: when it was printed, seconds since 1970.
    """

    origin: str
    words: tuple[str, ...]
    language: Language
    version: int
    until_s: int
    members: int
    must_agree: int
    may_lie: int
    made_s: int

    @classmethod
    def of(cls, newest: TrustRoot, language: Language, *, made_s: int) -> "Sheet":
        """Make the sheet of a ledger from the newest version of its trust root.

        Raises:
            Unavailable: ``trust.memory``.
        """
        numbers = newest.numbers
        return cls(
            newest.origin,
            words_of(newest.digest, language),
            language,
            newest.version,
            newest.expires_s,
            numbers.n,
            numbers.q,
            numbers.f,
            made_s,
        )

    def text(self) -> str:
        """Write it as plain text, a word a line."""
        said = texts(self.language)
        what, *rest = (fill(each, _COLUMNS) for each in self._sentences())
        words = [f"    {at}.  {word}" for at, word in enumerate(self.words, 1)]
        head = [said["sheet_title"], self.origin, self._version()]
        return "\n".join([*head, "", what, "", *words, "", *rest, ""])

    def html(self) -> str:
        """Write it as one page to print, complete in itself."""
        said = texts(self.language)
        items = "\n".join(
            f"<li><span>{at}.</span><b>{escape(word)}</b></li>"
            for at, word in enumerate(self.words, 1)
        )
        what, how, *rest = (escape(each) for each in self._sentences())
        small = "\n".join(f'<p class="small">{each}</p>' for each in rest)
        title = escape(f"{said['sheet_title']} {printable(self.origin)}")
        return f"""<!doctype html>
<html lang="{self.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(said["sheet_title"])}</h1>
<p class="origin">{escape(printable(self.origin))}</p>
<p class="version">{escape(self._version())}</p>
<p>{what}</p>
<ol aria-label="{escape(said["six_words"])}">
{items}
</ol>
<p>{how}</p>
{small}
</main>
</body>
</html>
"""

    def _version(self) -> str:
        """Say which version it is, and of when the sheet."""
        said, made = texts(self.language)["sheet_version"], day(self.made_s, self.language)
        return said.format(version=self.version, day=made)

    def _sentences(self) -> Sequence[str]:
        said = texts(self.language)
        numbers = {"n": self.members, "q": self.must_agree, "f": self.may_lie}
        return (
            said["sheet_what"],
            said["sheet_how"],
            said["sheet_members"].format(**numbers),
            said["sheet_until"].format(day=day(self.until_s, self.language)),
        )
