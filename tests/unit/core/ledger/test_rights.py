"""``accredit.*``: who may issue what, where, by whose leave."""

from collections.abc import Callable

import pytest

from livret_core.ledger import records
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import RightRecord, RightsRecord
from tests.ledger_scene import DAY_S, Scene, Town, another

Why = Callable[[Scene, Operation], str]


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.settle(scene.town("verdun"))


@pytest.fixture
def region(scene: Scene) -> tuple[Town, str, str]:
    """Metz may accredit for residency in its department, to a depth of 2."""
    metz = scene.towns[1]
    scene.apply(scene.grant(metz, scene.towns[0], scope="fr-insee:5*", depth=2))
    return metz, "residency", "fr-insee:5*"


def right(scene: Scene, town: Town, scope: str = "") -> RightRecord:
    record = scene.state.records[f"accr/{town.did}/residency/{scope or town.who}"]
    assert isinstance(record, RightRecord)
    return record


def test_a_root_accreditor_grants_alone(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    [span] = right(scene, verdun).spans
    assert (span.by, span.parent) == (scene.towns[0].did, None)


def test_k_voters_grant_where_no_root_does(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.grant(verdun, *scene.towns[1:3]))
    assert right(scene, verdun).spans[0].by == "root"


def test_another_member_does_not_grant_alone(scene: Scene, verdun: Town, refused: Why) -> None:
    assert refused(scene, scene.grant(verdun, scene.towns[1])) == "ledger.threshold"


def test_a_root_accreditor_does_not_grant_itself(scene: Scene, refused: Why) -> None:
    namur, metz, *_ = scene.towns
    assert refused(scene, scene.grant(namur, namur)) == "ledger.own_matter"
    second = scene.settle(another(namur), metz)
    assert refused(scene, scene.grant(second, namur)) == "ledger.own_matter"
    scene.apply(scene.grant(namur, *scene.towns[1:3]))


def test_a_voter_does_not_count_for_itself(scene: Scene, refused: Why) -> None:
    operation = scene.grant(scene.towns[1], *scene.towns[1:3])
    assert refused(scene, operation) == "ledger.threshold"


def test_another_did_of_a_root_accreditor_is_none(scene: Scene, verdun: Town, refused: Why) -> None:
    # Whose a DID is stands there on one voter's word.
    false = scene.settle(another(scene.towns[0]), scene.towns[1])
    assert refused(scene, scene.grant(verdun, false)) == "ledger.threshold"


def test_a_suspended_accreditor_grants_nothing(scene: Scene, verdun: Town, refused: Why) -> None:
    namur, metz, aachen, _ = scene.towns
    scene.apply(scene.about_member("member.suspend", namur, metz, aachen))
    assert refused(scene, scene.grant(verdun, namur)) == "ledger.suspended"


def test_an_accreditor_passes_on_what_it_holds(
    scene: Scene, verdun: Town, region: tuple[Town, str, str]
) -> None:
    scene.apply(scene.grant(verdun, region[0], parent=region, depth=1))
    assert right(scene, verdun).spans[0].by == region[0].did


@pytest.mark.parametrize(
    "change",
    [
        {"depth": 2},
        {"scope": "fr-insee:08409"},
        {"scope": "fr-insee:*"},
        {"days": (0, 366)},
        {"type_name": "*"},
    ],
    ids=["as deep", "elsewhere", "wider", "longer", "any type"],
)
def test_and_no_more(
    scene: Scene, verdun: Town, region: tuple[Town, str, str], refused: Why, change: dict[str, str]
) -> None:
    operation = scene.grant(verdun, region[0], parent=region, **change)  # type: ignore[arg-type]
    assert refused(scene, operation) == "ledger.scope"


def test_a_right_of_another_is_not_passed_on(
    scene: Scene, verdun: Town, region: tuple[Town, str, str], refused: Why
) -> None:
    assert refused(scene, scene.grant(verdun, scene.towns[2], parent=region)) == "ledger.signer"


def test_a_right_to_another_type_is_not_passed_on(
    scene: Scene, verdun: Town, region: tuple[Town, str, str], refused: Why
) -> None:
    scene.apply(scene.publish("birth/1"))
    operation = scene.grant(verdun, region[0], parent=region, type_name="birth")
    assert refused(scene, operation) == "ledger.scope"


def test_a_right_that_has_ended_is_not_passed_on(
    scene: Scene, verdun: Town, region: tuple[Town, str, str], refused: Why
) -> None:
    from_s = scene.at_s
    scene.tick(DAY_S)
    metz = region[0]
    scene.apply(scene.end_right(metz, scene.towns[0], scope=region[2], from_s=from_s))
    assert refused(scene, scene.grant(verdun, metz, parent=region)) == "ledger.not_in_force"


def test_nor_one_whose_own_ground_has_ended(
    scene: Scene, verdun: Town, region: tuple[Town, str, str], refused: Why
) -> None:
    from_s = scene.at_s
    scene.apply(scene.grant(verdun, region[0], parent=region, depth=1, days=(0, 90)))
    scene.tick(DAY_S)
    scene.apply(scene.end_right(region[0], scene.towns[0], scope=region[2], from_s=from_s))
    service = scene.settle(another(verdun))
    held = (verdun, "residency", verdun.who)
    operation = scene.grant(service, verdun, parent=held, days=(0, 30))
    assert refused(scene, operation) == "ledger.not_in_force"


@pytest.mark.parametrize(
    "days", [(-1, 30), (0, 0), (0, 3_661)], ids=["before now", "of no length", "over ten years"]
)
def test_a_term_that_cannot_be_is_refused(
    scene: Scene, verdun: Town, refused: Why, days: tuple[int, int]
) -> None:
    assert refused(scene, scene.grant(verdun, scene.towns[0], days=days)) == "ledger.interval"


def test_terms_do_not_overlap(scene: Scene, verdun: Town, refused: Why) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0], days=(0, 30)))
    again = scene.grant(verdun, scene.towns[0], days=(29, 60))
    assert refused(scene, again) == "ledger.interval"


