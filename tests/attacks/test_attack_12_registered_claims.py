"""Attack 12: registered claims, or a part of one, made disclosable.

A holder who can keep ``exp``, ``cnf`` or ``status`` back chooses how he is checked. What
the format gives meaning to is read from the payload as signed; in a disclosure it is a
refusal, and so is a hidden part of it, shown or not.
"""

from typing import Any, Final

import pytest

from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.credential.registered import NEVER_DISCLOSED
from livret_core.credential.verified import check_disclosures, verify_signature
from livret_core.errors import Refused
from tests.scene import (
    EXPIRES_S,
    ISSUED_S,
    NEVER_PARSED,
    STRANGER,
    TOWN,
    Draft,
    accepted,
    bind,
    digest_of,
    disclosure,
    draft,
    refusal,
    showing,
)

SALT: Final = "AAAAAAAAAAAAAAAAAAAAAA"
ISSUER: Final = IssuerKey(TOWN.did, "did", TOWN.kid, TOWN.signer.public_key, ())
HONEST: Final = draft().with_payload(nbf=ISSUED_S, aka_vcts=["urn:livret:proof:1"])


def hidden(name: str, made: Draft = HONEST) -> Draft:
    """The same credential with a claim moved into a disclosure."""
    return made.with_payload(**{name: ...}).concealing(disclosure(SALT, name, made.payload[name]))


def shown(made: Draft, *names: str) -> str:
    return bind(showing(made.signed(), "commune", *names))


@pytest.mark.parametrize("name", sorted(NEVER_DISCLOSED - {"iss", "vct"}))
def test_attack_12_a_registered_claim_in_a_disclosure(name: str) -> None:
    assert refusal(shown(hidden(name), name)) == (6, "credential.concealed")


def test_attack_12_the_issuer_in_a_disclosure() -> None:
    made = hidden("iss")
    assert refusal(shown(made, "iss")) == (2, "issuer.not_accepted")
    presentation = Presentation.parse(shown(made, "iss"))
    verify_signature(presentation, ISSUER)
    with pytest.raises(Refused) as caught:
        check_disclosures(presentation, ISSUER)
    assert caught.value.code == "credential.concealed"


def test_attack_12_the_type_in_a_disclosure() -> None:
    assert refusal(shown(hidden("vct"), "vct")) == (NEVER_PARSED, "credential.claim")


def test_attack_12_an_issuer_disclosed_where_none_is_in_clear() -> None:
    made = draft().with_payload(iss=...).concealing(disclosure(SALT, "iss", STRANGER.did))
    presentation = Presentation.parse(shown(made, "iss"))
    with pytest.raises(Refused) as caught:
        check_disclosures(presentation, ISSUER)
    assert caught.value.code == "credential.concealed"


def part_hidden(claim: str, path: tuple[str, ...], name: str) -> tuple[Draft, str]:
    """The same credential with one member inside *claim* moved into a disclosure."""
    made = draft()
    whole: Any = dict(made.payload)
    here = whole
    for part in (claim, *path):
        here[part] = dict(here[part])
        here = here[part]
    text = disclosure(SALT, name, here.pop(name, "extra"))
    here["_sd"] = [digest_of(text)]
    return Draft(made.header, whole, (*made.disclosures, text)), name


PARTS: Final = [
    ("cnf", (), "jwk"),
    ("cnf", ("jwk",), "x"),
    ("cnf", ("jwk",), "kid"),
    ("status", (), "status_list"),
    ("status", ("status_list",), "idx"),
    ("status", ("status_list",), "note"),
]


@pytest.mark.parametrize(("claim", "path", "name"), PARTS)
@pytest.mark.parametrize("kept_back", [False, True], ids=["shown", "kept back"])
def test_attack_12_part_of_a_registered_claim_is_disclosable(
    claim: str, path: tuple[str, ...], name: str, kept_back: bool
) -> None:
    made, part = part_hidden(claim, path, name)
    text = shown(made) if kept_back else shown(made, part)
    assert refusal(text) == (NEVER_PARSED, "credential.concealed")


@pytest.mark.parametrize("name", ["jwk", "status_list"])
def test_attack_12_part_of_a_part_hidden_in_an_array(name: str) -> None:
    made = draft()
    claim = "cnf" if name == "jwk" else "status"
    whole: Any = made.payload[claim]
    changed = {name: {**whole[name], "extra": [{"...": digest_of("x")}]}}
    assert refusal(shown(made.with_payload(**{claim: changed}))) == (
        NEVER_PARSED,
        "credential.concealed",
    )


def test_attack_12_another_type_of_it_is_disclosable() -> None:
    text = disclosure(SALT, "urn:livret:proof:1")
    made = draft().with_payload(aka_vcts=["urn:livret:other:1", {"...": digest_of(text)}])
    assert refusal(shown(made)) == (NEVER_PARSED, "credential.concealed")


def test_attack_12_twin_registered_claims_in_clear() -> None:
    accepted(shown(HONEST))


@pytest.mark.parametrize(("name", "value"), [("iat", ISSUED_S), ("sub", "urn:uuid:1")])
def test_attack_12_twin_the_two_that_may_be_disclosed(name: str, value: Any) -> None:
    made = draft().with_payload(**{name: ...}).concealing(disclosure(SALT, name, value))
    assert accepted(shown(made, name)).expires_at_s == EXPIRES_S
    accepted(shown(made))


def test_attack_12_twin_more_members_in_clear_inside_a_registered_claim() -> None:
    made = draft()
    jwk: Any = made.payload["cnf"]
    accepted(shown(made.with_payload(cnf={"jwk": {**jwk["jwk"], "kid": "1"}})))
