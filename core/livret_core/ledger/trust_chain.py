"""Trust roots one after the other: which of them a reader believes (LEDGER §5).

A reader believes a first version, and then each next one because enough voters of the version
before *and* of its own signed it. Between two versions stands a joint head, cosigned by both
quorums: what the old witnesses saw ends there, and what the new ones see begins there, so that
no two sets of witnesses can vouch for two histories unnoticed.

Each version names the digest of the one before. So whoever knows the digest of one, by its six
words, knows what all before it say as well; what comes after it rests on the voters' keys.

A version with another log key counts beyond its joint head only. Where the old key is lost and
nobody can sign with it, no head counts under the new one before a week has passed since the
joint head's time, and the first entry under it is the ``log.rotate`` (its *index*).
"""

from collections.abc import Iterable
from dataclasses import InitVar, dataclass, replace
from typing import Final, final

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.head_time import existed_by_s, head_time_s
from livret_core.ledger.joint_head import JointHead
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog import cosignature, witnessed

# For so long whoever still has a log key that is said to be lost may object.
TAKEOVER_S: Final = 7 * 86_400

_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class TrustChain:
    """The versions that a reader believes, oldest first. Only this module makes one.

    Attributes:
        roots: at least one; each signed by enough of the one before.
        joints: between each of them and the next.
    """

    roots: tuple[TrustRoot, ...]
    joints: tuple[JointHead, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a TrustChain is made by begin() and extended by extend()")

    @property
    def newest(self) -> TrustRoot:
        """The version in force."""
        return self.roots[-1]

    @property
    def identity(self) -> tuple[tuple[bytes, ...], tuple[int, ...]]:
        """What tells one chain from another: a version's digest leaves its signatures out.

        Whether a log's old key signed a version decides since when it counts.
        """
        return tuple(root.digest for root in self.roots), self.from_s

    @property
    def from_s(self) -> tuple[int, ...]:
        """Since when heads count under each version; 0 where nothing has to be waited for."""
        return (0, *(joint.from_s for joint in self.joints))

    def goes_with(self, other: "TrustChain") -> bool:
        """Say whether two chains are of one ledger: none says of a version what the other does not."""
        return all(
            one.digest == its.digest for one, its in zip(self.roots, other.roots, strict=False)
        )

    def end_of(self, root: TrustRoot) -> JointHead | None:
        """Give the joint head that one of these versions ended with; None for the newest."""
        at = self.roots.index(root)
        return self.joints[at] if at < len(self.joints) else None

    def root_for(self, size: int) -> TrustRoot:
        """Give the version whose quorums must have cosigned a head of *size*.

        A version counts for heads beyond its joint head, and up to the next one's. The joint
        head itself counts under both, and as the newer one's where the same key signs.

        Raises:
            Refused: ``trust.before`` for a head older than the oldest version known here.
        """
        for root in reversed(self.roots):
            if size >= self._begins(root):
                return root
        raise Refused("trust.before", "before the versions known here")

    def counts_from_s(self, root: TrustRoot) -> int:
        """Say since when heads may be believed under one of these versions; 0 for ever since."""
        return self.from_s[self.roots.index(root)]

    def roots_at(self, size: int) -> tuple[TrustRoot, ...]:
        """Give the versions whose keys may stand under a head of *size*, oldest first.

        One, but at a joint head: that is the last of the version before as well.
        """
        ends = [root.joint.checkpoint.size for root in self.roots[1:] if root.joint is not None]
        return tuple(
            root
            for root, end in zip(self.roots, [*ends, size], strict=True)
            if self._begins(root) <= size <= end
        )

    def _begins(self, root: TrustRoot) -> int:
        """Give the size of the smallest head under one of these versions."""
        if root.joint is None:
            return 0
        at = self.roots.index(root)
        # What the old key signed last, the new one did not.
        is_beyond = at > 0 and self.roots[at - 1].log_keys != root.log_keys
        return root.joint.checkpoint.size + is_beyond

    def confirmable(self, *, now_s: int) -> tuple[TrustRoot, ...]:
        """Give the versions whose words tell this chain from a forged one, newest first.

        Whoever has the keys of a version that ended long ago may have written what follows it.
        So neither its words nor those of any version before it say what became of the ledger.
        """
        found: list[TrustRoot] = []
        for root in reversed(self.roots):
            if root.is_long_ended(now_s):
                break
            found.append(root)
        return tuple(found)

    def long_ended_since(self, known: TrustRoot, *, now_s: int) -> TrustRoot | None:
        """Find a version, from *known* on, that was followed by another and ended long ago.

        Its keys are what a reader who knows no later version than *known* would go by.
        """
        passed = self.roots[self.roots.index(known) : -1]
        return next((root for root in passed if root.is_long_ended(now_s)), None)

    def extend(self, versions: Iterable[TrustRoot], *, now_s: int) -> "TrustChain":
        """Walk on to newer versions; those already known are passed over if they are the same.

        Args:
            versions: rising; any the chain has already may be among them. None is taken after
                one that does not follow.
            now_s: seconds since 1970.

        Raises:
            Refused: ``trust.version`` for one skipped, or of another ledger;
                ``trust.other_text`` for another under a known number;
                ``trust.signatures``; ``trust.joint`` when the joint head is
                not cosigned under both versions, goes back, or ends before the change that
                it is for; ``log.fork`` for two joint heads of one size; ``ledger.numbers`` for
                numbers with which few could divide the readers of both versions.
            Unavailable: ``trust.expired`` when a version on the way, or the newest known here,
                ended over a year ago: words must be confirmed again first
                (:func:`livret_core.ledger.trusting.considered`).
        """
        chain = _walked(self, versions)
        ended = chain.long_ended_since(self.newest, now_s=now_s)
        if ended is not None:
            raise Unavailable("trust.expired", expired_s=ended.expires_s)
        return chain


def begin(first: TrustRoot) -> TrustChain:
    """Begin a chain. Whether *first* is believed is the caller's to know.

    Raises:
        Refused: ``trust.version`` for any but version 1; ``trust.signatures`` unless all
            its voters signed.
    """
    if first.version != 1:
        raise Refused("trust.version", "a chain begins at version 1")
    first.check_signed_by(first.voters, first.numbers.n)
    return TrustChain(roots=(first,), joints=(), seal=_SEAL)


def walk(versions: Iterable[TrustRoot]) -> TrustChain:
    """Walk from the first version to the last, as of their own days.

    For versions that somebody vouches for as a whole, and for those whose words are about to
    be confirmed. That a version has ended is said of the heads under it.

    Args:
        versions: rising from version 1. None is taken after one that does not follow.

    Raises:
        Refused: as :func:`begin` and :meth:`TrustChain.extend`.
    """
    rest = iter(versions)
    first = next(rest, None)
    if first is None:
        raise Refused("trust.version", "a chain begins at version 1")
    return _walked(begin(first), rest)


def _walked(chain: TrustChain, versions: Iterable[TrustRoot]) -> TrustChain:
    roots, joints = list(chain.roots), list(chain.joints)
    for root in versions:
        known = next((one for one in roots if one.version == root.version), None)
        if known is not None:
            if known.digest != root.digest:
                raise Refused("trust.other_text", version=root.version)
            continue
        joint = _check_follows(roots[-1], root)
        # A version after it is no way around the wait.
        waits_s = max(joint.from_s, joints[-1].from_s if joints else 0)
        joints.append(replace(joint, from_s=waits_s))
        roots.append(root)
    return TrustChain(roots=tuple(roots), joints=tuple(joints), seal=_SEAL)


def _check_follows(before: TrustRoot, root: TrustRoot) -> JointHead:
    """Check that *root* is the version after *before*; give where it takes over."""
    if root.version != before.version + 1 or root.origin != before.origin:
        raise Refused("trust.version", "skipped, or another ledger's")
    if root.previous != before.digest:
        raise Refused("trust.version", "it follows another text")
    root.check_signed_by(before.voters, before.numbers.change_threshold)
    root.check_signed_by(root.voters, root.numbers.change_threshold)
    root.numbers.check_follows(before.numbers, stay=len(root.witnesses & before.witnesses))
    if root.joint is None or root.index <= before.index:
        raise Refused("trust.joint", "none, or an earlier change")
    size = root.joint.checkpoint.size
    if before.joint is not None and size < before.joint.checkpoint.size:
        raise Refused("trust.joint", "goes back")
    if (
        before.joint is not None
        and size == before.joint.checkpoint.size
        and root.joint.checkpoint.root != before.joint.checkpoint.root
    ):
        raise Refused("log.fork", size=size)
    # With a new log key, the change may be the first entry that it signs, and none later.
    has_new_key = before.log_keys != root.log_keys
    is_first = has_new_key and root.index == size
    if size <= root.index and not is_first:
        raise Refused("trust.joint", "before the change it is for")
    # Under the old version's log key: a new key signs nothing before `log.rotate`.
    accepted = witnessed.verify(root.joint, before.policy)
    if not root.policy.satisfied_by(cosignature.verify(root.joint, root.policy.witness_keys)):
        raise Refused("trust.joint", "not cosigned under the new version")
    times_s = {key: times for key, times in accepted.times_s.items() if key in before.witnesses}
    time_s = head_time_s(times_s, before.numbers)
    # Whichever entry it names: no reader sees whether that is a `log.rotate`.
    waits = has_new_key and not any(map(root.has_consent_of, before.log_keys))
    return JointHead(
        size,
        root.joint.checkpoint.root,
        time_s,
        existed_by_s(times_s, before.numbers),
        time_s + TAKEOVER_S if waits else 0,
    )
