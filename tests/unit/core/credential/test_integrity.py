import base64
import hashlib

import pytest

from livret_core.credential.integrity import check_integrity, format_integrity
from livret_core.errors import MalformedInput, Refused

DOCUMENT = b'{"vct":"urn:livret:residency:1"}'


def expression(algorithm: str, document: bytes = DOCUMENT) -> str:
    digest = hashlib.new(algorithm, document).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode()}"


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_the_document_the_digest_was_taken_of_is_accepted(algorithm: str) -> None:
    check_integrity(DOCUMENT, expression(algorithm))


def test_what_is_written_is_accepted_again() -> None:
    check_integrity(DOCUMENT, format_integrity(DOCUMENT))


@pytest.mark.parametrize(
    "integrity",
    [
        f"{expression('sha256')} {expression('sha512')}",
        f"  {expression('sha512')}\t{expression('sha512', b'another')} ",
        f"md5-AAAA {expression('sha256')}",
        f"{expression('sha256')}?ct=application/json",
        f"{expression('sha512').replace('sha', 'SHA')} {expression('sha256', b'another')}",
        # The strongest decides: a weaker digest that does not match does not matter.
        f"{expression('sha256', b'another')} {expression('sha384')}",
    ],
)
def test_several_digests_are_read_as_the_rules_of_integrity_say(integrity: str) -> None:
    check_integrity(DOCUMENT, integrity)


@pytest.mark.parametrize(
    "integrity",
    [
        expression("sha256", b"another"),
        f"{expression('sha256')} {expression('sha512', b'another')}",
        "md5-AAAA",
        # Capitals are the same name, and the strongest decides.
        f"{expression('sha512', b'another').replace('sha', 'SHA')} {expression('sha256')}",
        "SHA256-" + expression("sha256", b"another").removeprefix("sha256-"),
    ],
)
def test_another_document_is_refused(integrity: str) -> None:
    with pytest.raises(Refused) as caught:
        check_integrity(DOCUMENT, integrity)
    assert caught.value.code == "type.integrity"


def test_white_space_in_the_document_counts() -> None:
    with pytest.raises(Refused) as caught:
        check_integrity(DOCUMENT + b"\n", format_integrity(DOCUMENT))
    assert caught.value.code == "type.integrity"


@pytest.mark.parametrize(
    "integrity",
    ["", "   ", "sha256", "sha256-", "sha256-AAAA", "sha256-%%%%", "sha256-" + "A" * 2_000],
)
def test_a_text_that_is_no_integrity_is_malformed(integrity: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        check_integrity(DOCUMENT, integrity)
    assert caught.value.code == "type.malformed"
