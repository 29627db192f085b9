"""Trust roots: whose word a ledger's head is, version after version (LEDGER §5).

A reader believes one version, first by its six words, then each next one because enough
voters of the version before *and* of its own signed it. Between two versions stands a joint
head, cosigned by both quorums: what the old witnesses saw ends there, and what the new ones
see begins there, so that no two sets of witnesses can vouch for two histories unnoticed.

A version with another log key counts beyond its joint head only. Where the old key is lost and
nobody can sign with it, no head counts under the new one before a week has passed since the
joint head's time, and the first entry under it is the ``log.rotate`` (its *index*).
"""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, replace
from hashlib import sha256
from typing import Annotated, Final, Self, final

import msgspec

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.keys import Ed25519PublicKey, Signer
from livret_core.ledger.bodies import LegalText
from livret_core.ledger.head_time import existed_by_s, head_time_s
from livret_core.ledger.joint_head import JointHead
from livret_core.ledger.operation import Digest, Origin, Seconds
from livret_core.ledger.quorum import Quorums
from livret_core.tlog import cosignature, witnessed
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Policy

WITNESSES: Final = b"witnesses"
AUDITORS: Final = b"auditors"
# A reader whose newest version ended longer ago than this has its words confirmed again.
GRACE_S: Final = 366 * 86_400
# For so long whoever still has a log key that is said to be lost may object.
TAKEOVER_S: Final = 7 * 86_400

_DOMAIN: Final = b"livret/trust-root/v1\n"
_SEAL: Final = object()


class Voter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fault domain, and the operation key it signs trust roots with."""

    who: LegalText
    key: Annotated[str, msgspec.Meta(pattern=r"\Adid:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}\Z")]


class _Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: Annotated[str, msgspec.Meta(pattern=r"\Adid:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}\Z")]
    sig: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{85}[AQgw]\Z")]


class Ages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How old a head may be, in seconds: fresh up to one age, amber up to the other."""

    fresh_s: Annotated[int, msgspec.Meta(ge=60, le=366 * 86_400)]
    refuse_s: Annotated[int, msgspec.Meta(ge=60, le=366 * 86_400)]


class _Form(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"form": "v", "expires_s": "expires"},
):
    form: int
    origin: Origin
    version: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    previous: Digest | None
    policy: Annotated[str, msgspec.Meta(max_length=limits.LOG_POLICY_BYTES)]
    numbers: Quorums
    voters: Annotated[tuple[Voter, ...], msgspec.Meta(min_length=1, max_length=64)]
    ages: Ages
    expires_s: Seconds
    index: Annotated[int, msgspec.Meta(ge=0)]
    joint: Annotated[str, msgspec.Meta(max_length=limits.NOTE_BYTES)] | None
    sigs: Annotated[tuple[_Signature, ...], msgspec.Meta(max_length=128)]


