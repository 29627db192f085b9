"""Who confirmed what is looked at, and whether readers believe it now: said by whatever shows a ledger."""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.errors import LivretError
from livret_core.ledger import head as heads
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.trust_root import Ages
from livret_edge.arguments import Asked
from livret_edge.saying import now_s
from livret_ledger.words import members

_ANY_AGE: Final = Ages(1 << 40, 1 << 40)


@final
@dataclass(frozen=True, slots=True)
class Confirmed:
    """A head with its quorums.

    Attributes:
        head: verified.
        doubt: why a desk or a wallet that knows the same trust roots refuses it now, however new
            it is, as ``verify`` does; None where it is neither for the trust roots nor for the
            clock here that they do. How old it is, is told beside.
        since_s: since when they do, where that is known.
        until_s: until when they do.
    """

    head: CosignedHead
    doubt: LivretError | None = None
    since_s: int | None = None
    until_s: int | None = None

    @classmethod
    def of(cls, head: CosignedHead, chain: TrustChain) -> Self:
        """Ask whether readers of *chain* believe a head now, by this machine's clock."""
        try:
            heads.accept(head, chain, ages=_ANY_AGE, now_s=now_s(), remembered=None)
        except LivretError as error:
            if error.code == "trust.expired":
                return cls(head, error, since_s=head.trust.expires_s)
            if error.code == "trust.not_yet":
                return cls(head, error, until_s=head.counts_from_s)
            if error.code == "ledger.clock":
                return cls(head, error, until_s=head.time_s - heads.CLOCK_AHEAD_S)
        return cls(head)

    def rows(self, asked: Asked) -> list[tuple[str, str]]:
        """Say that readers refuse it, and since or until when; nothing where they do not."""
        if self.doubt is None:
            return []
        said = members.texts(asked.voice.lang)
        if self.since_s is not None:
            words = said["refuse_since"].format(at=asked.voice.moment(self.since_s))
        else:
            words = said["refuse_until"].format(at=asked.voice.moment(self.until_s or 0))
        return [(said["readers"], f"! {words} ({self.doubt.code})")]

    @property
    def facts(self) -> dict[str, object]:
        """The same for a program."""
        if self.doubt is None:
            return {}
        facts = {"code": self.doubt.code, "since_s": self.since_s, "until_s": self.until_s}
        return {"readers_refuse": facts}


def confirmed_rows(asked: Asked, behind: Confirmed | None) -> list[tuple[str, str]]:
    """Say who confirmed what was read, and as of when; or that nobody did, or that readers refuse it."""
    said = members.texts(asked.voice.lang)
    if behind is None:
        return [(said["confirmed"], "! " + said["unconfirmed"])]
    head = behind.head
    count = said["witnesses"].format(some=head.witnesses, all=head.trust.numbers.n)
    at = said["head_of"].format(at=asked.voice.moment(head.time_s))
    return [(said["confirmed"], f"{count}, {at}"), *behind.rows(asked)]


def confirmed_facts(behind: Confirmed | None) -> dict[str, object]:
    """The same for a program."""
    if behind is None:
        return {"confirmed_by": None}
    return {"confirmed_by": behind.head.witnesses, **behind.facts}


def ended(behind: Confirmed | None) -> int:
    """End as ``verify`` would: with why readers refuse what was shown, if they do.

    Raises:
        Unavailable: ``trust.expired``, ``trust.not_yet``, ``ledger.clock``.
    """
    if behind is not None and behind.doubt is not None:
        raise behind.doubt
    return 0
