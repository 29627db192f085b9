"""Words of a sheet confirm a version if, and only if, nothing from it on ended long ago."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import Unavailable
from livret_core.ledger import trust_chain
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import GRACE_S
from livret_core.ledger.trusting import to_confirm
from tests.forged_roots import ForgedRoots
from tests.ledger_scene import DAY_S, Scene

NOW_S = 2**32


@cache
def five() -> TrustChain:
    scene = Scene.founded()
    scene.tick(DAY_S)
    roots = ForgedRoots(scene)
    versions = [*roots.true]
    while len(versions) < 5:
        versions.append(roots.after(versions[-1], scene.towns))
    return trust_chain.walk(versions)


def ending(ago_s: list[int]) -> TrustChain:
    """Give the first versions, each ended so long ago."""
    roots = tuple(
        replace(root, expires_s=NOW_S - ago) for root, ago in zip(five().roots, ago_s, strict=False)
    )
    joints = five().joints[: len(roots) - 1]
    return TrustChain(roots=roots, joints=joints, seal=trust_chain._SEAL)


@given(
    st.lists(
        st.sampled_from([0, GRACE_S - 1, GRACE_S, GRACE_S + 1, 3 * GRACE_S]),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_confirmed_is_believed_by_nothing_that_ended_long_ago(ago_s: list[int]) -> None:
    chain = ending(ago_s)
    wanted = {
        number
        for number in range(1, len(ago_s) + 1)
        if all(ago <= GRACE_S for ago in ago_s[number - 1 :])
    }
    if not wanted:
        with pytest.raises(Unavailable) as caught:
            to_confirm(chain, now_s=NOW_S)
        assert caught.value.code == "trust.file_old"
        return
    found = to_confirm(chain, now_s=NOW_S).confirmable
    assert {root.version for root in found} == wanted


@given(
    st.lists(st.sampled_from([0, GRACE_S, GRACE_S + 1]), min_size=1, max_size=5),
    st.integers(0, 4),
)
def test_a_reader_of_one_version_goes_on_if_nothing_before_the_newest_ended_long_ago(
    ago_s: list[int], at: int
) -> None:
    chain = ending(ago_s)
    known = chain.roots[min(at, len(ago_s) - 1)]
    stops = chain.long_ended_since(known, now_s=NOW_S)
    ended = [ago > GRACE_S for ago in ago_s[known.version - 1 : -1]]
    assert (stops is not None) == any(ended)
