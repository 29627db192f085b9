"""What somebody shows at a counter, as it was read there."""

import pytest

from livret_core.errors import MalformedInput
from livret_core.short_code import ShortCode
from livret_verifier.shown import parse

CODE = ShortCode.of(bytes(range(16)), length=12)


@pytest.mark.parametrize("before", ["", "pool.test:8443/pool/r/", "https://pool.test/pool/r/"])
def test_a_code_is_read_alone_and_at_the_end_of_its_address(before: str) -> None:
    assert parse(f" {before}{CODE}\n".encode()) == CODE


@pytest.mark.parametrize("read", ["pool.test/pool/r/", "pool.test/pool/q/{}", "{}/r/nothing"])
def test_an_address_that_ends_with_no_code_is_none(read: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse(read.format(CODE).encode())
    assert caught.value.code == "answer.malformed"
