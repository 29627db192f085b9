"""What a proven state says of an issuer's key and right."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.standing import list_key, right_to, signing_key
from livret_core.territory import Territory
from tests.ledger_heads import AGES, Seen, check
from tests.ledger_scene import DAY_S, Scene, Town

METZ = Territory.parse("fr-insee:57463")
NANCY = Territory.parse("fr-insee:54395")


class Story:
    """A ledger on which Metz may issue; tests go on from there."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.root, self.metz = self.scene.towns[:2]
        self.scene.apply(self.scene.publish())
        self.scene.tick(DAY_S)
        self.began_s = self.scene.at_s
        self.scene.apply(self.scene.grant(self.metz, self.root, scope=METZ.format()))

    @property
    def kid(self) -> str:
        return f"{self.metz.did}#credential-1"

    def state(self, *names: str) -> ProvenState:
        self.scene.tick(60)
        seen = Seen(self.scene)
        records = self.scene.state.records
        asked = set(names) | {
            f"did/{self.metz.did}",
            f"key/{self.kid}",
            f"compromise/{self.kid}",
            f"member/{self.metz.who}",
            f"rights/{self.metz.did}",
        }
        asked |= {name for name in records if name.startswith("accr/")}
        evidence = seen.evidence(sorted(asked), seen.head(at_s=self.scene.at_s))
        return check(evidence, seen.chain, ages=AGES, now_s=self.scene.at_s, remembered=None)

    def key(self, state: ProvenState, at_s: int, **changes: Any) -> object:
        return signing_key(state, str(self.metz.did), self.kid, at_s=at_s, **changes)

    def right(self, state: ProvenState, at_s: int, territory: Territory = METZ, **more: Any) -> Any:
        return right_to(state, str(self.metz.did), "residency", territory, at_s=at_s, **more)


@pytest.fixture
def story() -> Story:
    return Story()


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def test_an_accredited_issuer_signs_with_its_key(story: Story) -> None:
    state = story.state()
    assert story.key(state, story.began_s) == story.metz.credential_key().public_key
    right = story.right(state, story.began_s)
    assert (right.name.scope, right.above) == (METZ.format(), ())


def test_a_stranger_is_not_on_the_ledger(story: Story) -> None:
    other = "did:webvh:QmPEZPhDFR4nEYSFK5bMnvECqdpf1tPTPJuWs9QrMjCumw:ledger.example:x"
    state = story.state(f"did/{other}", f"key/{other}#credential-1")
    asked = (state, other, f"{other}#credential-1")
    assert code(lambda: signing_key(*asked, at_s=story.began_s)) == "issuer.unknown"
    assert (
        code(lambda: right_to(state, other, "residency", METZ, at_s=story.began_s))
        == "issuer.unknown"
    )


def test_an_operation_key_signs_no_credential(story: Story) -> None:
    kid = f"{story.metz.did}#operation-1"
    state = story.state(f"key/{kid}")
    refused = code(lambda: signing_key(state, str(story.metz.did), kid, at_s=story.began_s))
    assert refused == "issuer.key_not_listed"


def test_a_key_signs_nothing_dated_before_it_began(story: Story) -> None:
    state = story.state()
    assert code(lambda: story.key(state, 1_000)) == "issuer.key_not_listed"


def test_a_right_is_for_its_places_types_and_times(story: Story) -> None:
    state = story.state()
    at_s = story.began_s
    assert code(lambda: story.right(state, at_s, NANCY)) == "issuer.wrong_territory"
    assert code(lambda: story.right(state, at_s - 1)) == "issuer.not_accredited"
    # It may have been renewed by then: of a later time the state says nothing.
    assert code(lambda: story.right(state, at_s + 366 * DAY_S)) == "ledger.older_than_proof"
    refused = code(lambda: right_to(state, str(story.metz.did), "birth", METZ, at_s=at_s))
    assert refused == "issuer.not_accredited"


def test_a_right_over_a_region_covers_its_communes(story: Story) -> None:
    story.scene.apply(story.scene.grant(story.metz, story.root, scope="fr-insee:54*"))
    assert story.right(story.state(), story.began_s, NANCY).name.scope == "fr-insee:54*"


def end(story: Story, *by: Town, void_from_s: int | None = None) -> None:
    story.scene.apply(
        story.scene.end_right(
            story.metz,
            *by,
            scope=METZ.format(),
            from_s=story.began_s,
            void_from_s=void_from_s,
        )
    )


