"""Which ledgers a reader believes: by six words at first, then version after version (LEDGER §5).

The same for a wallet and a desk. What is read from a file is :func:`considered` against what is
believed already; the answer is a ledger that is believed, or one whose six words somebody has
to confirm first. What evidence of it then shows is for :mod:`livret_core.ledger.believing`.

A sheet bears the words of the version that was the newest when it was printed. The first
version's would tell nothing of what follows: the keys that signed it may be stolen by now, and
sign any second version upon the true first one (ADR 0013).
"""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, replace
from typing import Final, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.continuation import tiles_wanted
from livret_core.ledger.head import Head, Remembered, seen
from livret_core.ledger.six_words import WORDS, Match, matches
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import Ages, TrustRoot
from livret_core.tlog.tiles import Tile
from livret_core.words.language import LANGUAGES, Language

# So many sheets typed words are held against when nobody says which it is: half a second each.
SHEETS: Final = 8

_SEAL: Final = object()
#: What shows a reader another ledger than it has seen; the two last are never an accident.
SHOWN_OTHERWISE: Final = frozenset({"ledger.older_head", "log.fork", "log.consistency"})


@final
@dataclass(frozen=True, slots=True)
class Doubt:
    """What was shown of a ledger, and not believed: less than was seen before, or another history.

    Attributes:
        code: one of :data:`SHOWN_OTHERWISE`.
        at_s: when it was shown last, seconds since 1970.
    """

    code: str
    at_s: int

    @property
    def is_grave(self) -> bool:
        """Whether there are two histories: that stays so, whatever is shown later."""
        return self.code != "ledger.older_head"


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

    def tiles_to(self, size: int, *, shown: int = 0) -> tuple[Tile, ...]:
        """List the tiles that show whether a head continues those seen before.

        Args:
            size: of the head.
            shown: a size from which that is shown already.
        """
        before = {each.size for each in seen(self.chain, self.remembered)}
        return tiles_wanted(before - {shown}, size)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A ledger that this reader believes, and what it has seen of it since.

    Made by :meth:`Unconfirmed.confirm`, and from what was kept by :func:`recall`.

    Attributes:
        chain: the trust roots believed.
        since_s: when the words were confirmed (last), seconds since 1970.
        remembered: the newest head believed, None before the first.
        cosigners: what the witnesses of that head are called; empty where nobody kept it.
        doubt: what was shown of it since, and not believed; None for nothing.
    """

    chain: TrustChain
    since_s: int
    remembered: Remembered | None
    cosigners: tuple[str, ...] = ()
    doubt: Doubt | None = None
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
        return replace(
            self,
            remembered=head.remember(self.remembered),
            cosigners=head.cosigned.cosigners,
            doubt=self.doubt if self.doubt is not None and self.doubt.is_grave else None,
            seal=_SEAL,
        )

    def was_shown(self, code: str, *, at_s: int) -> "Trusted":
        """Remember that something else was shown than was seen before; of other codes nothing.

        Args:
            code: of what :func:`livret_core.ledger.believing.believe` raised.
            at_s: seconds since 1970.
        """
        is_worse = self.doubt is None or not self.doubt.is_grave or code != "ledger.older_head"
        if code not in SHOWN_OTHERWISE or not is_worse:
            return self
        return replace(self, doubt=Doubt(code, at_s), seal=_SEAL)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """Trust roots that fit together and that nobody has confirmed. Made by :func:`to_confirm`.

    Attributes:
        chain: all versions there are.
        confirmable: those whose words may be confirmed, newest first; at least the newest.
        is_again: believed before.
    """

    chain: TrustChain
    confirmable: tuple[TrustRoot, ...]
    is_again: bool
    _remembered: Remembered | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("an Unconfirmed is made by to_confirm() only")

    @property
    def newest(self) -> TrustRoot:
        """The version whose words the newest sheet bears."""
        return self.chain.newest

    def sheets(self, version: int | None = None) -> tuple[TrustRoot, ...]:
        """Give the versions that a sheet may be of, those to be tried first in front.

        The newest, then older ones: a sheet may have been printed before the last change. Of
        those that ended long ago some are among them, to be told apart from a forgery.

        Args:
            version: what the sheet says, if somebody looked; None to try :data:`SHEETS`.

        Raises:
            Unavailable: ``trust.sheet_newer`` when there is no such version here;
                ``trust.sheet_old`` for one that ended too long ago to be confirmed.
        """
        if version is None:
            return tuple(reversed(self.chain.roots))[:SHEETS]
        for root in self.chain.roots:
            if root.version == version:
                self._check_confirmable(root)
                return (root,)
        raise Unavailable("trust.sheet_newer", version=version, newest=self.newest.version)

    def sheet_of(self, match: Match) -> TrustRoot:
        """Give the version whose words were typed.

        Raises:
            Refused: ``trust.words`` when they are those of none.
            Unavailable: ``trust.sheet_old``.
        """
        for root in self.chain.roots:
            if match and match.digest == root.digest:
                self._check_confirmable(root)
                return root
        raise Refused("trust.words", origin=self.newest.origin, newest=self.newest.version)

    def confirm(self, match: Match, *, now_s: int) -> Trusted:
        """Believe the ledger, if the words that were typed are those of a version of it.

        They say what that version is and what all before it were; those after it are believed
        for who signed them.

        Raises:
            Refused: ``trust.words``. Unavailable: ``trust.sheet_old``.
        """
        self.sheet_of(match)
        return Trusted(chain=self.chain, since_s=now_s, remembered=self._remembered, seal=_SEAL)

    def _check_confirmable(self, root: TrustRoot) -> None:
        if root not in self.confirmable:
            raise Unavailable("trust.sheet_old", version=root.version, newest=self.newest.version)


def considered(
    versions: Sequence[TrustRoot],
    known: Sequence[Trusted],
    *,
    now_s: int,
    most: int | None = None,
    by_words: bool = False,
) -> Trusted | Unconfirmed:
    """Decide what a trust root file means to a reader.

    Args:
        versions: as :func:`livret_core.ledger.trust_root.read_versions` gives them.
        known: the ledgers believed already.
        now_s: seconds since 1970.
        most: how many ledgers this reader believes at a time; None for any number.
        by_words: somebody has the words at hand, so they count even where none are needed.

    Returns:
        The ledger believed already, walked on to what is newer; or one to be confirmed:
        a new one, and one that goes on over a version that ended over a year ago.

    Raises:
        Refused: ``trust.another`` when there is room for no more; as
            :func:`livret_core.ledger.trust_chain.walk`.
        Unavailable: as :func:`to_confirm`.
    """
    before = next((each for each in known if each.origin == versions[0].origin), None)
    if before is None and most is not None and len(known) >= most:
        raise Refused("trust.another")
    chain = walk(versions if before is None else (*before.chain.roots, *versions))
    if (
        before is not None
        and not by_words
        and chain.long_ended_since(before.chain.newest, now_s=now_s) is None
    ):
        return replace(before, chain=chain, seal=_SEAL)
    return to_confirm(chain, before, now_s=now_s)


def walked_on(trusted: Trusted, chain: TrustChain, *, now_s: int) -> Trusted:
    """Walk a ledger on to versions that were seen elsewhere, if no words are needed for that.

    Args:
        trusted: believed here.
        chain: of whichever ledger.
        now_s: seconds since 1970.
    """
    try:
        found = considered(chain.roots, [trusted], now_s=now_s)
    except LivretError:
        return trusted
    return found if isinstance(found, Trusted) else trusted


def to_confirm(chain: TrustChain, before: Trusted | None = None, *, now_s: int) -> Unconfirmed:
    """Ask for the words of a ledger, whoever believes it already.

    Args:
        chain: all versions there are.
        before: what was believed of it.
        now_s: seconds since 1970.

    Raises:
        Unavailable: ``trust.file_old`` when even the newest version ended over a year ago.
    """
    confirmable = chain.confirmable(now_s=now_s)
    if not confirmable:
        raise Unavailable("trust.file_old", expired_s=chain.newest.expires_s)
    return Unconfirmed(
        chain=chain,
        confirmable=confirmable,
        is_again=before is not None,
        _remembered=None if before is None else before.remembered,
        seal=_SEAL,
    )


def recall(
    versions: Sequence[TrustRoot],
    *,
    since_s: int,
    head: Remembered | None,
    cosigners: tuple[str, ...] = (),
    doubt: Doubt | None = None,
) -> Trusted:
    """Make again what was believed when it was kept. The caller vouches that it was.

    Raises:
        Refused: as :func:`considered`.
    """
    return Trusted(
        chain=walk(versions),
        since_s=since_s,
        remembered=head,
        cosigners=cosigners,
        doubt=doubt,
        seal=_SEAL,
    )


def find(known: Sequence[Trusted], origin: str) -> Trusted:
    """Find a believed ledger by its name.

    Raises:
        Refused: ``trust.unknown``.
    """
    for each in known:
        if each.origin == origin:
            return each
    raise Refused("trust.unknown")


def compare(typed: str, sheets: Sequence[TrustRoot], language: Language) -> Match:
    """Hold typed words against sheets, in whichever language they are.

    Half a second for each that is tried; a slip of the finger takes the first one only.

    Args:
        typed: by a person.
        sheets: the versions that it may be of, as :meth:`Unconfirmed.sheets` gives them.
        language: the reader's, which is tried first.

    Returns:
        The match; or, where there is none, how it compares with the first of them.

    Raises:
        MalformedInput: ``input.too_large``. Unavailable: ``trust.memory``.
    """
    order = (language, *(each for each in LANGUAGES if each != language))
    nearest: Match | None = None
    for root in sheets:
        match = max((matches(typed, root.digest, each) for each in order), key=_closeness)
        if match or is_slip(match):
            return match
        nearest = match if nearest is None else nearest
    if nearest is None:
        raise ValueError("no sheet to hold words against")
    return nearest


def is_slip(match: Match) -> bool:
    """Tell a slip of the finger from other words: a word that no sheet has, or not six."""
    return len(match.places) != WORDS or "unknown" in match.places


def _closeness(match: Match) -> tuple[int, int]:
    # By the list first: another language has few of the words, and one of those by chance.
    return -match.places.count("unknown"), match.places.count("same")
