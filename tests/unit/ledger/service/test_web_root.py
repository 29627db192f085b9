"""Files that say the same are left alone, and all others are written, however long they are."""

from pathlib import Path

import pytest

from livret_ledger.service import web_root
from livret_ledger.service.web_root import WebRoot

PAGE = "en/accreditations.html"


def test_a_page_that_says_the_same_is_left_alone(tmp_path: Path) -> None:
    web = WebRoot(tmp_path)
    assert web.write(PAGE, b"one") is True
    before = (tmp_path / PAGE).stat()
    assert web.write(PAGE, b"one") is False
    assert (tmp_path / PAGE).stat() == before
    assert web.write(PAGE, b"two") is True
    assert web.write(PAGE, b"three") is True
    assert web.read(PAGE) == b"three"


def test_a_page_longer_than_any_did_log_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of all rights of a large country is."""
    monkeypatch.setattr(web_root, "_MAX_BYTES", 10)
    web = WebRoot(tmp_path)
    assert web.write(PAGE, b"a long page") is True
    assert web.write(PAGE, b"a long page") is False
    assert web.write(PAGE, b"a page that is longer") is True
    assert (tmp_path / PAGE).read_bytes() == b"a page that is longer"
