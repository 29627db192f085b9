"""The tag under a key that is used again is the one under a key that is used once (RFC 4231)."""

import hmac

from livret_core import mac


def test_a_tag_is_that_of_rfc_4231() -> None:
    expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    for _ in range(2):
        assert mac.tag(b"\x0b" * 20, b"Hi There").hex() == expected


def test_a_key_has_tags_of_its_own() -> None:
    for key in (b"a" * 32, b"b" * 32, b"a" * 32):
        assert mac.tag(key, b"content") == hmac.digest(key, b"content", "sha256")
