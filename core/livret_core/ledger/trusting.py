"""Which ledgers a reader believes: by six words at first, then version after version (LEDGER §5).

The same for a wallet and a desk. What is read from a file is :func:`considered` against what is
believed already; the answer is a ledger that is believed, or one whose six words somebody has
to confirm first. :func:`believe` then decides what evidence of a believed ledger shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass, replace
from typing import Final, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.evidence import ProvenRecords, ProvenState, accept
from livret_core.ledger.head import Head, Remembered
from livret_core.ledger.six_words import WORDS, Match, matches
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import GRACE_S, Ages, TrustRoot
from livret_core.words.language import LANGUAGES, Language

_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True)
class Believed:
    """A ledger as a reader believes it for one decision.

    Attributes:
        chain: the trust roots, walked on to the newest that is known.
        ages: how old a head may be.
        remembered: the newest head believed before; None at first.
    """

    chain: TrustChain
    ages: Ages
    remembered: Remembered | None

    @property
    def origin(self) -> str:
        """Which ledger."""
        return self.chain.newest.origin


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A ledger whose words were confirmed by this reader, and what it has seen of it since.

    Made by :meth:`Unconfirmed.confirm`, and from what was kept by :func:`recall`.

    Attributes:
        chain: the trust roots believed.
        since_s: when the words were confirmed (last), seconds since 1970.
        remembered: the newest head believed, None before the first.
    """

    chain: TrustChain
    since_s: int
    remembered: Remembered | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Trusted is made by confirm() or recall() only")

    @property
    def origin(self) -> str:
        """Which ledger."""
        return self.chain.newest.origin

    def believed(self, ages: Ages | None = None) -> Believed:
        """Give what decisions need; *ages* are the members' own advice unless given."""
        return Believed(self.chain, ages or self.chain.newest.ages, self.remembered)

    def saw(self, head: Head) -> "Trusted":
        """Remember a head that was believed, so that nothing older ever is."""
        return replace(self, remembered=head.remember(self.remembered), seal=_SEAL)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """Trust roots that fit together and that nobody has confirmed. Made by :func:`considered`.

    Attributes:
        digest: what the six words stand for.
        root: the newest version there is.
        is_again: believed before, and so old that the words are asked for again.
    """

    digest: bytes
    root: TrustRoot
    is_again: bool
    _chain: TrustChain
    _remembered: Remembered | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("an Unconfirmed is made by considered() only")

    def confirm(self, match: Match, *, now_s: int) -> Trusted:
        """Believe the ledger, if the words that were typed are its own.

        Raises:
            Refused: ``trust.words``.
        """
        if not match or match.digest != self.digest:
            raise Refused("trust.words", origin=self.root.origin)
        return Trusted(chain=self._chain, since_s=now_s, remembered=self._remembered, seal=_SEAL)


def considered(
    versions: Sequence[TrustRoot],
    known: Sequence[Trusted],
    *,
    now_s: int,
    most: int | None = None,
) -> Trusted | Unconfirmed:
    """Decide what a trust root file means to a reader.

    Args:
        versions: as :func:`livret_core.ledger.trust_root.read_versions` gives them.
        known: the ledgers believed already.
        now_s: seconds since 1970.
        most: how many ledgers this reader believes at a time; None for any number.

    Returns:
        The ledger believed already, walked on to what is newer; or one to be confirmed:
        a new one, and one whose newest known version ended over a year ago.

    Raises:
        Refused: ``trust.another`` when there is room for no more; as
            :func:`livret_core.ledger.trust_chain.begin` and
            :meth:`~livret_core.ledger.trust_chain.TrustChain.extend`.
    """
    before = next((each for each in known if each.origin == versions[0].origin), None)
    if before is None and most is not None and len(known) >= most:
        raise Refused("trust.another")
    chain = walk(versions) if before is None else walk((*before.chain.roots, *versions))
    if before is not None and (
        chain.newest.version == before.chain.newest.version
        or now_s <= before.chain.newest.expires_s + GRACE_S
    ):
        return replace(before, chain=chain, seal=_SEAL)
    return Unconfirmed(
        digest=chain.roots[0].digest,
        root=chain.newest,
        is_again=before is not None,
        _chain=chain,
        _remembered=None if before is None else before.remembered,
        seal=_SEAL,
    )


def recall(versions: Sequence[TrustRoot], *, since_s: int, head: Remembered | None) -> Trusted:
    """Make again what was believed when it was kept. The caller vouches that it was.

    Raises:
        Refused: as :func:`considered`.
    """
    return Trusted(chain=walk(versions), since_s=since_s, remembered=head, seal=_SEAL)


def find(known: Sequence[Trusted], origin: str) -> Trusted:
    """Find a believed ledger by its name.

    Raises:
        Refused: ``trust.unknown``.
    """
    for each in known:
        if each.origin == origin:
            return each
    raise Refused("trust.unknown")


def compare(typed: str, digest: bytes, language: Language) -> Match:
    """Hold typed words against a digest, in whichever language the sheet is.

    Args:
        typed: by a person.
        digest: of version 1.
        language: the reader's, which is tried first.

    Returns:
        The match, or of those that are none the one that comes closest.

    Raises:
        MalformedInput: ``input.too_large``. Unavailable: ``trust.memory``.
    """
    order = (language, *(each for each in LANGUAGES if each != language))
    return max((matches(typed, digest, each) for each in order), key=_closeness)


def is_slip(match: Match) -> bool:
    """Tell a slip of the finger from other words: a word that no sheet has, or not six."""
    return len(match.places) != WORDS or "unknown" in match.places


def believe(prove: Callable[[], ProvenRecords], believed: Believed, *, now_s: int) -> ProvenState:
    """Decide what evidence of the ledger shows, if it is to be believed now.

    Args:
        prove: reads and verifies the evidence, or remembers that it was.
        believed: the ledger.
        now_s: seconds since 1970.

    Raises:
        Refused: ``log.fork``, ``log.consistency``: two histories were shown, and that is
            never an accident.
        Unavailable: ``ledger.unavailable`` when what came is no evidence of this ledger;
            ``ledger.clock``, ``ledger.stale``, ``ledger.older_head``, ``trust.expired``.
    """
    try:
        proven = prove()
    except Unavailable:
        raise
    except LivretError as error:
        # What is damaged, or another ledger's, speaks neither for nor against the issuer.
        raise Unavailable("ledger.unavailable", reason=error.code) from None
    return accept(
        proven,
        believed.chain,
        ages=believed.ages,
        now_s=now_s,
        remembered=believed.remembered,
    )


def _closeness(match: Match) -> tuple[int, int]:
    return match.places.count("same"), -match.places.count("unknown")
