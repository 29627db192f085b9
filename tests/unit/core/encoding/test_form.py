import pytest

from livret_core.encoding import form
from livret_core.errors import MalformedInput


def test_a_form_is_read_as_it_was_written() -> None:
    values = {"a": "x y", "é": "a+b&c=d%", "json": '{"k":[1]}'}
    assert form.parse(form.format(values), max_bytes=999) == values


def test_an_empty_value_is_read_as_one() -> None:
    assert form.parse(b"a=&b=1", max_bytes=99) == {"a": "", "b": "1"}
    assert form.parse(b"", max_bytes=99) == {}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"a=1&a=2", "input.form"),
        (b"a=1&a=", "input.form"),
        (b"a=1&b", "input.form"),
        (b"a=1 2", "input.form"),
        (b"a=1\n", "input.form"),
        (b"a=%zz", "input.form"),
        (b"a=%", "input.form"),
        (b"a=%ff", "input.form"),
        (b"a=\xc3\xa9", "input.form"),
        ("a=é", "input.form"),
        (b"&".join(b"a%d=1" % n for n in range(65)), "input.form"),
        (b"a" * 1_001, "input.too_large"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_two_readers_would_read_differently_is_refused(raw: bytes | str, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        form.parse(raw, max_bytes=1_000)
    assert caught.value.code == code
