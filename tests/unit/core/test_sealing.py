"""Sealing under a key and under a passphrase."""

import subprocess
import sys
from dataclasses import replace

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.sealing import (
    FLOOR,
    MODERATE,
    KdfParameters,
    SealedFile,
    SealingKey,
    encode_passphrase,
)

QUICK = KdfParameters(passes=1, memory_kib=8)
NONCE = bytes(range(24))
SALT = bytes(range(16))
KEY = SealingKey(bytes(range(32)))


def sealed(*, kdf: KdfParameters = QUICK, purpose: str = "test/1") -> SealedFile:
    return SealedFile.seal(
        b"the plaintext", b"correct horse", purpose=purpose, salt=SALT, nonce=NONCE, kdf=kdf
    )


def test_xchacha20_poly1305_gives_the_vector_of_the_irtf_draft() -> None:
    # draft-irtf-cfrg-xchacha-03, appendix A.3.1
    key = SealingKey(bytes(range(0x80, 0xA0)))
    plaintext = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for "
        b"the future, sunscreen would be it."
    )
    result = key.seal(
        plaintext,
        nonce=bytes(range(0x40, 0x58)),
        associated_data=bytes.fromhex("50515253c0c1c2c3c4c5c6c7"),
    )
    assert result[:16].hex() == "bd6d179d3e83d43b9576579493c0e939"
    assert result[-16:].hex() == "c0875924c1c7987947deafd8780acf49"


def test_what_is_sealed_is_unsealed() -> None:
    box = KEY.seal(b"value", nonce=NONCE, associated_data=b"where")
    assert KEY.unseal(box, nonce=NONCE, associated_data=b"where") == b"value"


@pytest.mark.parametrize(
    ("key", "nonce", "associated_data"),
    [
        (SealingKey(bytes(32)), NONCE, b"where"),
        (KEY, bytes(24), b"where"),
        (KEY, NONCE, b"elsewhere"),
    ],
    ids=["another key", "another nonce", "other associated data"],
)
def test_nothing_unseals_under_other_circumstances(
    key: SealingKey, nonce: bytes, associated_data: bytes
) -> None:
    box = KEY.seal(b"value", nonce=NONCE, associated_data=b"where")
    with pytest.raises(Refused) as caught:
        key.unseal(box, nonce=nonce, associated_data=associated_data)
    assert caught.value.code == "vault.altered"


@pytest.mark.parametrize("length", [0, 1, 15])
def test_what_is_shorter_than_a_tag_is_refused(length: int) -> None:
    with pytest.raises(Refused) as caught:
        KEY.unseal(bytes(length), nonce=NONCE, associated_data=b"")
    assert caught.value.code == "vault.altered"


def test_subkeys_of_two_purposes_open_nothing_of_each_other() -> None:
    box = KEY.subkey("one").seal(b"value", nonce=NONCE, associated_data=b"")
    with pytest.raises(Refused) as caught:
        KEY.subkey("two").unseal(box, nonce=NONCE, associated_data=b"")
    assert caught.value.code == "vault.altered"


def test_the_commitment_is_the_key_of_no_purpose() -> None:
    # The commitment stands in clear, so a subkey that equalled it would be public.
    committed = SealingKey(KEY.commitment()).seal(b"value", nonce=NONCE, associated_data=b"")
    for purpose in ("", "livret/commit/1", "livret/commitment"):
        with pytest.raises(Refused) as caught:
            KEY.subkey(purpose).unseal(committed, nonce=NONCE, associated_data=b"")
        assert caught.value.code == "vault.altered"


def test_argon2id_gives_what_another_implementation_gives() -> None:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    expected = Argon2id(salt=SALT, length=32, iterations=3, lanes=1, memory_cost=64).derive(
        b"correct horse"
    )
    derived = SealingKey.derive(b"correct horse", SALT, KdfParameters(passes=3, memory_kib=64))
    box = SealingKey(expected).seal(b"value", nonce=NONCE, associated_data=b"")
    assert derived.unseal(box, nonce=NONCE, associated_data=b"") == b"value"


def test_the_product_asks_no_less_than_it_demands() -> None:
    MODERATE.check_floor(FLOOR)
    assert (FLOOR.passes, FLOOR.memory_kib) == (2, 65_536)


@pytest.mark.parametrize(
    "kdf",
    [
        KdfParameters(passes=FLOOR.passes - 1, memory_kib=FLOOR.memory_kib),
        KdfParameters(passes=FLOOR.passes, memory_kib=FLOOR.memory_kib - 1),
        KdfParameters(passes=16, memory_kib=8),
    ],
)
def test_a_single_parameter_below_the_floor_is_below_it(kdf: KdfParameters) -> None:
    with pytest.raises(Refused) as caught:
        kdf.check_floor(FLOOR)
    assert caught.value.code == "vault.weak_kdf"


@pytest.mark.parametrize(
    ("passes", "memory_kib"), [(0, 64), (17, 64), (1, 7), (1, (1 << 20) + 1), (2**32 - 1, 64)]
)
def test_parameters_out_of_range_do_not_exist(passes: int, memory_kib: int) -> None:
    with pytest.raises(MalformedInput) as caught:
        KdfParameters(passes, memory_kib)
    assert caught.value.code == "vault.malformed"


def test_the_dearer_of_two_settings_takes_the_dearer_of_each_parameter() -> None:
    assert KdfParameters(1, 64).at_least(KdfParameters(3, 8)) == KdfParameters(3, 64)


def test_an_empty_passphrase_locks_nothing() -> None:
    with pytest.raises(Refused) as caught:
        SealingKey.derive(b"", SALT, QUICK)
    assert caught.value.code == "vault.passphrase_empty"


