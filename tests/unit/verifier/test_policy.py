from typing import Final

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.credential import catalogue
from livret_core.credential.claim_path import format_path
from livret_core.errors import MalformedInput
from livret_core.words import LANGUAGES, explain
from livret_core.words.language import Cause, texts
from livret_verifier.policy import Policy
from livret_verifier.policy_file import parse as parse_policy
from tests.certificates import authority
from tests.scene import RESIDENCY, TOWN, VERNEUIL

PROCEDURE: Final = '[procedures.parking]\ntype = "residency"\nasks = ["commune"]\n'
ISSUER: Final = (
    f'[[issuers]]\nname = "Verneuil"\nprofile = "did"\ndid = "{TOWN.did}"\n'
    'types = ["residency"]\nterritories = ["fr-insee:80999"]\n'
)
CERTIFIED: Final = (
    '[[issuers]]\nname = "Verneuil"\nprofile = "x509"\nsan = "https://verneuil.example"\n'
    'anchors = "anchors.pem"\ntypes = ["residency"]\nterritories = ["fr-insee:80999"]\n'
)


HEAD: Final = 'version = 1\nservice = "Desk"\n'
ASKS: Final = "procedures.parking.asks"


def read(text: str) -> Policy:
    return parse_policy(
        'version = 1\nservice = "Desk"\n' + text,
        read_anchors=lambda _: authority("Racine").certificate.public_bytes(Encoding.PEM),
    )


def wrong(text: str) -> object:
    with pytest.raises(MalformedInput) as caught:
        read(text)
    assert caught.value.code == "policy.malformed"
    return caught.value.facts.get("place")


def test_a_procedure_asks_and_requires_and_says_why() -> None:
    policy = read(
        PROCEDURE.replace('"commune"', '"birthdate", "address.locality"')
        + "status_max_age_s = 60\nanswer_max_age_s = 30\n"
        + '[procedures.parking.requires]\ncommune = ["Verneuil"]\n'
        + '[procedures.parking.purpose]\nfr = "Stationnement"\n'
    )
    procedure = policy.procedure("parking")
    assert procedure.type is RESIDENCY
    assert procedure.asks == (("birthdate",), ("address", "locality"), ("commune",))
    assert procedure.requires == {("commune",): ("Verneuil",)}
    assert procedure.purposes == {"fr": "Stationnement"}
    assert procedure.status_max_age_s == 60
    assert (procedure.freshness.max_age_s, procedure.freshness.max_ahead_s) == (30, 60)


def test_what_is_not_said_is_strict() -> None:
    procedure = read(PROCEDURE).procedure("parking")
    assert (procedure.status_max_age_s, procedure.freshness.max_age_s) == (86_400, 3_600)
    assert read(PROCEDURE).issuers == ()


def test_an_issuer_is_accepted_for_types_and_territories_by_did() -> None:
    [issuer] = read(PROCEDURE + ISSUER).issuers
    assert (issuer.profile, issuer.identifier) == ("did", TOWN.did)
    assert issuer.types == {RESIDENCY.vct}
    assert issuer.territories == {VERNEUIL}
    assert issuer.x509 is None


