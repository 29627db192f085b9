"""What a service believes of the public ledger, and what that says of one presentation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar, final

from livret_core.credential import profile_ledger
from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.credential.types import CredentialType
from livret_core.credential.verified import VerifiedCredential
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger import believing
from livret_core.ledger import head as heads
from livret_core.ledger.continuation import nodes_in
from livret_core.ledger.dating import Dating
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.head import Head
from livret_core.ledger.records import DidRecord
from livret_core.ledger.standing import Right
from livret_core.ledger.state import did_name
from livret_core.ledger.trusting import Believed
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.merkle import NodeReader
from livret_verifier.evidence import Evidence, Found, Missing, TilesNeed
from livret_verifier.memo import Memo
from livret_verifier.policy import AcceptedIssuer
from livret_verifier.report import DatedBy

_T = TypeVar("_T")

# What no date in the credential itself can answer: whoever had the key chose it (LEDGER §8).
_DATABLE: Final = frozenset({"issuer.key_compromised", "issuer.void"})


def named_by(presentation: Presentation, believed: Believed | None) -> bool:
    """Say whether a presentation claims to be from an issuer on the believed ledger."""
    claimed = presentation.registered.issuer
    return (
        believed is not None
        and claimed is not None
        and profile_ledger.is_on(believed.origin, claimed)
    )


def tiles_need(evidence: Evidence, believed: Believed | None, memo: Memo) -> TilesNeed | None:
    """Say what is needed besides evidence: what shows that its head continues those seen before.

    Returns:
        None where nothing is, and where it is no evidence of the believed ledger.
    """
    if believed is None or isinstance(evidence, Missing):
        return None
    try:
        proven = memo.ledger_records(evidence.content, believed.chain)
    except LivretError:
        return None
    return _tiles(believed, proven.head.size, shown=proven.consistency[0])


def head_tiles_need(evidence: Evidence, believed: Believed | None) -> TilesNeed | None:
    """Say what is needed besides a head; as :func:`tiles_need`."""
    if believed is None or isinstance(evidence, Missing):
        return None
    try:
        size = heads.verify(SignedCheckpoint.parse(evidence.content), believed.chain).size
    except LivretError:
        return None
    return _tiles(believed, size)


def believe(
    evidence: Evidence,
    believed: Believed | None,
    memo: Memo,
    *,
    now_s: int,
    tiles: Evidence | None = None,
) -> ProvenState:
    """Decide what evidence of the ledger shows, if it is to be believed now.

    Args:
        evidence: as it was found.
        believed: the ledger.
        memo: of what was verified before.
        now_s: seconds since 1970.
        tiles: what was found for :func:`tiles_need`.

    Raises:
        Refused: as :func:`livret_core.ledger.believing.believe`.
        Unavailable: as there, and ``ledger.unavailable`` when there is no evidence,
            ``trust.unconfirmed`` when no ledger is believed.
    """
    if believed is None:
        raise Unavailable("trust.unconfirmed")
    if isinstance(evidence, Missing):
        raise Unavailable("ledger.unavailable", evidence.reason)
    content, chain = evidence.content, believed.chain
    return believing.believe(
        lambda: memo.ledger_records(content, chain),
        believed,
        now_s=now_s,
        nodes=None if tiles is None else _nodes(tiles_need(evidence, believed, memo), tiles),
    )


def believe_head(
    evidence: Evidence, believed: Believed | None, *, now_s: int, tiles: Evidence | None = None
) -> Head:
    """Decide whether the ledger itself was reached, and is at work.

    Raises:
        Refused, Unavailable: as :func:`believe`.
    """
    if believed is None:
        raise Unavailable("trust.unconfirmed")
    if isinstance(evidence, Missing):
        raise Unavailable("ledger.unavailable", evidence.reason)
    try:
        cosigned = heads.verify(SignedCheckpoint.parse(evidence.content), believed.chain)
    except Unavailable:
        raise
    except LivretError as error:
        raise Unavailable("ledger.unavailable", reason=error.code) from None
    head = heads.accept(
        cosigned,
        believed.chain,
        ages=believed.ages,
        now_s=now_s,
        remembered=believed.remembered,
        nodes=None if tiles is None else _nodes(head_tiles_need(evidence, believed), tiles),
    )
    believing.check_linked(head, believed)
    return head


def _tiles(believed: Believed, size: int, *, shown: int = 0) -> TilesNeed | None:
    wanted = believed.tiles_to(size, shown=shown)
    return TilesNeed(believed.origin, wanted) if wanted else None


def _nodes(need: TilesNeed | None, tiles: Evidence) -> NodeReader | None:
    if need is None or not isinstance(tiles, Found):
        return None
    try:
        return nodes_in(need.tiles, tiles.content)
    except MalformedInput:
        # Nobody signs them: they show nothing, and that is for the head to say.
        return None


def named(accepted: AcceptedIssuer, state: ProvenState) -> AcceptedIssuer:
    """Name the one issuer of the group: the policy's word for it, or for all with the number.

    The ledger holds registered numbers and no names.
    """
    record = state.find(did_name(accepted.identifier), DidRecord)
    if record is None:
        return accepted
    name = dict(accepted.names).get(record.who) or f"{accepted.name} ({record.who})"
    return replace(accepted, name=name)


@final
@dataclass(frozen=True, slots=True)
class Shown:
    """What the ledger shows of one presentation's issuer, and what the holder shows to date it.

    The holder's evidence is looked at only where it is needed: where the issuer's key is under
    suspicion or its right was void, and the credential's own date says nothing any more.

    Attributes:
        presentation: which.
        state: proven.
        believed: the ledger.
        dating: the holder's; not verified.
        now_s: seconds since 1970.
    """

    presentation: Presentation
    state: ProvenState
    believed: Believed | None
    dating: Dating | None
    now_s: int

    def key(self, kind: CredentialType) -> tuple[IssuerKey, DatedBy | None]:
        """Find the issuer's key, and the evidence without which it would not have counted.

        Raises:
            MalformedInput, Refused, Unavailable: as
                :func:`livret_core.credential.profile_ledger.establish`; ``issuer.undated``
                for a type that must bring evidence, and none came.
        """

        def establish(dated_before_s: int | None) -> IssuerKey:
            return profile_ledger.establish(
                self.presentation, self.state, now_s=self.now_s, dated_before_s=dated_before_s
            )

        return self._dated(establish, kind)

    def right(
        self, credential: VerifiedCredential, kind: CredentialType
    ) -> tuple[Right, DatedBy | None]:
        """Find the issuer's right, and the evidence without which it would not have counted.

        Raises:
            Refused, Unavailable: as :func:`livret_core.credential.profile_ledger.check_right`;
                ``issuer.undated`` as :meth:`key`.
        """

        def find(dated_before_s: int | None) -> Right:
            return profile_ledger.check_right(
                credential, kind, self.state, now_s=self.now_s, dated_before_s=dated_before_s
            )

        return self._dated(find, kind)

    def described(self, credential: VerifiedCredential, kind: CredentialType) -> int | None:
        """Check the description gone by here, and say since when that version is retired.

        Raises:
            Refused, Unavailable: as
                :func:`livret_core.credential.profile_ledger.check_described`.
        """
        return profile_ledger.check_described(credential, kind, self.state, now_s=self.now_s)

    def _dated(
        self, ask: Callable[[int | None], _T], kind: CredentialType
    ) -> tuple[_T, DatedBy | None]:
        try:
            return ask(None), None
        except Refused as refused:
            if refused.code not in _DATABLE:
                raise
            if self.dating is None or self.believed is None:
                if kind.law.must_be_dated:
                    raise Refused("issuer.undated", reason=refused.code) from None
                raise
            try:
                before_s = self.dating.dated_before_s(
                    self.presentation.sd_jwt.issuer_jwt, self.believed.chain
                )
            except LivretError as error:
                facts = {**refused.facts, "reason": error.code}
                raise Refused(refused.code, error.detail, **facts) from None
        return ask(before_s), DatedBy(self.dating.commit.day, before_s)
