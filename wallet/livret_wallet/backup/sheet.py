"""The recovery sheet: one page to print, with twelve words and nothing of a proof. Pure."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from livret_core.words import Language

_STYLE: Final = """
body{font:1.125rem/1.5 sans-serif;color:#000;background:#fff;max-width:40rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}ol{display:grid;grid-template-columns:1fr 1fr;grid-template-rows:repeat(6,auto);
grid-auto-flow:column;gap:.25rem 2rem;padding:0;list-style:none;font:bold 1.5rem monospace}
ol span{display:inline-block;width:3ch;font-weight:normal;text-align:right;margin-right:1ch}
li.said{margin:.5rem 0}.keep{border:2px solid #000;padding:.5rem 1rem}@media print{body{margin:0}}
"""


def sheet(words: Sequence[str], *, made: str, said: Mapping[str, str], language: Language) -> bytes:
    """Write the sheet.

    Args:
        words: in their order.
        made: the day that it is of, in words.
        said: the texts of *language*.
        language: of the sheet.

    Returns:
        HTML that loads nothing and runs nothing.
    """
    listed = "".join(
        f"<li><span>{at}</span>{escape(word)}</li>\n" for at, word in enumerate(words, 1)
    )
    steps = "".join(
        f'<li class="said">{escape(said[name])}</li>\n'
        for name in ("sheet_opens", "sheet_restore", "sheet_secret", "sheet_reader")
    )
    return f"""<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(said["sheet_title"])}</title><style>{_STYLE}</style></head>
<body><main>
<h1>{escape(said["sheet_title"])}</h1>
<p>{escape(said["sheet_made"].format(day=made))}</p>
<ol aria-label="{escape(said["sheet_words"])}">
{listed}</ol>
<ul>
{steps}</ul>
<p class="keep">{escape(said["sheet_print"])}</p>
</main></body></html>
""".encode()
