"""Attack 58, the issuer's part: what comes is what was offered, for the keys that were shown."""

from pathlib import Path

import pytest

from livret_core import jws
from livret_core.credential import catalogue
from livret_core.keys import jwk
from tests.halls_online import CONFIGURATION, credentials, hall_online, said
from tests.pickups import acts, offer, statuses

OTHERS = [
    ("birth.1.did", ("credential_request_denied", "handover.other_type")),
    ("residency.1.x509", ("unknown_credential_configuration", "issuance.configuration")),
    ("residency", ("unknown_credential_configuration", "issuance.configuration")),
    ("urn:livret:residency:1", ("unknown_credential_configuration", "issuance.configuration")),
]


@pytest.mark.parametrize(("asked", "told"), OTHERS)
def test_attack_58_something_else_than_was_offered_is_asked_for(
    tmp_path: Path, asked: str, told: tuple[str, str]
) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        token = caller.access(offered)
        before = acts(office)
        answer = caller.ask(token, caller.request(credential_configuration_id=asked))
        assert said(answer) == (400, *told)
        assert (acts(office), statuses(office, offered)) == (before, [])
        assert len(credentials(caller.ask(token))) == 3


def test_attack_58_an_identifier_that_nobody_named(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        token = caller.access(offer(office))
        request = caller.request(credential_configuration_id=None, credential_identifier="other")
        assert said(caller.ask(token, request)) == (
            400,
            "unknown_credential_identifier",
            "issuance.identifier",
        )
        both = caller.request(credential_identifier=CONFIGURATION)
        assert said(caller.ask(token, both))[1:] == ("invalid_credential_request", "issuance.malformed")  # fmt: skip


def test_attack_58_twin_each_copy_is_of_the_type_and_for_its_key(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        texts = credentials(caller.ask(caller.access(offer(office))))
        for number, text in enumerate(texts):
            token = jws.CompactJws.parse(text.partition("~")[0], max_bytes=1 << 16)
            payload = token.payload_object()
            assert payload["vct"] == catalogue.find("residency").vct
            assert payload["cnf"] == {"jwk": jwk.format_public(caller.key_of(number).public_key)}
            assert payload["iss"] == office.hall.did.text
