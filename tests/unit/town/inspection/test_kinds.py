"""What each kind of file is recognised as, and what of it is said."""

import json
import re

import pytest

from livret_core.credential import catalogue
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_town.inspection import Inspection, inspect
from tests import ledger_specimens
from tests.specimens import (
    BY_CERTIFICATE,
    POLICY,
    STATUSES,
    anchors,
    certificate,
    certificate_request,
    database,
    every,
    handover,
    people,
    private_jwk,
    private_pem,
    rsa_public_key,
    store,
    vault,
)

KINDS = {
    "proof": "SD-JWT without key binding",
    "presentation": "SD-JWT with key binding",
    "DID log": "DID log",
    "status list token": "status list token",
    "status list, as JSON": "status list, unsigned",
    "status list, deflated": "status list, deflated, unsigned",
    "status list, as text": "status list, deflated, unsigned",
    "checkpoint": "checkpoint",
    "certificate": "certificate",
    "bundle": "PEM file",
    "certificate request": "certificate request",
    "public key": "public key",
    "private key": "private key: not decoded, not shown",
    "private key, encrypted": "private key: not decoded, not shown",
    "key": "key",
    "key set": "key set",
    "hand-over": "hand-over",
    "answer": "answer to a request",
    "policy": "policy of a desk",
    "people": "list of people, as the town hall reads it",
    "vault": "wallet vault, sealed: only its passphrase opens it",
    "store": "a town hall's store: personal data until each proof is handed over",
    "database": "SQLite database, none of livret's",
    "sealed file": "sealed file: only its passphrase opens it",
    "link": "link",
    **ledger_specimens.KINDS,
}


def part(found: Inspection, title: str) -> JsonValue:
    return dict(found.parts).get(title)


def test_there_is_a_specimen_of_each_kind() -> None:
    assert every().keys() == KINDS.keys()


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_recognised(name: str) -> None:
    assert inspect(every()[name]).kind == KINDS[name]


# Databases.


def test_of_a_vault_only_what_anybody_sees_is_said() -> None:
    found = inspect(vault())
    assert found.parts == [
        ("what is to be seen", "2 rows, visible as opaque ids"),
        ("passphrase work", {"passes": 1, "KiB": 8}),
    ]


@pytest.mark.parametrize(
    "addition",
    [
        "CREATE TABLE mine (a)",
        "CREATE VIEW mine AS SELECT 1",
        "CREATE TRIGGER mine AFTER INSERT ON row BEGIN DELETE FROM head; END",
        "CREATE INDEX mine ON row (sealed)",
    ],
)
def test_a_vault_with_anything_added_is_not_taken_for_one(addition: str) -> None:
    found = inspect(
        database(
            "PRAGMA application_id = 0x6C697672",
            "CREATE TABLE head (at INTEGER PRIMARY KEY CHECK (at = 1), sealed BLOB NOT NULL)",
            "CREATE TABLE lock (at INTEGER PRIMARY KEY CHECK (at = 1), sealed BLOB NOT NULL)",
            "CREATE TABLE row (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
            addition,
        )
    )
    assert part(found, "livret would not accept it") == "vault.malformed"


def test_a_town_halls_store_is_counted_and_no_name_is_said() -> None:
    found = inspect(store())
    assert (part(found, "hand-overs"), part(found, "copies given out")) == (2, 0)
    assert "Arnould" not in repr(found)
    assert "Arnould" in store().decode("latin-1")


def test_of_another_database_its_tables_are_named() -> None:
    assert part(inspect(database()), "tables") == ["stamp"]


def test_a_view_that_never_ends_is_not_run() -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    found = inspect(database(f"CREATE VIEW handover AS {endless}"))
    assert part(found, "indexes, views and triggers") == 1