@final
@dataclass(frozen=True, slots=True)
class TrustRoot:
    """One version, well formed. Believed only as part of a :class:`TrustChain`.

    Attributes:
        origin: of the ledger.
        version: from 1.
        previous: digest of the version before, None for the first.
        policy: log key, witnesses and auditors in groups of those names, and quorums.
        numbers: n, q, a, k, the same as in *policy*.
        voters: who signs the next version.
        ages: what the founders advise; a service's own policy may be stricter.
        expires_s: from then on it vouches for nothing new.
        index: of its ``policy.change`` or ``log.rotate`` in the log; 0, the genesis, for
            the first.
        joint: the last head of the version before, cosigned under both; None for the first.
        digest: SHA-256 of what is signed: what the six words stand for, in version 1.
    """

    origin: str
    version: int
    previous: bytes | None
    policy: Policy
    numbers: Quorums
    voters: tuple[Voter, ...]
    ages: Ages
    expires_s: int
    index: int
    joint: SignedCheckpoint | None
    digest: bytes
    raw: bytes
    _signed: bytes
    _signatures: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read one version: one line of canonical JSON, without its line feed.

        Raises:
            MalformedInput: ``trust.malformed``, ``input.*``, ``log.*``, ``key.malformed``.
            Refused: ``ledger.numbers``, ``log.key_twice``, ``ledger.same_key`` for two keys
                of one name, ``note.key_type``, ``key.weak``.
        """
        value = json_encoding.parse_object(raw, max_bytes=limits.TRUST_ROOT_BYTES)
        if jcs.canonicalize(value) != raw:
            raise MalformedInput("trust.malformed", "not in canonical form")
        try:
            form = msgspec.convert(value, _Form)
        except msgspec.ValidationError:
            raise MalformedInput("trust.malformed", "a member missing, unknown or wrong") from None
        if form.form != 1 or (form.version == 1) != (form.previous is None and form.joint is None):
            raise MalformedInput("trust.malformed", "another form, or a first version that is none")
        del value["sigs"]
        signed = _DOMAIN + jcs.canonicalize(value)
        policy = Policy.parse(form.policy.encode("utf-8"))
        form.numbers.check()
        _check_policy(policy, form.origin, form.numbers)
        if len({voter.who for voter in form.voters}) != len(form.voters) or len(
            {voter.key for voter in form.voters}
        ) != len(form.voters):
            raise MalformedInput("trust.malformed", "a voter twice")
        if len(form.voters) != form.numbers.n or form.ages.fresh_s > form.ages.refuse_s:
            raise MalformedInput("trust.malformed", "voters or ages that do not fit")
        return cls(
            form.origin,
            form.version,
            None if form.previous is None else base64url.decode(form.previous),
            policy,
            form.numbers,
            form.voters,
            form.ages,
            form.expires_s,
            form.index,
            None if form.joint is None else SignedCheckpoint.parse(form.joint.encode("utf-8")),
            sha256(signed).digest(),
            raw,
            signed,
            tuple((each.key, base64url.decode(each.sig)) for each in form.sigs),
        )

    @property
    def witnesses(self) -> frozenset[VerifierKey]:
        """The keys of the witness group."""
        return self.policy.members_of(WITNESSES)

    @property
    def auditors(self) -> frozenset[VerifierKey]:
        """The keys of the auditor group."""
        return self.policy.members_of(AUDITORS)

    @property
    def log_keys(self) -> frozenset[VerifierKey]:
        """The keys that sign the log's heads."""
        return frozenset(self.policy.log_keys(self.origin))

    def has_consent_of(self, key: VerifierKey) -> bool:
        """Say whether the log's own *key* signed this version as well."""
        public = key.public_key
        name = DidKey.of(public).did
        return any(
            by == name and public.verify(self._signed, signature)
            for by, signature in self._signatures
        )

    @property
    def signed_with(self) -> frozenset[str]:
        """The keys that it names as signers; nothing is verified by that."""
        return frozenset(name for name, _ in self._signatures)

    def check_signed_by(self, voters: Sequence[Voter], needed: int) -> None:
        """Check that at least *needed* of *voters* signed this version.

        Raises:
            Refused: ``trust.signatures``, also when a signature of one of them is wrong.
        """
        found: set[str] = set()
        by_key = {voter.key: voter.who for voter in voters}
        for name, signature in self._signatures:
            who = by_key.get(name)
            if who is None:
                continue
            key = DidKey.parse(name).key
            if not isinstance(key, Ed25519PublicKey) or not key.verify(self._signed, signature):
                raise Refused("trust.signatures", "one that does not verify")
            found.add(who)
        if len(found) < needed:
            raise Refused("trust.signatures", needed=needed, found=len(found))


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

    def extend(self, versions: Sequence[TrustRoot], *, now_s: int) -> "TrustChain":
        """Walk on to newer versions; those already known are passed over if they are the same.

        Args:
            versions: rising; any the chain has already may be among them.
            now_s: seconds since 1970.

        Raises:
            Refused: ``trust.version`` for one skipped, another under a known number, or of
                another ledger; ``trust.signatures``; ``trust.joint`` when the joint head is
                not cosigned under both versions, goes back, or ends before the change that
                it is for; ``log.fork`` for two joint heads of one size; ``ledger.numbers`` for
                numbers with which few could divide the readers of both versions.
            Unavailable: ``trust.expired`` when the newest known here ended over a year ago:
                the words must be confirmed again first (:func:`begin`).
        """
        roots, joints = list(self.roots), list(self.joints)
        if now_s > roots[-1].expires_s + GRACE_S and any(
            root.version > roots[-1].version for root in versions
        ):
            raise Unavailable("trust.expired", expired_s=roots[-1].expires_s)
        for root in versions:
            known = next((one for one in roots if one.version == root.version), None)
            if known is not None:
                if known.digest != root.digest:
                    raise Refused("trust.version", "another text under a known number")
                continue
            if root.version < roots[0].version:
                continue
            joint = _check_follows(roots[-1], root)
            # A version after it is no way around the wait.
            waits_s = max(joint.from_s, joints[-1].from_s if joints else 0)
            joints.append(replace(joint, from_s=waits_s))
            roots.append(root)
        return TrustChain(roots=tuple(roots), joints=tuple(joints), seal=_SEAL)


