"""Who vouches for the body that signed: its own log alone, a ledger's members, an authority. Pure.

A wallet that believes no ledger holds what a town's own log shows, and says that nobody else
vouches for it. One that believes a ledger holds only what a believed ledger accredits; and,
where its holder names authorities, what a body signs whose host one of them certified.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, final

from livret_core.credential import profile_did, profile_ledger
from livret_core.credential.issuer import IssuerKey, Profile
from livret_core.credential.presentation import Presentation
from livret_core.credential.types import CredentialType
from livret_core.credential.verified import VerifiedCredential
from livret_core.dids.webvh import VerifiedLog
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import PublicKey
from livret_core.ledger.believing import believe
from livret_core.ledger.evidence import Evidence, ProvenState, verify
from livret_core.ledger.records import DidRecord, KeyRecord
from livret_core.ledger.standing import check_day_is_shown
from livret_core.ledger.state import did_name, key_name
from livret_core.ledger.trusting import Trusted
from livret_core.status.token import SignedStatusList, VerifiedStatusList, check_time
from livret_core.tlog.merkle import NodeReader
from livret_core.tlog.tiles import Tile
from livret_wallet.records import Vouched

if TYPE_CHECKING:
    from livret_wallet.certified import Sealed

# Whatever the ledger says, what lies at the address is no list of the body's.
_NOT_ITS_OWN: Final = frozenset({"status.untrusted", "status.other_list"})


@final
@dataclass(frozen=True, slots=True)
class OwnLog:
    """The body's own log: its keys, by its own word."""

    log: VerifiedLog

    @property
    def profile(self) -> Profile:
        """How the body names itself."""
        return "did"

    @property
    def sealed_until_s(self) -> int | None:
        """No certificate ends what it signs."""
        return None

    def key(self, presentation: Presentation, *, now_s: int) -> IssuerKey:
        """Find the key; errors as :func:`livret_core.credential.profile_did.establish`."""
        return profile_did.establish(presentation, self.log, now_s=now_s)

    def speakers_key(self, kid: str | None, *, claimed_s: int, now_s: int) -> PublicKey:
        """Give the key that may say something of the body now.

        Args:
            kid: as what is said names it.
            claimed_s: when it says that it was said, seconds since 1970; unverified.
            now_s: seconds since 1970.

        Raises:
            Refused: ``issuer.key_not_listed``.
        """
        return self.log.key_at(kid or "", "assertionMethod", max(claimed_s, now_s)).key

    def check_may_offer(self, _kind: CredentialType, *, now_s: int) -> None:
        """Nobody says what it may sign."""

    def begins_s(
        self, credential: VerifiedCredential, _kind: CredentialType, *, now_s: int
    ) -> frozenset[int]:
        """Give the seconds that copies of a first day may be dated with: its key's first."""
        at_s = int(credential.validity.issued_at_s or now_s)
        listed = self.log.key_at(credential.issuer.key_id, "assertionMethod", at_s)
        return frozenset({listed.from_s})

    def check_described(
        self, _credential: VerifiedCredential, _kind: CredentialType, *, now_s: int
    ) -> None:
        """Nobody published a description that it could be held to."""

    def commit_uri(self, _issuer: IssuerKey) -> str | None:
        """Nobody else keeps what its lists were."""
        return None

    def check_knows_places(self, _credential: VerifiedCredential) -> None:
        """Its log is whole: what it does not name is no place of its lists."""

    def verify_list(
        self,
        issuer: IssuerKey,
        verify: Callable[[PublicKey], SignedStatusList],
        _commit: bytes | None,
        *,
        now_s: int,
    ) -> VerifiedStatusList:
        """Verify a list; its log has no other ends for keys than those looked at already."""
        return check_time(verify(issuer.key), now_s=now_s, max_age_s=None)

    def said_of(self, _did: str) -> Vouched | None:
        """Nobody vouches for it but itself."""
        return None


