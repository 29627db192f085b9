"""Every packaged type is complete: names in four languages, a rule and a ground for each claim."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

import livret_schemas
from livret_core.credential import catalogue
from livret_core.credential.claim_path import format_path
from livret_core.credential.types import CredentialType

LANGUAGES = {"en", "fr", "nl", "de"}

every_type = pytest.mark.parametrize("kind", catalogue.all_types(), ids=lambda kind: kind.name)


def files(kind: CredentialType) -> livret_schemas.TypeFiles:
    return next(entry for entry in livret_schemas.load() if entry.name == kind.name)


def schema_paths(node: dict[str, Any], path: str = "") -> Iterator[str]:
    for name, member in node.get("properties", {}).items():
        here = f"{path}{name}"
        yield here
        yield from schema_paths(member, f"{here}.")
        if member.get("type") == "array" and "properties" in member["items"]:
            yield f"{here}.*"
            yield from schema_paths(member["items"], f"{here}.*.")


def test_birth_diploma_and_residency_are_packaged() -> None:
    assert [kind.vct for kind in catalogue.all_types()] == [
        "urn:livret:birth:1",
        "urn:livret:diploma:1",
        "urn:livret:residency:1",
    ]


@every_type
def test_every_claim_has_a_name_in_four_languages(kind: CredentialType) -> None:
    for claim in kind.claims:
        labels = {entry.locale: entry.label for entry in claim.display or ()}
        assert set(labels) == LANGUAGES, claim.path
        assert all(label.strip() == label != "" for label in labels.values()), claim.path


@every_type
def test_no_two_claims_have_the_same_name(kind: CredentialType) -> None:
    for language in LANGUAGES:
        names = list(kind.labels(language).values())
        assert len(set(names)) == len(names), language


@every_type
def test_the_type_itself_has_a_name_in_four_languages(kind: CredentialType) -> None:
    assert {entry.locale for entry in kind.metadata.display or ()} == LANGUAGES


@every_type
def test_every_claim_has_an_sd_rule_that_leaves_no_choice(kind: CredentialType) -> None:
    assert {claim.sd for claim in kind.claims} <= {"always", "never"}


@every_type
def test_every_claim_has_a_legal_basis(kind: CredentialType) -> None:
    for claim in kind.claims:
        assert re.search(
            r"GDPR art\. 6\(1\)\([ce]\)|Regulation", kind.law.legal_basis(claim.path).eu
        )


@every_type
def test_schema_and_type_metadata_describe_the_same_claims(kind: CredentialType) -> None:
    described = {format_path(claim.path) for claim in kind.claims}
    assert set(schema_paths(json.loads(files(kind).schema))) == described


@every_type
def test_what_the_schema_requires_is_mandatory(kind: CredentialType) -> None:
    schema = json.loads(files(kind).schema)
    mandatory = {
        claim.path[0] for claim in kind.claims if claim.is_mandatory and len(claim.path) == 1
    }
    assert mandatory == set(schema["required"])


@every_type
def test_nothing_unknown_fits_in(kind: CredentialType) -> None:
    def objects(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if "properties" in node:
                yield node
            for member in node.values():
                yield from objects(member)

    found = list(objects(json.loads(files(kind).schema)))
    assert found
    assert all(node["additionalProperties"] is False for node in found)


@every_type
def test_territory_and_language_are_always_in_clear(kind: CredentialType) -> None:
    in_clear = {claim.path for claim in kind.claims if claim.sd == "never" and claim.is_mandatory}
    assert {(kind.law.territory_claim,), (kind.law.language_claim,)} <= in_clear
    assert not set(kind.conceal_paths) & in_clear


@every_type
def test_no_claim_about_the_person_is_always_in_clear(kind: CredentialType) -> None:
    concealed = set(kind.conceal_paths)
    groups = {claim.path[:-1] for claim in kind.claims if len(claim.path) > 1}
    for claim in kind.claims:
        covered = any(claim.path[:depth] in concealed for depth in range(1, len(claim.path) + 1))
        assert covered or claim.path in groups or claim.path[0] in kind.law.standing, claim.path


@every_type
def test_the_integrity_text_is_of_the_file_as_it_stands(kind: CredentialType) -> None:
    digest = hashlib.sha256(files(kind).metadata).digest()
    assert kind.integrity == "sha256-" + base64.b64encode(digest).decode()


@every_type
def test_only_a_diploma_may_outlive_two_years(kind: CredentialType) -> None:
    assert kind.law.may_exceed_two_years is (kind.name == "diploma")
    assert (kind.law.valid_months or 0) <= 24


@every_type
def test_colours_of_the_card_can_be_read(kind: CredentialType) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for entry in kind.metadata.display or ():
        assert entry.background_color
        assert entry.text_color
        dark, light = sorted((luminance(entry.background_color), luminance(entry.text_color)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, 1.4.3