def test_a_table_that_is_a_module_of_sqlite_is_not_run() -> None:
    others = ("copy", "status_list", "audit", "audit_head")
    found = inspect(
        database(
            "CREATE VIRTUAL TABLE handover USING fts5(a)",
            *(f"CREATE TABLE {name} (a)" for name in others),
        )
    )
    assert found.kind == KINDS["database"]


# PEM.


def test_a_certificate_says_whose_it_is_until_when_and_for_what() -> None:
    found = inspect(certificate())
    assert (part(found, "subject"), part(found, "issuer")) == ("CN=Verneuil", "CN=Racine")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(part(found, "valid to")))
    assert part(found, "names") == ["UniformResourceIdentifier: https://verneuil.example"]
    assert part(found, "purposes") == ["1.3.6.1.5.5.7.3.2 (clientAuth)", "1.0.1"]
    assert part(found, "may be used for") == ["digital signature"]
    assert part(found, "key") == "EC, secp256r1"


def test_an_authority_says_that_it_may_certify_others() -> None:
    found = inspect(anchors())
    assert (part(found, "issuer"), part(found, "may certify others")) == ("itself", True)


def test_text_around_a_pem_block_is_passed_over() -> None:
    assert inspect(b"Subject: somebody\n\n" + certificate()).kind == "certificate"


def test_a_bundle_shows_each_certificate() -> None:
    found = inspect(anchors() + certificate())
    assert (part(found, "blocks"), [one.kind for one in found.nested]) == (2, ["certificate"] * 2)


def test_a_certificate_request_says_for_whom() -> None:
    found = inspect(certificate_request())
    assert (part(found, "subject"), part(found, "names")) == (
        "CN=Verneuil",
        ["DNSName: verneuil.example"],
    )


def test_a_public_key_of_another_kind_is_named() -> None:
    assert inspect(rsa_public_key()).parts == [("key", "RSA, 2048 bits")]


@pytest.mark.parametrize(
    ("passphrase", "form"),
    [(None, "PKCS #8, in clear"), (b"cheap", "PKCS #8, under a passphrase")],
)
def test_a_private_key_is_named_and_not_decoded(passphrase: bytes | None, form: str) -> None:
    octets = private_pem(passphrase)
    found = inspect(octets)
    assert part(found, "form") == form
    assert "Keep this file to yourself" in str(part(found, "it is"))
    lines = octets.decode().split("\n")[1:-2]
    assert [line for line in lines if line in repr(found)] == []


def test_a_private_key_beside_a_certificate_is_not_decoded_either() -> None:
    found = inspect(certificate() + private_pem())
    assert [one.kind for one in found.nested] == ["certificate", KINDS["private key"]]


def test_a_private_key_cut_short_is_still_not_decoded() -> None:
    assert inspect(private_pem()[:80]).kind == KINDS["private key"]


# Keys in JSON.


@pytest.mark.parametrize(
    "value",
    [
        private_jwk(),
        {"keys": [private_jwk()]},
        {"verificationMethod": [{"publicKeyJwk": private_jwk()}], "id": "did:example:a"},
        [{"deep": {"deeper": private_jwk()}}],
        {"kty": "RSA", "n": "AQ", "oth": [{"r": private_jwk()["d"]}]},
        {"kty": "oct", "k": private_jwk()["d"]},
    ],
)
def test_what_a_key_keeps_to_itself_is_named_and_not_shown(value: JsonValue) -> None:
    found = inspect(json.dumps(value).encode())
    assert str(private_jwk()["d"]) not in repr(found)
    assert "(secret, not shown)" in repr(found)
    assert "Keep this file to yourself" in str(part(found, "it holds"))


def test_a_public_key_comes_without_a_warning() -> None:
    found = inspect(b'{"kty":"EC","crv":"P-256","x":"a","y":"b"}')
    assert "it holds" not in dict(found.parts)


# Lists of people.


@pytest.mark.parametrize("kind", ["birth", "diploma", "residency"])
def test_a_list_says_for_which_type_it_would_do(kind: str) -> None:
    found = inspect(people(kind, rows=4))
    assert (part(found, "a list for"), part(found, "rows")) == ([kind], 4)
    assert "Arnould" not in repr(found)


