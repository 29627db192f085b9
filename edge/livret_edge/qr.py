"""A QR code: for a terminal, two modules in the height of a character; for a page, a drawing."""

from typing import Final

import segno

_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
_PAPER: Final = "\x1b[30;107m"
_PLAIN: Final = "\x1b[0m"
QUIET: Final = 2


def svg(text: str) -> str:
    """Draw a QR code for paper, as SVG to be put into a page; what tells it to a reader is the page's."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(scale=6, border=4, dark="#000", light="#fff", omitsize=False))


def half_blocks(text: str, *, colour: bool = False) -> list[str]:
    """Draw a QR code, all lines of one width.

    The lowest correction of errors: a screen is read whole, and each level more costs the
    rows that a terminal does not have.

    Args:
        text: what a camera reads.
        colour: whether to paint black on white, whatever the terminal's own colours are;
            without, dark modules are drawn, as on paper.
    """
    code = segno.make(text, error="l", boost_error=False, micro=False)
    rows = [[int(module) & 1 for module in row] for row in code.matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    lines = [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]
    return [f"{_PAPER}{line}{_PLAIN}" for line in lines] if colour else lines


def drawing(text: str, title: str) -> str:
    """Draw a QR code as SVG for a page, with *title* said in its place to who does not see it."""
    code = segno.make(text, error="l", boost_error=False, micro=False)
    return code.svg_inline(
        scale=4, border=4, title=title, dark="#000", light="#fff", omitsize=True, svgclass="qr"
    )
