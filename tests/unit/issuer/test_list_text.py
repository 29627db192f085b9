"""Which file was given for a list, and whether its letters are those that were written."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import MalformedInput
from livret_core.words import LANGUAGES, Language, explain_error
from livret_issuer.intake import Outcome, Row
from livret_issuer.list_text import is_misread
from tests.unit.issuer.test_intake import CAMILLE, ZOE

Read = Callable[..., list[Outcome]]

# Names as registers of many countries have them.
NAMES = (
    *("Zoé", "Aurélie", "Loïc", "Anaïs", "François", "Maëlle", "Benoît", "Jérôme", "L’Hôte"),
    *("D’Âpremont", "Œuvrard", "Théoxène", "Noëlle", "Ségolène", "Abbé de l’Épée"),
    *("Müller", "Groß", "Jäger", "Schröder", "Özdemir", "Weiß-Förster", "ẞ"),
    *("Daniël", "Zoë", "Reünië", "’t Hoën", "José", "Núñez", "Íñigo", "Begoña", "Peña-Güell"),
    *("João", "Conceição", "Guimarães", "Magalhães", "Ângelo", "Antão", "Simões", "Cançado"),
    *("Łukasz", "Wałęsa", "Świętosława", "Żółć", "Gżegżółka", "Brzęczyszczykiewicz", "Ćwikła"),
    *("Jiří", "Dvořák", "Šárka", "Žižka", "Jeníšek", "Růžena", "Ďurica", "Ľubomír", "Třešť"),
    *("Đorđe", "Čović", "Šćepanović", "Žarko", "Željko", "Ágnes", "Győző", "Őry", "Űrhajós"),
    *("Ștefan", "Țuțuianu", "Brâncuși", "Ăla", "Mărțișor", "Înălțare", "Şerban", "Ţepeş"),
    *("Ayşe", "Gökçe", "Şükrü", "Çağlar", "Iğdır", "İbrahim", "Ümit", "Ağaoğlu", "Kılıç"),
    *("Åsa", "Ærø", "Øystein", "Søren", "Håkon", "Ängström", "Öberg", "Päivi", "Šimäki"),
    *("Þórður", "Davíð", "Ægir", "Örn", "Ólafía", "Guðrún", "Ēriks", "Ģirts", "Ķēniņš"),
    *("Žydrūnas", "Šarūnė", "Rūta", "Jõgi", "Tõnu", "Ülle", "Ġorġ", "Ħal-Għaxaq", "Żejtun"),
    *("Nguyễn", "Trần Thị Mỹ", "Đặng", "Lê Ánh", "Hồ Quỳnh", "Mã", "Ngô Đình"),
    *("Ζωή", "Γιώργος", "Ειρήνη", "Μαΐου", "Лев", "Фёдор", "Їжак", "Ґалаґан", "Ђорђе", "Њего"),
    *("Siân", "Ŵyn", "Ŷnys", "Séamus Ó Sé", "Ní Dhálaigh", "Núria Vil·là", "Mª Ángeles"),
    *("Ɖeɖe", "Ŋɔŋlɔ", "Adébáyọ̀", "Ṣọlá", "ʻAkahi", "Kāwika", "Māori"),
    *("יעל", "محمد", "王小明", "さくら", "김민준", "नेहा", "தமிழ்", "გიორგი", "Արամ", "ไทย"),
)
MARKS = ("", " ", "-", "'", " – ", ", ", ".", " (", "/", " ’")
UNDEFINED = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
MISREAD_AS = ("latin-1", "cp1252", "mac_roman", "cp850", "cp437")


def misread(text: str, misread_as: str) -> str:
    """UTF-8 as a program shows it that takes it for another encoding."""
    octets = [bytes([octet]) for octet in text.encode()]
    # Windows-1252 has nothing for five octets, and shows them as control characters.
    undefined = UNDEFINED if misread_as == "cp1252" else ()
    return "".join(
        octet.decode("latin-1" if octet in undefined else misread_as) for octet in octets
    )


names = st.sampled_from(NAMES).flatmap(
    lambda name: st.sampled_from([name, name.upper(), name.lower(), name.title()])
)


@given(names, st.sampled_from(MARKS), names)
def test_names_of_many_languages_are_names(one: str, mark: str, other: str) -> None:
    assert not is_misread(unicodedata.normalize("NFC", one + mark + other))


@pytest.mark.parametrize("misread_as", MISREAD_AS)
@pytest.mark.parametrize(
    "name", [name for name in NAMES if set(name) & set("éèêëïîôöüäâãçñóúßåøð")]
)
def test_a_name_that_was_misread_is_told(name: str, misread_as: str) -> None:
    assert is_misread(unicodedata.normalize("NFC", misread(name, misread_as)))


@pytest.mark.parametrize("misread_as", MISREAD_AS)
@given(st.sampled_from("éèêëïîôöüäâãçñóúßåøðÉÖÜÄÇ’"), names)
def test_one_misread_letter_is_told_beside_any_name(
    misread_as: str, letter: str, name: str
) -> None:
    assert is_misread(f"Zo{misread(letter, misread_as)} {name}")


@pytest.mark.parametrize(
    "name", ["Łukasz", "Gżegżółka", "İbrahim", "Ayşe", "Ζωή", "Лев", "Őry", "Żejtun", "Ēriks"]
)
def test_letters_beyond_the_west_are_told_where_windows_1252_misread_them(name: str) -> None:
    assert is_misread(name.encode().decode("latin-1"))
    assert not is_misread(name)


def whole(header: str) -> bytes:
    return f"{header}\n{CAMILLE}\n{ZOE}\n".encode()


SPOILT: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "utf-16": ("intake.encoding", lambda raw: raw.decode().encode("utf-16")),
    "utf-16-le": ("intake.encoding", lambda raw: raw.decode().encode("utf-16-le")),
    "xlsx": ("intake.spreadsheet", lambda raw: b"PK\x03\x04\x14\0\x06\0" + raw),
    "xlsx without an end of line": (
        "intake.spreadsheet",
        lambda _: b"PK\x03\x04" + b"\xfe" * 66_000,
    ),
    "CR": ("intake.line_ends", lambda raw: raw.replace(b"\n", b"\r")),
    "CR behind a mark": (
        "intake.line_ends",
        lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r"),
    ),
}


@pytest.mark.parametrize("chunk", [1, 70_000])
@pytest.mark.parametrize("of", SPOILT)
def test_a_file_that_is_no_list_is_called_what_it_is(
    of: str, chunk: int, read: Read, header: str
) -> None:
    code, spoilt = SPOILT[of]
    assert all(isinstance(outcome, Row) for outcome in read(whole(header), chunk=chunk))
    with pytest.raises(MalformedInput) as caught:
        read(spoilt(whole(header)), chunk=chunk)
    assert caught.value.code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_that_cannot_be_read_is_told_each_in_its_own_words(language: Language) -> None:
    codes = ("encoding", "garbled", "spreadsheet", "line_ends", "header")
    told = [explain_error(MalformedInput(f"intake.{code}"), language) for code in codes]
    assert len({each.what for each in told}) == len(codes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["intake.encoding", "intake.garbled"])
def test_a_letter_that_comes_out_wrong_is_told_with_its_line(code: str, language: Language) -> None:
    error = MalformedInput(code, line=312, column="given_name")
    assert " 312 " in explain_error(error, language).what.replace(":", " ")
