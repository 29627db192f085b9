from livret_core.credential import catalogue
from livret_issuer.columns import columns


def test_a_residents_list_has_a_column_for_each_claim_of_the_record() -> None:
    found = columns(catalogue.find("residency"))
    assert list(found) == [
        "family_name",
        "given_name",
        "birthdate",
        "commune",
        "address.street_address",
        "address.house_number",
        "address.postal_code",
        "address.locality",
        "address.region",
        "address.country",
        "resident_since",
        "residence_kind",
    ]
    assert {name for name, column in found.items() if column.required} == {
        "commune",
        "address.locality",
        "address.country",
    }


def test_what_the_issuer_adds_is_no_column() -> None:
    for kind in catalogue.all_types():
        assert not {column.path[0] for column in columns(kind).values()} & set(kind.law.standing)


def test_a_list_of_claims_has_a_column_for_each_place() -> None:
    found = columns(catalogue.find("birth"))
    assert found["parents.1.given_name"].path == ("parents", 1, "given_name")
    assert "parents.2.given_name" not in found
    assert "annotations.19" in found


def test_cells_are_read_as_the_schema_says() -> None:
    birth, diploma = columns(catalogue.find("birth")), columns(catalogue.find("diploma"))
    kinds = [birth[name].kind for name in ("sex", "birthdate", "act_number")]
    assert [*kinds, diploma["eqf_level"].kind] == ["integer", "date", "text", "integer"]
