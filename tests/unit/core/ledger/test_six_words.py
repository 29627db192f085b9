"""Six words: the same 66 bits in four languages, read as people type."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from livret_core.errors import MalformedInput, Unavailable
from livret_core.ledger import six_words
from livret_core.ledger.six_words import Match, matches, parse, words_of
from livret_core.sealing import MODERATE, KdfParameters, stretch
from livret_core.words import LANGUAGES, Language

DIGEST = bytes(range(32))
Calls = list[tuple[bytes, bytes, KdfParameters]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """What the key derivation is asked for; a hash stands in for it."""
    seen: Calls = []

    def instead(octets: bytes, salt: bytes, kdf: KdfParameters) -> bytes:
        seen.append((octets, salt, kdf))
        return sha256(salt + octets).digest()

    six_words._indexes_of.cache_clear()
    monkeypatch.setattr(six_words, "stretch", instead)
    yield seen
    six_words._indexes_of.cache_clear()


@pytest.mark.usefixtures("calls")
def test_the_words_of_a_digest_are_always_the_same() -> None:
    once = words_of(DIGEST, "en")
    six_words._indexes_of.cache_clear()
    assert words_of(DIGEST, "en") == once
    assert len(once) == 6


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("bit", [0, 7, 128, 255])
def test_one_bit_of_the_digest_changes_the_words(bit: int) -> None:
    other = (int.from_bytes(DIGEST) ^ 1 << bit).to_bytes(32)
    ours, theirs = words_of(DIGEST, "en"), words_of(other, "en")
    assert sum(one != another for one, another in zip(ours, theirs, strict=True)) >= 5


@pytest.mark.usefixtures("calls")
def test_all_languages_say_the_same_bits() -> None:
    said = {parse(" ".join(words_of(DIGEST, language)), language) for language in LANGUAGES}
    assert len(said) == 1
    assert len({words_of(DIGEST, language) for language in LANGUAGES}) == 4


def test_a_digest_is_stretched_once_for_all_languages_and_answers(calls: Calls) -> None:
    for language in LANGUAGES:
        assert matches(" ".join(words_of(DIGEST, language)), DIGEST, language)
    assert calls == [(DIGEST, sha256(b"livret/six-words/v1\n").digest()[:16], MODERATE)]


@pytest.mark.parametrize(
    ("number", "indexes"),
    [
        (0, (0, 0, 0, 0, 0, 0)),
        (1, (0, 0, 0, 0, 0, 1)),
        (2047 << 55, (2047, 0, 0, 0, 0, 0)),
        (2**66 - 1, (2047,) * 6),
        (sum(at << 11 * (6 - at) for at in range(1, 7)), (1, 2, 3, 4, 5, 6)),
    ],
)
def test_the_first_66_bits_are_cut_from_the_left(
    number: int, indexes: tuple[int, ...], calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretched = (number << 190 | 2**190 - 1).to_bytes(32)
    monkeypatch.setattr(six_words, "stretch", lambda *_: stretched)
    assert words_of(DIGEST, "en") == six_words.format(indexes, "en")


def variants(words: tuple[str, ...]) -> dict[str, str]:
    return {
        "capitals": " ".join(words).upper(),
        "capitals at the beginning": " ".join(word.capitalize() for word in words),
        "hyphens": "-".join(words),
        "dashes, dots and commas": f"{words[0]} – {words[1]}. {words[2]}, {words[3]};{words[4]}/{words[5]}",
        "a line each, numbered": "\r\n".join(f"{at}. {word}" for at, word in enumerate(words, 1)),
        "spaces of all kinds": "\t\u00a0 ".join(words) + " \n",
        "four letters": " ".join(word[:4] for word in words),
        "another ending": " ".join(word[:4] + "s" for word in words),
        "wide letters": " ".join(words).translate({code: code + 0xFEE0 for code in range(97, 123)}),
        "accents": " ".join(words).replace("e", "é").replace("u", "u\u0308").replace("c", "ç"),
        "a soft hyphen inside": " ".join(word[:2] + "\u00ad" + word[2:] for word in words),
    }


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", sorted(variants(("",) * 6)))
def test_what_people_type_for_the_right_words_matches(how: str, language: Language) -> None:
    match = matches(variants(words_of(DIGEST, language))[how], DIGEST, language)
    assert match
    assert match.places == ("same",) * 6
    assert (match.digest, match.language) == (DIGEST, language)


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("at", range(6))
def test_each_of_the_six_counts(at: int) -> None:
    words = list(words_of(DIGEST, "en"))
    [words[at]] = six_words.format([parse(words[at], "en")[0] == 0], "en")
    match = matches(" ".join(words), DIGEST, "en")
    assert not match
    assert match.places == tuple("other" if place == at else "same" for place in range(6))


@pytest.mark.usefixtures("calls")
def test_a_slip_of_the_finger_is_told_from_another_word() -> None:
    words = words_of(DIGEST, "en")
    match = matches(" ".join(["xyzzy", *words[1:]]), DIGEST, "en")
    assert not match
    assert match.places == ("unknown", "same", "same", "same", "same", "same")


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("count", range(6))
def test_fewer_than_six_words_do_not_match(count: int) -> None:
    match = matches(" ".join(words_of(DIGEST, "en")[:count]), DIGEST, "en")
    assert not match
    assert match.places == ("same",) * count


@pytest.mark.usefixtures("calls")
def test_a_seventh_word_does_not_match() -> None:
    words = words_of(DIGEST, "en")
    match = matches(" ".join([*words, words[0]]), DIGEST, "en")
    assert not match
    assert match.places == ("same",) * 6 + ("other",)


@pytest.mark.usefixtures("calls")
def test_the_order_counts() -> None:
    assert not matches(" ".join(reversed(words_of(DIGEST, "en"))), DIGEST, "en")


@pytest.mark.usefixtures("calls")
def test_the_words_of_another_digest_do_not_match() -> None:
    assert not matches(" ".join(words_of(bytes(32), "fr")), DIGEST, "fr")


@pytest.mark.usefixtures("calls")
def test_words_are_read_in_the_language_of_the_sheet() -> None:
    assert not matches(" ".join(words_of(DIGEST, "de")), DIGEST, "nl")


def test_three_letters_are_no_word() -> None:
    [index] = parse("copp", "en")
    assert index is not None
    assert parse("cop", "en") == (None,)


def test_two_letters_in_one_sign_are_two() -> None:
    assert six_words._bare("Cœur Ægir") == "coeur aegir"


def test_letters_of_another_alphabet_are_none_of_ours() -> None:
    # Cyrillic "о" looks like ours. Two pieces are left, and neither is a word.
    assert parse("c\u043epper", "en") == (None, parse("pper", "en")[0])
    assert parse("pper", "en") == (None,)


def test_what_is_typed_has_an_upper_bound() -> None:
    assert parse(" " * 512, "en") == ()
    with pytest.raises(MalformedInput) as caught:
        parse(" " * 513, "en")
    assert caught.value.code == "input.too_large"


def test_too_much_typed_is_refused_before_anything_is_stretched(calls: Calls) -> None:
    with pytest.raises(MalformedInput) as caught:
        matches("copper " * 100, DIGEST, "en")
    assert caught.value.code == "input.too_large"
    assert calls == []


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_digest_of_another_length_is_a_mistake(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        words_of(bytes(length), "en")


def test_a_match_has_one_maker() -> None:
    with pytest.raises(TypeError, match="made by matches"):
        Match(digest=DIGEST, language="en", places=("same",) * 6, seal=object())


def test_a_machine_without_the_memory_compares_nothing(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(six_words, "stretch", fail)
    with pytest.raises(Unavailable) as caught:
        matches("copper lantern orchard minute velvet harbour", DIGEST, "en")
    assert caught.value.code == "trust.memory"
    # A refusal for want of memory is not remembered as an answer.
    monkeypatch.setattr(six_words, "stretch", lambda *_: bytes(32))
    assert words_of(DIGEST, "en") == six_words.format((0,) * 6, "en")


def test_what_is_stretched_is_what_another_implementation_stretches() -> None:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    salt = bytes(range(16))
    theirs = Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=64).derive(DIGEST)
    assert stretch(DIGEST, salt, KdfParameters(passes=3, memory_kib=64)) == theirs
