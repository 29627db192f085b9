"""What was handed over, as it is typed, pasted or dropped: a link, a code, the picture of one."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.openid4vci.offer import OfferReference
from livret_edge import scanning
from livret_wallet.client.handed import read_handed
from tests.visiting import Visit

CODE = "verneuil.test:8443/verneuil/o/7KQ2-M9T9"


def refusal(typed: str) -> str:
    with pytest.raises(LivretError) as caught:
        read_handed(typed)
    return caught.value.code


def test_an_address_with_a_code_is_read(tmp_path: Path) -> None:
    found = read_handed(f"  {CODE} ")
    assert isinstance(found, OfferReference)
    assert read_handed(Visit(tmp_path).hall.offer.format_uri()) == Visit(tmp_path / "b").hall.offer


@pytest.mark.parametrize("quoted", ["{}", "'{}'", '"{}"', "file://{}"])
def test_a_picture_is_read_by_its_path(
    tmp_path: Path, quoted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "o" / "my photo.png"
    path.parent.mkdir()
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.setattr(scanning, "read_code", lambda _raw: CODE)
    typed = str(path) if not quoted.startswith("file") else str(path).replace(" ", "%20")
    assert isinstance(read_handed(quoted.format(typed)), OfferReference)


def test_what_is_neither_says_so(tmp_path: Path) -> None:
    text = tmp_path / "offer.txt"
    text.write_text("no picture")
    assert refusal(str(text)) == "scan.no_picture"
    assert refusal(str(tmp_path / "none.png")) == "file.unavailable"
    assert refusal("openid4vp://?client_id=x&request_uri=y") == "offer.is_request"
    assert refusal("openid-credential-offr://?x=y") == "usage.link"
    assert refusal("verneuil.test/o/7KQ2-M9TX") == "code.mistyped"
    assert refusal("x" * 5_000) == "file.unavailable"
    assert refusal("nul\x00") == "usage.link"


@pytest.mark.parametrize("typed", ["7KQ2-M9T9", " 7kq2m9t9 ", "7KQ2 M9T9"])
def test_a_code_alone_is_no_file_and_names_no_town_hall(typed: str) -> None:
    assert refusal(typed) == "code.alone"
    assert refusal("7KQ2-M9TX") == "code.mistyped"


def test_a_file_that_is_called_as_a_code_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("7KQ2-M9T9").write_text("no picture")
    assert refusal("7KQ2-M9T9") == "scan.no_picture"


def test_a_true_picture_of_an_offer_is_read(tmp_path: Path) -> None:
    zxing = pytest.importorskip("zxingcpp")
    image = pytest.importorskip("PIL.Image")
    code = zxing.create_barcode(f"https://{CODE}", zxing.BarcodeFormat.QRCode)
    path = tmp_path / "screenshot.png"
    image.fromarray(zxing.write_barcode_to_image(code, scale=4)).save(path)
    assert isinstance(read_handed(str(path)), OfferReference)
