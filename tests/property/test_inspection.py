"""Whatever is inspected, there is an answer or a reason, and nothing else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import LivretError
from livret_town.inspect_command import lines_of
from livret_town.inspection import inspect
from tests.specimens import SIGNER, every, private_jwk, private_pem

NAMES = sorted(every())


def look(raw: bytes) -> str:
    """Inspect, and write what was found as a person would get it."""
    with suppress(LivretError):
        return "\n".join(lines_of(inspect(raw)))
    return ""


@given(st.binary(max_size=2_000))
def test_random_bytes_raise_nothing_of_anybody_elses(raw: bytes) -> None:
    look(raw)


@given(st.text(max_size=500))
def test_random_text_raises_nothing_of_anybody_elses(text: str) -> None:
    look(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_damaged_specimen_raises_nothing_of_anybody_elses(name: str, data: st.DataObject) -> None:
    octets = bytearray(every()[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(octets) - 1))
        match data.draw(st.sampled_from(["set", "cut", "drop", "insert"])):
            case "set":
                octets[at] = data.draw(st.integers(0, 255))
            case "cut":
                del octets[max(at, 1) :]
            case "drop" if len(octets) > 2:
                del octets[at : at + data.draw(st.integers(1, 16))]
            case _:
                octets[at:at] = data.draw(st.binary(max_size=16))
        if not octets:
            break
    look(bytes(octets))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_two_specimens_in_one_file_raise_nothing_of_anybody_elses(
    name: str, data: st.DataObject
) -> None:
    look(every()[name] + b"\n" + every()[data.draw(st.sampled_from(NAMES))])


@given(data=st.data())
def test_no_damage_brings_a_private_key_to_the_screen(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["private key", "key", "key set"]))
    octets = bytearray(every()[name])
    octets[data.draw(st.integers(0, len(octets) - 1))] ^= 1 << data.draw(st.integers(0, 6))
    shown = look(bytes(octets))
    body = private_pem().decode().split("\n")[1]
    # One letter of what names it may be gone; the JSON then says nothing of a key there.
    if octets.count(b'"kty"') == every()[name].count(b'"kty"') and b'"d"' in octets:
        assert str(private_jwk()["d"])[:20] not in shown
    assert body not in shown
    assert SIGNER.scalar_bytes.hex() not in shown
