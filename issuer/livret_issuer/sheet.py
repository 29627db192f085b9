"""The sheet that a person takes home from the counter: one page that needs nothing else. Pure.

It bears what leads to the offer, and never the PIN: whoever finds it finds half.
"""

from collections.abc import Mapping
from html import escape
from typing import Final

from livret_core.words import Language

_STYLE: Final = """
body{font:1.125rem/1.5 sans-serif;color:#000;background:#fff;max-width:40rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}dt{font-weight:bold}dd{margin:0 0 1rem}
.code{font:bold 1.75rem monospace}.link{overflow-wrap:anywhere}
svg{max-width:100%;height:auto}@media print{body{margin:0}}
"""


def sheet(
    *,
    hall: str,
    proof: str,
    code: str,
    typed: str,
    link: str,
    until: str,
    drawing: str,
    said: Mapping[str, str],
    language: Language,
) -> bytes:
    """Write the sheet.

    Args:
        hall: what the town hall is called.
        proof: what the proof is called.
        code: of the offer.
        typed: it behind the town hall's address, as it is typed without a camera.
        link: what the QR code says.
        until: when the offer ends, in words.
        drawing: the QR code as SVG, made here.
        said: the texts of *language*.
        language: of the sheet.

    Returns:
        HTML that loads nothing and runs nothing.
    """
    rows = "".join(
        f"<dt>{escape(said[label])}</dt><dd{kind}>{escape(value)}</dd>\n"
        for label, value, kind in (
            ("code", code, ' class="code"'),
            ("typed", typed, ' class="link"'),
            ("sheet_until", until, ""),
            ("link", link, ' class="link"'),
            ("sheet_how", said["sheet_steps"], ""),
            ("sheet_no_device", said["sheet_counter"], ""),
        )
    )
    title = f"{proof} · {hall}"
    return f"""<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body><main>
<h1>{escape(proof)}</h1>
<p>{escape(hall)}</p>
<figure role="img" aria-label="{escape(said["sheet_qr"])}">{drawing}</figure>
<dl>
{rows}</dl>
<p>{escape(said["sheet_pin"])}</p>
</main></body></html>
""".encode()
