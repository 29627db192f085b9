"""Attack 42: a successor is handed an old copy of the lists, and what was withdrawn comes back.

Whoever keeps the folder of a town that lost its keys, or finds a backup of it, chooses which copy
the successor sees. The ledger names the lists; the stricter of list and record wins.
"""

from dataclasses import replace
from hashlib import sha256

import pytest

from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer, multikey
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.operation import NO_PREDECESSOR
from livret_core.status.bits import StatusList
from livret_core.status.token import Status, sign
from livret_issuer.predecessors import LeftBehind, left_behind, places_of, read_lists, stricter
from tests.ledger_heads import AGES, Seen, check
from tests.ledger_scene import DAY_S, Scene
from tests.scene import seed

DID = "did:webvh:Qm:ledger.example:meuse:fr-insee:55545"
AT = "https://ledger.example/meuse/fr-insee/55545/status/"
NOW_S = 1_796_000_000
KEY = P256Signer.from_seed(seed("lost", 48))


def listed(
    withdrawn: int | None, *, ago_s: int, number: int = 1, signer: P256Signer = KEY
) -> bytes:
    """A list in which one place is withdrawn."""
    return sign(
        StatusList.of(1 << 17, bits=2, statuses={} if withdrawn is None else {withdrawn: 1}),
        signer,
        uri=HttpsUri.parse(f"{AT}{number}.jwt"),
        issued_at_s=NOW_S - ago_s,
        expires_at_s=NOW_S,
        ttl_s=60,
    ).encode()


OLD, NEW = listed(None, ago_s=DAY_S), listed(7, ago_s=3_600)
COMMIT = DayCommit.of(DID, 20_787, [NamedDigest("status/1", sha256(NEW).digest(), NOW_S - 3_600)])
BEHIND = LeftBehind(
    DID, (AT,), (multikey.format(KEY.public_key),), COMMIT.root, COMMIT.day, 3, "x" * 43
)


def code(found: dict[str, bytes], digests: bytes | None, behind: LeftBehind = BEHIND) -> str:
    with pytest.raises(LivretError) as caught:
        read_lists(behind, found, digests, now_s=NOW_S)
    return caught.value.code


def test_attack_42_a_successor_is_handed_a_list_from_before_the_withdrawal() -> None:
    assert code({AT + "1.jwt": OLD}, COMMIT.format()) == "commit.lists_missing"


def test_attack_42_a_successor_is_not_handed_a_list_that_the_ledger_names() -> None:
    other = listed(None, ago_s=60, number=2)
    assert code({AT + "2.jwt": other}, COMMIT.format()) == "commit.lists_missing"


def test_attack_42_a_successor_is_handed_the_digests_of_another_day() -> None:
    digest = NamedDigest("status/1", sha256(OLD).digest(), NOW_S - DAY_S)
    made_up = replace(COMMIT, digests=(digest,))
    assert code({AT + "1.jwt": OLD}, made_up.format()) == "commit.other_root"


def test_attack_42_a_successor_is_not_handed_the_digests() -> None:
    assert code({AT + "1.jwt": OLD}, None) == "commit.lists_missing"


def test_attack_42_a_successor_is_handed_a_strangers_list() -> None:
    made = listed(None, ago_s=60, signer=P256Signer.from_seed(seed("stranger", 48)))
    assert code({AT + "1.jwt": made}, COMMIT.format()) == "status.untrusted"


def test_attack_42_a_successor_is_handed_a_list_of_another_address() -> None:
    found = {"https://other.example/1.jwt": NEW, AT + "1.jwt": NEW}
    assert code(found, COMMIT.format()) == "commit.lists_missing"


def test_attack_42_a_successor_is_handed_a_list_that_a_thief_signed() -> None:
    """It is newer than what the ledger names, and brings back what was withdrawn."""
    suspected = replace(BEHIND, suspected=frozenset(BEHIND.keys))
    thiefs = {AT + "1.jwt": listed(None, ago_s=60)}
    assert code(thiefs, COMMIT.format(), suspected) == "status.uncommitted"
    never = replace(suspected, root=None, day=None, commits=0, last=NO_PREDECESSOR)
    assert code(thiefs, None, never) == "commit.lists_missing"
    begun = {AT + "1.jwt": NEW, AT + "2.jwt": listed(None, ago_s=60, number=2)}
    assert [*read_lists(suspected, begun, COMMIT.format(), now_s=NOW_S)] == [1]


