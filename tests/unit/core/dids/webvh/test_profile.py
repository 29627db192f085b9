from typing import Any, Final

import pytest

from livret_core.dids.webvh import check_profile, verify_log
from livret_core.errors import Refused
from livret_core.keys import Signer
from livret_town.simulator.did_logs import DidLogForge, commitment, key, name

NOW_S: Final = 1_790_000_000
RECOVERY: Final = (key(90), key(91))
FRESH: Final = (key(92), key(93))


def hashes(*signers: Signer) -> list[str]:
    return [commitment(signer) for signer in signers]


def first(**changes: object) -> dict[str, Any]:
    return {"portable": False, "nextKeyHashes": hashes(key(1), *RECOVERY), **changes}


def step(signer: Signer, *committed: Signer, **changes: object) -> dict[str, Any]:
    return {"updateKeys": [name(signer)], "nextKeyHashes": hashes(*committed), **changes}


def check(log: DidLogForge) -> None:
    check_profile(verify_log(log.raw, None, now_s=NOW_S))


def refusal(log: DidLogForge) -> str:
    with pytest.raises(Refused) as caught:
        check(log)
    return caught.value.code


def begun(**changes: object) -> DidLogForge:
    return DidLogForge().begin(first(**changes))


def test_a_log_made_by_the_book_passes_year_after_year() -> None:
    log = begun()
    for year in range(1, 6):
        log.add(step(key(year), key(year + 1), *RECOVERY), signer=key(year))
    check(log)


@pytest.mark.parametrize("portable", [None, True])
def test_a_town_hall_says_that_its_did_stays_where_it_is(portable: object) -> None:
    assert refusal(begun(portable=portable)) == "profile.portable"


@pytest.mark.parametrize("committed", [None, []])
def test_the_next_key_is_always_committed_to(committed: object) -> None:
    assert refusal(begun(nextKeyHashes=committed)) == "profile.prerotation"


def test_pre_rotation_is_never_switched_off() -> None:
    assert refusal(begun().add(step(key(1)), signer=key(1))) == "profile.prerotation"


@pytest.mark.parametrize("recovery", [(), (key(90),)])
def test_at_least_two_recovery_keys_are_committed_to(recovery: tuple[Signer, ...]) -> None:
    assert refusal(begun(nextKeyHashes=hashes(key(1), *recovery))) == "profile.recovery_hashes"


@pytest.mark.parametrize(
    "committed", [(key(1), key(90), key(90)), (key(90), key(90), key(91)), (key(1), key(1), key(2))]
)
def test_one_key_is_not_two_commitments(committed: tuple[Signer, ...]) -> None:
    assert refusal(begun(nextKeyHashes=hashes(*committed))) == "profile.recovery_hashes"


def test_a_key_that_is_shown_is_not_committed_to() -> None:
    assert refusal(begun(nextKeyHashes=hashes(key(0), *RECOVERY))) == "profile.recovery_hashes"
    log = begun().add(step(key(1), key(1), *RECOVERY), signer=key(1))
    assert refusal(log) == "profile.recovery_hashes"


def test_an_entry_shows_one_key() -> None:
    log = DidLogForge().begin(first(updateKeys=[name(key(0)), name(key(5))]))
    assert refusal(log) == "profile.single_key"


def test_a_thief_of_the_routine_keys_cannot_replace_the_recovery_keys() -> None:
    log = begun().add(step(key(1), key(2), *FRESH), signer=key(1))
    assert refusal(log) == "profile.recovery_key"


def test_a_thief_of_the_routine_keys_cannot_drop_a_recovery_key() -> None:
    log = begun(nextKeyHashes=hashes(key(1), *RECOVERY, key(92)))
    assert (
        refusal(log.add(step(key(1), key(2), *RECOVERY), signer=key(1))) == "profile.recovery_key"
    )


def test_a_thief_of_the_routine_keys_cannot_take_a_recovery_keys_place() -> None:
    log = begun().add(step(key(1), key(90), key(91), key(2)), signer=key(1))
    assert refusal(log) == "profile.recovery_key"


def test_a_thief_of_the_routine_keys_cannot_end_the_did() -> None:
    log = begun().add(step(key(1), deactivated=True), signer=key(1))
    assert refusal(log) == "profile.recovery_key"


def test_a_recovery_key_replaces_the_recovery_keys() -> None:
    log = begun().add(step(key(90), key(2), *FRESH), signer=key(90))
    check(log.add(step(key(2), key(3), *FRESH), signer=key(2)))


def test_a_recovery_key_undoes_the_theft_of_the_next_routine_key() -> None:
    log = begun().add(step(key(1), key(666), *RECOVERY), signer=key(1))
    check(log.add(step(key(91), key(2), *FRESH), signer=key(91)))


def test_a_recovery_key_is_spent_when_it_was_shown() -> None:
    log = begun().add(step(key(90), key(2), key(90), key(91)), signer=key(90))
    assert refusal(log) == "profile.recovery_hashes"


def test_a_recovery_key_ends_the_did() -> None:
    check(begun().add(step(key(90), deactivated=True), signer=key(90)))


def test_a_did_is_not_born_ended() -> None:
    assert refusal(begun(deactivated=True)) == "profile.recovery_key"
