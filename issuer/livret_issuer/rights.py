"""From when on a town hall may sign: what the ledger says of its keys and rights. Pure.

The date in a copy is cut to the day, so that copies cannot be matched by it. On the first day of a
key or a right midnight lies before their begin, and no desk would take the copy; such a copy is
dated with the begin itself, which stands on the ledger for everybody.

What is read here is what stands under a head that this town hall believes. A copy that it dates
beyond its own clock would be good for nobody, so none is signed.
"""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.head import CLOCK_AHEAD_S
from livret_core.ledger.records import DidRecord, KeyRecord, RightRecord
from livret_core.ledger.scope import Scope
from livret_core.ledger.state import did_name, key_name, right_name
from livret_core.territory import Territory

_DAY_S: Final = 86_400


@final
@dataclass(frozen=True, slots=True)
class HeldRight:
    """One term of a right on the ledger.

    Attributes:
        type: as ``residency``, or ``*``.
        scope: of which territories.
        from_s, until_s: seconds since 1970; the first at which it is over.
    """

    type: str
    scope: str
    from_s: int
    until_s: int

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read it from a home's file.

        Raises:
            MalformedInput: ``home.malformed``.
        """
        match value:
            case {
                "type": str(kind),
                "scope": str(scope),
                "from": int(from_s),
                "until": int(until_s),
                **rest,
            } if not rest and bool not in map(type, (from_s, until_s)):
                return cls(kind, scope, from_s, until_s)
        raise MalformedInput("home.malformed", "a right")

    def format(self) -> JsonObject:
        """Write it for a home's file."""
        return {"type": self.type, "scope": self.scope, "from": self.from_s, "until": self.until_s}


@final
@dataclass(frozen=True, slots=True)
class Standing:
    """What evidence of the ledger says of one town hall.

    Attributes:
        key_from_s: since when the key that signs is listed; None where it is not.
        rights: every term of every right, the earliest first.
    """

    key_from_s: int | None
    rights: tuple[HeldRight, ...]


def read(state: ProvenState, did: str, key_id: str) -> Standing:
    """Read what the ledger has about a town hall.

    Raises:
        Refused: ``home.not_registered`` when it does not have this DID;
            ``home.other_evidence`` for what is about another.
        Unavailable: ``ledger.not_shown`` for a state that says nothing of it.
    """
    if did_name(did) not in state.names:
        raise Refused("home.other_evidence")
    if state.find(did_name(did), DidRecord) is None:
        raise Refused("home.not_registered")
    listed = key_name(key_id)
    key = state.find(listed, KeyRecord) if listed in state.names else None
    prefix = right_name(did, "", "").rstrip("/") + "/"
    rights: list[HeldRight] = []
    for name in state.names:
        record = state.find(name, RightRecord) if name.startswith(prefix) else None
        if record is not None:
            kind, _, scope = name.removeprefix(prefix).partition("/")
            for span in record.spans:
                ends = (span.until_s, span.ended_s, span.void_from_s)
                until_s = min(each for each in ends if each is not None)
                rights.append(HeldRight(kind, scope, span.from_s, until_s))
    rights.sort(key=lambda each: (each.from_s, each.type, each.scope))
    return Standing(None if key is None else key.from_s, tuple(rights))


def check_read(key_from_s: int, *, is_read: bool, now_s: int) -> None:
    """Check that it is known since when the key that signs is listed, on the day that this matters.

    A wallet takes a copy of that day that is dated with the ledger's own second, and no other:
    by the second at which a town hall noted its key people could be told apart. From the next
    midnight on copies are dated with that.

    Args:
        key_from_s: since when the key is listed, or when it was noted.
        is_read: whether the ledger says so.
        now_s: seconds since 1970.

    Raises:
        Unavailable: ``home.key_unread``.
    """
    if not is_read and now_s // _DAY_S <= key_from_s // _DAY_S:
        raise Unavailable("home.key_unread", until_s=(key_from_s // _DAY_S + 1) * _DAY_S)


def not_before_s(
    rights: tuple[HeldRight, ...] | None,
    key_from_s: int,
    kind: CredentialType,
    territory: Territory,
    *,
    now_s: int,
) -> int:
    """Say what a copy signed now may not be dated before.

    Args:
        rights: as the ledger had them last; None where nobody read them yet.
        key_from_s: since when the key is listed.
        kind: what is signed.
        territory: for which place.
        now_s: seconds since 1970.

    Raises:
        Refused: ``home.no_right`` when none of the rights is for this, here and now;
            ``home.right_later`` when one is, from later on;
            ``home.clock_behind`` for a key that by this clock begins to sign later.
    """
    if key_from_s > now_s + CLOCK_AHEAD_S:
        raise Refused("home.clock_behind", from_s=key_from_s, now_s=now_s)
    if rights is None:
        return key_from_s
    fitting = [
        each
        for each in rights
        if each.type in (kind.name, "*")
        and now_s < each.until_s
        and Scope.parse(each.scope).holds(territory)
    ]
    begins = [each.from_s for each in fitting if each.from_s <= now_s]
    if not begins and fitting:
        from_s = min(each.from_s for each in fitting)
        raise Refused("home.right_later", type=kind.name, from_s=from_s)
    if not begins:
        raise Refused("home.no_right", type=kind.name)
    return max(key_from_s, min(begins))
