"""A form with a file, as browsers send one; and as somebody else might."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import LivretError
from livret_edge.serving.multipart import MULTIPART, read_form

TYPE = f"{MULTIPART}; boundary=----x1"


def part(disposition: str, content: bytes, *, more: str = "") -> bytes:
    return f"------x1\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n".encode() + (
        content + b"\r\n"
    )


END = b"------x1--\r\n"


def test_fields_and_files_are_read() -> None:
    body = (
        part('name="token"', "clé".encode())
        + part('name="file"; filename="a.json"', b"{}\r\n\0", more="Content-Type: text/plain\r\n")
        + END
    )
    form = read_form(body, TYPE)
    assert form.fields == {"token": "clé"}
    assert form.files == {"file": b"{}\r\n\0"}


def test_a_boundary_may_stand_in_quotes() -> None:
    body = part('name="a"', b"1") + END
    assert read_form(body, f'{MULTIPART}; boundary="----x1"').fields == {"a": "1"}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "C:\\\\windows\\\\x", 'a\\"; name=\\"token', "\x1b[2J", "x" * 2_000, ""],
)
def test_what_a_file_is_called_is_not_read(name: str) -> None:
    form = read_form(part(f'name="file"; filename="{name}"', b"1") + END, TYPE)
    assert form.files == {"file": b"1"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", TYPE),
        (END, TYPE),
        (part('name="a"', b"1"), TYPE),
        (part('name="a"', b"1") + END, MULTIPART),
        (part('name="a"', b"1") + END, f"{MULTIPART}; boundary=other"),
        (part('name="a"', b"1") * 2 + END, TYPE),
        (part('name="a"', b"1") * 40 + END, TYPE),
        (part('filename="a"', b"1") + END, TYPE),
        (part('name="A b"', b"1") + END, TYPE),
        (part('name="a"', b"\xff") + END, TYPE),
        (part('name="a"', b"1", more="X: " + "y" * 5_000 + "\r\n") + END, TYPE),
        (b"------x1\r\nContent-Disposition: form-data; name=\"a\"\r\n" + END, TYPE),
    ],
)  # fmt: skip
def test_anything_else_is_malformed(body: bytes, content_type: str) -> None:
    with pytest.raises(LivretError) as caught:
        read_form(body, content_type)
    assert caught.value.code == "input.malformed"


def test_a_field_that_is_too_large() -> None:
    with pytest.raises(LivretError) as caught:
        read_form(part('name="a"', bytes(300 << 10)) + END, TYPE)
    assert caught.value.code == "input.too_large"


@given(st.binary(max_size=300))
def test_hostile_octets_raise_nothing_else(raw: bytes) -> None:
    for body in (raw, part('name="a"', raw) + END, b"------x1\r\n" + raw):
        with suppress(LivretError):
            read_form(body, TYPE)
