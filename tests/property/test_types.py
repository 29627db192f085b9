"""Types, dates, territories and lists of people, on whatever hypothesis thinks of."""

import contextlib
import csv
import io
import itertools
import unicodedata
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from livret_core.credential import catalogue
from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.claim_text import is_claim_text
from livret_core.credential.type_metadata import TypeMetadata
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.partial_date import PartialDate
from livret_core.sdjwt import ConcealPlan, conceal, reveal
from livret_core.territory import Territory
from livret_issuer.columns import columns
from livret_issuer.intake import Row, RowRefused, read_rows

NOW_S = 1_795_300_000
TODAY = date(2026, 11, 21)
VERNEUIL = Territory.parse("fr-insee:80999")

names = (
    st.text(min_size=1, max_size=40)
    .map(lambda text: unicodedata.normalize("NFC", text.strip()))
    .filter(lambda text: bool(text) and is_claim_text(text) and text == text.strip())
)


@given(st.dates(date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_every_day_month_and_year_is_read_and_written_the_same(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    found = PartialDate.parse(text)
    assert found.format() == text
    assert found.first_day() <= day <= found.last_day()


@given(st.text(max_size=12))
def test_text_that_is_read_as_a_date_is_written_the_same(text: str) -> None:
    with contextlib.suppress(MalformedInput):
        assert PartialDate.parse(text).format() == text


@given(
    st.one_of(
        st.text(max_size=24),
        st.from_regex(r"(fr-insee|be-nis|de-ags):[0-9AB]{4,9}", fullmatch=True),
    )
)
def test_text_that_is_read_as_a_territory_is_written_the_same(text: str) -> None:
    with contextlib.suppress(MalformedInput):
        assert Territory.parse(text).format() == text


@given(st.binary(max_size=400))
def test_octets_that_are_no_type_metadata_are_malformed(raw: bytes) -> None:
    with contextlib.suppress(MalformedInput):
        assert TypeMetadata.parse(raw).vct


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["path", "sd", "display", "locale", "name", "label", "uri"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["display", "claims", "extends", "name"]), json_values))
def test_any_json_is_type_metadata_or_malformed(members: dict[str, Any]) -> None:
    with contextlib.suppress(MalformedInput):
        found = TypeMetadata.parse(json_encoding.format({"vct": "urn:a:b:1", **members}))
        assert len({claim.path for claim in found.claims}) == len(found.claims)


@st.composite
def births(draw: st.DrawFn) -> dict[str, Any]:
    person = st.fixed_dictionaries({"given_name": names}, optional={"family_name": names})
    own = draw(
        st.fixed_dictionaries(
            {
                "given_name": names,
                "act_number": names,
                "place_of_birth": st.fixed_dictionaries(
                    {"country": st.just("FR")}, optional={"locality": names}
                ),
            },
            optional={
                "family_name": names,
                "parents": st.lists(person, min_size=1, max_size=2),
                "annotations": st.lists(names, min_size=1, max_size=3),
                "sex": st.sampled_from([0, 1, 2, 9]),
            },
        )
    )
    kind = catalogue.find("birth")
    return {**own, **kind.standing_claims(VERNEUIL, authority="Mairie", issued_on=TODAY)}


@given(births(), st.data())
def test_a_credential_made_to_its_plan_passes_whatever_is_shown(
    claims: dict[str, Any], data: st.DataObject
) -> None:
    kind = catalogue.find("birth")
    kind.check_claims(claims)
    salts = (number.to_bytes(16) for number in itertools.count())
    made = conceal(claims, ConcealPlan.of(kind.conceal_paths), salts=salts)
    whole = reveal(made.payload, made.disclosures)
    assert whole.claims == claims
    kind.check_issued(IssuedClaims.of(whole).complete())

    by_place = {placed.disclosure: placed for placed in whole.placed}
    shown: set[int] = set()
    for wanted in data.draw(st.lists(st.sampled_from(sorted(by_place)), unique=True)):
        step: int | None = wanted
        while step is not None:  # showing one means showing what it stands in
            shown.add(step)
            step = by_place[step].parent
    part = reveal(made.payload, [made.disclosures[place] for place in sorted(shown)])
    kind.check_issued(IssuedClaims.of(part))


def read(raw: bytes) -> list[Row | RowRefused]:
    kind = catalogue.find("residency")
    standing = kind.standing_claims(VERNEUIL, authority="Mairie", issued_on=TODAY)
    return list(read_rows([raw], kind, standing=standing, now_s=NOW_S))


@given(st.binary(max_size=300))
def test_any_octets_are_a_list_or_refused(raw: bytes) -> None:
    header = b"given_name,commune,address.locality,address.country\n"
    for text in (raw, header + raw):
        with contextlib.suppress(MalformedInput):
            assert all(isinstance(outcome, Row | RowRefused) for outcome in read(text))


@given(names, names, st.dates(date(1900, 1, 1), date(2020, 1, 1)))
def test_what_a_csv_writer_writes_is_read_back(given: str, locality: str, born: date) -> None:
    cells = {
        "given_name": given,
        "birthdate": born.isoformat(),
        "commune": locality,
        "address.locality": locality,
        "address.country": "FR",
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, list(cells))
    writer.writeheader()
    writer.writerow(cells)
    (outcome,) = read(out.getvalue().encode())
    if isinstance(outcome, RowRefused):
        assert outcome.code in {"intake.formula", "intake.garbled"}
    else:
        assert (outcome.claims["given_name"], outcome.claims["birthdate"]) == (
            given,
            born.isoformat(),
        )


@given(st.sampled_from(["birth", "diploma", "residency"]), st.text(max_size=20))
def test_no_cell_crashes_the_reader(name: str, cell: str) -> None:
    kind = catalogue.find(name)
    standing = kind.standing_claims(VERNEUIL, authority="Mairie", issued_on=TODAY)
    header = list(columns(kind))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerow(["x" + cell] * len(header))
    raw = out.getvalue().encode("utf-8", "surrogatepass")
    with contextlib.suppress(MalformedInput):
        outcomes = list(read_rows([raw], kind, standing=standing, now_s=NOW_S))
        assert all(isinstance(outcome, RowRefused) for outcome in outcomes)
