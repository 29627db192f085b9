"""What the public pages say of a ledger, from its records as of a head."""

import pytest

from livret_core.errors import Refused
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger.pages.changing import PAGES
from livret_ledger.pages.excerpt import Excerpt
from livret_ledger.pages.survey import Survey, survey
from tests.ledger_heads import Seen
from tests.ledger_pages import Held, surveyed, told_scene
from tests.ledger_scene import BEGAN_S, DAY_S, NAMES, Scene


@pytest.fixture(scope="module")
def found() -> Survey:
    return surveyed(told_scene())


def test_members_stand_with_roles_operator_and_suspensions(found: Survey) -> None:
    members = {each.who: each for each in found.members}
    assert set(members) == {NAMES[name] for name in ("namur", "metz", "aachen", "liege", "verdun")}
    namur, aachen, verdun = (members[NAMES[name]] for name in ("namur", "aachen", "verdun"))
    assert namur.roles == ("witness", "auditor", "accreditor", "schemas")
    assert (verdun.roles, verdun.operator, verdun.since_s) == ((), NAMES["liege"], BEGAN_S)
    [(from_s, until_s)] = aachen.suspensions
    assert (from_s, until_s - from_s, aachen.is_suspended) == (BEGAN_S + DAY_S, 7 * DAY_S, True)
    assert found.candidates == (NAMES["dinant"],)


def test_a_suspension_that_is_over_stays_on_the_page() -> None:
    scene = told_scene()
    scene.tick(8 * DAY_S)
    [aachen] = [each for each in surveyed(scene).members if each.who == NAMES["aachen"]]
    assert (len(aachen.suspensions), aachen.is_suspended) == (1, False)


def test_who_was_expelled_stays_on_the_page_without_a_role() -> None:
    scene = Scene.founded()
    verdun = scene.join(scene.town("verdun"))
    scene.apply(scene.about_member("member.expel", verdun, *scene.towns))
    scene.tick(8 * DAY_S)
    [expelled] = [each for each in surveyed(scene).members if each.who == verdun.who]
    assert expelled.is_expelled
    assert expelled.expelled_from_s is not None
    assert expelled.roles == ()


def test_each_right_tells_its_history(found: Survey) -> None:
    states = {each.who: [term.state for term in each.terms] for each in found.rights}
    assert states == {
        NAMES["namur"]: ["ended"],
        NAMES["metz"]: ["stands"],
        NAMES["liege"]: ["to_come"],
        NAMES["aachen"]: ["void"],
        NAMES["verdun"]: ["stands"],
    }
    granters = {each.who: each.terms[0].by for each in found.rights}
    assert granters[NAMES["verdun"]] == NAMES["metz"]
    assert granters[NAMES["metz"]] is None


def test_a_term_that_has_run_out_is_over() -> None:
    scene = told_scene()
    scene.tick(101 * DAY_S)
    [verdun] = [each for each in surveyed(scene).rights if each.who == NAMES["verdun"]]
    assert [term.state for term in verdun.terms] == ["over"]


def test_services_stand_with_purpose_and_sponsor_those_that_ended_last(found: Survey) -> None:
    assert [(each.who, each.purpose, each.sponsor, each.is_over) for each in found.services] == [
        (NAMES["sedan"], "sport", NAMES["namur"], False),
        (NAMES["trier"], "culture", NAMES["namur"], True),
    ]


def test_heads_are_told_with_their_cosigners_newest_first(found: Survey) -> None:
    assert [head.size for head in found.heads] == [found.size, found.size - 1]
    towns = sorted(NAMES[name] for name in ("namur", "metz", "aachen", "liege"))
    assert [each.who for each in found.heads[0].witnesses] == towns
    assert [each.who for each in found.heads[0].auditors] == towns
    assert {each.time_s for each in found.heads[0].witnesses} == {found.time_s}


def test_operators_are_counted_and_not_keys() -> None:
    scene = Scene.founded(("namur", "metz", "aachen", "liege"))
    found = surveyed(scene)
    assert (found.witnesses, found.auditors, len(found.behind.operators)) == (4, 4, 4)


def heads(scene: Scene) -> tuple[Seen, SignedCheckpoint, SignedCheckpoint]:
    seen = Seen(scene)
    scene.tick(60)
    few = seen.head(at_s=scene.at_s, witnesses=scene.towns[:2])
    scene.tick(60)
    return seen, few, seen.head(at_s=scene.at_s)


def test_a_head_that_too_few_confirmed_is_not_told() -> None:
    scene = Scene.founded()
    seen, few, newest = heads(scene)
    found = survey(Held(scene), newest, seen.chain, [few])
    assert [head.size for head in found.heads] == [newest.checkpoint.size]


def test_nothing_is_told_as_of_a_head_that_too_few_confirmed() -> None:
    scene = Scene.founded()
    seen, few, _ = heads(scene)
    with pytest.raises(Refused) as caught:
        survey(Held(scene), few, seen.chain)
    assert caught.value.code == "log.quorum"


def test_an_excerpt_tells_the_same_as_the_records_it_was_read_from() -> None:
    scene = told_scene()
    seen, _, newest = heads(scene)
    whole = survey(Held(scene), newest, seen.chain)
    assert survey(Excerpt(Held(scene), PAGES), newest, seen.chain) == whole
    excerpt = Excerpt(Held(scene), {"index", "services"})
    some = survey(excerpt, newest, seen.chain)
    assert (some.services, some.members, some.rights) == (whole.services, whole.members, ())
    excerpt.forget()
    assert excerpt.record_names("") == []