def test_an_honest_ending_leaves_old_credentials_good(story: Story) -> None:
    story.scene.tick(10 * DAY_S)
    end(story, story.root)
    state = story.state()
    assert story.right(state, story.began_s)
    assert code(lambda: story.right(state, story.scene.at_s)) == "issuer.not_accredited"


def test_a_void_right_covers_only_what_others_date_earlier(story: Story) -> None:
    story.scene.tick(10 * DAY_S)
    void_s = story.began_s + DAY_S
    end(story, story.root, void_from_s=void_s)
    state = story.state()
    # Its own date says it is older: that is the word that was lost.
    assert code(lambda: story.right(state, story.began_s)) == "issuer.void"
    assert story.right(state, story.began_s, dated_before_s=void_s - 1)
    assert code(lambda: story.right(state, story.began_s, dated_before_s=void_s)) == "issuer.void"


def test_a_right_void_from_its_beginning_covers_nothing(story: Story) -> None:
    """It may have left its record by tomorrow, and a date of before it began is none within it."""
    story.scene.tick(10 * DAY_S)
    end(story, story.root, void_from_s=story.began_s)
    state = story.state()
    before_s = story.began_s - 1
    refused = code(lambda: story.right(state, story.began_s, dated_before_s=before_s))
    assert refused == "issuer.void"


def delegated(story: Story) -> tuple[Scene, Town]:
    """The root lets Namur pass on a region's right, and Namur passes it to Metz."""
    scene = story.scene
    liege = scene.towns[3]
    scene.apply(scene.grant(liege, story.root, scope="fr-insee:54*", depth=1))
    scene.apply(
        scene.grant(
            story.metz,
            liege,
            scope=NANCY.format(),
            parent=(liege, "residency", "fr-insee:54*"),
            days=(0, 300),
        )
    )
    return scene, liege


def test_another_right_is_found_where_one_is_void(story: Story) -> None:
    scene = story.scene
    scene.tick(DAY_S)
    end(story, story.root, void_from_s=story.began_s)
    began_s = scene.at_s
    scene.apply(scene.grant(story.metz, story.root, scope=METZ.format()))
    right = story.right(story.state(), began_s)
    assert right.span.from_s == began_s


def test_another_right_is_found_where_what_one_stands_on_is_void(story: Story) -> None:
    scene, liege = delegated(story)
    scene.tick(DAY_S)
    scene.apply(
        scene.end_right(
            liege, story.root, scope="fr-insee:54*", from_s=story.began_s, void_from_s=story.began_s
        )
    )
    scene.apply(scene.grant(story.metz, story.root, scope="fr-insee:*"))
    assert story.right(story.state(), scene.at_s - 60, NANCY).name.scope == "fr-insee:*"


def test_a_delegated_right_names_what_it_stands_on(story: Story) -> None:
    _, liege = delegated(story)
    right = story.right(story.state(), story.began_s, NANCY)
    assert [above.did for above in right.above] == [liege.did]


def test_what_a_void_right_granted_is_void_too(story: Story) -> None:
    scene, liege = delegated(story)
    scene.tick(DAY_S)
    scene.apply(
        scene.end_right(
            liege, story.root, scope="fr-insee:54*", from_s=story.began_s, void_from_s=story.began_s
        )
    )
    assert code(lambda: story.right(story.state(), story.began_s, NANCY)) == "issuer.void"


def test_what_was_renewed_by_a_void_right_is_void_from_there(story: Story) -> None:
    scene, liege = delegated(story)
    region = (liege, "residency", "fr-insee:54*")
    scene.tick(290 * DAY_S)
    renewed_s = story.began_s + 300 * DAY_S
    scene.apply(scene.grant(story.metz, liege, scope=NANCY.format(), parent=region, days=(10, 70)))
    scene.tick(DAY_S)
    scene.apply(
        scene.end_right(
            liege,
            story.root,
            scope="fr-insee:54*",
            from_s=story.began_s,
            void_from_s=scene.at_s - 2 * DAY_S,
        )
    )
    state = story.state()
    # Granted while the right above it was good, until the renewal counts.
    assert story.right(state, renewed_s - 1, NANCY).above
    assert code(lambda: story.right(state, renewed_s, NANCY)) == "issuer.void"