def test_an_issuer_is_accepted_by_certificate() -> None:
    [issuer] = read(
        PROCEDURE
        + CERTIFIED
        + 'max_leaf_days = 90\npurposes = ["1.2.3"]\nstatus_prefixes = ["https://verneuil.example"]\n'
    ).issuers
    assert (issuer.profile, issuer.identifier) == ("x509", "https://verneuil.example")
    assert issuer.x509 is not None
    assert issuer.x509.max_leaf_days == 90
    assert issuer.x509.purposes == {"1.2.3"}
    # Without the slash, another host that begins alike would be allowed.
    assert issuer.status_prefixes == ("https://verneuil.example/",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("typo = 1\n", "typo"),
        (PROCEDURE + "asked = []\n", "procedures.parking.asked"),
        (PROCEDURE + ISSUER + "types_ = []\n", "issuers[0].types_"),
        (PROCEDURE.replace("residency", "passport"), "procedures.parking.type"),
        (PROCEDURE.replace('"commune"', '"name"'), "procedures.parking.asks"),
        (PROCEDURE.replace('"commune"', '"commune", "commune"'), "procedures.parking.asks"),
        (PROCEDURE.replace('"commune"', ""), "procedures.parking.asks"),
        (PROCEDURE.replace('"commune"', "7"), "procedures.parking.asks"),
        (PROCEDURE + "status_max_age_s = 0\n", "procedures.parking.status_max_age_s"),
        (PROCEDURE + "status_max_age_s = true\n", "procedures.parking.status_max_age_s"),
        (PROCEDURE + "answer_max_age_s = -1\n", "procedures.parking.answer_max_age_s"),
        (PROCEDURE + "purpose = 7\n", "procedures.parking.purpose"),
        (PROCEDURE + "purpose = {fr = 7}\n", "procedures.parking.purpose"),
        (PROCEDURE + 'requires = {commune = "x"}\n', "procedures.parking.requires.commune"),
        ("procedures = {parking = 7}\n", "procedures.parking"),
        ("issuers = [7]\n", "issuers[0]"),
        (PROCEDURE + ISSUER.replace(TOWN.did, "did:web:x"), "issuers[0].did"),
        (PROCEDURE + ISSUER.replace('"did"', '"any"', 1), "issuers[0].profile"),
        (PROCEDURE + ISSUER.replace("fr-insee:80999", "Verneuil"), "issuers[0].territories"),
        (PROCEDURE + ISSUER.replace('name = "Verneuil"\n', ""), "issuers[0].name"),
        (PROCEDURE + ISSUER * 2, "issuers[1]"),
        (PROCEDURE + CERTIFIED + 'status_prefixes = ["http://x"]\n', "issuers[0].status_prefixes"),
        (PROCEDURE + CERTIFIED + "max_leaf_days = 0\n", "issuers[0].max_leaf_days"),
        ("procedures = 7\n", "procedures"),
        (PROCEDURE.replace('"commune"', '"address"'), "procedures.parking.asks"),
        (
            PROCEDURE.replace('"commune"', '"address", "address.locality"'),
            "procedures.parking.asks",
        ),
        (PROCEDURE + 'requires = {address = ["Verneuil"]}\n', "procedures.parking.asks"),
        (PROCEDURE.replace('"commune"', '"\u00b2"'), "procedures.parking.asks"),
        (PROCEDURE.replace('"commune"', f'"{"9" * 5_000}"'), "procedures.parking.asks"),
        ("not toml", "line 3, column 5"),
    ],
)
def test_a_wrong_line_is_named(text: str, place: str) -> None:
    assert wrong(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 100_000,
        "x = " + "{a=" * 50_000,
        f"x = {'9' * 5_000}",
        "\ufeffx = 1",
        "x = 1979-13-01",
    ],
    ids=["lists in lists", "tables in tables", "a long number", "a byte order mark", "no date"],
)
def test_what_breaks_a_reader_of_toml_is_malformed(text: str) -> None:
    wrong(PROCEDURE.partition("\n")[0] + "\n" + text)
    with pytest.raises(MalformedInput) as caught:
        parse_policy(text)
    assert caught.value.code == "policy.malformed"


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ('version = 1\nservice = "Desk', "line 2, column 16", "no_toml"),
        ('version = 1\nservice = "Desk"\nx', "line 3, column 2", "no_toml"),
        ("", "version", "key_missing"),
        ('version = "1"', "version", "key_kind"),
        (HEAD + "colour = 1", "colour", "key_unknown"),
        (HEAD + PROCEDURE.replace('"commune"', '"commune", "commune"'), ASKS, "said_twice"),
        (HEAD + PROCEDURE.replace('"commune"', '"income"'), ASKS, "claim_unknown"),
        (HEAD + PROCEDURE.replace('"commune"', '"address"'), ASKS, "claim_parts"),
        (HEAD + PROCEDURE.replace('["commune"]', "[]"), ASKS, "key_missing"),
        (HEAD + ISSUER + ISSUER, "issuers[1]", "said_twice"),
        (HEAD + ISSUER.replace('"did"\n', '"dad"\n'), "issuers[0].profile", "key_value"),
    ],
)
def test_where_and_why_a_file_cannot_be_used_are_told(text: str, place: str, reason: Cause) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_policy(text)
    assert caught.value.facts == {"place": place, "reason": reason}
    for language in LANGUAGES:
        said = explain(caught.value.code, language, caught.value.facts)
        assert place in said.what
        assert texts(language).causes[reason] in said.what


