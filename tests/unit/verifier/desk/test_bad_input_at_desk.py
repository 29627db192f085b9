"""What should not come to a desk's page, and the reason that each is refused for."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.sealing import KdfParameters
from livret_verifier.staff import Account
from tests.at_window import (
    NAME,
    PASSPHRASE,
    Browser,
    at_window,
    code_of,
    filed,
    hire,
    says,
    shown_code,
    text,
    went,
)
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.scene import CLAIMS, draft
from tests.windows import BASE, POLICY, Opened, opened, posted

EVIL = "https://evil.example"


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


@pytest.fixture
def staff(window: Opened) -> Browser:
    return at_window(window)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One desk for all that leaves nothing behind that another would see; its procedure lets anybody in."""
    policy = POLICY.partition("[procedures.parking.requires]")[0] + (
        "[[issuers]]" + POLICY.partition("[[issuers]]")[2]
    )
    with pytest.MonkeyPatch.context() as patch:
        cheap = Account("", bytes(16), KdfParameters(1, 8), bytes(32), bytes(20))
        patch.setattr("livret_verifier.store.staff.NOBODY", cheap)
        yield at_window(opened(tmp_path_factory.mktemp("shared") / "pool", policy=policy))


def told(window: Opened, place: str) -> object:
    """The reason of a verdict that is kept for the page."""
    kept = window.window.transactions.find(code_of(place)).verdict
    assert kept is not None
    return json_encoding.parse_object(kept)["code"]


# Another site's page (CSRF).

FORMS = {
    "window": {"procedure": "parking"},
    "window/read": {"shown": "{}"},
    "window/pass": {"reason": "rule"},
    "window/222222222222/clear": {"again": "parking"},
    "window/leave": {},
}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("origin", "site"), [(EVIL, None), ("null", None), (None, "cross-site"), (None, "same-site")]
)
def test_a_form_of_another_site_does_nothing(
    window: Opened, staff: Browser, path: str, origin: str | None, site: str | None
) -> None:
    token, said = staff.token, {} if site is None else {"sec_fetch_site": site}
    body = urlencode({"token": token, **FORMS[path]})
    answer = staff.call("POST", f"/pool/{path}", body, origin=origin, **said)
    assert (answer.status, says(answer, "staff.other_page")) == (403, True)
    assert window.window.count_open() == 0
    assert window.window.transactions.counts.since("2000") == []
    assert staff.call("GET", "/pool/window").status == 200
    assert staff.token == token


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", ["", "guessed", "é"])
def test_a_form_without_this_sessions_mark_does_nothing(
    window: Opened, staff: Browser, path: str, token: str
) -> None:
    answer = staff.call("POST", f"/pool/{path}", urlencode({"token": token, **FORMS[path]}))
    assert (answer.status, says(answer, "staff.other_page")) == (403, True)
    assert window.window.count_open() == 0


def test_a_log_in_from_another_site_is_none(window: Opened) -> None:
    hire(window)
    fields = {"name": NAME, "passphrase": PASSPHRASE, "code": shown_code(window)}
    browser = Browser(window)
    answer = browser.call("POST", "/pool/window/enter", urlencode(fields), origin=EVIL)
    assert says(answer, "staff.other_page")
    assert browser.kept == {}


@pytest.mark.parametrize("path", FORMS)
def test_twin_the_same_forms_of_our_own_page(staff: Browser, path: str) -> None:
    assert staff.fill(path, **FORMS[path]).status == 303


# A session of somebody else's making (fixation).


def test_a_session_that_was_brought_along_is_not_taken(window: Opened) -> None:
    hire(window)
    victim = Browser(window)
    victim.kept["__Host-desk"] = "made-by-an-attacker"
    victim.enter()
    assert victim.kept["__Host-desk"] != "made-by-an-attacker"
    attacker = Browser(window)
    attacker.kept["__Host-desk"] = "made-by-an-attacker"
    assert "log in" in text(attacker.call("GET", "/pool/window")).lower()


def test_a_session_is_new_at_each_log_in_and_ends_the_one_before(
    window: Opened, staff: Browser
) -> None:
    before = Browser(window)
    before.kept = dict(staff.kept)
    window.clock.now_s += 60
    staff.enter()
    assert staff.kept != before.kept
    answer = before.call("POST", "/pool/window", urlencode({"procedure": "parking"}))
    assert says(answer, "staff.closed")