def test_a_right_stands_on_the_term_it_was_granted_under(story: Story) -> None:
    scene = story.scene
    liege, region = scene.towns[3], "fr-insee:54*"
    held = (liege, "residency", region)
    scene.apply(scene.grant(liege, story.root, scope=region, depth=1))
    scene.tick(DAY_S)
    scene.apply(scene.end_right(liege, story.root, scope=region, from_s=story.began_s))
    second_s = scene.at_s
    scene.apply(scene.grant(liege, story.root, scope=region, depth=1))
    scene.tick(DAY_S)
    scene.apply(scene.grant(story.metz, liege, scope=NANCY.format(), parent=held, days=(0, 60)))
    granted_s = scene.at_s

    def void(from_s: int) -> None:
        scene.apply(
            scene.end_right(liege, story.root, scope=region, from_s=from_s, void_from_s=from_s)
        )

    # The first term was not its ground, though its end as granted had not come.
    void(story.began_s)
    assert story.right(story.state(), granted_s, NANCY).above
    void(second_s)
    assert code(lambda: story.right(story.state(), granted_s, NANCY)) == "issuer.void"


def test_a_right_above_that_is_not_shown_is_not_assumed(story: Story) -> None:
    _, liege = delegated(story)
    story.scene.tick(60)
    seen = Seen(story.scene)
    names: Sequence[str] = sorted(
        name
        for name in story.scene.state.records
        if name.startswith(("did/", f"accr/{story.metz.did}", "member/", "rights/"))
    )
    evidence = seen.evidence(names, seen.head(at_s=story.scene.at_s))
    state = check(evidence, seen.chain, ages=AGES, now_s=story.scene.at_s, remembered=None)
    assert liege.did is not None
    assert code(lambda: story.right(state, story.began_s, NANCY)) == "ledger.rights_not_shown"


def test_what_is_dated_within_a_suspension_is_refused(story: Story) -> None:
    scene = story.scene
    others = [town for town in scene.towns if town is not story.metz]
    scene.apply(scene.about_member("member.suspend", story.metz, *others[:2]))
    suspended_s = scene.at_s
    state = story.state()
    assert code(lambda: story.right(state, suspended_s)) == "issuer.suspended"
    assert story.right(state, suspended_s + 7 * DAY_S)


def test_a_list_is_signed_until_its_own_end(story: Story) -> None:
    story.metz.credential_keys = ("credential-2",)
    story.scene.tick(DAY_S)
    ended_s = story.scene.at_s
    story.scene.move_on(story.metz)
    state = story.state()
    asked = (state, str(story.metz.did), story.kid)
    old_key = story.metz.credential_key("credential-1").public_key
    assert list_key(*asked, at_s=ended_s - 1) == old_key
    assert code(lambda: list_key(*asked, at_s=ended_s)) == "issuer.key_ended"


# What the evidence leaves out is not held against anybody.


def shown(story: Story, *leave_out: str) -> ProvenState:
    """The evidence of Metz, without the records whose names begin so."""
    story.scene.tick(60)
    seen = Seen(story.scene)
    names = [
        name
        for name in (*story.scene.state.records, f"rights/{story.scene.towns[3].did}")
        if name.startswith(("did/", "accr/", "member/", "rights/"))
        and not name.startswith(leave_out or "none")
    ]
    evidence = seen.evidence(sorted(names), seen.head(at_s=story.scene.at_s))
    return check(evidence, seen.chain, ages=AGES, now_s=story.scene.at_s, remembered=None)


def test_a_right_that_is_left_out_is_not_taken_for_none(story: Story) -> None:
    state = shown(story, f"accr/{story.metz.did}")
    assert code(lambda: story.right(state, story.began_s)) == "ledger.rights_not_shown"
    # The list alone says that none of them is for Nancy, or for births.
    assert code(lambda: story.right(state, story.began_s, NANCY)) == "issuer.wrong_territory"
    asked = (state, str(story.metz.did), "birth", METZ)
    assert code(lambda: right_to(*asked, at_s=story.began_s)) == "issuer.not_accredited"


def test_rights_without_their_list_are_not_taken_for_all(story: Story) -> None:
    state = shown(story, "rights/")
    assert code(lambda: story.right(state, story.began_s)) == "ledger.rights_not_shown"


def test_a_right_that_fits_is_enough_where_another_is_left_out(story: Story) -> None:
    story.scene.apply(story.scene.grant(story.metz, story.root, scope="fr-insee:57*"))
    state = shown(story, f"accr/{story.metz.did}/residency/fr-insee:57*")
    assert story.right(state, story.began_s)
    state = shown(story, f"accr/{story.metz.did}/residency/{METZ.format()}")
    assert story.right(state, story.began_s).name.scope == "fr-insee:57*"


def test_one_that_was_never_granted_a_right_is_refused(story: Story) -> None:
    liege = str(story.scene.towns[3].did)
    state = shown(story)
    asked = (state, liege, "residency", METZ)
    assert code(lambda: right_to(*asked, at_s=story.began_s)) == "issuer.not_accredited"
