"""Sealed files: what is written is read, and nothing else opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import LivretError
from livret_core.sealing import KdfParameters, SealedFile

QUICK = KdfParameters(passes=1, memory_kib=8)

plaintexts = st.binary(max_size=300)
passphrases = st.binary(min_size=1, max_size=64)
purposes = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=64)


@st.composite
def sealed_files(draw: st.DrawFn) -> tuple[SealedFile, bytes, bytes]:
    plaintext, passphrase = draw(plaintexts), draw(passphrases)
    file = SealedFile.seal(
        plaintext,
        passphrase,
        purpose=draw(purposes),
        salt=draw(st.binary(min_size=16, max_size=16)),
        nonce=draw(st.binary(min_size=24, max_size=24)),
        kdf=QUICK,
    )
    return file, passphrase, plaintext


@given(sealed_files())
def test_a_sealed_file_reads_what_it_writes_and_opens(
    made: tuple[SealedFile, bytes, bytes],
) -> None:
    file, passphrase, plaintext = made
    again = SealedFile.parse(file.format())
    assert again == file
    assert again.unseal(passphrase, purpose=file.purpose, floor=QUICK) == plaintext


@given(sealed_files(), st.data())
def test_no_flipped_bit_opens(made: tuple[SealedFile, bytes, bytes], data: st.DataObject) -> None:
    file, passphrase, _ = made
    raw = bytearray(file.format())
    # A flip in the memory parameter could ask for a gigabyte; the floor's twin has it.
    bit = data.draw(st.integers(18 * 8, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(LivretError) as caught:
        SealedFile.parse(bytes(raw)).unseal(passphrase, purpose=file.purpose, floor=QUICK)
    assert caught.value.code in {"vault.malformed", "vault.passphrase"}


@given(sealed_files(), passphrases)
def test_no_other_passphrase_opens(
    made: tuple[SealedFile, bytes, bytes], passphrase: bytes
) -> None:
    file, right, _ = made
    if passphrase != right:
        with pytest.raises(LivretError) as caught:
            file.unseal(passphrase, purpose=file.purpose, floor=QUICK)
        assert caught.value.code == "vault.passphrase"


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"livseal\0" + tail))
def test_any_bytes_are_a_sealed_file_or_malformed(raw: bytes) -> None:
    try:
        assert SealedFile.parse(raw).format() == raw
    except LivretError as error:
        assert error.code == "vault.malformed"  # noqa: PT017  # either outcome is right