@final
@dataclass(frozen=True, slots=True)
class OnLedger:
    """The members of a believed ledger, as of the time of its head.

    Attributes:
        state: what they vouch for.
        did: the body that was looked up.
    """

    state: ProvenState
    did: str

    @property
    def profile(self) -> Profile:
        """How the body names itself."""
        return "did"

    @property
    def sealed_until_s(self) -> int | None:
        """No certificate ends what it signs."""
        return None

    def key(self, presentation: Presentation, *, now_s: int) -> IssuerKey:
        """Find the key; errors as :func:`livret_core.credential.profile_ledger.establish`."""
        return profile_ledger.establish(presentation, self.state, now_s=now_s)

    def speakers_key(self, kid: str | None, *, claimed_s: int, now_s: int) -> PublicKey:  # noqa: ARG002
        """Give the key that may say something of the body now, as the ledger has it.

        Of two times it is asked of the later: a key that gave way speaks for nobody, whatever
        date is written with it.

        Raises:
            Refused, Unavailable: as :func:`livret_core.ledger.standing.signing_key`.
        """
        return profile_ledger.speakers_key(self.state, self.did, kid or "", claimed_s=claimed_s)

    def check_may_offer(self, kind: CredentialType, *, now_s: int) -> None:
        """Check, before there is a proof, that the ledger lets the body sign one of a type.

        For which place is seen when it is there. It is asked of the head's own time: of what
        came after it nobody knows.

        Raises:
            Refused, Unavailable: as :func:`livret_core.ledger.standing.right_to` and
                :func:`livret_core.ledger.described.check_described`.
        """
        profile_ledger.check_may_offer(self.state, self.did, kind, now_s=now_s)

    def begins_s(
        self, credential: VerifiedCredential, kind: CredentialType, *, now_s: int
    ) -> frozenset[int]:
        """Check the body's right, and give the seconds that copies of a first day may bear.

        Both stand on the ledger for everybody: its key's first second, and the right's.

        Raises:
            Refused, Unavailable: as
                :func:`livret_core.credential.profile_ledger.check_right`.
        """
        right = profile_ledger.check_right(credential, kind, self.state, now_s=now_s)
        key = self.state.find(key_name(credential.issuer.key_id), KeyRecord)
        return frozenset({right.span.from_s} if key is None else {right.span.from_s, key.from_s})

    def check_described(
        self, credential: VerifiedCredential, kind: CredentialType, *, now_s: int
    ) -> None:
        """Check that this wallet's description of the type is the one published for all.

        Raises:
            Refused, Unavailable: as
                :func:`livret_core.credential.profile_ledger.check_described`.
        """
        profile_ledger.check_described(credential, kind, self.state, now_s=now_s)

    def commit_uri(self, issuer: IssuerKey) -> str | None:
        """Say where to find what the body committed to.

        Raises:
            Unavailable: ``ledger.not_shown``.
        """
        return profile_ledger.commit_uri(issuer, self.state)

    def check_knows_places(self, credential: VerifiedCredential) -> None:
        """Check that lists may not have been moved since the state that is shown.

        Raises:
            Unavailable: ``ledger.older_than_proof``.
        """
        check_day_is_shown(self.state, credential.validity.issued_at_s or 0)

    def verify_list(
        self,
        issuer: IssuerKey,
        verify: Callable[[PublicKey], SignedStatusList],
        commit: bytes | None,
        *,
        now_s: int,
    ) -> VerifiedStatusList:
        """Verify a list and check it against the ledger, as :func:`~.profile_ledger.check_list`.

        Raises:
            Refused: ``status.untrusted``, ``status.other_list``.
            Unavailable: ``status.unavailable``; a list that fails says neither yes nor no.
                ``status.stale``.
        """
        try:
            stands = profile_ledger.check_list(issuer, self.state, verify, commit=commit)
        except Unavailable:
            raise
        except LivretError as error:
            if error.code in _NOT_ITS_OWN:
                raise
            raise Unavailable("status.unavailable", reason=error.code) from None
        return stands.check_time(now_s=now_s, max_age_s=None)

    def said_of(self, did: str) -> Vouched | None:
        """Say who vouches, and as of when."""
        head = self.state.head.cosigned
        record = self.state.find(did_name(did), DidRecord)
        return Vouched(
            head.trust.origin,
            "" if record is None else record.who,
            head.time_s,
            head.witnesses,
            head.trust.numbers.n,
        )


Voucher: TypeAlias = "OwnLog | OnLedger | Sealed"


def ledgers_for(did: str, known: Sequence[Trusted]) -> tuple[Trusted, ...]:
    """Say which believed ledgers a body could be on, by the host of its DID.

    Returns:
        None of them only when no ledger is believed at all.

    Raises:
        Refused: ``issuer.off_ledger`` for a body on none of those that are.
    """
    could = tuple(each for each in known if profile_ledger.is_on(each.origin, did))
    if known and not could:
        raise Refused("issuer.off_ledger")
    return could


def _let_be(_ledger: Trusted) -> None:
    """Do nothing."""


def tiles_to(content: bytes, could: Sequence[Trusted]) -> tuple[str, tuple[Tile, ...]]:
    """Say what else evidence needs: what shows that its head continues those seen before.

    Args:
        content: of the file, as it was found; nothing of it is verified yet.
        could: the believed ledgers that it may be of; at least one.

    Returns:
        Which ledger's, and the tiles; none where none are needed, or it is no evidence.
    """
    try:
        evidence, ledger = _read(content, could)
    except Unavailable:
        return could[0].origin, ()
    size, shown = evidence.signed.checkpoint.size, evidence.consistency[0]
    return ledger.origin, ledger.believed().tiles_to(size, shown=shown)


def by_evidence(
    content: bytes,
    did: str,
    could: Sequence[Trusted],
    *,
    now_s: int,
    nodes: NodeReader | None = None,
    doubted: Callable[[Trusted], None] = _let_be,
) -> tuple[OnLedger, Trusted]:
    """Decide what evidence of a ledger shows, and which one it is of.

    Args:
        content: of the file, as it was found.
        did: of the body that it is to be about.
        could: the believed ledgers that it may be of; at least one.
        now_s: seconds since 1970.
        nodes: reads those of the tiles that :func:`tiles_to` named, where they could be had.
        doubted: is handed the ledger, to be kept, when less is shown of it than was seen
            before, or another history.

    Returns:
        Who vouches, and the ledger with its head remembered: to be kept, whatever becomes
        of the proof.

    Raises:
        Refused, Unavailable: as :func:`livret_core.ledger.believing.believe`.
    """
    evidence, ledger = _read(content, could)
    try:
        state = believe(
            lambda: verify(evidence, ledger.chain), ledger.believed(), now_s=now_s, nodes=nodes
        )
    except LivretError as error:
        if (doubtful := ledger.was_shown(error.code, at_s=now_s)) is not ledger:
            doubted(doubtful)
        raise
    return OnLedger(state, did), ledger.saw(state.head)


def _read(content: bytes, could: Sequence[Trusted]) -> tuple[Evidence, Trusted]:
    try:
        evidence = Evidence.parse(content)
    except LivretError as error:
        raise Unavailable("ledger.unavailable", reason=error.code) from None
    origin = evidence.signed.checkpoint.origin
    return evidence, next((each for each in could if each.origin == origin), could[0])