@pytest.mark.parametrize("kind", ["residency", "birth"])
def test_every_claim_may_be_asked_for_by_its_parts(kind: str) -> None:
    paths = [claim.path for claim in catalogue.find(kind).claims]
    ends = [path for path in paths if not any(path == one[: len(path)] != one for one in paths)]
    asked = ", ".join(f'"{format_path(path)}"' for path in ends)
    procedure = PROCEDURE.replace("residency", kind).replace('"commune"', asked)
    assert read(procedure).procedure("parking").asks == tuple(ends)


@pytest.mark.parametrize("version", ["0", "2", "true", '"1"'])
def test_another_version_is_not_read(version: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_policy(f'version = {version}\nservice = "Desk"\n')
    assert caught.value.code == "policy.malformed"


def test_anchors_are_not_read_where_nobody_can() -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_policy(f'version = 1\nservice = "Desk"\n{PROCEDURE}{CERTIFIED}')
    assert caught.value.facts["place"] == "issuers[0].anchors"


def test_a_procedure_that_is_not_there_is_named_among_those_that_are() -> None:
    with pytest.raises(MalformedInput) as caught:
        read(PROCEDURE).procedure("library")
    assert (caught.value.code, caught.value.facts["known"]) == ("policy.no_procedure", "parking")


def test_a_policy_beyond_the_cap_is_not_read() -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_policy("#" * ((1 << 20) + 1))
    assert caught.value.code == "input.too_large"


ON_LEDGER: Final = (
    '[ledger]\norigin = "ledger.example/meuse"\n'
    '[[issuers]]\nname = "A town"\nprofile = "ledger"\ntypes = ["residency"]\n'
)


def test_a_policy_says_what_members_of_the_ledger_are_called() -> None:
    policy = read(PROCEDURE + ON_LEDGER + 'names = { "fr-insee:80999" = "Ville de Verneuil" }\n')
    assert policy.issuers[0].names == (("fr-insee:80999", "Ville de Verneuil"),)
    assert read(PROCEDURE + ON_LEDGER).issuers[0].names == ()


@pytest.mark.parametrize(
    "names",
    ['{ Verneuil = "x" }', '{ "fr-insee:80999" = 1 }', '{ "fr-insee:80999" = "" }',
     '{ "fr-insee:80999" = "a\\u202eb" }', '["x"]'],
)  # fmt: skip
def test_names_that_are_none_are_said_to_be_that(names: str) -> None:
    assert wrong(f"{PROCEDURE}{ON_LEDGER}names = {names}\n") == "issuers[0].names"


def test_only_who_is_on_the_ledger_is_named_by_number() -> None:
    assert wrong(f'{PROCEDURE}{ISSUER}names = {{ "fr-insee:80999" = "x" }}\n') == "issuers[0].names"


def test_a_name_without_a_code_on_a_ledger_is_told_with_the_key_that_is_missing() -> None:
    names = '[procedures.parking.requires]\ncommune = ["Verneuil"]\n'
    code = 'issuing_territory = ["fr-insee:80999"]\n'
    assert wrong(ON_LEDGER + PROCEDURE + names) == "procedures.parking.requires.issuing_territory"
    read(ON_LEDGER + PROCEDURE + names + code)
