"""How many independent operators stand behind a head, as far as can be seen."""

from collections.abc import Iterable
from dataclasses import replace

from livret_core.ledger.records import AnyRecord
from livret_core.tlog.policy import Policy
from livret_ledger.standing import AtOneHost, Behind, Run, at_one_host, behind
from tests.ledger_heads import policy_of
from tests.ledger_scene import NAMES, Scene


class Kept:
    """A scene's records, as a store has them."""

    def __init__(self, scene: Scene) -> None:
        self.records = scene.state.records

    def record(self, name: str) -> AnyRecord | None:
        return self.records.get(name)

    def record_names(self, prefix: str) -> Iterable[str]:
        return [name for name in self.records if name.startswith(prefix)]


NAMUR, METZ, AACHEN, LIEGE = (NAMES[each] for each in ("namur", "metz", "aachen", "liege"))


def found(scene: Scene, policy: Policy | None = None) -> Behind:
    policy = policy or policy_of(scene, scene.towns, scene.policy.numbers)
    keys = [each.key for each in policy.witnesses]
    return behind(Kept(scene), keys, policy, at_s=scene.at_s)


def at(policy: Policy, **hosts: str) -> Policy:
    """The same, with witnesses that answer there."""
    witnesses = [
        replace(each, url=f"https://{hosts[name]}/".encode())
        if (name := str(each.key.name).partition(".")[0]) in hosts
        else each
        for each in policy.witnesses
    ]
    return replace(policy, witnesses=tuple(witnesses))


def test_each_operator_is_independent_where_no_host_is_shared() -> None:
    four = found(Scene.founded())
    assert (four.operators, four.independent, four.together) == (
        tuple(sorted((NAMUR, METZ, AACHEN, LIEGE))),
        4,
        (),
    )


def test_two_whose_witnesses_answer_at_one_host_are_one_whatever_the_port() -> None:
    scene = Scene.founded()
    policy = policy_of(scene, scene.towns, scene.policy.numbers)
    moved = at(policy, namur="cloud.example:8441", metz="cloud.example:8442")
    three = found(scene, moved)
    assert three.independent == 3
    assert three.together == (AtOneHost("cloud.example", tuple(sorted((NAMUR, METZ)))),)


def test_a_chain_of_hosts_is_one() -> None:
    both = AtOneHost("a.example", ("x", "y")), AtOneHost("b.example", ("y", "z"))
    assert Behind(("x", "y", "z", "w"), (), both).independent == 2


def test_key_names_at_one_host_are_seen_without_any_address() -> None:
    scene = Scene.founded()
    one, other = (town.witness for town in scene.towns[:2])
    near = replace(other, name=replace(other.name, text="Namur.example:99/other"))
    assert at_one_host([Run("a", one), Run("b", near)]) == (AtOneHost("namur.example", ("a", "b")),)
    assert at_one_host([Run("a", one), Run("a", near), Run("b", other)]) == ()


def test_an_address_that_is_none_is_no_host() -> None:
    key = Scene.founded().towns[0].witness
    assert Run("a", key, "http://cloud.example/").hosts == {"namur.example"}
