from typing import Any, Final

import pytest

from livret_core.dids.webvh import VerifiedLog, verify_log
from livret_core.errors import LivretError, Refused
from livret_core.keys import jwk
from livret_town.simulator.did_logs import DAY_S, START_S, DidLogForge, p256_key

NOW_S: Final = 1_790_000_000
OLD, NEW = p256_key(1), p256_key(2)


def listing(forge: DidLogForge | None, *numbers: int) -> dict[str, Any]:
    """A document's members that list the keys ``#1``, ``#2`` … for assertion."""
    did = forge.did if forge else "did:webvh:{SCID}:towns.example:verneuil"
    return {
        "verificationMethod": [
            {
                "id": f"#{number}",
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": jwk.format_public(p256_key(number).public_key),
            }
            for number in numbers
        ],
        "assertionMethod": [f"#{number}" for number in numbers],
    }


def rotated() -> tuple[DidLogForge, VerifiedLog]:
    """Key 1 on day 0, keys 1 and 2 on day 1, key 2 alone on day 2, none on day 3, 1 on day 4."""
    forge = DidLogForge().begin(state=listing(None, 1))
    for numbers in ((1, 2), (2,), (), (1,)):
        forge.add(state=listing(forge, *numbers))
    return forge, verify_log(forge.raw, None, now_s=NOW_S)


@pytest.mark.parametrize(
    ("number", "at_s", "interval"),
    [
        (1, 0, (0, 2 * DAY_S)),
        (1, 2 * DAY_S - 1, (0, 2 * DAY_S)),
        (2, DAY_S, (DAY_S, 3 * DAY_S)),
        (2, 3 * DAY_S - 1, (DAY_S, 3 * DAY_S)),
        (1, 4 * DAY_S, (4 * DAY_S, None)),
        (1, 400 * DAY_S, (4 * DAY_S, None)),
    ],
)
def test_a_key_is_given_with_the_time_it_was_listed(
    number: int, at_s: int, interval: tuple[int, int | None]
) -> None:
    forge, log = rotated()
    listed = log.key_at(f"{forge.did}#{number}", "assertionMethod", START_S + at_s)
    until_s = None if interval[1] is None else START_S + interval[1]
    assert (listed.from_s, listed.until_s) == (START_S + interval[0], until_s)
    assert listed.key == p256_key(number).public_key


@pytest.mark.parametrize(
    ("number", "at_s"), [(1, -1), (1, 2 * DAY_S), (2, DAY_S - 1), (2, 3 * DAY_S), (3, 0)]
)
def test_outside_its_time_a_key_is_not_listed(number: int, at_s: int) -> None:
    forge, log = rotated()
    with pytest.raises(Refused) as caught:
        log.key_at(f"{forge.did}#{number}", "assertionMethod", START_S + at_s)
    assert caught.value.code == "issuer.key_not_listed"


def test_a_key_is_listed_for_its_relationship_only() -> None:
    forge, log = rotated()
    with pytest.raises(Refused) as caught:
        log.key_at(f"{forge.did}#1", "capabilityInvocation", START_S)
    assert caught.value.code == "issuer.key_not_listed"


def test_all_keys_of_a_time_are_given() -> None:
    forge, log = rotated()
    for day, numbers in enumerate([(1,), (1, 2), (2,), (), (1,)]):
        kids = [listed.kid for listed in log.keys_at("assertionMethod", START_S + day * DAY_S)]
        assert kids == [f"{forge.did}#{number}" for number in numbers]


def test_another_key_under_the_same_name_is_another_interval() -> None:
    forge = DidLogForge().begin(state=listing(None, 1))
    swapped = listing(forge, 2)
    swapped["verificationMethod"][0]["id"] = "#1"
    swapped["assertionMethod"] = ["#1"]
    log = verify_log(forge.add(state=swapped).raw, None, now_s=NOW_S)
    kid = f"{forge.did}#1"
    before = log.key_at(kid, "assertionMethod", START_S)
    after = log.key_at(kid, "assertionMethod", START_S + DAY_S)
    assert (before.key, after.key) == (OLD.public_key, NEW.public_key)
    assert before.until_s == after.from_s == START_S + DAY_S


def test_deactivation_ends_every_key_and_unmakes_none() -> None:
    forge = DidLogForge().begin(state=listing(None, 1)).add().add({"deactivated": True})
    log = verify_log(forge.raw, None, now_s=NOW_S)
    kid = f"{forge.did}#1"
    assert log.key_at(kid, "assertionMethod", START_S + DAY_S).until_s == START_S + 2 * DAY_S
    with pytest.raises(Refused) as caught:
        log.key_at(kid, "assertionMethod", START_S + 2 * DAY_S)
    assert caught.value.code == "issuer.key_not_listed"


def test_a_key_that_came_and_went_within_a_second_was_never_listed() -> None:
    forge = DidLogForge().begin(state=listing(None, 1), time="2026-06-01T00:00:00.2Z")
    forge.add(state=listing(forge, 2), time="2026-06-01T00:00:00.4Z")
    log = verify_log(forge.raw, None, now_s=NOW_S)
    with pytest.raises(Refused):
        log.key_at(f"{forge.did}#1", "assertionMethod", log.last.from_s)
    assert log.key_at(f"{forge.did}#2", "assertionMethod", log.last.from_s).until_s is None


def test_a_document_that_cannot_be_read_lists_no_key_and_spoils_no_other() -> None:
    forge = DidLogForge().begin(state=listing(None, 1)).add(state={"verificationMethod": {}})
    log = verify_log(forge.raw, None, now_s=NOW_S)
    assert log.key_at(f"{forge.did}#1", "assertionMethod", START_S).until_s == START_S + DAY_S
    with pytest.raises(LivretError) as caught:
        log.document(log.last)
    assert caught.value.code == "did.document"
