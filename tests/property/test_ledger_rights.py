"""Rights under any sequence of grants, endings, suspensions and time, beside a model of them.

The model keeps terms as objects that point at the one they stand on, and knows no records. It
says who may end what, and whether a reader should find a right; the rules and the production
reader have to agree, through evidence with real signatures.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livret_core.errors import Refused
from livret_core.ledger.records import AnyRecord, RightRecord, RightsRecord
from livret_core.ledger.scope import Scope
from livret_core.ledger.standing import right_to
from livret_core.territory import Territory
from livret_ledger.proving import names_of
from tests.ledger_heads import AGES, Seen, check
from tests.ledger_scene import DAY_S, Scene, Town

WEEK_S: Final = 7 * DAY_S
SCOPES: Final = ("fr-insee:5*", "fr-insee:57463")
PLACES: Final = tuple(map(Territory.parse, ("fr-insee:57463", "fr-insee:54395", "fr-insee:08409")))
VOTERS: Final = 4

towns = st.sampled_from((1, 2, 4))
founders = st.integers(0, 3)


@dataclass(eq=False)
class Term:
    """One term of a right; *parts* are when each stretch begins and when it was granted."""

    holder: int
    scope: str
    until_s: int
    depth: int
    by: int | None
    above: "Term | None"
    parts: list[tuple[int, int]]
    ended_s: int | None = None
    void_s: int | None = None

    @property
    def from_s(self) -> int:
        return self.parts[0][0]

    @property
    def lends_nothing(self) -> bool:
        """Whether it leaves its record as soon as there is something to take its place."""
        if self.void_s is not None and self.void_s <= self.from_s:
            return True
        return not self._was_good_to_grant(self.from_s)

    def stands(self, at_s: int) -> bool:
        ends = [self.until_s, *(each for each in (self.ended_s, self.void_s) if each is not None)]
        return self.from_s <= at_s < min(ends) and (self.above is None or self.above.stands(at_s))

    def is_good(self, at_s: int) -> bool:
        """Whether what was issued at that time is, as far as its own date is believed."""
        if self.void_s is not None:
            return False
        if not self.from_s <= at_s < min(self.until_s, self.ended_s or self.until_s):
            return False
        return self._was_good_to_grant(at_s)

    def _was_good_to_grant(self, at_s: int) -> bool:
        if self.above is None:
            return True
        granted_s = [granted_s for from_s, granted_s in self.parts if from_s <= at_s][-1]
        is_void = self.above.void_s is not None and granted_s >= self.above.void_s
        return not is_void and self.above._was_good_to_grant(granted_s)


@dataclass
class Kept:
    """A scene's records, as a store has them."""

    records: dict[str, AnyRecord] = field(default_factory=dict)

    def record(self, name: str) -> AnyRecord | None:
        return self.records.get(name)

    def record_names(self, prefix: str) -> Iterable[str]:
        return [name for name in self.records if name.startswith(prefix)]


def began() -> tuple[Scene, list[Town]]:
    scene = Scene.founded()
    others = [scene.settle(scene.town(name)) for name in ("verdun",)]
    scene.apply(scene.publish())
    scene.tick()
    return scene, [*scene.towns, *others]


BEGAN: Final = began()