def test_a_term_that_goes_on_makes_the_last_one_longer(scene: Scene, verdun: Town) -> None:
    for days in range(0, 300, 30):
        scene.apply(scene.grant(verdun, scene.towns[0], days=(days, days + 30)))
    [span] = right(scene, verdun).spans
    assert (span.from_s, span.until_s) == (scene.at_s, scene.at_s + 300 * DAY_S)


def test_a_delegated_term_keeps_when_each_part_was_granted(
    scene: Scene, verdun: Town, region: tuple[Town, str, str]
) -> None:
    began_s = scene.at_s
    scene.apply(scene.grant(verdun, region[0], parent=region, depth=1, days=(0, 30)))
    scene.tick(20 * DAY_S)
    granted_s = scene.at_s
    scene.apply(scene.grant(verdun, region[0], parent=region, depth=1, days=(10, 40)))
    [span] = right(scene, verdun).spans
    assert (span.from_s, span.parent_from_s) == (began_s, began_s)
    renewed_s = began_s + 30 * DAY_S
    assert span.renewals == ((renewed_s, granted_s),)
    assert span.granted_for(renewed_s - 1) == began_s
    assert span.granted_for(renewed_s) == granted_s


def test_a_delegated_term_is_renewed_twelve_times(
    scene: Scene, verdun: Town, region: tuple[Town, str, str]
) -> None:
    for days in range(0, 140, 10):
        scene.apply(scene.grant(verdun, region[0], parent=region, depth=1, days=(days, days + 10)))
    spans = right(scene, verdun).spans
    assert [len(span.renewals) for span in spans] == [12, 0]


def test_a_term_by_another_right_is_another_term(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0], days=(0, 30)))
    scene.apply(scene.grant(verdun, *scene.towns[1:3], days=(30, 60)))
    assert len(right(scene, verdun).spans) == 2


def test_a_record_keeps_four_terms(scene: Scene, verdun: Town, refused: Why) -> None:
    for days in range(0, 80, 20):
        scene.apply(scene.grant(verdun, scene.towns[0], days=(days, days + 10)))
    assert refused(scene, scene.grant(verdun, scene.towns[0], days=(80, 90))) == "ledger.full"
    record = right(scene, verdun)
    assert len(records.format(record)) < 1_500


def test_a_type_that_nobody_published_is_no_name(scene: Scene, verdun: Town, refused: Why) -> None:
    operation = scene.grant(verdun, scene.towns[0], type_name="camille-durand")
    assert refused(scene, operation) == "ledger.unknown"


def test_a_did_that_has_ended_gets_no_right(scene: Scene, verdun: Town, refused: Why) -> None:
    scene.tick(60)
    scene.apply(scene.did_deactivate(verdun))
    assert refused(scene, scene.grant(verdun, scene.towns[0])) == "ledger.not_in_force"


@pytest.mark.parametrize("scope", ["fr-insee:99*0*", "fr-insee:00000", "be-nis:62*63"])
def test_a_scope_is_communes_by_their_code(
    scene: Scene, verdun: Town, refused: Why, scope: str
) -> None:
    operation = scene.grant(verdun, scene.towns[0], scope=scope)
    assert refused(scene, operation) in ("ledger.operation", "ledger.content")


