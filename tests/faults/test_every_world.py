"""Every world that six operations on members and policy can make of four towns.

Three found (n 3, q 2), the fourth may join; each size has the least q that it may. A model that
knows no records, chains or signatures decides beside the rules, in every world that either of
them can reach. Worlds that are one when towns are renamed and days are counted from now are
gone into once; their number is printed (`-s`). Signatures are not verified here, which is
tested elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations, permutations, product
from typing import Final, TypeAlias

import pytest

from livret_core.errors import Refused
from livret_core.ledger import signers
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Operation, Signature
from livret_core.ledger.state import Change
from livret_core.tlog.note import VerifierKey
from tests.ledger_scene import DAY_S, Scene, Town, Whole

DEPTH: Final = 6
NAMES: Final = "ABCD"
WEEK, AGAIN, NEVER = 7, 37, 10**6

Step: TypeAlias = tuple[str, str, str]  # what, about whom (or to which witnesses), by whom


@dataclass(frozen=True)
class Member:
    """Days: of admission, of the last suspension's two ends, of expulsion."""

    since: int
    from_day: int = -NEVER
    until_day: int = -NEVER
    by: frozenset[str] = frozenset()
    expelled: int = NEVER


@dataclass(frozen=True)
class World:
    day: int = 0
    members: dict[str, Member] = field(default_factory=lambda: {name: Member(0) for name in "ABC"})
    now: frozenset[str] = frozenset("ABC")
    coming: frozenset[str] = frozenset()
    coming_day: int = NEVER
    proposals: dict[str, bool] = field(default_factory=dict)
    endorsed: dict[tuple[str, str], int] = field(default_factory=dict)

    def stands(self, name: str) -> bool:
        return name in self.members and self.members[name].expelled > self.day

    def is_suspended(self, name: str) -> bool:
        member = self.members.get(name)
        return member is not None and member.from_day <= self.day < member.until_day

    def votes(self, by: str, about: str = "") -> frozenset[str]:
        return frozenset(
            name for name in by if name != about and name in self.now and self.stands(name)
        )

    def numbers(self, size: int = 0) -> tuple[int, int, int, int]:
        """n, q, f, and how many change a policy."""
        n = size or len(self.now)
        q = n // 2 + 1
        return n, q, 2 * q - n - 1, max(q, -(-2 * n // 3))

    def with_member(self, name: str, member: Member) -> "World":
        return replace(self, members={**self.members, name: member})

    def key(self) -> object:
        """The same for worlds that are one but for names and the day."""
        looks: dict[object, list[str]] = {}
        for name in NAMES:
            looks.setdefault(self._looks(name), []).append(name)
        # Only towns that look alike can stand for each other.
        groups = [permutations(looks[look]) for look in sorted(looks, key=repr)]
        orders = ("".join(map("".join, order)) for order in product(*groups))
        return min(self._named(dict(zip(order, NAMES, strict=True))) for order in orders)

    def _looks(self, name: str) -> tuple[object, ...]:
        """What can be said of a town without a name."""
        member = self.members.get(name)
        ago = NEVER if member is None else self.day - member.from_day
        left = None if member is None else max(member.expelled - self.day, 0)
        dates = (
            member is not None,
            ago if ago < AGAIN else -1,
            -1 if left is None or left > WEEK else left,
        )
        return dates, name in self.now, name in self.coming, self.proposals.get(name)

    def _named(self, to: dict[str, str]) -> tuple[object, ...]:
        def ago(day: int) -> int:
            return day if abs(day) == NEVER else day - self.day

        def renamed(names: frozenset[str]) -> str:
            return "".join(sorted(to[name] for name in names))

        members = []
        for name, each in self.members.items():
            # Of a suspension nothing follows once nobody need be another to renew it.
            is_over = self.day >= each.from_day + AGAIN
            members.append(
                (
                    to[name],
                    NEVER if is_over else ago(each.from_day),
                    NEVER if is_over else ago(each.until_day),
                    "" if is_over else renamed(each.by),
                    max(ago(each.expelled), 0),
                )
            )
        endorsed = sorted(
            (to[who], to[by])
            for (who, by), day in self.endorsed.items()
            if by in self.members and day >= self.members[by].since and self.proposals[who]
        )
        return (
            tuple(sorted(members)),
            renamed(self.now),
            renamed(self.coming),
            ago(self.coming_day),
            tuple(sorted((to[name], is_open) for name, is_open in self.proposals.items())),
            tuple(endorsed),
        )


def go(world: World, step: Step) -> World | None:
    """What the model makes of a step; None when it refuses."""
    what, about, by = step
    if what == "tick":
        later = replace(world, day=world.day + int(about))
        if later.coming and later.coming_day <= later.day:
            later = replace(later, now=later.coming, coming=frozenset(), coming_day=NEVER)
        return later
    if what == "propose":
        kept = {pair: day for pair, day in world.endorsed.items() if pair[0] != about}
        return replace(world, proposals={**world.proposals, about: True}, endorsed=kept)
    if what == "endorse":
        if not world.proposals.get(about) or not world.votes(by, about) or world.is_suspended(by):
            return None
        said = world.endorsed.get((about, by))
        if said is not None and said >= world.members[by].since:
            return None
        return replace(world, endorsed={**world.endorsed, (about, by): world.day})
    if what == "admit":
        return admit(world, about)
    if what == "policy":
        return change(world, frozenset(about), by)
    if not world.stands(about):
        return None
    return {"suspend": suspend, "reinstate": reinstate, "expel": expel}[what](world, about, by)


def admit(world: World, who: str) -> World | None:
    good = [
        by
        for (about, by), day in world.endorsed.items()
        if about == who and world.votes(by, who)
        if not world.is_suspended(by) and day >= world.members[by].since
    ]
    if not world.proposals.get(who) or len(good) < world.numbers()[2] + 1:
        return None
    member = world.members.get(who, Member(world.day))
    if world.stands(who) and (member.expelled != NEVER or world.is_suspended(who)):
        return None
    since = member.since if world.stands(who) else world.day
    admitted = world.with_member(who, replace(member, since=since, expelled=NEVER))
    return replace(admitted, proposals={**world.proposals, who: False})


def suspend(world: World, who: str, by: str) -> World | None:
    member, votes = world.members[who], world.votes(by, who)
    is_renewal = world.day < member.from_day + AGAIN
    fresh = votes - member.by if is_renewal else votes
    if len(fresh) < world.numbers()[2] + 1:
        return None
    signed = member.by | fresh if is_renewal else fresh
    suspended = replace(member, from_day=world.day, until_day=world.day + WEEK, by=signed)
    return world.with_member(who, suspended)


def reinstate(world: World, who: str, by: str) -> World | None:
    if len(world.votes(by, who)) < world.numbers()[2] + 1 or not world.is_suspended(who):
        return None
    return world.with_member(who, replace(world.members[who], until_day=world.day))


def expel(world: World, who: str, by: str) -> World | None:
    if len(world.votes(by, who)) < world.numbers()[3] or who in world.coming:
        return None
    if who in world.now and not world.coming:
        return None
    day = world.coming_day if who in world.now else world.day
    expelled = world.with_member(who, replace(world.members[who], expelled=day))
    open_ones = {**world.proposals, who: False} if who in world.proposals else world.proposals
    return replace(expelled, proposals=open_ones)


def change(world: World, to: frozenset[str], by: str) -> World | None:
    n, q, f, threshold = world.numbers()
    m, p, later_f, _ = world.numbers(len(to))
    if len(world.votes(by)) < threshold:
        return None
    if any(name not in world.members or world.members[name].expelled != NEVER for name in to):
        return None
    if q - min(len(to & world.now), m - p) <= min(f, later_f):
        return None
    changed = replace(world, coming=to, coming_day=world.day + WEEK)
    for name in world.now:
        if world.day < world.members[name].expelled < NEVER:
            late = replace(world.members[name], expelled=world.day + WEEK)
            changed = changed.with_member(name, late)
    assert n == len(world.now)
    return changed


def steps(world: World) -> Iterator[Step]:
    """Whatever could be tried; of signers the fewest that do, one too few, and one who counts not."""
    yield from (("tick", "7", ""), ("tick", "30", ""))
    for name in NAMES:
        yield "propose", name, name
        yield "admit", name, name
        yield from (("endorse", name, by) for by in NAMES)
        for what, needed in (
            ("suspend", world.numbers()[2] + 1),
            ("reinstate", world.numbers()[2] + 1),
            ("expel", world.numbers()[3]),
        ):
            yield from ((what, name, by) for by in signing(world, needed, name))
    for size in range(1, len(NAMES) + 1):
        for to in combinations(NAMES, size):
            enough = signing(world, world.numbers()[3], "")[0]
            yield "policy", "".join(to), enough
    yield from (("policy", "ABC", by) for by in signing(world, world.numbers()[3], "")[1:])


def signing(world: World, needed: int, about: str) -> list[str]:
    able = sorted(world.votes(NAMES, about))
    others = sorted(set(NAMES) - set(able))
    few = able[: needed - 1]
    sets = [able[:needed], able[-needed:], few, sorted([*few, *others[:1]])]
    found = ["".join(each) for each in sets if each]
    return list(dict.fromkeys(found)) or ["A"]


def make(scene: Scene, towns: dict[str, Town], step: Step) -> Operation:
    """The same step as an operation."""
    what, about, by = step
    pens = [towns[name] for name in by]
    match what:
        case "tick":
            return scene.state_commit(scene.at_s + int(about) * DAY_S)
        case "policy":
            # Its first witness is schema authority: one that would be taken for it.
            scene.towns = tuple(towns[name] for name in about)
            return scene.policy_change(scene.towns, *pens, q=len(about) // 2 + 1)
        case "propose":
            return scene.propose(towns[about])
        case "endorse":
            return scene.endorse(towns[about], pens[0], proposal=proposal(scene, towns[about]))
        case "admit":
            return scene.admit(towns[about], proposal=proposal(scene, towns[about]))
        case _:
            return scene.about_member(f"member.{what}", towns[about], *pens)


def proposal(scene: Scene, town: Town) -> str:
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


def test_every_world_of_four_towns_agrees_with_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene.founded(("namur", "metz", "aachen"), q=2)
    fourth = scene.settle(scene.town("verdun"))
    scene.tick()
    towns = dict(zip(NAMES, (*scene.towns, fourth), strict=True))
    monkeypatch.setattr(signers, "_verify_one", lambda *_: None)
    monkeypatch.setattr(scene, "signature", unsigned)
    monkeypatch.setattr(Whole, "map_root", lambda _self: "A" * 43)
    # The same few keys, a hundred thousand times.
    monkeypatch.setattr(VerifierKey, "parse", cache(VerifierKey.parse))
    frontier: dict[object, tuple[World, Whole]] = {World().key(): (World(), scene.state)}
    seen = set(frontier)
    counts, decided = [1], 0
    for _ in range(DEPTH):
        found: dict[object, tuple[World, Whole]] = {}
        for world, state in frontier.values():
            scene.state = state
            for step in steps(world):
                decided += 1
                expected = go(world, step)
                taken, code = decide(state, make(scene, towns, step))
                assert (taken is None) == (expected is None), (world, step, code)
                if taken is None or expected is None:
                    continue
                key = expected.key()
                if key not in seen:
                    seen.add(key)
                    after = Whole()
                    after.records = {**state.records, **taken.writes}  # type: ignore[dict-item]
                    after.clock = taken.clock
                    found[key] = (expected, after)
        frontier = found
        counts.append(len(found))
    print(f"{len(seen)} worlds up to renaming, by depth {counts}; {decided} operations decided")
    assert len(counts) == DEPTH + 1
    assert len(seen) > 30_000