class Rights(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.towns = deepcopy(BEGAN[1])
        self.scene = Scene()
        self.scene.state = BEGAN[0].state.copy()
        self.scene.leaves = BEGAN[0].leaves.copy()
        self.scene.towns = tuple(self.towns[:VOTERS])
        self.terms: list[Term] = []
        self.suspended: dict[int, int] = {}
        # Something to pass on.
        self.scene.apply(
            self.scene.grant(
                self.towns[1], self.towns[0], scope="fr-insee:5*", days=(0, 7 * 30), depth=3
            )
        )
        self.note(1, "fr-insee:5*", 30, 3, 0, None)

    def is_suspended(self, town: int) -> bool:
        return self.suspended.get(town, 0) > self.scene.at_s

    @rule(weeks=st.integers(1, 2))
    def wait(self, weeks: int) -> None:
        self.scene.tick(weeks * WEEK_S)

    @rule(town=founders)
    def suspend(self, town: int) -> None:
        others = [each for at, each in enumerate(self.scene.towns) if at != town]
        operation = self.scene.about_member("member.suspend", self.towns[town], *others[:2])
        if self.taken(operation):
            self.suspended[town] = self.scene.at_s + WEEK_S

    @rule(
        holder=towns,
        scope=st.sampled_from(SCOPES),
        weeks=st.integers(1, 20),
        depth=st.integers(0, 3),
        is_voted=st.booleans(),
    )
    def grant(self, holder: int, scope: str, weeks: int, depth: int, is_voted: bool) -> None:
        """By the root, or by two voters that are not it."""
        by = self.scene.towns[1:3] if is_voted else self.scene.towns[:1]
        operation = self.scene.grant(
            self.towns[holder], *by, scope=scope, days=(0, 7 * weeks), depth=depth
        )
        if self.taken(operation):
            assert is_voted or (holder != 0 and not self.is_suspended(0))
            self.note(holder, scope, weeks, depth, None if is_voted else 0, None)

    @precondition(lambda self: self.terms)
    @rule(
        data=st.data(),
        holder=towns,
        scope=st.sampled_from(SCOPES),
        weeks=st.integers(1, 4),
        shallower=st.sampled_from((1, 1, 1, 2, 0)),
    )
    def pass_on(
        self, data: st.DataObject, holder: int, scope: str, weeks: int, shallower: int
    ) -> None:
        """By the holder of a right, whether it stands or not."""
        named, at_s = data.draw(st.sampled_from(self.terms)), self.scene.at_s
        by, depth = named.holder, max(named.depth - shallower, 0)
        operation = self.scene.grant(
            self.towns[holder],
            self.towns[by],
            scope=scope,
            days=(0, 7 * weeks),
            depth=depth,
            parent=(self.towns[by], "residency", named.scope),
        )
        if not self.taken(operation):
            return
        # Terms of several granters may overlap. Any of that right that stands, has a depth to
        # spare and lasts as long would do; the record says under which it was granted.
        written = self.scene.state.records[f"accr/{self.towns[holder].did}/residency/{scope}"]
        assert isinstance(written, RightRecord)
        [ground] = [
            one
            for one in self.terms
            if (one.holder, one.scope) == (by, named.scope)
            and one.stands(at_s)
            and one.from_s == written.spans[-1].parent_from_s
        ]
        assert ground.depth > depth
        assert at_s + weeks * WEEK_S <= ground.until_s
        assert Scope.parse(ground.scope).covers(Scope.parse(scope))
        assert by != holder
        assert not self.is_suspended(by)
        self.note(holder, scope, weeks, depth, by, ground)

    def note(
        self, holder: int, scope: str, weeks: int, depth: int, by: int | None, above: Term | None
    ) -> None:
        at_s = self.scene.at_s
        until_s = at_s + weeks * WEEK_S
        # Another granter's term may have come between.
        for last in self.terms:
            if (
                (last.holder, last.scope, last.depth) == (holder, scope, depth)
                and (last.by, last.above) == (by, above)
                and (last.until_s, last.ended_s, last.void_s) == (at_s, None, None)
            ):
                last.until_s = until_s
                last.parts.append((at_s, at_s))
                return
        self.terms.append(Term(holder, scope, until_s, depth, by, above, [(at_s, at_s)]))

    @precondition(lambda self: self.terms)
    @rule(data=st.data(), other=towns, ago_s=st.none() | st.integers(0, 4).map(WEEK_S.__mul__))
    def end(self, data: st.DataObject, other: int, ago_s: int | None) -> None:
        term, at_s = data.draw(st.sampled_from(self.terms)), self.scene.at_s
        by = other if term.by is None else data.draw(st.sampled_from((term.by, term.by, other)))
        void_s = None if ago_s is None else at_s - ago_s
        operation = self.scene.end_right(
            self.towns[term.holder],
            self.towns[by],
            scope=term.scope,
            from_s=term.from_s,
            void_from_s=void_s,
        )
        may = term.by == by and not self.is_suspended(by)
        if term.above is None:
            may = may and by == 0
        else:
            may = may and any(
                one.stands(at_s) and one.depth > term.depth
                for one in self.terms
                if (one.holder, one.scope) == (by, term.above.scope)
            )
        ends = [term.until_s, *(each for each in (term.ended_s, term.void_s) if each is not None)]
        if void_s is None:
            is_due = at_s < min(ends)
        else:
            is_due = term.void_s is None or void_s < term.void_s
        is_taken = self.taken(operation)
        # One that lends nothing may be gone.
        assert is_taken == (may and is_due) or (term.lends_nothing and not is_taken)
        if is_taken:
            term.ended_s = max(at_s, term.from_s) if void_s is None else term.ended_s
            term.void_s = term.void_s if void_s is None else void_s

    def taken(self, operation: object) -> bool:
        try:
            self.scene.apply(operation)  # type: ignore[arg-type]
        except Refused:
            return False
        return True

    @invariant()
    def the_list_names_every_right_that_lends_something(self) -> None:
        records = self.scene.state.records
        for at, town in enumerate(self.towns):
            listed = records.get(f"rights/{town.did}")
            names = listed.names if isinstance(listed, RightsRecord) else ()
            assert list(names) == sorted(set(names))
            assert all(f"accr/{town.did}/{name}" in records for name in names)
            held = [each for each in self.terms if each.holder == at and not each.lends_nothing]
            assert {f"residency/{each.scope}" for each in held} <= set(names)

    @invariant()
    def every_term_that_lends_something_is_on_record(self) -> None:
        records = self.scene.state.records
        for term in self.terms:
            if not term.lends_nothing:
                name = f"accr/{self.towns[term.holder].did}/residency/{term.scope}"
                record = records[name]
                assert isinstance(record, RightRecord)
                assert record.term(term.from_s) is not None

    @invariant()
    def no_two_terms_begin_in_one_second(self) -> None:
        for record in self.scene.state.records.values():
            if isinstance(record, RightRecord):
                assert len({span.from_s for span in record.spans}) == len(record.spans)

    def teardown(self) -> None:
        scene = self.scene
        scene.tick()
        asked_s = scene.at_s - 1
        seen, kept = Seen(scene), Kept(scene.state.records)
        for at, town in enumerate(self.towns):
            names = sorted(set(names_of(kept, str(town.did))))
            evidence = seen.evidence(names, seen.head(at_s=scene.at_s))
            state = check(evidence, seen.chain, ages=AGES, now_s=scene.at_s, remembered=None)
            for place in PLACES:
                good = [
                    term
                    for term in self.terms
                    if term.holder == at and Scope.parse(term.scope).holds(place)
                    if term.is_good(asked_s)
                ]
                try:
                    right_to(state, str(town.did), "residency", place, at_s=asked_s)
                    found = True
                except Refused as error:
                    found = False
                    if error.code == "issuer.suspended":
                        assert self.suspended[at] > asked_s
                        continue
                assert found == bool(good), (at, place)


TestRights = Rights.TestCase
TestRights.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
