"""Attack 48, where cosignatures are given out: one witness is made to look like several."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import Refused
from livret_core.tlog import cosignature, witnessed
from livret_core.tlog.note import KeyName, SignatureLine, VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness
from livret_core.tlog.witness import parse_answer
from livret_ledger.witness.service import Cosigner
from livret_town.simulator.ledgers import Keeper, signer
from tests.watching import Watching, ask, line_of, told, watching


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watching]:
    yield from watching(tmp_path)


def policy(keeper: Keeper, q: int, *keys: VerifierKey) -> Policy:
    names = tuple(key.name.text.encode() for key in keys)
    witnesses = tuple(Witness(name, key) for name, key in zip(names, keys, strict=True))
    return Policy((Log(keeper.key),), witnesses, (Group(b"all", q, names),), b"all")


def code_of(keeper: Keeper, chosen: Policy, *lines: SignatureLine) -> str:
    with pytest.raises(Refused) as caught:
        witnessed.verify(keeper.signed().with_signatures(*lines), chosen)
    return caught.value.code


def test_attack_48_one_witness_is_asked_twice(watch: Watching) -> None:
    first, second, keeper = watch.witness("one"), watch.witness("two"), watch.keeper
    line = line_of(first, keeper.request(0))
    watch.now_s += 1
    again = line_of(first, keeper.request(keeper.size))
    assert line != again
    assert code_of(keeper, policy(keeper, 2, first.key, second.key), line, again) == "log.quorum"


def test_attack_48_one_key_sits_in_two_homes(watch: Watching) -> None:
    """Its operator runs a second witness with the key of the first, under another name."""
    first, keeper = watch.witness("one"), watch.keeper
    twin = Cosigner(
        watch.memory("copy"),
        name="two.example/witness",
        signer=signer(first.key.name.text),
        clock=watch.clock,
    )
    for each in (first, twin):
        line_of(each, keeper.request(0))
    with pytest.raises(Refused) as caught:
        policy(keeper, 2, first.key, twin.key)
    assert caught.value.code == "log.key_twice"


def test_attack_48_a_line_is_given_the_name_of_a_witness_that_did_not_answer(
    watch: Watching,
) -> None:
    first, second, keeper = watch.witness("one"), watch.witness("two"), watch.keeper
    line = line_of(first, keeper.request(0))
    borrowed = replace(line, name=second.key.name, key_id=second.key.key_id)
    chosen = policy(keeper, 2, first.key, second.key)
    assert code_of(keeper, chosen, line, borrowed) == "note.signature"


def test_attack_48_a_witness_answers_with_what_it_had_from_another(watch: Watching) -> None:
    """What a lying witness sends back is taken for what it is: the other one's line, again."""
    first, second, keeper = watch.witness("one"), watch.witness("two"), watch.keeper
    line = line_of(first, keeper.request(0))
    signed = cosignature.collect(keeper.signed(), [line], [first.key])
    signed = cosignature.collect(signed, [line], [second.key])
    assert len(signed.note.signatures) == 2
    assert code_of(keeper, policy(keeper, 2, first.key, second.key), line) == "log.quorum"


def test_attack_48_a_cosignature_for_another_ledger_is_brought(watch: Watching) -> None:
    witness, keeper = watch.witness("one"), watch.keeper
    other = Keeper.founded("ledger.example/other")
    witness.store.add_log(other.key)
    line = line_of(witness, other.request(0))
    assert code_of(keeper, policy(keeper, 1, witness.key), line) == "note.signature"


def test_attack_48_a_ledger_that_is_not_served_asks(watch: Watching) -> None:
    other = Keeper.founded("ledger.example/other")
    assert told(ask(watch.witness(), other.request(0))) == (404, "log.unknown\n")


def test_attack_48_a_head_with_the_key_of_another_ledger(watch: Watching) -> None:
    from livret_core.tlog import note
    from livret_core.tlog.checkpoint import SignedCheckpoint

    witness, keeper = watch.witness(), watch.keeper
    other = Keeper.founded("ledger.example/other")
    witness.store.add_log(other.key)
    borrowed = note.sign(
        keeper.head().format(), KeyName(other.origin), signer(f"log {other.origin}")
    )
    request = replace(keeper.request(0), signed=SignedCheckpoint.of(borrowed))
    assert told(ask(witness, request)) == (403, "log.unsigned\n")


def test_attack_48_twin_two_witnesses_are_two(watch: Watching) -> None:
    first, second, keeper = watch.witness("one"), watch.witness("two"), watch.keeper
    lines = [line_of(each, keeper.request(0)) for each in (first, second)]
    signed = keeper.signed()
    for each, line in zip((first, second), lines, strict=True):
        signed = cosignature.collect(signed, [line], [each.key])
    accepted = witnessed.verify(signed, policy(keeper, 2, first.key, second.key))
    assert set(accepted.times_s) == {first.key, second.key}


def test_attack_48_twin_one_witness_serves_two_ledgers(watch: Watching) -> None:
    witness, keeper = watch.witness("one"), watch.keeper
    other = Keeper.founded("ledger.example/other")
    witness.store.add_log(other.key)
    for each in (keeper, other):
        lines = parse_answer(ask(witness, each.request(0)))
        assert isinstance(lines, tuple)
        signed = each.signed().with_signatures(*lines)
        witnessed.verify(signed, policy(each, 1, witness.key))
