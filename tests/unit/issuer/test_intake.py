import itertools
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import livret_town
from livret_core.credential import catalogue
from livret_core.errors import MalformedInput
from livret_core.territory import Territory
from livret_core.words import LANGUAGES, explain_error
from livret_issuer.intake import Outcome, Row, RowRefused, read_rows

Read = Callable[..., list[Outcome]]

CAMILLE = "Arnould,Camille,1988-03-14,Verneuil,rue des Tanneurs,12,Verneuil,FR,2019-09-01"
ZOE = "Arnould,Zoé,2016-05-03,Verneuil,rue des Tanneurs,12,Verneuil,FR,2019-09-01"


def refused(outcomes: list[Outcome]) -> RowRefused:
    (outcome,) = outcomes
    assert isinstance(outcome, RowRefused)
    return outcome


def test_a_row_becomes_the_claims_of_one_person(read: Read, header: str) -> None:
    camille, zoe = read(header, CAMILLE, ZOE)
    assert isinstance(camille, Row)
    assert isinstance(zoe, Row)
    assert (camille.row, camille.line, zoe.row, zoe.line) == (1, 2, 2, 3)
    assert camille.claims == {
        "family_name": "Arnould",
        "given_name": "Camille",
        "birthdate": "1988-03-14",
        "commune": "Verneuil",
        "address": {
            "street_address": "rue des Tanneurs",
            "house_number": "12",
            "locality": "Verneuil",
            "country": "FR",
        },
        "resident_since": "2019-09-01",
        "issuing_authority": "Mairie",
        "issuing_country": "FR",
        "issuing_territory": "fr-insee:80999",
        "certificate_language": "fr",
        "date_of_issuance": "2026-11-21",
    }
    assert zoe.claims["given_name"] == "Zoé"


@pytest.mark.parametrize("name", ["residents", "births", "diplomas"])
def test_the_lists_that_are_shipped_are_read_whole(name: str, read: Read) -> None:
    folder = Path(livret_town.__file__).parent / "demo_data"
    kind = {"residents": "residency", "births": "birth", "diplomas": "diploma"}[name]
    outcomes = read((folder / f"{name}.csv").read_bytes(), name=kind)
    assert [type(outcome) for outcome in outcomes] == [Row, Row, Row]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("chunk", [1, 3, 1_000])
def test_line_endings_and_byte_order_mark_do_not_matter(
    ending: bytes, mark: bytes, chunk: int, read: Read, header: str
) -> None:
    raw = mark + ending.join(line.encode() for line in (header, CAMILLE, ZOE))
    assert read(raw, chunk=chunk) == read(header, CAMILLE, ZOE)


def test_semicolons_separate_as_commas_do(read: Read, header: str) -> None:
    assert read(header.replace(",", ";"), CAMILLE.replace(",", ";")) == read(header, CAMILLE)


def test_a_cell_in_quotes_may_hold_the_separator(read: Read, header: str) -> None:
    (row,) = read(header, CAMILLE.replace("Camille", '"Camille, Jeanne"'))
    assert isinstance(row, Row)
    assert row.claims["given_name"] == "Camille, Jeanne"


def test_blanks_around_a_cell_and_blank_rows_are_passed_over(read: Read, header: str) -> None:
    spaced = CAMILLE.replace(",", " , ")
    outcomes = read(header, "", spaced, ",,,,,,,,", "   ")
    assert [outcome.line for outcome in outcomes] == [3]
    assert isinstance(outcomes[0], Row)
    assert outcomes[0].claims == read(header, CAMILLE)[0].claims  # type: ignore[union-attr]


def test_decomposed_letters_are_composed(read: Read, header: str) -> None:
    (row,) = read(header, ZOE.replace("Zoé", "Zoe\u0301"))
    assert isinstance(row, Row)
    assert row.claims["given_name"] == "Zoé"


def test_an_empty_cell_is_a_claim_that_is_absent(read: Read, header: str) -> None:
    (row,) = read(header, CAMILLE.replace("Arnould", "").replace("1988-03-14", ""))
    assert isinstance(row, Row)
    assert not {"family_name", "birthdate"} & set(row.claims)


