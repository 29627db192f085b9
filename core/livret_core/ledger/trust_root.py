"""One version of a trust root: who keeps a ledger, signed by its voters (LEDGER §5).

What it says, how it is read and how it is made. Which version follows which, and what is
believed by that, is :mod:`livret_core.ledger.trust_chain`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final, Self, final

import msgspec

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.encoding import base64url, jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import Ed25519PublicKey, Signer
from livret_core.ledger.bodies import LegalText
from livret_core.ledger.operation import Digest, Origin, Seconds
from livret_core.ledger.quorum import Quorums
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Policy

WITNESSES: Final = b"witnesses"
AUDITORS: Final = b"auditors"
# What a version that ended longer ago was followed by is believed by words only.
GRACE_S: Final = 366 * 86_400

_DOMAIN: Final = b"livret/trust-root/v1\n"


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
    """One version, well formed. Believed only as part of a ``TrustChain``.

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
        digest: SHA-256 of what is signed: what the six words of this version stand for.
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

    def is_long_ended(self, now_s: int) -> bool:
        """Say whether it ended so long ago that its keys may be anybody's by now."""
        return now_s > self.expires_s + GRACE_S

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