def test_a_passphrase_has_an_upper_bound() -> None:
    SealingKey.derive(b"x" * 1_024, SALT, QUICK)
    with pytest.raises(MalformedInput) as caught:
        SealingKey.derive(b"x" * 1_025, SALT, QUICK)
    assert caught.value.code == "input.too_large"


def test_a_machine_without_the_memory_says_so() -> None:
    program = """
import resource
from livret_core.errors import Unavailable
from livret_core.sealing import KdfParameters, SealingKey
resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
try:
    SealingKey.derive(b"passphrase", bytes(16), KdfParameters(passes=1, memory_kib=1 << 20))
except Unavailable as error:
    print(error.code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "vault.memory"


def test_two_ways_of_typing_an_accent_give_one_passphrase() -> None:
    assert encode_passphrase("e\u0301te\u0301") == encode_passphrase("\u00e9t\u00e9")


def test_letters_that_only_look_alike_stay_apart() -> None:
    assert encode_passphrase("\ufb01n") != encode_passphrase("fin")


def test_half_a_character_is_no_passphrase() -> None:
    with pytest.raises(MalformedInput) as caught:
        encode_passphrase("\ud83d")
    assert caught.value.code == "input.malformed"


def test_a_sealed_file_opens_with_its_passphrase() -> None:
    file = SealedFile.parse(sealed().format())
    assert file.unseal(b"correct horse", purpose="test/1", floor=QUICK) == b"the plaintext"


def test_a_sealed_file_does_not_open_with_another_passphrase() -> None:
    with pytest.raises(Refused) as caught:
        sealed().unseal(b"correct horsf", purpose="test/1", floor=QUICK)
    assert caught.value.code == "vault.passphrase"


def test_a_sealed_file_does_not_open_for_another_purpose() -> None:
    with pytest.raises(MalformedInput) as caught:
        sealed().unseal(b"correct horse", purpose="test/2", floor=QUICK)
    assert caught.value.code == "vault.malformed"


def test_a_sealed_file_below_the_floor_is_not_even_tried() -> None:
    with pytest.raises(Refused) as caught:
        sealed().unseal(b"correct horse", purpose="test/1")
    assert caught.value.code == "vault.weak_kdf"


def test_each_byte_of_a_sealed_file_counts() -> None:
    raw = sealed().format()
    for at in range(len(raw)):
        altered = bytearray(raw)
        altered[at] ^= 0x01
        with pytest.raises(LivretError) as caught:
            SealedFile.parse(bytes(altered)).unseal(b"correct horse", purpose="test/1", floor=QUICK)
        assert caught.value.code in {"vault.malformed", "vault.passphrase", "vault.weak_kdf"}


def test_a_byte_of_the_header_alone_counts() -> None:
    # Neither the key nor what is compared with it comes from the purpose.
    moved = replace(sealed(purpose="test/1"), purpose="test/2")
    with pytest.raises(MalformedInput) as caught:
        moved.unseal(b"correct horse", purpose="test/2", floor=QUICK)
    assert caught.value.code == "vault.malformed"


def test_a_file_made_to_open_under_a_second_key_is_refused() -> None:
    # The tag is right and the header is the one it covers, but the key is not the
    # one the file commits to: what a file that opens under many passphrases looks like.
    honest = sealed()
    key = SealingKey.derive(b"correct horse", SALT, QUICK)
    other = replace(honest, commitment=SealingKey(bytes(32)).commitment())
    forged = replace(
        other,
        ciphertext=key.subkey("livret/sealed-file/content").seal(
            b"the plaintext", nonce=NONCE, associated_data=other._header()
        ),
    )
    with pytest.raises(Refused) as caught:
        forged.unseal(b"correct horse", purpose="test/1", floor=QUICK)
    assert caught.value.code == "vault.passphrase"


def test_a_truncated_sealed_file_is_damaged_and_says_nothing_of_the_passphrase() -> None:
    raw = sealed().format()
    for length in range(len(raw)):
        with pytest.raises(MalformedInput) as caught:
            SealedFile.parse(raw[:length]).unseal(b"correct horse", purpose="test/1", floor=QUICK)
        assert caught.value.code == "vault.malformed"


def test_a_damaged_file_does_not_tell_whether_another_passphrase_is_right() -> None:
    cut = SealedFile.parse(sealed().format()[:-1])
    with pytest.raises(Refused) as caught:
        cut.unseal(b"correct horsf", purpose="test/1", floor=QUICK)
    assert caught.value.code == "vault.passphrase"


@pytest.mark.parametrize("purpose", ["", "x" * 65, "séance", "two\nlines"])
def test_a_purpose_is_short_printable_ascii(purpose: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        sealed(purpose=purpose)
    assert caught.value.code == "vault.malformed"


def test_a_sealed_file_has_an_upper_bound() -> None:
    with pytest.raises(MalformedInput) as caught:
        SealedFile.parse(bytes((1 << 20) + 1))
    assert caught.value.code == "input.too_large"


def test_what_would_not_be_read_again_is_not_sealed() -> None:
    def seal(length: int) -> SealedFile:
        return SealedFile.seal(
            bytes(length), b"correct horse", purpose="x" * 64, salt=SALT, nonce=NONCE, kdf=QUICK
        )

    assert SealedFile.parse(seal(1_048_000).format()).purpose == "x" * 64
    with pytest.raises(MalformedInput) as caught:
        seal(1_048_001)
    assert caught.value.code == "input.too_large"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_a_mistake(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SealingKey(bytes(length))


def test_keys_do_not_show_themselves() -> None:
    assert repr(KEY) == "SealingKey(…)"