def test_particles_and_partial_dates_are_kept_as_recorded(read: Read, header: str) -> None:
    (row,) = read(header, CAMILLE.replace("Arnould", "van der Lys").replace("1988-03-14", "1951"))
    assert isinstance(row, Row)
    assert (row.claims["family_name"], row.claims["birthdate"]) == ("van der Lys", "1951")


def test_numbered_columns_become_a_list_without_gaps(read: Read) -> None:
    (row,) = read(
        "given_name,place_of_birth.country,act_number,sex,parents.0.family_name,parents.1.given_name",
        "Zoé,FR,87/2016,2,,Camille",
        name="birth",
    )
    assert isinstance(row, Row)
    assert row.claims["parents"] == [{"given_name": "Camille"}]
    assert row.claims["sex"] == 2


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("1988-03-14", "14/03/1988", "date.malformed", "birthdate"),
        ("1988-03-14", "1988-02-30", "date.malformed", "birthdate"),
        ("1988-03-14", "2030-01-01", "claims.future", "birthdate"),
        ("2019-09-01", "1987", "claims.order", "resident_since"),
        ("FR", "France", "claims.malformed", "address.country"),
        ("FR", "DE", "claims.elsewhere", "address.country"),
        ("Verneuil,FR", ",FR", "claims.malformed", "address.locality"),
        ("Camille", "Cam\u202eille", "claims.text", "given_name"),
        ("Camille", "Cam\u200bille", "claims.text", "given_name"),
        ("Arnould,Camille", ",", "claims.malformed", ""),
        ("Camille", "C" * 301, "claims.malformed", "given_name"),
        (",FR", "", "intake.row", ""),
        ("Camille", "Camille,Jeanne", "intake.row", ""),
        ("Camille", '"Camille', "intake.row", ""),
        ("Camille", '"Cam"ille', "intake.row", ""),
    ],
)
def test_a_wrong_cell_is_answered_with_its_line_and_column(
    old: str, new: str, code: str, column: str, read: Read, header: str
) -> None:
    outcome = refused(read(header, CAMILLE.replace(old, new)))
    assert (outcome.code, outcome.line, outcome.column) == (code, 2, column)
    assert (outcome.reason.facts["line"], outcome.reason.facts["column"]) == (2, column)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("1988-03-14", "2030-01-01", ["birthdate"]),
        ("2019-09-01", "1987", ["resident_since", "birthdate"]),
        ("FR", "DE", ["address.country"]),
    ],
)
def test_a_wrong_cell_is_told_with_the_names_that_its_sentence_needs(
    old: str, new: str, named: list[str], read: Read, header: str
) -> None:
    outcome = refused(read(header, CAMILLE.replace(old, new)))
    for language in LANGUAGES:
        what = explain_error(outcome.reason, language).what
        assert all(name in what for name in named)


@pytest.mark.parametrize(
    ("column", "written", "form"),
    [
        ("birthdate", "14/03/1988", "1988-03-14, 1988-03, 1988"),
        ("date_of_registration", "14/03/1988", "1988-03-14"),
        ("date_of_registration", "1988-03", "1988-03-14"),
    ],
)
def test_a_wrong_date_is_answered_with_the_form_that_is_wanted(
    column: str, written: str, form: str, read: Read
) -> None:
    outcome = refused(
        read(
            f"given_name,place_of_birth.country,act_number,{column}",
            f"Zoé,FR,87/2016,{written}",
            name="birth",
        )
    )
    assert (outcome.code, outcome.column) == ("date.malformed", column)
    assert outcome.reason.facts["form"] == form


@pytest.mark.parametrize("named", [("Paris",), ("Verneuil-sur-Lys", "Verneuil-le-Haut")])
def test_another_commune_than_the_towns_own_is_refused(
    named: tuple[str, ...], read: Read, header: str
) -> None:
    outcome = refused(read(header, CAMILLE, communes=named))
    assert (outcome.code, outcome.column) == ("claims.elsewhere", "commune")


