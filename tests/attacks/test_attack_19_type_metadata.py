"""Attack 19: Type Metadata that turns on its readers.

A chain of `extends` that bites its tail, a document swapped behind its integrity text,
a credential that hides what its type says is never hidden, and pictures with a life of
their own.
"""

import itertools
import json
from typing import Any

import pytest

from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.integrity import format_integrity
from livret_core.credential.type_metadata import TypeMetadata, resolve
from livret_core.credential.type_rules import check_type_rules
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt import ConcealPlan, conceal, reveal

A, B, C = "urn:example:a:1", "urn:example:b:1", "urn:example:c:1"


def document(vct: str, **members: Any) -> bytes:
    return json.dumps({"vct": vct, **members}).encode()


@pytest.mark.parametrize(
    "chain",
    [
        {A: A},
        {A: B, B: A},
        {A: B, B: C, C: A},
        {A: B, B: C, C: B},
    ],
)
def test_attack_19_a_chain_that_bites_its_tail(chain: dict[str, str]) -> None:
    documents = {vct: document(vct, extends=above) for vct, above in chain.items()}
    with pytest.raises(Refused) as caught:
        resolve(documents, A)
    assert caught.value.code == "type.cycle"


def test_attack_19_twin_a_chain_that_ends_is_read() -> None:
    documents = {A: document(A, extends=B), B: document(B, extends=C), C: document(C)}
    assert resolve(documents, A).lineage == (B, C)


BASE = document(B, claims=[{"path": ["name"], "sd": "always"}])
SWAPPED = document(B, claims=[{"path": ["name"], "sd": "never"}])
CHILD = document(A, extends=B, **{"extends#integrity": format_integrity(BASE)})


def test_attack_19_an_extended_document_was_swapped() -> None:
    with pytest.raises(Refused) as caught:
        resolve({A: CHILD, B: SWAPPED}, A)
    assert caught.value.code == "type.integrity"


def test_attack_19_the_document_of_the_credential_itself_was_swapped() -> None:
    with pytest.raises(Refused) as caught:
        resolve({A: CHILD + b" ", B: BASE}, A, integrity=format_integrity(CHILD))
    assert caught.value.code == "type.integrity"


def test_attack_19_a_weak_digest_beside_a_strong_one_that_does_not_match() -> None:
    strong = "sha512-" + "A" * 86 + "=="
    with pytest.raises(Refused) as caught:
        resolve({B: SWAPPED}, B, integrity=f"{format_integrity(SWAPPED)} {strong}")
    assert caught.value.code == "type.integrity"


def test_attack_19_twin_documents_as_they_were_are_read() -> None:
    merged = resolve({A: CHILD, B: BASE}, A, integrity=format_integrity(CHILD))
    assert merged.claims[0].sd_rule == "always"


def test_attack_19_a_document_that_answers_for_another_type() -> None:
    with pytest.raises(Refused) as caught:
        resolve({A: document(C)}, A)
    assert caught.value.code == "type.other_vct"


def test_attack_19_an_extending_type_that_relaxes_a_rule() -> None:
    child = document(A, extends=B, claims=[{"path": ["name"], "sd": "never"}])
    with pytest.raises(Refused) as caught:
        resolve({A: child, B: BASE}, A)
    assert caught.value.code == "type.loosened"


def test_attack_19_twin_an_extending_type_that_repeats_the_rule_is_read() -> None:
    child = document(A, extends=B, claims=[{"path": ["name"], "sd": "always"}])
    assert resolve({A: child, B: BASE}, A).claims[0].sd_rule == "always"


TYPE = TypeMetadata.parse(
    document(
        A,
        claims=[
            {"path": ["issuing_territory"], "sd": "never", "mandatory": True},
            {"path": ["name"], "sd": "always", "mandatory": True},
            {"path": ["member"], "sd": "never"},
        ],
    )
)
CLAIMS: JsonObject = {"issuing_territory": "fr-insee:80999", "name": "Ada", "member": True}


def issued(*names: str, show: bool = True, claims: JsonObject = CLAIMS) -> IssuedClaims:
    plan = ConcealPlan.of([(name,) for name in names])
    salts = (bytes([number] * 16) for number in itertools.count())
    made = conceal(claims, plan, salts=salts)
    return IssuedClaims.of(reveal(made.payload, made.disclosures if show else ()))


def test_attack_19_a_claim_disclosed_that_is_never_disclosable() -> None:
    with pytest.raises(Refused) as caught:
        check_type_rules(TYPE, issued("name", "member"))
    assert (caught.value.code, caught.value.facts) == ("claims.disclosable", {"path": "member"})


def test_attack_19_a_claim_hidden_that_is_never_disclosable() -> None:
    with pytest.raises(Refused) as caught:
        check_type_rules(TYPE, issued("name", "issuing_territory", show=False))
    assert (caught.value.code, caught.value.facts) == (
        "claims.missing",
        {"path": "issuing_territory"},
    )


def test_attack_19_a_claim_in_clear_that_is_always_disclosable() -> None:
    with pytest.raises(Refused) as caught:
        check_type_rules(TYPE, issued())
    assert (caught.value.code, caught.value.facts) == ("claims.not_disclosable", {"path": "name"})


def test_attack_19_a_mandatory_claim_that_was_never_issued() -> None:
    with pytest.raises(Refused) as caught:
        check_type_rules(TYPE, issued(claims={"issuing_territory": "fr-insee:80999"}))
    assert (caught.value.code, caught.value.facts) == ("claims.missing", {"path": "name"})


@pytest.mark.parametrize("show", [True, False])
def test_attack_19_twin_a_credential_as_its_type_says_passes(show: bool) -> None:
    check_type_rules(TYPE, issued("name", show=show))


@pytest.mark.parametrize(
    "rendering",
    [
        {"svg_templates": [{"uri": "javascript:alert(1)"}]},
        {"svg_templates": [{"uri": "http://tracker.example/a.svg"}]},
        {"svg_templates": [{"uri": "file:///etc/passwd"}]},
        {"svg_templates": [{}]},
        {"simple": {"logo": {"uri": "http://tracker.example/logo.png"}}},
        {"simple": {"background_image": {"uri": "//tracker.example/x"}}},
        {"simple": {"background_color": "red;background:url(https://tracker.example)"}},
        {"simple": {"text_color": "url(https://tracker.example)"}},
        {"simple": {"text_color": "#fff</style><script>"}},
    ],
)
def test_attack_19_a_picture_or_colour_that_does_more(rendering: dict[str, Any]) -> None:
    display = [{"locale": "en", "name": "x", "rendering": rendering}]
    with pytest.raises(MalformedInput) as caught:
        TypeMetadata.parse(document(A, display=display))
    assert caught.value.code == "type.malformed"


def test_attack_19_twin_a_template_is_noted_and_nothing_of_it_is_kept() -> None:
    script = "data:image/svg+xml,<svg><script>alert(1)</script></svg>"
    rendering = {"svg_templates": [{"uri": script}], "simple": {"text_color": "#ffffff"}}
    display = [{"locale": "en", "name": "x", "rendering": rendering}]
    found = TypeMetadata.parse(document(A, display=display))
    assert found.display is not None
    assert found.display[0].has_svg
    assert "alert" not in repr(found)
