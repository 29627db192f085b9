"""Attack 49: an accreditor grants others what is in their way, or itself what it gives away first.

Nobody asks an institution whether it wants a right. So what accreditors pass on leaves room for root
accreditors and voters, and a term of one is no obstacle to another's; and a right does not come back
to who granted it.
"""

from collections.abc import Callable

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import RightRecord, RightsRecord, Span
from tests.ledger_scene import DAY_S, Scene, Town, another

Right = tuple[Town, str, str]


class Lent:
    """Sedan may pass on residency in the whole country, two steps deep; Metz is granted things."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.scene.apply(self.scene.publish())
        self.scene.tick(DAY_S)
        self.root, self.metz, self.aachen, self.liege = self.scene.towns
        self.sedan = self.scene.settle(self.scene.town("sedan"))
        self.lend(self.sedan)

    def lend(self, town: Town, *, depth: int = 2) -> Right:
        self.scene.apply(self.scene.grant(town, self.root, scope="fr-insee:*", depth=depth))
        return (town, "residency", "fr-insee:*")

    @property
    def sedans(self) -> Right:
        return (self.sedan, "residency", "fr-insee:*")

    def fill(self) -> int:
        """Sedan grants Metz one right after the other, until it is refused."""
        for number in range(40):
            scope = f"fr-insee:{57001 + number}"
            more = self.scene.grant(
                self.metz, self.sedan, scope=scope, days=(0, 300), parent=self.sedans
            )
            try:
                self.scene.apply(more)
            except LivretError as error:
                return number if error.code == "ledger.full" else -1
        return 40


@pytest.fixture
def lent() -> Lent:
    return Lent()


def code(act: Callable[[Operation], object], operation: Operation) -> str:
    with pytest.raises(LivretError) as caught:
        act(operation)
    return caught.value.code


def test_attack_49_an_accreditor_leaves_no_place_among_the_rights_of_another(lent: Lent) -> None:
    assert lent.fill() == 16
    # Neither a root accreditor nor voters are kept from granting.
    lent.scene.apply(lent.scene.grant(lent.metz, lent.root))
    lent.scene.apply(lent.scene.grant(lent.metz, lent.aachen, lent.liege, scope="fr-insee:57*"))


def test_attack_49_rights_of_ever_other_accreditors_fill_the_evidence_of_another(
    lent: Lent,
) -> None:
    """Each comes with the rights above it."""
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    for number in range(12):
        scope = f"fr-insee:{55001 + number}"
        lent.scene.apply(
            lent.scene.grant(dinant, lent.sedan, scope=scope, depth=1, parent=lent.sedans)
        )
    grants = []
    for number in range(12):
        scope = f"fr-insee:{55001 + number}"
        parent = (dinant, "residency", scope)
        grants.append(lent.scene.grant(lent.metz, dinant, scope=scope, parent=parent))
    # Eleven of Dinant's, and Sedan's above.
    lent.scene.apply(*grants[:11])
    assert code(lent.scene.try_apply, grants[11]) == "ledger.full"
    lent.scene.apply(lent.scene.grant(lent.metz, lent.root))


def test_attack_49_a_term_far_away_keeps_a_root_from_granting(lent: Lent) -> None:
    for day in (300, 310, 320, 330):
        lent.scene.apply(
            lent.scene.grant(lent.metz, lent.sedan, days=(day, day + 1), parent=lent.sedans)
        )
    more = lent.scene.grant(lent.metz, lent.sedan, days=(340, 341), parent=lent.sedans)
    assert code(lent.scene.try_apply, more) == "ledger.full"
    lent.scene.apply(lent.scene.grant(lent.metz, lent.root, days=(0, 60)))
    lent.scene.apply(lent.scene.grant(lent.metz, lent.aachen, lent.liege, days=(30, 365)))


def test_attack_49_a_term_that_passes_nothing_on_lies_before_one_that_does(lent: Lent) -> None:
    """Metz passes on what a root lent it, whatever else it was granted under that name."""
    lent.scene.tick(60)
    lent.scene.apply(
        lent.scene.grant(
            lent.metz, lent.sedan, scope="fr-insee:57*", parent=lent.sedans, days=(0, 9)
        )
    )
    lent.scene.tick(60)
    lent.scene.apply(lent.scene.grant(lent.metz, lent.root, scope="fr-insee:57*", depth=1))
    lent.scene.tick(60)
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    held = (lent.metz, "residency", "fr-insee:57*")
    lent.scene.apply(
        lent.scene.grant(dinant, lent.metz, scope="fr-insee:57001", parent=held, days=(0, 30))
    )
    record = lent.scene.state.records[f"accr/{dinant.did}/residency/fr-insee:57001"]
    assert isinstance(record, RightRecord)
    assert record.spans[0].parent_from_s == lent.scene.at_s - 60


@pytest.mark.parametrize("is_other", [False, True], ids=["itself", "another of its names"])
def test_attack_49_a_root_accreditor_grants_itself_through_one_that_it_sponsors(
    lent: Lent, is_other: bool
) -> None:
    puppet = lent.scene.settle(lent.scene.town("dinant"), lent.root)
    held = lent.lend(puppet)
    self = lent.scene.settle(another(lent.root), lent.metz) if is_other else lent.root
    back = lent.scene.grant(self, puppet, scope="fr-insee:57*", parent=held)
    assert code(lent.scene.try_apply, back) == "ledger.own_matter"


def test_attack_49_a_root_accreditor_grants_itself_through_two(lent: Lent) -> None:
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    grant = lent.scene.grant(dinant, lent.sedan, scope="fr-insee:5*", depth=1, parent=lent.sedans)
    lent.scene.apply(grant)
    held = (dinant, "residency", "fr-insee:5*")
    back = lent.scene.grant(lent.root, dinant, scope="fr-insee:57*", parent=held)
    assert code(lent.scene.try_apply, back) == "ledger.own_matter"


def test_attack_49_what_an_accreditor_passes_on_comes_back_to_it(lent: Lent) -> None:
    """It would hold it still when its own right has ended."""
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    grant = lent.scene.grant(dinant, lent.sedan, scope="fr-insee:5*", depth=1, parent=lent.sedans)
    lent.scene.apply(grant)
    held = (dinant, "residency", "fr-insee:5*")
    back = lent.scene.grant(lent.sedan, dinant, scope="fr-insee:57*", parent=held)
    assert code(lent.scene.try_apply, back) == "ledger.own_matter"


def test_attack_49_twin_an_accreditor_passes_on_to_another_and_to_its_own_service(
    lent: Lent,
) -> None:
    lent.scene.apply(lent.scene.grant(lent.metz, lent.sedan, parent=lent.sedans))
    service = lent.scene.settle(another(lent.sedan))
    lent.scene.apply(
        lent.scene.grant(service, lent.sedan, scope="fr-insee:57*", parent=lent.sedans)
    )


def test_attack_49_twin_terms_by_the_same_right_do_not_overlap(lent: Lent) -> None:
    lent.scene.apply(lent.scene.grant(lent.metz, lent.sedan, days=(5, 30), parent=lent.sedans))
    again = lent.scene.grant(lent.metz, lent.sedan, days=(29, 60), parent=lent.sedans)
    assert code(lent.scene.try_apply, again) == "ledger.interval"
    lent.scene.apply(lent.scene.grant(lent.metz, lent.sedan, days=(0, 5), parent=lent.sedans))


def listed(lent: Lent) -> list[str]:
    record = lent.scene.state.records[f"rights/{lent.metz.did}"]
    assert isinstance(record, RightsRecord)
    return list(record.names)


def void_sedan(lent: Lent, *, from_s: int) -> None:
    """The root takes back what it lent Sedan, from then on."""
    [term] = terms(lent, lent.sedan, "fr-insee:*")
    ended = lent.scene.end_right(
        lent.sedan, lent.root, scope="fr-insee:*", from_s=term.from_s, void_from_s=from_s
    )
    lent.scene.apply(ended)
    lent.scene.tick(60)


def terms(lent: Lent, town: Town, scope: str) -> tuple[Span, ...]:
    record = lent.scene.state.records[f"accr/{town.did}/residency/{scope}"]
    assert isinstance(record, RightRecord)
    return record.spans


def test_attack_49_what_a_hostile_accreditor_filled_stays_full_for_ever(lent: Lent) -> None:
    """One word of the root that what Sedan granted is void, and others may grant again."""
    before_s = lent.scene.at_s
    lent.scene.tick(DAY_S)
    assert lent.fill() == 16
    lent.scene.tick(DAY_S)
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    dinants = lent.lend(dinant)

    def more() -> Operation:
        scope = "fr-insee:57463"
        return lent.scene.grant(lent.metz, dinant, scope=scope, days=(0, 60), parent=dinants)

    assert code(lent.scene.try_apply, more()) == "ledger.full"
    void_sedan(lent, from_s=before_s + 1)
    lent.scene.apply(more())
    assert listed(lent) == ["residency/fr-insee:57463"]


def test_attack_49_terms_that_are_void_from_their_beginning_fill_a_right(lent: Lent) -> None:
    for day in (300, 310, 320, 330):
        lent.scene.apply(
            lent.scene.grant(lent.metz, lent.sedan, days=(day, day + 1), parent=lent.sedans)
        )
    for term in terms(lent, lent.metz, lent.metz.who)[:2]:
        ended = lent.scene.end_right(
            lent.metz, lent.aachen, lent.liege, from_s=term.from_s, void_from_s=lent.scene.at_s
        )
        lent.scene.apply(ended)
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    dinants = lent.lend(dinant)
    lent.scene.apply(lent.scene.grant(lent.metz, dinant, days=(0, 60), parent=dinants))
    assert len(terms(lent, lent.metz, lent.metz.who)) == 3


def test_attack_49_what_lends_something_yet_is_pushed_out(lent: Lent) -> None:
    """Void from the day after it was granted, or ended: old proofs stand on it."""
    lent.scene.tick(DAY_S)
    assert lent.fill() == 16
    lent.scene.tick(DAY_S)
    void_sedan(lent, from_s=lent.scene.at_s)
    for scope in ("fr-insee:57001", "fr-insee:57002"):
        [term] = terms(lent, lent.metz, scope)
        void = term.from_s + DAY_S if scope == "fr-insee:57001" else None
        ended = lent.scene.end_right(
            lent.metz,
            lent.aachen,
            lent.liege,
            scope=scope,
            from_s=term.from_s,
            void_from_s=void,
        )
        lent.scene.apply(ended)
    lent.scene.tick(60)
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    dinants = lent.lend(dinant)
    more = lent.scene.grant(lent.metz, dinant, parent=dinants)
    assert code(lent.scene.try_apply, more) == "ledger.full"
    assert len(listed(lent)) == 16


def test_attack_49_what_was_void_comes_to_stand_on_a_term_of_the_same_second(lent: Lent) -> None:
    """Ledger time stands for up to an hour: all of this is one second of it."""
    lent.scene.tick(60)
    dinant = lent.scene.settle(lent.scene.town("dinant"))
    dinants = lent.lend(dinant)
    lent.scene.apply(lent.scene.grant(lent.metz, dinant, parent=dinants))
    at_s = lent.scene.at_s
    ended = lent.scene.end_right(
        dinant, lent.root, scope="fr-insee:*", from_s=at_s, void_from_s=at_s
    )
    lent.scene.apply(ended)
    again = lent.scene.grant(dinant, lent.root, scope="fr-insee:*", depth=2)
    assert code(lent.scene.try_apply, again) == "ledger.interval"
    lent.scene.tick(1)
    lent.lend(dinant)
    [term] = terms(lent, dinant, "fr-insee:*")
    assert term.from_s == at_s + 1