@pytest.mark.parametrize("named", [(), ("Verneuil",), ("Sint-Jansbeke", "VERNEUIL")])
def test_a_commune_by_any_of_its_names_is_its_own(
    named: tuple[str, ...], read: Read, header: str
) -> None:
    (row,) = read(header, CAMILLE, communes=named)
    assert isinstance(row, Row)


def test_a_birth_abroad_is_not_in_a_french_register(read: Read) -> None:
    header = "given_name,place_of_birth.country,act_number"
    outcome = refused(read(header, "Zoé,PT,87", name="birth"))
    assert (outcome.code, outcome.column) == ("claims.elsewhere", "place_of_birth.country")


@pytest.mark.parametrize("cell", ["two", "1.0", "-1", "7", "²", "1" * 20])
def test_a_number_is_a_number(cell: str, read: Read) -> None:
    header = "given_name,place_of_birth.country,act_number,sex"
    outcome = refused(read(header, f"Zoé,FR,87,{cell}", name="birth"))
    assert outcome.column == "sex"


def test_a_wrong_row_does_not_stop_the_list(read: Read, header: str) -> None:
    outcomes = read(header, CAMILLE.replace("1988", "88"), ZOE)
    assert [type(outcome) for outcome in outcomes] == [RowRefused, Row]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("given_name", "forename"), 2),
        (("given_name", "family_name"), 2),
        (("given_name", ""), 2),
        (("given_name", "issuing_territory"), 2),
        (("address.locality", "address.town"), 7),
        (("commune,", ""), "commune"),
        (("address.country", "address.region"), "address.country"),
    ],
)
def test_a_header_of_another_list_stops_the_reading(
    change: tuple[str, str], column: int | str, read: Read, header: str
) -> None:
    with pytest.raises(MalformedInput) as caught:
        read(header.replace(*change), CAMILLE)
    assert (caught.value.code, caught.value.facts["column"]) == ("intake.header", column)


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xef\xbb\xbf"])
def test_an_empty_list_has_no_header(raw: bytes, read: Read) -> None:
    with pytest.raises(MalformedInput) as caught:
        read(raw)
    assert caught.value.code == "intake.header"


def test_no_reason_holds_what_stands_in_a_cell(read: Read, header: str) -> None:
    for row in (
        CAMILLE.replace("Camille", "=Zz-secret"),
        CAMILLE.replace("1988-03-14", "Zz-secret"),
        CAMILLE.replace("FR", "Zz-secret"),
        CAMILLE.replace("Camille", "Zz-secret\u202e"),
        CAMILLE + ",Zz-secret",
        CAMILLE + '"Zz-secret',
    ):
        reason = refused(read(header, row)).reason
        assert "Zz-secret" not in f"{reason} {reason.detail} {reason.facts}"


def test_a_list_without_a_header_does_not_tell_its_first_person(read: Read) -> None:
    with pytest.raises(MalformedInput) as caught:
        read(CAMILLE, ZOE)
    error = caught.value
    assert error.facts == {"line": 1, "column": 1}
    assert "Arnould" not in f"{error} {error.detail}"


def test_memory_does_not_grow_with_the_list(header: str) -> None:
    def peak(count: int) -> int:
        kind = catalogue.find("residency")
        standing = kind.standing_claims(
            Territory.parse("fr-insee:80999"), authority="Mairie", issued_on=date(2026, 11, 21)
        )
        lines = (f"{CAMILLE.replace('Arnould', str(number))}\n" for number in range(count))
        chunks = (text.encode() for text in itertools.chain([f"{header}\n"], lines))
        tracemalloc.start()
        try:
            rows = read_rows(chunks, kind, standing=standing, now_s=1_795_300_000)
            assert sum(isinstance(outcome, Row) for outcome in rows) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is compiled and cached once is not the list's
    assert peak(5_000) - peak(500) < 40 * 5_000
