"""The machine with issuers known by certificate."""

from dataclasses import replace
from typing import Any, Final

import pytest

from livret_core.credential.presentation import Presentation
from livret_verifier.evidence import DidLogNeed, Evidence, Need
from livret_verifier.gather import drive
from livret_verifier.memo import Memo
from livret_verifier.verify import begin
from tests.certificates import Certified, accepted_by_certificate, leaf
from tests.scene import (
    DAY_S,
    FOLDER,
    NOW_S,
    TOWN,
    Draft,
    accepted,
    ask,
    draft,
    present,
    question,
    refusal,
)

SAN: Final = "https://verneuil.example"
LEAF: Final = leaf("Mairie de Verneuil", SAN, signer=TOWN.signer)


ASKED: Final = question(issuers=(accepted_by_certificate(SAN),))


def certified(by: Certified = LEAF, iss: Any = ...) -> Draft:
    return draft().with_header(kid=..., x5c=by.x5c).with_payload(iss=iss)


@pytest.mark.parametrize("iss", [..., SAN])
def test_a_credential_with_a_chain_to_the_anchor_is_accepted(iss: Any) -> None:
    assert accepted(present(certified(iss=iss)), ASKED).issuer.profile == "x509"


def test_a_host_name_is_known_as_its_https_uri() -> None:
    by_host = leaf("Mairie de Verneuil", "verneuil.example", signer=TOWN.signer)
    accepted(present(certified(by_host)), ASKED)


def test_no_log_is_asked_for() -> None:
    needs: list[Need] = []

    def gather(need: Need) -> Evidence:
        needs.append(need)
        return FOLDER(need)

    ask(present(certified()), ASKED, gather)
    assert not any(isinstance(need, DidLogNeed) for need in needs)
    assert len(needs) == 1


def test_a_chain_to_another_anchor_is_refused() -> None:
    other = question(issuers=(accepted_by_certificate(SAN, by="Autre"),))
    assert refusal(present(certified()), other) == (4, "x509.untrusted")


def test_a_chain_of_another_name_is_refused() -> None:
    stranger = leaf("Ailleurs", "https://ailleurs.example", signer=TOWN.signer)
    assert refusal(present(certified(stranger)), ASKED) == (2, "issuer.not_accepted")
    assert refusal(present(certified(stranger, iss=SAN)), ASKED) == (4, "issuer.key_not_listed")


def test_an_issuer_its_certificate_does_not_name_is_refused() -> None:
    elsewhere = accepted_by_certificate("https://ailleurs.example")
    other = question(issuers=(accepted_by_certificate(SAN), elsewhere))
    text = present(certified(iss="https://ailleurs.example"))
    assert refusal(text, other) == (4, "issuer.key_not_listed")


def test_the_name_of_a_certificate_is_not_believed_before_its_chain() -> None:
    forged = leaf("Mairie de Verneuil", SAN, by="Faussaire", signer=TOWN.signer)
    assert refusal(present(certified(forged)), ASKED) == (4, "x509.untrusted")


def test_a_signature_by_another_key_than_the_certificates_is_refused() -> None:
    other = leaf("Mairie de Verneuil", SAN)
    assert refusal(present(certified(other)), ASKED) == (5, "issuer.signature")


def test_a_did_credential_is_not_one_of_a_certificate() -> None:
    assert refusal(present(draft()), ASKED) == (2, "issuer.not_accepted")
    both = draft().with_header(x5c=LEAF.x5c).with_payload(iss=TOWN.did)
    assert refusal(present(both), ASKED) == (2, "issuer.not_accepted")


@pytest.mark.parametrize("x5c", [[], ["!"], "MIIB", [7], ["MIIB"]], ids=repr)
def test_a_chain_that_is_none_is_malformed(x5c: Any) -> None:
    made = certified().with_header(x5c=x5c)
    assert refusal(present(made), ASKED) == (2, "x509.malformed")


def test_a_list_beyond_the_policys_prefixes_is_refused() -> None:
    elsewhere = {"status_list": {"idx": 1, "uri": "https://elsewhere.example/1.jwt"}}
    made = certified().with_payload(status=elsewhere)
    assert refusal(present(made), ASKED) == (15, "status.elsewhere")


def test_an_expired_certificate_is_refused_even_when_remembered() -> None:
    memo = Memo()
    presentation = Presentation.parse(present(certified()))
    assert drive(begin(presentation, ASKED, memo), FOLDER).presentation is not None
    assert any(key[0] == "x509-issuer" for key in memo._entries if isinstance(key, tuple))
    later = replace(ASKED, now_s=NOW_S + 400 * DAY_S)
    verdict = drive(begin(presentation, later, memo), FOLDER)
    codes = [one.error.code for one in verdict.report.results if one.error]
    assert codes == ["x509.expired"]