def test_a_session_ends_with_the_day_and_when_somebody_leaves(
    window: Opened, staff: Browser
) -> None:
    old, token = dict(staff.kept), staff.token
    staff.fill("window/leave")
    staff.kept = dict(old)
    answer = staff.call("POST", "/pool/window/pass", urlencode({"token": token, "reason": "rule"}))
    assert says(answer, "staff.closed")
    window.clock.now_s += 60
    staff.enter()
    window.clock.now_s += 10 * 3_600
    answer = staff.call("POST", "/pool/window/pass", urlencode({"token": token, "reason": "rule"}))
    assert says(answer, "staff.closed")
    stand = staff.call("GET", "/pool/window/222222222222/stand")
    assert (stand.status, says(stand, "staff.closed")) == (403, True)


# Two answers at once.


def test_of_two_readings_of_one_answer_at_once_one_is_accepted(
    window: Opened, staff: Browser
) -> None:
    answer, token = filed(window), staff.token
    body = urlencode({"token": token, "shown": answer})
    with ThreadPoolExecutor(4) as pool:
        places = list(
            pool.map(lambda _: went(staff.call("POST", "/pool/window/read", body)), range(4))
        )
    codes = [told(window, place) for place in places]
    assert sorted(map(str, codes)) == ["None", *["holder.replayed"] * 3]


def test_an_answer_over_the_network_after_another_was_read_is_too_late(
    window: Opened, staff: Browser
) -> None:
    code = code_of(staff.begin())
    asked = window.kept_as_asked(code)
    late = posted(window.fetch(asked))
    place = staff.read(filed(window), current=code)
    assert window.answer(asked, late).status == 400
    assert told(window, place) is None


def test_an_answer_to_another_question_does_not_let_in(tmp_path: Path) -> None:
    policy = POLICY.replace(
        "[procedures.parking]",
        '[procedures.school]\ntype = "residency"\nasks = ["commune"]\n\n[procedures.parking]',
    )
    window = opened(tmp_path / "pool", policy=policy)
    staff = at_window(window)
    answer = filed(window, procedure="school")
    assert told(window, staff.read(answer, procedure="parking")) == "answer.not_asked"
    assert told(window, staff.read(answer, procedure="school")) is None  # and it is not used up


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
def test_a_hostile_file_is_told_as_what_it_is(shared: Browser, name: str) -> None:
    make, code = UPLOADS[name]
    place = went(shared.upload(make()))
    assert told(shared.window, place) == code
    assert "ACCEPTED" not in shared.page(place)


def test_a_file_that_is_huge_is_not_read(window: Opened, staff: Browser) -> None:
    answer = staff.upload(bytes(7 << 20))
    assert (answer.status, answer.json()["code"]) == (413, "input.too_large")


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "/etc/shadow", "a\x00b.json", "CON"])
def test_a_file_is_named_by_nobody(window: Opened, staff: Browser, name: str) -> None:
    before = {path for path in window.desk.root.rglob("*") if path.suffix != ".json"}
    place = went(staff.upload(filed(window).encode(), filename=name))
    assert told(window, place) is None
    after = {path for path in window.desk.root.rglob("*") if path.suffix != ".json"}
    assert {path.suffix for path in after - before} <= {".answered"}


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain"]
)
def test_what_is_no_form_is_refused(staff: Browser, content_type: str) -> None:
    answer = staff.call("POST", "/pool/window/read", b"--y\r\n", content_type=content_type)
    assert answer.status == (415 if content_type == "text/plain" else 403)
    assert content_type == "text/plain" or says(answer, "input.malformed")


# Strings that are more than they show.


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_string_is_drawn_as_text(shared: Browser, number: int) -> None:
    hostile, staff, window = HOSTILE[number], shared, shared.window
    signed = draft({**CLAIMS, "commune": hostile}) if len(hostile) < 200 else draft()
    pages = [
        staff.call("GET", staff.read(filed(window, of=signed))),
        staff.call("GET", staff.read(hostile)),
        staff.fill("window", procedure=hostile, lang=hostile),
        staff.fill("window/pass", reason=hostile),
        Browser(window).enter(name=hostile, passphrase=hostile, code=hostile),
        staff.call("GET", staff.begin(current=hostile)),
    ]
    for answer in pages:
        raw = answer.body.decode()
        assert not UNSEEN & set(raw)
        assert raw.count("<script") <= 1
        assert "<img" not in raw
        assert "alert(1)>" not in raw
        assert "<svg/onload" not in raw


def test_an_address_of_ours_is_the_only_one_that_a_form_leads_to(staff: Browser) -> None:
    for hostile in HOSTILE:
        answer = staff.fill("window", procedure="parking", lang=hostile)
        assert answer.headers["location"].startswith("/pool/window/")
        assert BASE not in answer.headers["location"]
