"""What the ledger would refuse is refused before anybody signs, and it is known who is to sign."""

import pytest

from livret_core.errors import Refused
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import AnyRecord
from livret_ledger import drafting
from livret_ledger.drafting import Desk, Wanted
from tests.ledger_scene import DAY_S, Scene, Town, ed25519


class Held:
    """A scene's records, as a copy of the ledger would give them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def record(self, name: str) -> AnyRecord | None:
        return self.scene.state.get(name)

    def record_names(self, prefix: str) -> list[str]:
        return [name for name in self.scene.state.records if name.startswith(prefix)]


@pytest.fixture
def scene() -> Scene:
    scene = Scene.founded()
    scene.apply(scene.publish())
    scene.settle(scene.town("verdun"))
    return scene


def desk(scene: Scene, *, ahead_s: int = 0) -> Desk:
    return Desk(scene.state.origin, Held(scene), scene.state.clock, now_s=scene.at_s + ahead_s)


def wanted(scene: Scene, operation: Operation) -> Wanted:
    """Whose signatures it takes, whoever signed it."""
    at = desk(scene)
    draft = drafting.follow(at, operation.type, operation.subject, operation.body, now_s=scene.at_s)
    assert (draft.seq, draft.prev) == (operation.seq, operation.prev)
    return drafting.rehearse(at, draft)


def names(towns: tuple[Town, ...]) -> list[str]:
    return sorted(town.who for town in towns)


def fifth(scene: Scene) -> Town:
    town = scene.town("verdun")
    record = scene.state.get(f"place/{town.who}")
    town.did = record.did  # type: ignore[union-attr]
    return town


def test_a_proposal_is_signed_by_its_candidate(scene: Scene) -> None:
    found = wanted(scene, scene.propose(fifth(scene)))
    assert [each.who for each in found.alone] == [scene.town("verdun").who]
    assert (found.together, found.missing(())) == ((), 1)


def test_an_endorsement_is_signed_by_the_voter_it_names(scene: Scene) -> None:
    town = fifth(scene)
    scene.apply(scene.propose(town))
    found = wanted(scene, scene.endorse(town, scene.towns[2]))
    assert [each.who for each in found.alone] == [scene.towns[2].who]


def test_an_admission_without_enough_endorsements_is_refused_at_the_desk(scene: Scene) -> None:
    town = fifth(scene)
    scene.apply(scene.propose(town))
    scene.apply(scene.endorse(town, scene.towns[0]))
    with pytest.raises(Refused) as caught:
        wanted(scene, scene.admit(town))
    assert (caught.value.code, caught.value.facts["found"]) == ("ledger.threshold", 1)


def test_an_admission_with_enough_endorsements_is_drafted(scene: Scene) -> None:
    town = fifth(scene)
    scene.apply(scene.propose(town))
    scene.apply(*(scene.endorse(town, by) for by in scene.towns[:2]))
    assert [each.who for each in wanted(scene, scene.admit(town)).alone] == [town.who]


def test_a_suspension_takes_two_of_the_others(scene: Scene) -> None:
    metz = scene.towns[1]
    found = wanted(scene, scene.about_member("member.suspend", metz, scene.towns[0]))
    assert found.needed == 2
    assert metz.who not in {each.who for each in found.together}
    assert len(found.together) == 3


def test_a_policy_takes_three_of_four(scene: Scene) -> None:
    found = wanted(scene, scene.policy_change(scene.towns, q=4, a=4, k=4))
    assert (found.needed, len(found.together), found.alone) == (3, 4, ())
    dids = [each.did for each in found.together]
    assert [found.missing(dids[:count]) for count in range(5)] == [3, 2, 1, 0, 0]


def test_a_grant_takes_the_root_accreditor_or_enough_voters(scene: Scene) -> None:
    found = wanted(scene, scene.grant(fifth(scene), scene.towns[0]))
    assert [each.who for each in found.alone] == [scene.towns[0].who]
    assert found.needed == 2
    assert names(scene.towns[1:]) == sorted(each.who for each in found.together)
    assert found.missing([found.together[0].did]) == 1
    assert found.missing([found.alone[0].did]) == 0


def test_an_accreditor_that_a_term_of_its_own_keeps_out_is_named_with_the_reason(
    scene: Scene,
) -> None:
    namur, metz = scene.towns[:2]
    twin = wanted(scene, scene.grant(metz, namur))
    assert ([each.who for each in twin.alone], twin.kept_out) == ([namur.who], ())
    scene.apply(scene.grant(metz, namur, days=(0, 30)))
    found = wanted(scene, scene.grant(metz, namur, days=(10, 40)))
    assert found.alone == ()
    assert len(found.together) >= found.needed
    [(kept_out, error)] = found.kept_out
    assert (kept_out.who, error.code) == (namur.who, "ledger.interval")


def test_numbers_with_which_a_liar_could_divide_are_refused_at_the_desk(scene: Scene) -> None:
    with pytest.raises(Refused) as caught:
        wanted(scene, scene.policy_change(scene.towns, q=2, a=2, k=2))
    assert caught.value.code == "ledger.numbers"


def test_a_grant_that_begins_in_the_past_is_refused_at_the_desk(scene: Scene) -> None:
    with pytest.raises(Refused) as caught:
        wanted(scene, scene.grant(fifth(scene), scene.towns[0], days=(-1, 365)))
    assert caught.value.code == "ledger.interval"


def test_a_draft_is_measured_by_the_time_it_would_be_handed_in(scene: Scene) -> None:
    """The newest head may be of last week: the ledger says the time before it takes anything."""
    at = desk(scene, ahead_s=8 * DAY_S)
    metz = scene.towns[1]
    draft = drafting.follow(
        at, "member.suspend", metz.who, {"reason": "unreachable"}, now_s=scene.at_s + 8 * DAY_S
    )
    assert drafting.rehearse(at, draft).needed == 2


def test_a_type_that_nobody_published_is_refused_at_the_desk(scene: Scene) -> None:
    with pytest.raises(Refused) as caught:
        wanted(scene, scene.grant(fifth(scene), scene.towns[0], type_name="diploma"))
    assert caught.value.code == "ledger.unknown"


def test_who_signed_too_few_is_what_the_ledger_would_say(scene: Scene) -> None:
    at = desk(scene)
    made = scene.policy_change(scene.towns, q=4, a=4, k=4)
    draft = drafting.follow(at, made.type, made.subject, made.body, now_s=scene.at_s)
    dids = [str(town.did) for town in scene.towns]
    with pytest.raises(Refused) as caught:
        drafting.check(at, draft, dids[:2])
    assert (caught.value.code, caught.value.facts["found"]) == ("ledger.threshold", 2)
    drafting.check(at, draft, dids[:3])


def test_a_did_is_found_by_its_owners_number(scene: Scene) -> None:
    at = desk(scene)
    assert drafting.did_of(at, scene.towns[1].who) == scene.towns[1].did
    assert drafting.did_of(at, scene.town("verdun").who) == fifth(scene).did
    with pytest.raises(Refused) as caught:
        drafting.did_of(at, "fr-siren:732829320")
    assert caught.value.code == "ledger.unknown"


def test_a_key_under_suspicion_could_not_sign(scene: Scene) -> None:
    metz = scene.towns[1]
    scene.apply(scene.compromise(metz.kid, *scene.towns, from_s=scene.at_s))
    found = wanted(scene, scene.policy_change(scene.towns, q=4, a=4, k=4))
    assert metz.who not in {each.who for each in found.together}


def test_a_signature_by_a_key_of_nobody_is_refused_before_it_is_counted(scene: Scene) -> None:
    at, metz = desk(scene), scene.towns[1]
    made = scene.policy_change(scene.towns, q=4, a=4, k=4)
    draft = drafting.follow(at, made.type, made.subject, made.body, now_s=scene.at_s)
    did, kid, signer = metz.pen
    forged = drafts.sign(draft, ed25519("a stranger"), by=did, key_id=kid)
    with pytest.raises(Refused) as caught:
        drafting.signers_of(at, draft, forged)
    assert caught.value.code == "ledger.signature"
    own = drafts.sign(draft, signer, by=did, key_id=kid)
    assert drafting.signers_of(at, draft, own) == (did,)
