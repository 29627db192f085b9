from datetime import date
from typing import Any

import pytest

import livret_schemas
from livret_core.credential import catalogue
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.territory import Territory

NOW_S = 1_795_300_000  # 21 November 2026
RESIDENCY = catalogue.find("residency")


def check(claims: JsonObject) -> None:
    RESIDENCY.check_claims(claims)


def test_claims_as_the_type_wants_them_pass(residency_claims: JsonObject) -> None:
    check(residency_claims)
    RESIDENCY.check_dates(residency_claims, now_s=NOW_S)


@pytest.mark.parametrize("name", ["family_name", "given_name"])
def test_a_person_with_a_single_name_is_a_person(name: str, residency_claims: JsonObject) -> None:
    del residency_claims[name]
    check(residency_claims)


def test_a_person_with_no_name_at_all_is_not_described(residency_claims: JsonObject) -> None:
    del residency_claims["family_name"], residency_claims["given_name"]
    with pytest.raises(MalformedInput) as caught:
        check(residency_claims)
    assert (caught.value.code, caught.value.facts) == (
        "claims.malformed",
        {"path": "", "rule": "anyOf"},
    )


@pytest.mark.parametrize("born", ["1951", "1951-03", "1951-03-14", None])
def test_a_date_of_birth_may_be_partial_or_unknown(
    born: str | None, residency_claims: JsonObject
) -> None:
    residency_claims.pop("birthdate")
    check(residency_claims if born is None else {**residency_claims, "birthdate": born})


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        ({"birthdate": "1951-02-30"}, "birthdate", "format"),
        ({"birthdate": 1951}, "birthdate", "type"),
        ({"birthdate": ""}, "birthdate", "pattern"),
        ({"commune": None}, "commune", "type"),
        ({"commune": " Verneuil"}, "commune", "pattern"),
        ({"commune": "V" * 301}, "commune", "maxLength"),
        ({"address": {"country": "FR"}}, "address.locality", "required"),
        ({"address": {"locality": "V", "country": "France"}}, "address.country", "pattern"),
        ({"address": {"locality": "V", "country": "FR", "x": 1}}, "address", None),
        ({"residence_kind": "holiday"}, "residence_kind", "enum"),
        ({"issuing_territory": "80999"}, "issuing_territory", "format"),
        ({"issuing_country": "BE"}, "issuing_country", "territory"),
        ({"date_of_issuance": "2026"}, "date_of_issuance", "pattern"),
        ({"nickname": "Cam"}, "", "additionalProperties"),
    ],
)
def test_a_wrong_claim_is_named_by_path_and_rule(
    change: dict[str, Any], path: str, rule: str | None, residency_claims: JsonObject
) -> None:
    with pytest.raises(MalformedInput) as caught:
        check({**residency_claims, **change})
    assert (caught.value.code, caught.value.facts["path"]) == ("claims.malformed", path)
    assert rule in (None, caught.value.facts["rule"])


def test_no_message_holds_a_value_or_a_name(residency_claims: JsonObject) -> None:
    changes: tuple[JsonObject, ...] = (
        {"birthdate": "Zz-secret"},
        {"Zz-secret": "x"},
        {"address": {"locality": "V", "country": "FR", "Zz-secret": "x"}},
        {"residence_kind": "Zz-secret"},
        {"issuing_territory": "Zz-secret"},
        {"commune": "Zz-secret\u202e"},
    )
    for change in changes:
        with pytest.raises((MalformedInput, Refused)) as caught:
            check({**residency_claims, **change})
        said = f"{caught.value} {caught.value.detail} {caught.value.facts}"
        assert "Zz-secret" not in said
        assert caught.value.__cause__ is None


def test_the_language_of_a_certificate_is_the_territorys(residency_claims: JsonObject) -> None:
    with pytest.raises(Refused) as caught:
        check({**residency_claims, "certificate_language": "nl"})
    assert (caught.value.code, caught.value.facts) == ("territory.language", {"allowed": "fr"})