def read_versions(raw: bytes) -> tuple[TrustRoot, ...]:
    """Read the versions of a trust root file: one a line, rising.

    Raises:
        MalformedInput: ``trust.malformed``, and as :meth:`TrustRoot.parse`.
        Refused: as :meth:`TrustRoot.parse`.
    """
    lines = raw.split(b"\n")
    if lines.pop() or not 1 <= len(lines) <= limits.TRUST_ROOT_VERSIONS:
        raise MalformedInput("trust.malformed", "not one version a line")
    return tuple(map(TrustRoot.parse, lines))


def format_versions(versions: Sequence[TrustRoot]) -> bytes:
    """Write versions as :func:`read_versions` reads them."""
    return b"".join(version.raw + b"\n" for version in versions)


def begin(first: TrustRoot) -> TrustChain:
    """Begin to believe a ledger. The caller has had the six words of *first* confirmed.

    Raises:
        Refused: ``trust.version`` for any but version 1; ``trust.signatures`` unless all
            its voters signed.
    """
    if first.version != 1:
        raise Refused("trust.version", "a chain begins at version 1")
    first.check_signed_by(first.voters, first.numbers.n)
    return TrustChain(roots=(first,), joints=(), seal=_SEAL)


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


def _check_policy(policy: Policy, origin: str, numbers: Quorums) -> None:
    """Check that the policy text says what the numbers say, in the one shape that is used."""
    groups = {group.name: group for group in policy.groups}
    witnesses, auditors = groups.get(WITNESSES), groups.get(AUDITORS)
    both = groups.get(policy.quorum or b"")
    if (
        witnesses is None
        or auditors is None
        or both is None
        or set(both.members) != {WITNESSES, AUDITORS}
        or both.threshold != 2
        or len(groups) != 3
        or (len(witnesses.members), witnesses.threshold) != (numbers.n, numbers.q)
        or auditors.threshold != numbers.a
        or [log.key.name.text for log in policy.logs] != [origin]
    ):
        raise MalformedInput("trust.malformed", "a policy of another shape")
    names = [witness.key.name for witness in policy.witnesses]
    if len(set(names)) != len(names):
        raise Refused("ledger.same_key")


@final
@dataclass(frozen=True, slots=True)
class TrustRootDraft:
    """A version before it is signed; for those who make one."""

    value: JsonObject

    @property
    def signed_bytes(self) -> bytes:
        """What each voter signs."""
        return _DOMAIN + jcs.canonicalize(self.value)

    def signed(self, signers: Sequence[Signer]) -> TrustRoot:
        """Sign with operation keys, and read it back.

        Raises:
            MalformedInput, Refused: as :meth:`TrustRoot.parse`.
        """
        octets = self.signed_bytes
        signatures = [
            (DidKey.of(signer.public_key).did, base64url.encode(signer.sign(octets)))
            for signer in signers
        ]
        return self.joined(signatures)

    def joined(self, signatures: Sequence[tuple[str, str]]) -> TrustRoot:
        """Join with signatures made elsewhere: did:key and base64url of each."""
        sigs: list[JsonObject] = [{"key": key, "sig": sig} for key, sig in sorted(signatures)]
        return TrustRoot.parse(jcs.canonicalize({**self.value, "sigs": [*sigs]}))


def draft(
    *,
    origin: str,
    version: int,
    previous: TrustRoot | None,
    policy: Policy,
    numbers: Quorums,
    voters: Sequence[Voter],
    ages: Ages,
    expires_s: int,
    index: int,
    joint: SignedCheckpoint | None,
) -> TrustRootDraft:
    """Write a version for signing; the arguments are the attributes of :class:`TrustRoot`."""
    return TrustRootDraft(
        {
            "v": 1,
            "origin": origin,
            "version": version,
            "previous": None if previous is None else base64url.encode(previous.digest),
            "policy": policy.format().decode("utf-8"),
            "numbers": {"n": numbers.n, "q": numbers.q, "a": numbers.a, "k": numbers.k},
            "voters": [{"who": voter.who, "key": voter.key} for voter in voters],
            "ages": {"fresh_s": ages.fresh_s, "refuse_s": ages.refuse_s},
            "expires": expires_s,
            "index": index,
            "joint": None if joint is None else joint.format().decode("utf-8"),
        }
    )