def test_attack_42_twin_the_list_of_a_suspected_key_that_the_ledger_names_is_taken_over() -> None:
    suspected = replace(BEHIND, suspected=frozenset(BEHIND.keys))
    assert [*read_lists(suspected, {AT + "1.jwt": NEW}, COMMIT.format(), now_s=NOW_S)] == [1]


def test_attack_42_twin_the_list_that_the_ledger_names_is_taken_over() -> None:
    lists = read_lists(BEHIND, {AT + "1.jwt": NEW}, COMMIT.format(), now_s=NOW_S)
    assert lists[1].marked == {7: Status.INVALID}
    assert [(each.first, each.endpoint) for each in places_of(lists)] == [(1, AT)]


def test_attack_42_twin_a_newer_list_and_one_begun_since_are_taken_over() -> None:
    later = listed(9, ago_s=60)
    found = {AT + "1.jwt": later, AT + "2.jwt": listed(None, ago_s=60, number=2)}
    lists = read_lists(BEHIND, found, COMMIT.format(), now_s=NOW_S)
    assert (lists[1].marked, lists[2].marked) == ({9: Status.INVALID}, {})


def test_attack_42_twin_what_a_stranger_put_beside_them_is_left_there() -> None:
    made = listed(None, ago_s=60, number=2, signer=P256Signer.from_seed(seed("stranger", 48)))
    found = {AT + "1.jwt": NEW, AT + "2.jwt": made}
    assert [*read_lists(BEHIND, found, COMMIT.format(), now_s=NOW_S)] == [1]


def test_attack_42_twin_a_town_that_never_committed_leaves_what_it_published() -> None:
    never = replace(BEHIND, root=None, day=None, commits=0, last=NO_PREDECESSOR)
    assert read_lists(never, {AT + "1.jwt": NEW}, None, now_s=NOW_S)[1].marked
    assert code({}, None, never) == "commit.lists_missing"


@pytest.mark.parametrize("first", Status)
@pytest.mark.parametrize("second", Status)
def test_attack_42_of_list_and_record_the_milder_is_hoped_for(
    first: Status, second: Status
) -> None:
    found = stricter(first, second)
    assert found in (first, second)
    if Status.INVALID in (first, second):
        assert found is Status.INVALID
    elif Status.SUSPENDED in (first, second):
        assert found is Status.SUSPENDED


# Whom the ledger lets go on.


def state(*, waits_s: int, final: bool = False, refused: bool = False) -> tuple[ProvenState, str]:
    """Of Metz, whose successor Aachen is: two voters said so."""
    scene = Scene.founded()
    seen = Seen(scene)
    _, metz, aachen, liege = scene.towns
    scene.apply(scene.commit(metz))
    scene.tick(DAY_S)
    lists = {} if final else {"lists": None}
    scene.apply(scene.did_succeed(metz, aachen.did, scene.towns[0], liege, **lists))
    if refused:
        scene.apply(scene.did_succeed(metz, None, metz))
    scene.tick(waits_s)
    kid = f"{metz.did}#credential-1"
    about = [f"did/{metz.did}", f"key/{kid}", f"compromise/{kid}", f"commit/{metz.did}"]
    names = sorted([*about, f"did/{aachen.did}"])
    found = seen.evidence(names, seen.head(at_s=scene.at_s))
    shown = check(found, seen.chain, ages=AGES, now_s=scene.at_s, remembered=None)
    return shown, str(aachen.did)


@pytest.mark.parametrize(
    "change", [{"waits_s": DAY_S}, {"waits_s": 4 * DAY_S, "refused": True}], ids=str
)
def test_attack_42_one_who_does_not_go_on_takes_lists_over(change: dict[str, int]) -> None:
    made, heir = state(**change)  # type: ignore[arg-type]
    with pytest.raises(LivretError) as caught:
        left_behind(made, to=heir)
    assert caught.value.code == "home.not_successor"


def test_attack_42_another_than_the_ledger_says_takes_lists_over() -> None:
    made, _ = state(waits_s=4 * DAY_S)
    with pytest.raises(LivretError) as caught:
        left_behind(made, to="did:webvh:other")
    assert caught.value.code == "home.not_successor"


@pytest.mark.parametrize("final", [False, True])
def test_attack_42_twin_the_successor_reads_what_was_left(final: bool) -> None:
    made, heir = state(waits_s=4 * DAY_S, final=final)
    behind = left_behind(made, to=heir)
    assert behind.endpoints == ("https://metz.example/status/",)
    assert (behind.commits, len(behind.keys), behind.root is None) == (1, 1, False)
    assert behind.suspected == frozenset()
    assert (behind.day is None) is final
    assert str(behind.digests_uri).count("final") == final