@pytest.mark.parametrize(
    ("change", "path", "before"),
    [
        ({"birthdate": "2027-01-01"}, "birthdate", None),
        ({"birthdate": "2027"}, "birthdate", None),
        ({"resident_since": "1988-03-13"}, "resident_since", "birthdate"),
        ({"resident_since": "1987"}, "resident_since", "birthdate"),
        ({"date_of_issuance": "2026-11-23"}, "date_of_issuance", None),
        ({"date_of_issuance": "2019-08-31"}, "date_of_issuance", "resident_since"),
        # A year is no later than the day in it that came before.
        (
            {"birthdate": "1988-03-14", "resident_since": "1988", "date_of_issuance": "1988-03-13"},
            "date_of_issuance",
            "birthdate",
        ),
    ],
)
def test_dates_follow_each_other_and_none_is_to_come(
    change: JsonObject, path: str, before: str | None, residency_claims: JsonObject
) -> None:
    with pytest.raises(Refused) as caught:
        RESIDENCY.check_dates({**residency_claims, **change}, now_s=NOW_S)
    code = "claims.future" if before is None else "claims.order"
    facts = {"path": path} if before is None else {"path": path, "before": before}
    assert (caught.value.code, caught.value.facts) == (code, facts)


@pytest.mark.parametrize(
    "change",
    [
        {"birthdate": "2026"},  # may mean a day that has been
        {"birthdate": "2019"},  # may mean a day before the first of September
        {"resident_since": "1988"},
        {"resident_since": "1988-03-14"},
        {"date_of_issuance": "2026-11-22"},  # has begun in Kiribati
    ],
)
def test_a_partial_date_is_wrong_only_when_no_day_it_means_is_right(
    change: JsonObject, residency_claims: JsonObject
) -> None:
    if change.get("birthdate") == "2026":
        change = {**change, "resident_since": "2026-11"}
    RESIDENCY.check_dates({**residency_claims, **change}, now_s=NOW_S)


def test_standing_claims_take_the_language_that_was_chosen() -> None:
    eupen = Territory.parse("be-nis:63023")
    claims = RESIDENCY.standing_claims(
        eupen, authority="Eupen", issued_on=date(2026, 11, 21), language="de"
    )
    assert claims == {
        "issuing_authority": "Eupen",
        "issuing_country": "BE",
        "issuing_territory": "be-nis:63023",
        "certificate_language": "de",
        "date_of_issuance": "2026-11-21",
    }


def test_standing_claims_choose_no_language_where_the_law_leaves_it_open() -> None:
    with pytest.raises(MalformedInput) as caught:
        RESIDENCY.standing_claims(
            Territory.parse("be-nis:21004"), authority="Bruxelles", issued_on=date(2026, 11, 21)
        )
    assert (caught.value.code, caught.value.facts) == ("usage.language", {"allowed": "fr|nl"})


def test_standing_claims_take_no_other_language() -> None:
    with pytest.raises(Refused) as caught:
        RESIDENCY.standing_claims(
            Territory.parse("be-nis:31005"),
            authority="Brugge",
            issued_on=date(2026, 11, 21),
            language="fr",
        )
    assert caught.value.code == "territory.language"


def test_the_plan_conceals_what_the_type_does_not_forbid_to() -> None:
    paths = RESIDENCY.conceal_paths
    assert ("family_name",) in paths
    assert ("address", "locality") in paths
    assert not {("address",), ("issuing_territory",), ("certificate_language",)} & set(paths)


@pytest.mark.parametrize(
    ("path", "locale", "label"),
    [
        (("commune",), "nl", "Gemeente"),
        (("address", "locality"), "fr-BE", "Localité"),
        (("address", "locality"), "it", "Town or village"),
        (("nobody", 0), "fr", "nobody.0"),
    ],
)
def test_a_claim_is_called_by_its_name_in_the_readers_language(
    path: tuple[str | int, ...], locale: str, label: str
) -> None:
    assert RESIDENCY.claim_label(path, locale) == label


