"""Draw the pictures of the README from what the programs really print.

    python docs/images/generate.py

A test draws them anew and compares.
"""

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from livret_wallet.consent import ConsentSheet, SheetLine
from livret_wallet.rendering import sheet_lines
from livret_wallet.words import texts

HERE: Final = Path(__file__).parent

_CHAR_WIDTH: Final = 8.4
_LINE_HEIGHT: Final = 19
_MARGIN: Final = 24
_COLUMNS: Final = 80
_SIZE: Final = 14


def _line(path: str, label: str, value: str) -> SheetLine:
    return SheetLine((path,), label, value)


CONSENT: Final = ConsentSheet(
    service="Piscine des Saules",
    client_id="decentralized_identifier:did:jwk:example",
    purpose="resident tariff",
    proof="Proof of residence",
    issuer="Ville de Verneuil-sur-Lys",
    issuer_did="did:webvh:QmWHzJjm6BxoNLkhALeyLhLbcpXEKWkvE6fEUHZfvHZioe:ledger.livret.test:verneuil",
    leaves=(_line("commune", "Commune", "Verneuil-sur-Lys"),),
    goes_along=(
        _line("issuing_authority", "Issued by", "Le maire de Verneuil-sur-Lys"),
        _line("issuing_country", "Country of issue", "FR"),
        _line("issuing_territory", "Territory of issue", "fr-insee:80999"),
        _line("certificate_language", "Language of the document", "fr"),
    ),
    stays=("Surname", "Forenames", "Date of birth", "Street", "House number", "Resident since"),
    copy_number=1,
    copies=10,
    used_at_s=None,
    expires_at_s=1_803_254_400,
    nonce="nonce",
    state="state",
    number=1,
    others=(),
)


def draw_consent() -> str:
    """Draw the consent sheet as the wallet prints it, and the question below it."""
    return draw(
        [*sheet_lines(CONSENT, "en"), "", texts("en")["question"]],
        described="The wallet asks before anything leaves: the commune goes, all else stays.",
    )


def draw(lines: list[str], *, described: str) -> str:
    """Draw lines as a terminal shows them. The picture fetches nothing, fonts neither."""
    width = round(_COLUMNS * _CHAR_WIDTH + 2 * _MARGIN)
    height = len(lines) * _LINE_HEIGHT + 2 * _MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(described)}</title>",
        f'<rect width="{width}" height="{height}" rx="10" fill="#1b1f24"/>',
        (
            f'<g fill="#e6e8ea" font-size="{_SIZE}" xml:space="preserve" '
            "font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\">"
        ),
    ]
    for number, line in enumerate(lines, 1):
        if line.strip():
            y = _MARGIN + number * _LINE_HEIGHT - 5
            length = round(len(line) * _CHAR_WIDTH, 1)
            out.append(
                f'<text x="{_MARGIN}" y="{y}" textLength="{length}" '
                f'lengthAdjust="spacingAndGlyphs">{escape(line).replace(" ", "&#160;")}</text>'
            )
    return "\n".join([*out, "</g>", "</svg>", ""])


if __name__ == "__main__":
    (HERE / "consent.svg").write_text(draw_consent(), encoding="utf-8")
