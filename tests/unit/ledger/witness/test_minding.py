"""What a memory has to do with what may be signed."""

from dataclasses import replace

import pytest

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.tlog import cosignature
from livret_core.tlog.note import KeyName, SignatureLine
from livret_ledger.witness.minding import STEP_S, check_memory, kept, respond, stamp
from livret_town.simulator.ledgers import Keeper, cosigner_key, signer
from tests.transparency import cosigned

NAME = "w.example/witness"
OWN = cosigner_key(NAME)
NOW_S = 1_796_000_100
KEEPER = Keeper.founded()
KEEPER.tick(times=6)


def ours(size: int) -> SignatureLine:
    return cosignature.sign(KEEPER.head(size), KeyName(NAME), signer(NAME), now_s=NOW_S)


@pytest.mark.parametrize("held", [None, 3, 4])
def test_a_signature_of_ours_beyond_what_is_remembered_is_a_lost_memory(held: int | None) -> None:
    with pytest.raises(Refused) as caught:
        check_memory(
            None if held is None else KEEPER.head(held),
            KEEPER.signed(5).with_signatures(ours(5)),
            OWN,
        )
    assert (caught.value.code, caught.value.facts) == ("witness.memory_lost", {"what": "behind"})


def test_a_signature_of_ours_on_another_root_of_the_size_is_a_lost_memory() -> None:
    other = replace(KEEPER.head(5), root=KEEPER.head(4).root)
    with pytest.raises(Refused) as caught:
        check_memory(other, KEEPER.signed(5).with_signatures(ours(5)), OWN)
    assert caught.value.code == "witness.memory_lost"


@pytest.mark.parametrize("held", [5, 6])
def test_a_signature_of_ours_on_what_is_remembered_is_in_order(held: int) -> None:
    check_memory(KEEPER.head(held), KEEPER.signed(5).with_signatures(ours(5)), OWN)


def test_a_line_in_our_name_that_is_not_ours_says_nothing() -> None:
    forged = replace(ours(4), signature=ours(5).signature)
    check_memory(None, KEEPER.signed(4).with_signatures(forged), OWN)


def test_a_line_of_another_witness_says_nothing() -> None:
    line = cosigned(KEEPER.head(5), "other.example/witness")
    check_memory(None, KEEPER.signed(5).with_signatures(line), OWN)


@pytest.mark.parametrize(
    ("now_s", "last_s", "stamped"),
    [
        (NOW_S, None, NOW_S),
        (NOW_S, NOW_S - 1, NOW_S),
        (NOW_S, NOW_S, NOW_S),
        (NOW_S, NOW_S + 1, NOW_S + 1),
        (NOW_S, NOW_S + STEP_S, NOW_S + STEP_S),
    ],
)
def test_time_does_not_go_back(now_s: int, last_s: int | None, stamped: int) -> None:
    assert stamp(now_s, last_s) == stamped


def test_a_clock_set_far_back_signs_nothing() -> None:
    with pytest.raises(Unavailable) as caught:
        stamp(NOW_S, NOW_S + STEP_S + 1)
    assert caught.value.code == "ledger.clock"


def test_of_a_checkpoint_only_the_logs_own_lines_are_kept() -> None:
    signed = KEEPER.signed(5).with_signatures(ours(5), cosigned(KEEPER.head(5), "x.example/w"))
    assert kept(signed, frozenset([KEEPER.key])) == KEEPER.signed(5)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (MalformedInput("log.request"), 400),
        (Refused("ledger.map_root"), 422),
        (Unavailable("ledger.catching_up"), 503),
        (Refused("witness.memory_lost"), 503),
    ],
)
def test_each_branch_has_its_status(error: Refused, status: int) -> None:
    response = respond(error)
    assert (response.status, response.body) == (status, f"{error.code}\n".encode())