def test_an_element_is_called_as_all_elements_are() -> None:
    assert catalogue.find("birth").claim_label(("parents", 1), "de") == "Elternteil"


def parts(**changes: bytes) -> CredentialType:
    (files,) = (entry for entry in livret_schemas.load() if entry.name == "residency")
    octets = {"metadata": files.metadata, "schema": files.schema, "rules": files.rules}
    return CredentialType.parse("residency", **{**octets, **changes})


@pytest.mark.parametrize(
    "schema", [b'{"type": "objekt"}', b'{"$ref": "https://example.com/x"}', b'{"pattern": "("}']
)
def test_a_schema_that_is_none_or_points_elsewhere_is_malformed(schema: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        parts(schema=schema)
    assert caught.value.code == "type.malformed"


@pytest.mark.parametrize(
    "rules",
    [b"x = " + b"[" * 10_000, b"x = " + b"9" * 5_000, b"x = 1979-13-01", b"\xff"],
    ids=["lists in lists", "a long number", "no date", "no UTF-8"],
)
def test_rules_that_break_a_reader_of_toml_are_malformed(rules: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        parts(rules=rules)
    assert caught.value.code == "type.malformed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"birthdate" = "identity"\n', b""),
        (b'"birthdate" = "identity"', b'"birthday" = "identity"'),
        (b'"birthdate" = "identity"', b'"birthdate" = "nothing"'),
        (b'territory_claim = "issuing_territory"', b'territory_claim = "commune"'),
        (b'language_claim = "certificate_language"', b'language_claim = "nobody"'),
        (b"valid_months = 3", b"valid_months = 25"),
        (b"valid_months = 3", b"valid_months = true"),
        (b"valid_months = 3", b"valid_days = 90"),
        (b"may_suspend = true ", b'may_suspend = "yes"'),
        (b'language_rule = "commune"', b'language_rule = "village"'),
        (b'FR = "Constitution, art. 2"', b'XX = "Constitution, art. 2"'),
        (b"[claims]", b"[claims"),
    ],
)
def test_rules_that_do_not_fit_the_type_are_malformed(old: bytes, new: bytes) -> None:
    (files,) = (entry for entry in livret_schemas.load() if entry.name == "residency")
    assert files.rules.count(old) >= 1
    with pytest.raises(MalformedInput) as caught:
        parts(rules=files.rules.replace(old, new, 1))
    assert caught.value.code == "type.malformed"


@pytest.mark.parametrize(
    ("issued", "months", "end"),
    [
        ("2026-11-21T18:10:00", 3, "2027-02-22"),  # to the end of the 21st
        ("2026-11-30T09:00:00", 3, "2027-03-01"),  # February has no 30th
        ("2026-08-31T00:00:00", 3, "2026-12-01"),
        ("2028-02-29T12:00:00", 12, "2029-03-01"),
        ("2026-12-31T23:59:59", 1, "2027-02-01"),
    ],
)
def test_a_credential_ends_with_a_day_of_the_calendar(issued: str, months: int, end: str) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    law = replace(RESIDENCY.law, valid_months=months)
    issued_at_s = int(datetime.fromisoformat(issued).replace(tzinfo=UTC).timestamp())
    expected = int(datetime.fromisoformat(end).replace(tzinfo=UTC).timestamp())
    assert law.expires_at_s(issued_at_s) == expected


def test_a_diploma_does_not_end() -> None:
    assert catalogue.find("diploma").law.expires_at_s(NOW_S) is None


