"""Every sequence of a few operations on members and policy, held against a model.

Four founders (n 4, q 3, k 2, f 1) and a candidate, Eva. The model below knows nothing of
records, chains or signatures: it knows who counts. In each world it can reach, every
operation of a small alphabet is decided by both; worlds that the model cannot tell apart
are gone into once. Signatures are not verified here, which is tested elsewhere.
"""

from dataclasses import dataclass, replace
from typing import Final

import pytest

from livret_core.errors import Refused
from livret_core.ledger import signers
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Operation, Signature
from livret_core.ledger.state import Change
from tests.ledger_scene import DAY_S, Scene, Town, Whole

DEPTH: Final = 7
SUSPENDED, AGAIN, CHANGE = 7, 37, 7  # days

Step = tuple[str, str, str]  # what, about whom, by whom
ALPHABET: Final[tuple[Step, ...]] = (
    ("tick", "", ""),
    ("tick month", "", ""),
    ("propose", "E", "E"),
    ("endorse", "E", "A"),
    ("endorse", "E", "B"),
    ("endorse", "E", "E"),
    ("admit", "E", "E"),
    ("suspend", "A", "BC"),
    ("suspend", "A", "AB"),
    ("suspend", "A", "D"),
    ("suspend", "E", "AB"),
    ("reinstate", "A", "BC"),
    ("expel", "D", "ABC"),
    ("expel", "E", "ABC"),
    ("expel", "E", "ABE"),
    ("policy", "ABCE", "ABC"),
    ("policy", "ABCD", "ABC"),
    ("policy", "ABCE", "ABE"),
)


@dataclass(frozen=True)
class Member:
    suspended: tuple[tuple[int, int], ...] = ()
    by: frozenset[str] = frozenset()
    expelled: int | None = None

    def is_suspended(self, day: int) -> bool:
        return any(begin <= day < end for begin, end in self.suspended)

    def is_expelled(self, day: int) -> bool:
        return self.expelled is not None and self.expelled <= day


@dataclass(frozen=True)
class World:
    day: int = 0
    members: tuple[tuple[str, Member], ...] = tuple((name, Member()) for name in "ABCD")
    now: str = "ABCD"
    coming: tuple[int, str] | None = None
    proposal: int = 0
    is_open: bool = False
    endorsed: tuple[tuple[str, int], ...] = ()

    def member(self, name: str) -> Member | None:
        return dict(self.members).get(name)

    def with_member(self, name: str, member: Member) -> "World":
        return replace(self, members=tuple(sorted({**dict(self.members), name: member}.items())))

    @property
    def waiting(self) -> str:
        return self.coming[1] if self.coming else ""

    def counts(self, name: str) -> bool:
        member = self.member(name)
        return name in self.now and member is not None and not member.is_expelled(self.day)

    def votes(self, by: str, about: str = "") -> set[str]:
        return {name for name in by if name != about and self.counts(name)}


