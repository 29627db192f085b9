"""The code in a picture, by zxing-cpp; both it and what opens pictures come with the extra ``scan``."""

import io
from typing import Final

from livret_core.errors import MalformedInput, Unavailable

PICTURE_BYTES: Final = 6 << 20
#: A screen or a telephone's camera; what claims more is not opened.
_PIXELS: Final = 50_000_000
_KINDS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_MARKS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM")


def is_picture(raw: bytes) -> bool:
    """Say whether it begins as a picture does; what its sender calls it says nothing."""
    return raw.startswith(_MARKS)


def read_code(raw: bytes) -> str:
    """Read what the one QR code in a picture says.

    Raises:
        MalformedInput: ``input.too_large``, in octets or in what it would unfold to;
            ``input.malformed`` for what is no picture; ``scan.nothing``, ``scan.several``.
        Unavailable: ``scan.unavailable`` without the extra.
    """
    if len(raw) > PICTURE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=PICTURE_BYTES)
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        raise Unavailable("scan.unavailable") from None
    try:
        with Image.open(io.BytesIO(raw), formats=_KINDS) as opened:
            pixels = opened.width * opened.height
            # Of an animation the first picture; grey is what a code is read from.
            grey = opened.convert("L") if pixels <= _PIXELS else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        grey = None
    except Exception as error:  # noqa: BLE001  # each format has errors of its own
        raise MalformedInput("input.malformed", type(error).__name__) from None
    if grey is None:
        raise MalformedInput("input.too_large", "more pixels than any picture of a code")
    codes = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    found = {str(code.text) for code in codes if code.valid}
    if len(found) != 1:
        raise MalformedInput("scan.several" if found else "scan.nothing")
    return found.pop()
