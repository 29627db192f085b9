"""RFC 6238: its own vectors, and which digits count when."""

import base64

import pytest

from livret_core.totp import (
    STEP_S,
    Hash,
    digits_of,
    find_step,
    link,
    secret_text,
    step_of,
)

SECRET = b"12345678901234567890"
LONGER: dict[Hash, bytes] = {
    "sha1": SECRET,
    "sha256": b"12345678901234567890123456789012",
    "sha512": b"1234567890123456789012345678901234567890123456789012345678901234",
}


@pytest.mark.parametrize(
    ("at_s", "by", "shown"),
    [
        (59, "sha1", "94287082"), (59, "sha256", "46119246"), (59, "sha512", "90693936"),
        (1111111109, "sha1", "07081804"), (1111111109, "sha256", "68084774"),
        (1111111109, "sha512", "25091201"), (1111111111, "sha1", "14050471"),
        (1111111111, "sha256", "67062674"), (1111111111, "sha512", "99943326"),
        (1234567890, "sha1", "89005924"), (1234567890, "sha256", "91819424"),
        (1234567890, "sha512", "93441116"), (2000000000, "sha1", "69279037"),
        (2000000000, "sha256", "90698825"), (2000000000, "sha512", "38618901"),
        (20000000000, "sha1", "65353130"), (20000000000, "sha256", "77737706"),
        (20000000000, "sha512", "47863826"),
    ],
)  # fmt: skip
def test_the_vectors_of_rfc_6238_appendix_b(at_s: int, by: Hash, shown: str) -> None:
    assert digits_of(LONGER[by], step_of(at_s), digits=8, by=by) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    list(enumerate(
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    )),
)  # fmt: skip
def test_the_vectors_of_rfc_4226_appendix_d(count: int, shown: str) -> None:
    assert digits_of(SECRET, count) == shown


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_digits_count_a_step_before_and_after(ahead: int) -> None:
    now_s = 1_800_000_000
    step = step_of(now_s) + ahead
    assert find_step(SECRET, digits_of(SECRET, step), now_s=now_s) == step


@pytest.mark.parametrize("ahead", [-2, 2])
def test_digits_of_another_minute_do_not(ahead: int) -> None:
    now_s = 1_800_000_000
    assert find_step(SECRET, digits_of(SECRET, step_of(now_s) + ahead), now_s=now_s) is None


def test_digits_count_once() -> None:
    now_s = 1_800_000_000
    step, shown = step_of(now_s), digits_of(SECRET, step_of(now_s))
    assert find_step(SECRET, shown, now_s=now_s, after=step - 1) == step
    assert find_step(SECRET, shown, now_s=now_s + STEP_S, after=step) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "٠١٢٣٤٥", "-12345", "x" * 10_000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert find_step(SECRET, typed, now_s=1_800_000_000) is None


def test_spaces_do_not_matter() -> None:
    shown = digits_of(SECRET, step_of(59))
    assert find_step(SECRET, f" {shown[:3]} {shown[3:]} ", now_s=59) == 1


def test_a_link_has_the_secret_in_base32_and_names_that_are_escaped() -> None:
    made = link(SECRET, service="Piscine & Saules", name="odile")
    assert made == (
        "otpauth://totp/Piscine%20%26%20Saules%3Aodile"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Piscine%20%26%20Saules"
    )
    assert base64.b32decode(secret_text(SECRET)) == SECRET
