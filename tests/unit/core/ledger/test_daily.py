"""The day's commit at the reader's side: digests, and what they hold an issuer to."""

import json
from dataclasses import replace
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError
from livret_core.ledger import daily
from livret_core.ledger.daily import CheckedCommit, DayCommit, NamedDigest, ProvenCommit
from livret_core.ledger.issuance import IssuancePath
from tests.committing import BASE, DID, T_S, checked, commit, dated, made_list, on_the_ledger
from tests.ledger_heads import AGES, check
from tests.ledger_scene import rewritten

DIGEST = bytes(range(32))


def refusal(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(LivretError) as caught:
        call(*arguments, **named)
    return caught.value.code


# The file of the day.


def test_what_is_written_is_read() -> None:
    assert DayCommit.parse(commit().format()) == commit()
    final = DayCommit.of(DID, None, [NamedDigest("status/1", DIGEST, T_S)])
    assert DayCommit.parse(final.format()) == final


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"day": -1},
        {"day": True},
        {"day": 200_001},
        {"day": "20787"},
        {"digests": []},
        {"digests": {}},
        {"more": 1},
    ],
)
def test_another_file_is_malformed(change: dict[str, Any]) -> None:
    value = {**json.loads(commit().format()), **change}
    assert refusal(DayCommit.parse, jcs.canonicalize(value)) == "commit.malformed"


def test_the_digests_of_a_day_have_one_spelling() -> None:
    raw = commit().format()
    assert refusal(DayCommit.parse, raw.replace(b":", b": ", 1)) == "commit.malformed"
    assert DayCommit.parse(raw) == commit()


def test_digests_stand_sorted_and_once() -> None:
    value = json.loads(commit().format())
    first, *rest = value["digests"]
    for digests in ([*rest, first], [first, first, *rest]):
        raw = jcs.canonicalize({**value, "digests": digests})
        assert refusal(DayCommit.parse, raw) == "commit.malformed"


@pytest.mark.parametrize(
    ("name", "iat"),
    [
        ("status/1", None),
        ("audit", 5),
        ("Status/1", 5),
        ("status/01", 5),
        ("status/1", -1),
        ("", None),
    ],
)
def test_a_name_and_its_time_fit(name: str, iat: int | None) -> None:
    assert refusal(NamedDigest, name, DIGEST, iat) == "commit.malformed"


def test_no_more_digests_than_a_page_of_lists() -> None:
    many = [NamedDigest(f"status/{number}", DIGEST, 1) for number in range(1, 258)]
    assert refusal(DayCommit.of, DID, 1, many) == "commit.malformed"
    assert len(DayCommit.of(DID, 1, many[:256]).digests) == 256


def test_a_root_changes_with_every_part() -> None:
    first = commit().digests[0]
    roots = {
        commit().root,
        *(
            replace(commit(), digests=(changed, *commit().digests[1:])).root
            for changed in (replace(first, name="aa"), replace(first, digest=DIGEST))
        ),
    }
    assert len(roots) == 3


# What stands on the ledger.


def test_only_the_checks_make_what_is_proven() -> None:
    proven = checked().proven
    with pytest.raises(TypeError):
        ProvenCommit(did=DID, day=1, root=DIGEST, existed_by_s=1, seal=None)
    with pytest.raises(TypeError):
        CheckedCommit(proven=proven, commit=commit(), seal=None)


def test_a_commit_is_proven_by_its_entry_and_dated_by_the_witnesses() -> None:
    stand = on_the_ledger(commit())
    proven = daily.verify(stand.operation, stand.proof, stand.seen.chain)
    assert (proven.did, proven.root) == (DID, commit().root)
    # f is 1: one witness may have lied about an early time, the second oldest counts.
    assert proven.existed_by_s == stand.times[1]


def test_a_commit_is_proven_by_the_map_too() -> None:
    stand = on_the_ledger(commit())
    signed = stand.seen.head(at_s=stand.scene.at_s)
    state = check(
        stand.seen.evidence([f"commit/{DID}", "commit/did:key:zNobody"], signed),
        stand.seen.chain,
        ages=AGES,
        now_s=stand.scene.at_s,
        remembered=None,
    )
    proven = daily.of_state(state, DID)
    assert proven is not None
    assert proven.root == commit().root
    assert daily.of_state(state, "did:key:zNobody") is None


def test_another_operation_is_no_commit() -> None:
    stand = on_the_ledger(commit())
    other = stand.scene.about_member("member.suspend", stand.scene.towns[3])
    assert refusal(daily.verify, other, stand.proof, stand.seen.chain) == "ledger.subject"


def test_a_commit_of_another_ledger_is_not_of_this() -> None:
    stand = on_the_ledger(commit())
    other = rewritten(stand.operation, ledger="other.example")
    assert refusal(daily.verify, other, stand.proof, stand.seen.chain) == "ledger.origin"


def test_a_commit_that_is_not_in_the_log_is_not_proven() -> None:
    stand = on_the_ledger(commit())
    elsewhere = replace(stand.proof, index=stand.proof.index - 1)
    assert refusal(daily.verify, stand.operation, elsewhere, stand.seen.chain) == "log.inclusion"


@pytest.mark.parametrize("change", [{"day": 20_000}, {"did": "did:key:zOther"}])
def test_digests_are_held_to_the_issuer_and_the_day(change: dict[str, Any]) -> None:
    proven = checked().proven
    assert refusal(daily.check_day, replace(commit(), **change), proven) == "commit.other_root"


# Lists.


def test_a_list_outside_the_issuers_endpoints_is_not_committed_to() -> None:
    for endpoints in (
        (),
        ("https://other.example/status/",),
        (BASE + "x/",),
        ("https://a.example/", "https://b.example/"),
    ):
        named = {"endpoints": endpoints}
        assert refusal(daily.check_list, checked(), made_list(T_S), **named) == "status.elsewhere"


def test_a_list_that_was_begun_since_is_ahead() -> None:
    assert daily.check_list(checked(), made_list(T_S, number=7), endpoints=[BASE]) == "ahead"


# Paths.


def test_a_path_is_written_and_read() -> None:
    _, path, _ = dated()
    assert IssuancePath.parse(path.format()) == path


@pytest.mark.parametrize(
    "change",
    [
        {"size": 63},
        {"size": 128},
        {"index": 64},
        {"index": -1},
        {"index": True},
        {"hashes": []},
        {"hashes": [1] * 6},
        {"hashes": [""] * 6},
        {"salt": "AAAA"},
        {"more": 1},
    ],
)
def test_another_path_is_malformed(change: dict[str, Any]) -> None:
    _, path, _ = dated()
    assert refusal(IssuancePath.parse, {**path.format(), **change}) == "commit.malformed"


def test_a_day_without_an_issuance_root_dates_nothing() -> None:
    _, path, jws = dated()
    bare = DayCommit.of(DID, commit().day, commit().digests[:1])
    stand = on_the_ledger(bare)
    proven = daily.verify(stand.operation, stand.proof, stand.seen.chain)
    held = daily.check_day(bare, proven)
    assert refusal(daily.check_dated, held, path, jws) == "commit.path"


def test_a_path_with_something_else_among_its_hashes_is_malformed() -> None:
    """What was passed over could say whose path it is."""
    _, path, _ = dated()
    value = path.format()
    hashes = value["hashes"]
    assert isinstance(hashes, list)
    for other in (5, None, {"for": "whom"}):
        assert refusal(IssuancePath.parse, {**value, "hashes": [*hashes, other]}) == (
            "commit.malformed"
        )
    assert IssuancePath.parse(value) == path