def test_a_list_that_lacks_a_column_says_which() -> None:
    found = inspect(people().replace(b"commune", b"town"))
    assert part(found, "a list for") == {
        "no type as it is": {
            "birth": {"lacks": ["place_of_birth.country", "act_number"], "columns it has not": 9},
            "diploma": {
                "lacks": ["diploma_title", "awarding_institution", "date_of_award"],
                "columns it has not": 9,
            },
            "residency": {"lacks": ["commune"], "columns it has not": 1},
        }
    }
    assert "town" not in repr(part(found, "columns"))


def test_a_list_without_a_header_names_nobody() -> None:
    found = inspect(b"Arnould;Camille;1988-03-14\nArnould;Zo\xc3\xa9;2016-05-03\n")
    assert "Arnould" not in repr(found)
    assert part(found, "a list for") == "no type livret knows"


def test_a_list_with_a_byte_order_mark_is_a_list() -> None:
    assert inspect(b"\xef\xbb\xbf" + people()).kind == KINDS["people"]


def test_prose_is_no_list() -> None:
    with pytest.raises(MalformedInput) as caught:
        inspect(b"Dear Sir, Madam,\n\nI am writing to you, today,\nabout nothing.\nYours,\nC.\n")
    assert caught.value.code == "input.malformed"


# Policies, types, schemas.


def test_a_policy_says_what_is_asked_and_whom_it_believes() -> None:
    found = inspect(POLICY.encode())
    assert part(found, "service") == "Piscine des Saules"
    assert "commune" in repr(part(found, "procedures"))
    assert part(found, "believes") == "nobody: every proof is refused"


def test_a_policy_names_who_is_believed_by_certificate() -> None:
    found = inspect((POLICY + BY_CERTIFICATE).encode(), read_anchors=lambda _: anchors())
    said = repr(part(found, "believes"))
    assert "https://sint-jansbeke.example" in said
    assert "Territory(" not in said
    assert "be-nis:" in said


@pytest.mark.parametrize(
    ("line", "place"),
    [("asks = 3", "procedures.pool.asks"), ("misspelt = 1", "procedures.pool.misspelt")],
)
def test_a_policy_that_a_desk_would_refuse_is_refused_at_the_same_place(
    line: str, place: str
) -> None:
    text = POLICY.replace('asks = ["commune"]', line)
    with pytest.raises(MalformedInput) as caught:
        inspect(text.encode())
    assert (caught.value.code, caught.value.facts["place"]) == ("policy.malformed", place)


def test_other_toml_has_its_keys_named() -> None:
    found = inspect(b'name = "x"\n[table]\na = 1\n')
    assert (found.kind, part(found, "keys")) == ("TOML, no policy", ["name", "table"])


@pytest.mark.parametrize("kind", ["birth", "diploma", "residency"])
def test_the_schema_of_a_type_is_known_for_it(kind: str) -> None:
    found = inspect(json.dumps(catalogue.find(kind).schema).encode())
    assert (found.kind, part(found, "the schema of livret's type")) == ("JSON Schema", kind)


def test_a_schema_of_nobody_we_know_names_its_properties() -> None:
    schema = (
        b'{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"b":{},"a":{}}}'
    )
    found = inspect(schema)
    assert part(found, "the schema of livret's type") is None
    assert part(found, "properties") == ["a", "b"]


def test_type_metadata_says_how_each_claim_is_disclosed() -> None:
    found = inspect(b'{"vct":"urn:x","claims":[{"path":["name"],"sd":"always","mandatory":true}]}')
    assert part(found, "claims") == [
        {"path": "name", "mandatory": True, "disclosed one by one": "always"}
    ]


# What passes between the roles.


