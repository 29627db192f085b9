"""A backup's file: what opens it, and that nothing else does."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_wallet.backup import sealed
from livret_wallet.backup.contents import KINDS, Contents
from livret_wallet.backup.sealed import SealedBackup, Under
from livret_wallet.vault.layout import TABLES
from tests.keepsakes import CHEAP

SECRET: Final = b"a secret"
RANDOM: Final = bytes(range(sealed.RANDOM_BYTES))
PART: Final = (1 << 16) + 16
LOCK: Final = 11


def made(content: bytes, *, under: Under = "words", random: bytes = RANDOM) -> bytes:
    return sealed.seal(content, SECRET, under=under, random=random, kdf=CHEAP).format()


def opened(raw: bytes, secret: bytes = SECRET) -> bytes:
    return SealedBackup.parse(raw).unseal(secret, floor=CHEAP)


def code_of(raw: bytes, secret: bytes = SECRET) -> str:
    with pytest.raises(LivretError) as caught:
        opened(raw, secret)
    return caught.value.code


@pytest.mark.parametrize("length", [0, 1, 65_527, 65_528, 65_529, 131_064, 131_065, 200_000])
def test_content_of_any_length_comes_back_exactly(length: int) -> None:
    content = b"\xff" * length
    assert opened(made(content)) == content


def test_its_length_shows_in_steps_of_64_kib() -> None:
    assert len(made(b"")) == len(made(bytes(65_528)))
    assert len(made(bytes(65_529))) == len(made(b"")) + PART


@pytest.mark.parametrize("under", ["words", "passphrase"])
def test_it_says_in_clear_what_it_is_under(under: Under) -> None:
    assert SealedBackup.parse(made(b"x", under=under)).under == under
    assert opened(made(b"x", under=under)) == b"x"


def test_another_secret_opens_nothing() -> None:
    assert code_of(made(b"x"), b"another") == "backup.secret"


def test_an_empty_secret_is_none() -> None:
    assert code_of(made(b"x"), b"") == "vault.passphrase_empty"


def test_a_cheap_lock_is_not_opened_by_default() -> None:
    with pytest.raises(Refused) as caught:
        SealedBackup.parse(made(b"x")).unseal(SECRET)
    assert caught.value.code == "vault.weak_kdf"


def test_every_byte_counts() -> None:
    raw = made(b"content")
    begins = len(raw) - PART
    expected = {"backup.malformed", "backup.secret", "vault.weak_kdf"}
    for at in [*range(begins + 40), *range(begins + 40, len(raw), 4_099), len(raw) - 1]:
        changed = bytearray(raw)
        changed[at] ^= 1
        # Passes and memory: other parameters, and so another key.
        if LOCK + 9 < at < LOCK + 18 and at != LOCK + 13 and at != LOCK + 17:
            continue
        assert code_of(bytes(changed)) in expected, at


def test_a_truncated_file_is_no_backup() -> None:
    raw = made(bytes(200_000))
    for length in [0, 1, 10, 11, 50, *range(100, len(raw), 9_973), len(raw) - 1]:
        assert code_of(raw[:length]) == "backup.malformed", length


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_a_file_cut_between_parts_is_no_backup(parts: int) -> None:
    raw = made(bytes(200_000))
    assert code_of(raw[: -PART * parts]) == "backup.malformed"


def test_parts_in_another_order_are_no_backup() -> None:
    raw = made(bytes(200_000))
    swapped = raw[: -2 * PART] + raw[-PART:] + raw[-2 * PART : -PART]
    assert code_of(swapped) == "backup.malformed"


def test_a_part_of_another_backup_is_none_of_this() -> None:
    one, other = made(bytes(100_000)), made(bytes(100_000), random=RANDOM[::-1])
    assert code_of(one[:-PART] + other[-PART:]) == "backup.malformed"
    assert code_of(other[: -2 * PART] + one[-2 * PART :]) == "backup.malformed"


def test_something_added_is_seen() -> None:
    assert code_of(made(b"x") + b"x") == "backup.malformed"
    assert code_of(made(b"x") + bytes(PART)) == "backup.malformed"


def test_a_lock_for_another_use_opens_no_backup() -> None:
    from livret_core.sealing import SealedFile

    lock = SealedFile.seal(
        bytes(48), SECRET, purpose="livret/vault/lock/1", salt=bytes(16), nonce=bytes(24), kdf=CHEAP
    )
    backup = SealedBackup("passphrase", lock, (bytes(PART),))
    assert code_of(backup.format()) == "backup.malformed"


def test_a_lock_of_another_length_opens_no_backup() -> None:
    from livret_core.sealing import SealedFile

    purpose = "livret/wallet/backup/words/1"
    lock = SealedFile.seal(
        bytes(47), SECRET, purpose=purpose, salt=bytes(16), nonce=bytes(24), kdf=CHEAP
    )
    assert code_of(SealedBackup("words", lock, (bytes(PART),)).format()) == "backup.malformed"


def test_more_than_a_backup_holds_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BACKUP_BYTES", 100)
    with pytest.raises(MalformedInput) as caught:
        sealed.seal(bytes(101), SECRET, under="words", random=RANDOM, kdf=CHEAP)
    assert caught.value.code == "input.too_large"
    with pytest.raises(MalformedInput) as caught:
        Contents(0, False, (("setting", bytes(101)),)).format()
    assert caught.value.code == "input.too_large"


@settings(max_examples=50)
@given(st.binary(max_size=400))
def test_octets_of_a_stranger_raise_our_reasons_alone(octets: bytes) -> None:
    for raw in (octets, b"livback\0\x01" + octets, made(b"x")[: len(octets)] + octets):
        assert code_of(raw) in {"backup.malformed", "backup.secret", "vault.weak_kdf"}


CONTENTS: Final = Contents(7, True, (("history", b'{"v":1}'), ("key", b""), ("history", b"x")))


def test_contents_are_read_as_they_were_written() -> None:
    assert Contents.parse(CONTENTS.format()) == CONTENTS
    assert CONTENTS.of("history") == [b'{"v":1}', b"x"]
    assert Contents.parse(Contents(7, False, ()).format()) == Contents(7, False, ())


def test_a_kind_has_the_number_of_the_vaults_table() -> None:
    assert KINDS == TABLES


def test_contents_that_end_early_or_say_another_number_are_none() -> None:
    raw = CONTENTS.format()
    cases = [raw[:at] for at in range(len(raw))]
    cases += [raw.replace(b'"rows":3', b'"rows":2'), raw.replace(b'"v":1', b'"v":2', 1)]
    cases += [raw.replace(b'"made_at_s":7', b'"made_at_s":0.5'), raw + b"\0", raw + b"\x63\0\0\0\0"]
    for case in cases:
        with pytest.raises(MalformedInput) as caught:
            Contents.parse(case)
        assert caught.value.code == "backup.malformed"
