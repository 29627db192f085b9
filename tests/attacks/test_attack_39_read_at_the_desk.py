"""Attack 39, read at the desk: files that are huge, unfold, or are something else than they say."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import unescape

import pytest

from livret_core.words import explain
from tests.at_window import Browser, at_window, filed, says, told, went
from tests.windows import opened


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    return at_window(opened(tmp_path_factory.mktemp("desk") / "pool"))


# Uploads.


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = bytes(1 + (width + 7) // 8)
    packed = zlib.compressobj(9)
    body = b"".join(packed.compress(row) for _ in range(min(height, 4_000))) + packed.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../answer.json", bytes(20 << 20))
    return made.getvalue()


UPLOADS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "answer.malformed"),
    "a zip bomb": (_zip, "answer.malformed"),
    "a gzip bomb": (lambda: gzip.compress(bytes(50 << 20)), "answer.malformed"),
    "a program": (lambda: b"\x7fELF" + bytes(4_000), "answer.malformed"),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", "answer.malformed"),
    "a PDF": (lambda: b"%PDF-1.7\n" + bytes(400), "answer.malformed"),
    "UTF-16": (lambda: '{"vp_token":{}}'.encode("utf-16"), "answer.malformed"),
    "an answer that is too large": (lambda: b"{" + b" " * (300 << 10), "input.too_large"),
    "deep lists": (lambda: b'{"vp_token":' + b"[" * 9_000, "input.too_deep"),
    "a member twice": (lambda: b'{"state":"a","state":"b"}', "input.duplicate_member"),
    "an object": (lambda: b"{}", "answer.malformed"),
    "another desk's answer": (
        lambda: b'{"state":"nobody","vp_token":{"parking":["a.b.c~d.e.f"]}}',
        "request.unknown",
    ),
    "a state that is a path": (
        lambda: b'{"state":"../../policy","vp_token":{"parking":["a.b.c~"]}}',
        "request.unknown",
    ),
    "a picture that unfolds": (lambda: _png(30_000, 30_000), "input.too_large"),
    "a picture without a code": (lambda: _png(64, 64), "scan.nothing"),
    "half a picture": (lambda: _png(64, 64)[:40], "input.malformed"),
    "what begins as a picture": (lambda: b"\xff\xd8\xff" + bytes(2_000), "input.malformed"),
}


@pytest.mark.parametrize("name", UPLOADS)
def test_attack_39_a_hostile_file_is_told_as_what_it_is(staff: Browser, name: str) -> None:
    make, code = UPLOADS[name]
    place = went(staff.upload(make()))
    assert told(staff.window, place) == code
    assert "ACCEPTED" not in staff.page(place)


def test_attack_39_a_file_that_is_huge_is_not_read(staff: Browser) -> None:
    answer = staff.upload(bytes(7 << 20))
    assert answer.status == 413
    assert explain("scan.too_large", "en").what in unescape(answer.body.decode())


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "/etc/shadow", "a\x00b.json", "CON"])
def test_attack_39_twin_a_file_is_read_and_named_by_nobody(staff: Browser, name: str) -> None:
    window = staff.window
    before = {path for path in window.desk.root.rglob("*") if path.suffix != ".json"}
    place = went(staff.upload(filed(window).encode(), filename=name))
    assert told(window, place) is None
    after = {path for path in window.desk.root.rglob("*") if path.suffix != ".json"}
    assert {path.suffix for path in after - before} <= {".answered"}


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain"]
)
def test_attack_39_what_is_no_form_is_refused(staff: Browser, content_type: str) -> None:
    answer = staff.call("POST", "/pool/window/read", b"--y\r\n", content_type=content_type)
    assert answer.status == 403
    assert says(answer, "input.form" if content_type == "text/plain" else "input.malformed")