def test_who_granted_ends_it(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    from_s = scene.at_s
    scene.tick(DAY_S)
    scene.apply(scene.end_right(verdun, scene.towns[0], from_s=from_s))
    [span] = right(scene, verdun).spans
    assert span.holds(scene.at_s - 1)
    assert not span.holds(scene.at_s)


def test_k_voters_end_it_and_fewer_do_not(scene: Scene, verdun: Town, refused: Why) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    from_s = scene.at_s
    operation = scene.end_right(verdun, scene.towns[1], from_s=from_s)
    assert refused(scene, operation) == "ledger.threshold"
    scene.apply(scene.end_right(verdun, *scene.towns[1:3], from_s=from_s))


def test_who_holds_it_does_not_end_it_alone(scene: Scene, verdun: Town, refused: Why) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    operation = scene.end_right(verdun, verdun, from_s=scene.at_s)
    assert refused(scene, operation) == "ledger.threshold"


def test_it_ends_once(scene: Scene, verdun: Town, refused: Why) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    from_s = scene.at_s
    scene.apply(scene.end_right(verdun, scene.towns[0], from_s=from_s))
    again = scene.end_right(verdun, scene.towns[0], from_s=from_s)
    assert refused(scene, again) == "ledger.not_in_force"


def test_it_is_void_from_a_time_that_only_moves_back(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    from_s = scene.at_s
    scene.tick(30 * DAY_S)

    def void(days: int) -> Operation:
        at_s = from_s + days * DAY_S
        return scene.end_right(verdun, scene.towns[0], from_s=from_s, void_from_s=at_s)

    assert refused(scene, void(31)) == "ledger.interval"
    scene.apply(void(20))
    assert refused(scene, void(21)) == "ledger.earlier_only"
    scene.apply(void(10))
    assert right(scene, verdun).spans[0].void_from_s == from_s + 10 * DAY_S


@pytest.mark.parametrize("from_s", [0, 1])
def test_only_a_term_that_is_there_ends(
    scene: Scene, verdun: Town, refused: Why, from_s: int
) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    assert refused(scene, scene.end_right(verdun, scene.towns[0], from_s=from_s)) == (
        "ledger.unknown"
    )


# The list of all rights of a DID.


def test_every_right_is_listed_once_and_stays(scene: Scene, verdun: Town) -> None:
    root = scene.towns[0]
    assert f"rights/{verdun.did}" not in scene.state.records
    for scope in ("fr-insee:5*", "fr-insee:55*"):
        scene.apply(scene.grant(verdun, root, scope=scope, days=(0, 30)))
        scene.apply(scene.grant(verdun, root, scope=scope, days=(30, 60)))
    scene.apply(scene.end_right(verdun, root, scope="fr-insee:5*", from_s=scene.at_s))
    record = scene.state.records.get(f"rights/{verdun.did}")
    assert record == RightsRecord(("residency/fr-insee:5*", "residency/fr-insee:55*"))


def test_a_did_has_at_most_thirty_two_rights(scene: Scene, verdun: Town, refused: Why) -> None:
    root = scene.towns[0]
    for number in range(32):
        scene.apply(scene.grant(verdun, root, scope=f"fr-insee:{55001 + number}", days=(0, 30)))
    more = scene.grant(verdun, root, scope="fr-insee:55100")
    assert refused(scene, more) == "ledger.full"
    scene.apply(scene.grant(verdun, root, scope="fr-insee:55001", days=(30, 60)))
    record = scene.state.records[f"rights/{verdun.did}"]
    assert len(records.format(record)) < 1_000


# What a lost role does not touch.


def expel(scene: Scene, town: Town) -> None:
    sedan = scene.join(scene.town("sedan"))
    others = [each for each in scene.towns if each is not town]
    scene.apply(scene.policy_change([*others, sedan]))
    scene.apply(scene.about_member("member.expel", town, *others))
    scene.tick(7 * DAY_S)


def test_an_expulsion_ends_no_right_and_k_voters_do(
    scene: Scene, verdun: Town, region: tuple[Town, str, str], refused: Why
) -> None:
    from_s, metz = scene.at_s, region[0]
    expel(scene, metz)
    operation = scene.grant(verdun, metz, parent=region, depth=1, days=(0, 30))
    scene.try_apply(operation)
    scene.apply(
        scene.end_right(metz, scene.towns[0], scene.towns[2], scope=region[2], from_s=from_s)
    )
    assert refused(scene, operation) == "ledger.not_in_force"


def test_rights_stay_when_their_granter_is_expelled(scene: Scene, verdun: Town) -> None:
    scene.apply(scene.grant(verdun, scene.towns[0]))
    expel(scene, scene.towns[0])
    assert right(scene, verdun).spans[0].holds(scene.at_s)


def test_a_founder_admitted_again_is_a_root_accreditor_again(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    namur, metz, aachen, _ = scene.towns
    expel(scene, namur)
    assert refused(scene, scene.grant(verdun, namur)) == "ledger.threshold"
    scene.apply(scene.propose(namur))
    for by in (metz, aachen):
        scene.apply(scene.endorse(namur, by))
    scene.apply(scene.admit(namur))
    scene.apply(scene.grant(verdun, namur))
