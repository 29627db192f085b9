"""Decide what a day's commit is: which copies are counted in, their tree, the named digests. Pure.

``docs/spec/daily-commit.md`` says it octet for octet; who checks it is
:mod:`livret_core.ledger.daily`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, final

from livret_core.ledger.daily import AUDIT, ISSUANCE, NamedDigest
from livret_core.ledger.issuance import SIZES, IssuancePath, issuance_leaf
from livret_core.ledger.operation import Operation
from livret_core.short_code import ShortCode
from livret_core.tlog import merkle
from livret_issuer.audit_log import Head
from livret_issuer.records import Counted, StoredOperation, ToCount

AUDIT_SALT_BYTES: Final = 32

_AUDIT_DOMAIN: Final = b"livret/audit-head/v1\n"


@final
@dataclass(frozen=True, slots=True)
class Issuance:
    """The credentials of a day, counted in.

    Attributes:
        root: what is committed to.
        size: how many places, one of :data:`~livret_core.ledger.issuance.SIZES`.
        counted: each copy with its path.
    """

    root: bytes
    size: int
    counted: tuple[Counted, ...]


def to_count(
    code: ShortCode,
    credentials: Sequence[str],
    *,
    salts: Iterator[bytes],
    signed_at_s: int,
    expires_at_s: int | None,
) -> list[ToCount]:
    """Give each copy of a hand-over its leaf.

    Args:
        code: of the hand-over.
        credentials: SD-JWTs; counted is the issuer's JWS, before the first ``~``.
        salts: 32 fresh random octets for each.
        signed_at_s: seconds since 1970.
        expires_at_s: when they end by themselves, or None.
    """
    made = []
    for number, text in enumerate(credentials):
        salt = next(salts)
        leaf = issuance_leaf(salt, sha256(text.partition("~")[0].encode("utf-8")).digest())
        made.append(ToCount(code, number, salt, leaf, signed_at_s, expires_at_s))
    return made


def of_the_day(waiting: Sequence[ToCount], *, most: int = SIZES[-1]) -> Sequence[ToCount]:
    """Choose which copies are counted in today: the oldest, whole hand-overs, as many as fit.

    Args:
        waiting: those never counted in, oldest first, the copies of a hand-over together.
        most: places there are.
    """
    end = min(len(waiting), most)
    while 0 < end < len(waiting) and waiting[end].code == waiting[end - 1].code:
        end -= 1
    return waiting[:end]


def count_in(copies: Sequence[ToCount], *, padding: Iterator[bytes]) -> Issuance:
    """Make the tree of a day.

    The leaves stand in the order of their hashes. A salted hash is as random as padding, so
    neither a place nor a neighbour says how many copies there were, or which were signed together.

    Args:
        copies: of the day, perhaps none.
        padding: 32 fresh random octets for each place that is left.

    Raises:
        ValueError: more copies than places.
    """
    size = next((each for each in SIZES if len(copies) <= each), None)
    if size is None:
        raise ValueError("more copies than places")
    leaves = [copy.leaf for copy in copies]
    leaves += [next(padding) for _ in range(size - len(leaves))]
    leaves.sort()
    place = {leaf: index for index, leaf in enumerate(leaves)}
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([merkle.node_hash(*below[at : at + 2]) for at in range(0, len(below), 2)])
    counted = []
    for copy in copies:
        index = place[copy.leaf]
        hashes = tuple(level[(index >> up) ^ 1] for up, level in enumerate(levels[:-1]))
        path = IssuancePath(copy.salt, index, size, hashes)
        counted.append(Counted(copy.code, copy.copy, path))
    return Issuance(levels[-1][0], size, tuple(counted))


def left_over(last: StoredOperation | None, *, day: int) -> Operation | None:
    """Give the last commit if it is of a day before *day* and nobody said how it ended."""
    if last is None or last.stand != "open":
        return None
    made = last.operation.body.get("day")
    return last.operation if isinstance(made, int) and made < day else None


def list_digest(number: int, token: bytes, issued_at_s: int) -> NamedDigest:
    """Name a status list as it is published."""
    return NamedDigest(f"status/{number}", sha256(token).digest(), issued_at_s)


def audit_digest(head: Head, salt: bytes) -> NamedDigest:
    """Name the end of the audit log.

    Without the salt whoever has two heads could try what was done between them: on a quiet
    day it would show that nothing was signed.
    """
    return NamedDigest(AUDIT, sha256(_AUDIT_DOMAIN + salt + head.chain_sha256).digest())


def issuance_digest(issuance: Issuance) -> NamedDigest:
    """Name the root over the day's credentials."""
    return NamedDigest(ISSUANCE, issuance.root)