def test_the_secret_of_a_hand_over_is_not_put_on_the_screen() -> None:
    found = inspect(handover())
    assert "n-0S6_WzA2Mj" not in repr(found)
    assert part(found, "open until") == "2027-01-15T08:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"handover":1,"code":"x"}', "handover.malformed"),
        (b'{"vp_token":{}}', "answer.malformed"),
        (b'{"proofs":{"jwt":[]}}', "issuance.malformed"),
        (b'{"credentials":[]}', "issuance.malformed"),
        (b'{"vct":"urn:x","claims":[{}]}', "type.malformed"),
    ],
)
def test_what_the_strict_reader_refuses_is_shown_with_its_reason(text: bytes, code: str) -> None:
    assert part(inspect(text), "livret would not accept it") == code


@pytest.mark.parametrize("name", ["status list token", "status list, as JSON"])
def test_a_list_that_says_its_bits_is_counted_once(name: str) -> None:
    counted = part(inspect(every()[name]), "entries by status")
    assert counted == {"valid": 997, "revoked": 2, "suspended": 1}


def test_a_list_that_does_not_is_counted_each_way() -> None:
    counted = part(inspect(every()["status list, as text"]), "entries by status")
    assert isinstance(counted, dict)
    assert counted["if of 2 bits"] == {"valid": 997, "revoked": 2, "suspended": 1}
    assert STATUSES.bits == 2


@pytest.mark.parametrize(
    "raw",
    [
        database()[:50],
        database().replace(b"stamp", b"st\xffmp", 1),
        database()[:100],
        b"SQLite format 3\0" + bytes(5_000),
        certificate().replace(b"M", b"!", 1),
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n",
        b"x\x9c" + bytes(20),
    ],
)
def test_what_only_begins_like_something_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedInput):
        inspect(raw)


# Files of a public ledger.


def test_what_a_ledgers_people_write_is_accepted_by_its_own_readers() -> None:
    for name, raw in ledger_specimens.every().items():
        assert "livret would not accept it" not in dict(inspect(raw).parts), name


def test_of_an_opening_the_nonce_is_not_shown() -> None:
    raw = ledger_specimens.every()["opening"]
    nonce = json.loads(raw)["nonce"]
    assert nonce in raw.decode()
    assert nonce not in str(inspect(raw))


def test_a_fraud_file_shows_both_heads_or_the_head_and_the_entry() -> None:
    heads = inspect(ledger_specimens.every()["fraud, two heads"])
    entry = inspect(ledger_specimens.every()["fraud, bad entry"])
    assert [each.kind for each in heads.nested] == ["checkpoint", "checkpoint"]
    assert [each.kind for each in entry.nested] == ["checkpoint", "operation of a public ledger"]


def test_evidence_says_what_is_shown_and_what_is_shown_not_to_be_there() -> None:
    found = inspect(ledger_specimens.every()["evidence"])
    shown = part(found, "records shown")
    assert isinstance(shown, list)
    assert len(shown) == 3
    assert part(found, "of these, shown not to be there") == ["did/none"]
    assert [each.kind for each in found.nested] == ["checkpoint", "operation of a public ledger"]


def test_a_view_of_a_ledgers_name_is_no_ledger() -> None:
    found = inspect(
        database(
            "CREATE TABLE self (a)",
            "CREATE TABLE log (a)",
            "CREATE TABLE head (a)",
            "CREATE VIEW conflict AS SELECT 1",
        )
    )
    assert found.kind == "SQLite database, none of livret's"


def test_the_memory_of_a_watch_is_known_and_its_alerts_are_counted() -> None:
    found = inspect(
        database(
            "CREATE TABLE self (a)",
            "CREATE TABLE alert (a)",
            "CREATE TABLE owed (a)",
            "INSERT INTO alert VALUES (1)",
        )
    )
    assert found.kind == "memory of a watch over a name"
    assert (part(found, "alerts"), part(found, "alerts that nobody took yet")) == (1, 0)