def go(world: World, step: Step) -> World | None:  # noqa: C901, PLR0912  the rules in one place
    """What the model makes of a step; None when it refuses."""
    what, about, by = step
    day = world.day
    member = world.member(about)
    if what.startswith("tick"):
        later = replace(world, day=day + (30 if what == "tick month" else 7))
        if later.coming and later.coming[0] <= later.day:
            later = replace(later, now=later.coming[1], coming=None)
        return later
    if what == "propose":
        return replace(world, proposal=world.proposal + 1, is_open=True, endorsed=())
    if what == "endorse":
        voter = world.member(by)
        if not world.is_open or by == about or not world.counts(by):
            return None
        if voter is None or voter.is_suspended(day) or (by, world.proposal) in world.endorsed:
            return None
        return replace(
            world, endorsed=tuple(sorted({**dict(world.endorsed), by: world.proposal}.items()))
        )
    if what == "admit":
        good = [
            name
            for name, proposal in world.endorsed
            if proposal == world.proposal and name != about and world.counts(name)
            if not (world.member(name) or Member()).is_suspended(day)
        ]
        if not world.is_open or len(good) < 2:
            return None
        fresh = Member()
        if member is not None:
            if not member.is_expelled(day) and (
                member.expelled is not None or member.is_suspended(day)
            ):
                return None
            fresh = replace(member, expelled=None)
        return replace(world.with_member(about, fresh), is_open=False)
    if what == "policy":
        if len(world.votes(by)) < 3:
            return None
        for name in about:
            holder = world.member(name)
            if holder is None or holder.expelled is not None:
                return None
        changed = replace(world, coming=(day + CHANGE, about))
        for name in world.now:
            holder = world.member(name)
            if holder is not None and holder.expelled is not None and holder.expelled > day:
                changed = changed.with_member(name, replace(holder, expelled=day + CHANGE))
        return changed
    if member is None or member.is_expelled(day):
        return None
    votes = world.votes(by, about)
    if what == "suspend":
        renewed = bool(member.suspended) and day < member.suspended[-1][0] + AGAIN
        fresh_votes = votes - member.by if renewed else votes
        if len(fresh_votes) < 2:
            return None
        earlier = tuple((begin, min(end, day)) for begin, end in member.suspended)
        return world.with_member(
            about,
            replace(
                member,
                suspended=(*earlier, (day, day + SUSPENDED)),
                by=frozenset(fresh_votes | member.by if renewed else fresh_votes),
            ),
        )
    if what == "reinstate":
        if len(votes) < 2 or not member.is_suspended(day):
            return None
        ended = tuple((begin, min(end, day)) for begin, end in member.suspended)
        return world.with_member(about, replace(member, suspended=ended))
    assert what == "expel"
    if len(votes) < 3 or about in world.waiting or (about in world.now and not world.coming):
        return None
    when = world.coming[0] if world.coming and about in world.now else day
    world = world.with_member(about, replace(member, expelled=when))
    return replace(world, is_open=False) if about == "E" else world


def make(scene: Scene, towns: dict[str, Town], step: Step) -> Operation:
    """The same step as an operation."""
    what, about, by = step
    pens = [towns[name] for name in by]
    town = towns.get(about)
    match what:
        case "tick" | "tick month":
            days = 30 if what == "tick month" else 7
            return scene.state_commit(scene.at_s + days * DAY_S)
        case "policy":
            return scene.policy_change([towns[name] for name in about], *pens, q=3, a=2, k=2)
        case "propose":
            assert town
            return scene.propose(town)
        case "endorse":
            assert town
            return scene.endorse(town, pens[0], proposal=_proposal(scene, town))
        case "admit":
            assert town
            return scene.admit(town, proposal=_proposal(scene, town))
        case _:
            assert town
            return scene.about_member(f"member.{what}", town, *pens)


def _proposal(scene: Scene, town: Town) -> str:
    try:
        return scene.proposal_of(town)
    except KeyError:
        return "A" * 43


def unsigned(_draft: object, by: Town) -> Signature:
    """No signature, in the form of one."""
    return Signature(str(by.did), by.kid, "Ed25519", "A" * 86)


def decide(state: Whole, operation: Operation) -> tuple[Change | None, str]:
    try:
        return apply(state, operation), ""
    except Refused as error:
        return None, error.code


def test_every_small_world_agrees_with_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene.founded()
    eva = scene.settle(scene.town("verdun"))
    scene.tick()
    towns = dict(zip("ABCDE", (*scene.towns, eva), strict=True))
    monkeypatch.setattr(signers, "_verify_one", lambda *_: None)
    monkeypatch.setattr(scene, "signature", unsigned)
    # The map is not what is asked about.
    monkeypatch.setattr(Whole, "map_root", lambda _self: "A" * 43)
    reached: dict[World, Whole] = {World(): scene.state}
    frontier = list(reached)
    decided = 0
    for _ in range(DEPTH):
        found: dict[World, Whole] = {}
        for world in frontier:
            scene.state = reached[world]
            for step in ALPHABET:
                decided += 1
                expected = go(world, step)
                change, code = decide(scene.state, make(scene, towns, step))
                assert (change is None) == (expected is None), (world, step, code)
                if change is None or expected is None:
                    continue
                if expected not in reached and expected not in found:
                    after = Whole()
                    after.records = {**scene.state.records, **change.writes}  # type: ignore[dict-item]
                    after.clock = change.clock
                    found[expected] = after
        reached |= found
        frontier = list(found)
    assert len(reached) > 1_000
    assert decided > 20_000
