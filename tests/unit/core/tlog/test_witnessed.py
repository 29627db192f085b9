from dataclasses import replace
from itertools import combinations

import pytest

from livret_core.errors import Refused
from livret_core.tlog import witnessed
from livret_core.tlog.note import SignatureLine
from livret_core.tlog.witnessed import WitnessedCheckpoint
from tests.transparency import (
    NOW_S,
    WITNESSES,
    Grown,
    cosigned,
    log_key,
    policy,
    signed,
    witness_key,
)

HEAD = Grown(5).head()


def test_exactly_the_sets_that_are_large_enough_are_accepted() -> None:
    for size in range(len(WITNESSES) + 1):
        for names in combinations(WITNESSES, size):
            head = signed(HEAD).with_signatures(*(cosigned(HEAD, name) for name in names))
            if size >= 3:
                accepted = witnessed.verify(head, policy(3))
                assert accepted.times_s == {witness_key(name): (NOW_S,) for name in names}
                assert (accepted.checkpoint, accepted.log_keys) == (HEAD, frozenset([log_key()]))
            else:
                with pytest.raises(Refused) as caught:
                    witnessed.verify(head, policy(3))
                assert caught.value.code == "log.quorum"
                assert caught.value.facts == {"cosigners": size}


def test_a_log_that_the_policy_does_not_name_is_unknown() -> None:
    head = replace(HEAD, origin="elsewhere.example")
    with pytest.raises(Refused) as caught:
        witnessed.verify(signed(head), policy(3))
    assert caught.value.code == "log.unknown"


def test_witnesses_do_not_stand_in_for_the_log() -> None:
    stranger = signed(HEAD, by="stranger.example")
    head = stranger.with_signatures(*(cosigned(HEAD, name) for name in WITNESSES))
    with pytest.raises(Refused) as caught:
        witnessed.verify(head, policy(3))
    assert caught.value.code == "log.unsigned"


def test_the_logs_signature_is_verified() -> None:
    key = log_key()
    forged = signed(HEAD, by="stranger.example").with_signatures(
        SignatureLine(key.name, key.key_id, bytes(64))
    )
    with pytest.raises(Refused) as caught:
        witnessed.verify(forged, policy(3))
    assert caught.value.code == "note.signature"


def test_only_verifying_makes_one() -> None:
    with pytest.raises(TypeError, match="verify"):
        WitnessedCheckpoint(
            checkpoint=HEAD, log_keys=frozenset([log_key()]), times_s={}, seal=object()
        )
