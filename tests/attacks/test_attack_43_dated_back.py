"""Attack 43: whoever stole a key signs today, and writes a date from before the theft.

The date in a credential is its signer's to choose. What counts is by when independent witnesses
had seen the root that it was counted in under.
"""

from dataclasses import replace
from hashlib import sha256

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger import daily
from livret_core.ledger.daily import NamedDigest
from livret_core.ledger.dating import Dating
from livret_core.ledger.issuance import IssuancePath, issuance_leaf
from livret_core.short_code import ShortCode
from livret_core.tlog.merkle import node_hash
from tests.committing import JWS, commit, dated, issuance, on_the_ledger

STOLEN = "eyJhbGciOiJFUzI1NiJ9.e30.stolen"


def dating(**changes: object) -> Dating:
    stand = on_the_ledger(commit())
    paths = tuple(each.path for each in issuance().counted)
    made = Dating(ShortCode.of(bytes(16)), commit(), stand.operation, stand.proof, paths)
    return replace(made, **changes)  # type: ignore[arg-type]


def refusal(made: Dating, jws: str) -> str:
    with pytest.raises(LivretError) as caught:
        made.dated_before_s(jws, on_the_ledger(commit()).seen.chain)
    return caught.value.code


def test_attack_43_a_stolen_keys_credential_borrows_the_path_of_another() -> None:
    held, path, _ = dated()
    with pytest.raises(LivretError) as caught:
        daily.check_dated(held, path, STOLEN)
    assert caught.value.code == "commit.path"


def test_attack_43_the_file_of_a_hand_over_dates_no_other_copy() -> None:
    assert refusal(dating(), STOLEN) == "commit.path"


def test_attack_43_digests_are_written_to_fit_a_forged_root() -> None:
    """A tree of the thief's own, in a file of the day that the ledger never saw."""
    salt = bytes(32)
    leaf = issuance_leaf(salt, sha256(STOLEN.encode()).digest())
    sibling, root = bytes(32), leaf
    for _ in range(6):
        root = node_hash(root, sibling)
    path = IssuancePath(salt, 0, 64, (sibling,) * 6)
    assert path.leads_to(root, STOLEN)
    digests = [each for each in commit().digests if each.name != daily.ISSUANCE]
    forged = daily.DayCommit.of(
        commit().did, commit().day, [*digests, NamedDigest(daily.ISSUANCE, root)]
    )
    assert refusal(dating(commit=forged, paths=(path,)), STOLEN) == "commit.other_root"


def test_attack_43_a_commit_without_proof_dates_nothing() -> None:
    with pytest.raises(Unavailable) as caught:
        dating(proof=None).dated_before_s(JWS[0], on_the_ledger(commit()).seen.chain)
    assert caught.value.code == "ledger.not_shown"


def test_attack_43_a_commit_that_no_ledger_has_dates_nothing() -> None:
    stand = on_the_ledger(commit())
    proof = replace(stand.proof, hashes=(bytes(32), *stand.proof.hashes[1:]))
    assert refusal(dating(proof=proof), JWS[0]) == "log.inclusion"


def test_attack_43_one_witness_that_lies_about_the_time_does_not_date_it_earlier() -> None:
    stand = on_the_ledger(commit())
    early = stand.scene.at_s - 10 * 86_400
    times = {town.name: stand.scene.at_s for town in stand.scene.towns}
    times[stand.scene.towns[0].name] = early
    signed = stand.seen.head(at_s=stand.scene.at_s, times=times)
    proof = replace(stand.proof, signed=signed)
    by_s = dating(proof=proof).dated_before_s(JWS[0], stand.seen.chain)
    assert by_s == stand.scene.at_s


def test_attack_43_twin_what_was_counted_in_is_dated_by_those_who_saw_it() -> None:
    stand = on_the_ledger(commit())
    for jws in JWS:
        assert dating().dated_before_s(jws, stand.seen.chain) == stand.times[1]