@pytest.mark.parametrize(
    ("name", "territory", "path", "country", "said"),
    [
        ("residency", "fr-insee:80999", ("address", "country"), "BE", "claims.elsewhere"),
        ("residency", "be-nis:62063", ("address", "country"), "FR", "claims.elsewhere"),
        ("residency", "de-ags:05334002", ("address", "country"), "DE", None),
        ("birth", "fr-insee:80999", ("place_of_birth", "country"), "DZ", "claims.elsewhere"),
        ("birth", "fr-insee:80999", ("place_of_birth", "country"), "FR", None),
        ("birth", "be-nis:62063", ("place_of_birth", "country"), "CD", None),
        ("birth", "de-ags:05334002", ("place_of_birth", "country"), "TR", None),
    ],
)
def test_the_law_of_a_type_says_which_claims_name_the_towns_own_country(
    name: str, territory: str, path: tuple[str, str], country: str, said: str | None
) -> None:
    law = catalogue.find(name).law
    claims: JsonObject = {path[0]: {path[1]: country}}
    if said is None:
        law.check_country(claims, Territory.parse(territory))
        return
    with pytest.raises(Refused) as caught:
        law.check_country(claims, Territory.parse(territory))
    assert (caught.value.code, caught.value.facts) == (said, {"path": ".".join(path)})


@pytest.mark.parametrize("claims", [{}, {"address": {}}, {"address": "FR"}])
def test_a_country_that_is_not_shown_is_not_held_against_anybody(claims: JsonObject) -> None:
    RESIDENCY.law.check_country(claims, Territory.parse("fr-insee:80999"))


def test_full_claims_name_their_own_country(residency_claims: JsonObject) -> None:
    abroad: JsonObject = {**residency_claims, "address": {"locality": "Venndorf", "country": "DE"}}
    with pytest.raises(Refused) as caught:
        RESIDENCY.check_claims(abroad)
    assert caught.value.code == "claims.elsewhere"


def test_a_diploma_names_no_place_of_the_towns_own() -> None:
    law = catalogue.find("diploma").law
    assert (law.own_commune, set(law.own_country)) == ((), {("issuing_country",)})


def test_a_name_that_no_json_has_is_malformed() -> None:
    spoilt: list[JsonObject] = [{"\ud800": 1}, {"address": {"\ud800": 1}}]
    for claims in spoilt:
        with pytest.raises(MalformedInput) as caught:
            RESIDENCY.check_claims(claims)
        assert caught.value.code == "input.json"


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("residency", ("commune",), "Verneuil"),
        ("residency", ("address", "postal_code"), "80999"),
        ("residency", ("birthdate",), "1990-02"),
        ("birth", ("parents", None, "family_name"), ["Martin", "Nguyễn"]),
        ("birth", ("parents", 0, "family_name"), "Martin"),
        ("birth", ("annotations",), ["mariage"]),
        ("birth", ("sex",), 1),
    ],
)
def test_a_claim_by_itself_is_held_to_its_part_of_the_schema(
    name: str, path: tuple[str | int | None, ...], value: Any
) -> None:
    kind = catalogue.find(name)
    kind.check_claim(path, value)
    for wrong in (True, {"x": value}, None):
        with pytest.raises(MalformedInput, match=r"claims\.malformed") as caught:
            kind.check_claim(path, wrong)
        assert set(caught.value.facts) == {"path", "rule"}


@pytest.mark.parametrize("path", [("comune",), ("commune", "x"), ("commune", None), ("parents",)])
def test_a_path_to_nothing_has_no_shape(path: tuple[str | int | None, ...]) -> None:
    with pytest.raises(MalformedInput, match=r"claims\.unknown"):
        RESIDENCY.check_claim(path, "x")


def test_a_claim_by_itself_is_text_that_can_be_seen_and_json() -> None:
    for value in ("Verneuil\u200b", "\ud800"):
        with pytest.raises(MalformedInput, match=r"claims\.text"):
            RESIDENCY.check_claim(("commune",), value)
    nothing: Any = object()
    with pytest.raises(MalformedInput, match=r"input\.json"):
        RESIDENCY.check_claim(("commune",), nothing)
