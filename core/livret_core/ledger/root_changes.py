"""What a trust root says that the one before it does not: for those who are to sign it, or believe it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias, final

from livret_core.errors import Refused
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import Ages, TrustRoot, Voter

Role: TypeAlias = Literal["witness", "auditor"]
How: TypeAlias = Literal["new", "gone", "key", "address"]

ROLES: tuple[Role, ...] = ("witness", "auditor")


@final
@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness or an auditor as a trust root names it.

    Attributes:
        name: of its key.
        key: as text, with the name in it.
        url: where it answers.
    """

    name: str
    key: str
    url: str | None


@final
@dataclass(frozen=True, slots=True)
class Changed:
    """One witness or auditor that is not as it was.

    Attributes:
        how: another *key* under a name, another *address* of a key, or *new* or *gone*.
        before, now: as it was and is; None where it was or is not there.
    """

    role: Role
    how: How
    before: Cosigner | None
    now: Cosigner | None


@final
@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions, one after the other.

    Attributes:
        log_keys: that sign the ledger no longer, and those that do now; None for the same.
        cosigners: witnesses and auditors that are not as they were.
        voters_gone, voters_new: by the keys that they sign with.
        numbers, ages: as they were, where they are others now.
        kept: witnesses, auditors and voters that are as they were.
    """

    log_keys: tuple[tuple[str, ...], tuple[str, ...]] | None
    cosigners: tuple[Changed, ...]
    voters_gone: tuple[Voter, ...]
    voters_new: tuple[Voter, ...]
    numbers: Quorums | None
    ages: Ages | None
    kept: tuple[int, int, int]


def before(root: TrustRoot, chain: TrustChain) -> TrustRoot | None:
    """Find the version that *root* follows; None for a first one.

    Raises:
        Refused: ``trust.version`` when *chain* does not have it.
    """
    if root.previous is None:
        return None
    found = next((each for each in chain.roots if each.digest == root.previous), None)
    if found is None or found.version + 1 != root.version or found.origin != root.origin:
        raise Refused("trust.version", "it follows another text")
    return found


def between(old: TrustRoot, new: TrustRoot) -> Changes:
    """Say what *new* says otherwise than *old*."""
    changed = tuple(each for role in ROLES for each in _changed(role, old, new))
    kept = [len(set(cosigners(old, role)) & set(cosigners(new, role))) for role in ROLES]
    return Changes(
        None if old.log_keys == new.log_keys else (log_keys(old), log_keys(new)),
        changed,
        tuple(each for each in old.voters if each not in new.voters),
        tuple(each for each in new.voters if each not in old.voters),
        None if old.numbers == new.numbers else old.numbers,
        None if old.ages == new.ages else old.ages,
        (kept[0], kept[1], len(set(old.voters) & set(new.voters))),
    )


def rekeyed(old: TrustChain, new: TrustChain) -> int | None:
    """Say since which version another key signs a ledger than in *old*; None where none does."""
    since = [
        after.version
        for each, after in pairwise(new.roots)
        if after.version > old.newest.version and each.log_keys != after.log_keys
    ]
    return max(since, default=None)


def log_keys(root: TrustRoot) -> tuple[str, ...]:
    """Give the keys that sign the ledger, as text."""
    return tuple(sorted(key.format() for key in root.log_keys))


def cosigners(root: TrustRoot, role: Role) -> tuple[Cosigner, ...]:
    """Give the witnesses or the auditors, in the order of the version."""
    keys = root.witnesses if role == "witness" else root.auditors
    return tuple(
        Cosigner(
            str(each.key.name),
            each.key.format(),
            None if each.url is None else each.url.decode("utf-8", "replace"),
        )
        for each in root.policy.witnesses
        if each.key in keys
    )


def _changed(role: Role, old: TrustRoot, new: TrustRoot) -> Iterator[Changed]:
    was = {each.name: each for each in cosigners(old, role)}
    now = {each.name: each for each in cosigners(new, role)}
    for name, each in now.items():
        known = was.get(name)
        if known is None:
            yield Changed(role, "new", None, each)
        elif known.key != each.key:
            yield Changed(role, "key", known, each)
        elif known.url != each.url:
            yield Changed(role, "address", known, each)
    for name, each in was.items():
        if name not in now:
            yield Changed(role, "gone", each, None)
