"""Verifying a whole DID log, entry by entry (did:webvh 1.0, Read).

Nothing of a log is believed before every entry of it has passed. What comes out does
not depend on the time but in one rule, that no entry may lie in the future, so a
caller may keep a :class:`VerifiedLog` by its bytes and ask that rule again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Final, final

from livret_core import limits
from livret_core.dids.document import DidDocument, Relationship
from livret_core.dids.key import multikey_of
from livret_core.dids.webvh.entry import LogEntry
from livret_core.dids.webvh.history import KeyHistory, ListedKey
from livret_core.dids.webvh.identifier import WebvhDid
from livret_core.dids.webvh.parameters import Parameters, WitnessList
from livret_core.dids.webvh.witness import WitnessFile, check_approved
from livret_core.encoding.timestamp import NS
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.keys import PublicKey

FUTURE_TOLERANCE_S: Final = 300

_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True)
class Version:
    """One verified version of a DID. Reached through a :class:`VerifiedLog` only.

    Attributes:
        entry: the entry that made it.
        did: the ``id`` of its document.
        parameters: active after it.
        signers: the Multikeys that signed it.
        witnesses: who had to approve it, or ``None``.
    """

    entry: LogEntry
    did: WebvhDid
    parameters: Parameters
    signers: tuple[str, ...]
    witnesses: WitnessList | None

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def version_id(self) -> str:
        return self.entry.version_id

    @property
    def time_ns(self) -> int:
        return self.entry.time_ns

    @property
    def from_s(self) -> int:
        """The first whole second at which it is the active version."""
        return -(-self.entry.time_ns // NS)


@final
@dataclass(frozen=True, slots=True)
class Predecessor:
    """What the next entry is verified on top of, for who keeps that and not the whole log.

    Attributes:
        number: its version number.
        version_id: ``NUMBER-HASH``.
        time_ns: nanoseconds since 1970.
        parameters: active after it.
        did: the ``id`` of its document.
    """

    number: int
    version_id: str
    time_ns: int
    parameters: Parameters
    did: WebvhDid


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedLog:
    """A log whose every entry verified. Only :func:`verify_log` and its kin make one.

    The seal guards against mistakes, not against hostile code in this process.

    Attributes:
        versions: at least one, in order.
        failure: why the entries after the last version were left out; ``None`` when
            the log is whole, which is the only case :func:`verify_log` returns.
    """

    versions: tuple[Version, ...]
    failure: LivretError | None = None
    _history: list[KeyHistory] = field(default_factory=list, repr=False, compare=False)
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("VerifiedLog is made by verify_log() only")

    @property
    def last(self) -> Version:
        return self.versions[-1]

    @property
    def did(self) -> WebvhDid:
        """The DID as of the last version; it may have moved if it was portable."""
        return self.last.did

    @property
    def parameters(self) -> Parameters:
        return self.last.parameters

    def document(self, version: Version) -> DidDocument:
        """Give the DID document of one of the versions.

        Raises:
            MalformedInput: ``did.document``: signed and chained, yet not a DID document.
        """
        return self._key_history.document(version.number)

    def check_not_future(self, now_s: int) -> None:
        """Check that no entry lies more than 300 s ahead of *now_s*.

        Times only grow along a log, so the last entry speaks for all.

        Raises:
            Refused: ``webvh.time_future``.
        """
        if self.last.time_ns > (now_s + FUTURE_TOLERANCE_S) * NS:
            raise Refused("webvh.time_future", at_s=self.last.from_s, now_s=now_s)

    def active_at(self, time_ns: int) -> Version | None:
        """Find the version that was active at *time_ns*; ``None`` before the first."""
        low, high = 0, len(self.versions)
        while low < high:
            middle = (low + high) // 2
            if self.versions[middle].time_ns <= time_ns:
                low = middle + 1
            else:
                high = middle
        return self.versions[low - 1] if low else None

    def key_at(self, kid: str, relationship: Relationship, at_s: int) -> ListedKey:
        """Give a key as of a time: was *kid* listed then, and until when.

        A key that was rotated out, or whose DID was deactivated since, still has its
        time, and what it signed within it stays verifiable.

        Args:
            kid: absolute DID URL.
            relationship: what it must have been listed for.
            at_s: seconds since 1970.

        Raises:
            Refused: ``issuer.key_not_listed``.
        """
        found = self._key_history.at(relationship, kid, at_s)
        if found is None:
            raise Refused("issuer.key_not_listed", f"not under {relationship} at that time")
        return found

    def keys_at(self, relationship: Relationship, at_s: int) -> tuple[ListedKey, ...]:
        """Give every key that was listed for *relationship* at *at_s*."""
        return self._key_history.all_at(relationship, at_s)

    @property
    def _key_history(self) -> KeyHistory:
        if not self._history:
            self._history.append(
                KeyHistory.of(
                    [
                        (version.entry.state, version.from_s, version.parameters.deactivated)
                        for version in self.versions
                    ]
                )
            )
        return self._history[0]


def verify_log(
    log: bytes, did: WebvhDid | None, *, now_s: int, witness_file: bytes | None = None
) -> VerifiedLog:
    """Verify every entry of a log. One entry that fails fails the whole.

    Args:
        log: ``did.jsonl``.
        did: the DID that was asked for; ``None`` when the log itself is asked about (a
            caller that does so must not take it for any particular DID).
        now_s: seconds since 1970.
        witness_file: ``did-witness.json``, when the log has witnesses.

    Raises:
        MalformedInput: ``webvh.log``, ``webvh.entry``, ``webvh.parameters``,
            ``webvh.witness_file``, ``did.*``, ``input.*``, ``proof.malformed``.
        Refused: ``webvh.*`` and ``proof.*``: the rule that was broken, with ``version``.
        Unavailable: ``webvh.witness_file_missing``.
    """
    verified = verify_log_prefix(log, did, now_s=now_s, witness_file=witness_file)
    if verified.failure is not None:
        raise verified.failure.again()
    return verified


def verify_log_prefix(
    log: bytes, did: WebvhDid | None, *, now_s: int, witness_file: bytes | None = None
) -> VerifiedLog:
    """Verify a log up to its first invalid entry, for a resolver that serves old versions.

    The method lets a resolver answer a query for a version that precedes an invalid
    entry. :attr:`VerifiedLog.failure` says what was wrong with that entry, and
    resolving without a query then fails. Who trusts a key uses :func:`verify_log`.

    Raises:
        MalformedInput, Refused, Unavailable: as :func:`verify_log`, when not even the
            first entry stands.
    """
    versions: list[Version] = []
    failure: LivretError | None = None
    try:
        for line in _lines(log):
            version = _verify_next(versions[-1] if versions else None, line)
            if version.time_ns > (now_s + FUTURE_TOLERANCE_S) * NS:
                raise Refused("webvh.time_future", at_s=version.from_s, now_s=now_s)
            versions.append(version)
    except LivretError as error:
        failure = error
    failure = _check_witnesses(versions, witness_file) or failure
    if not versions:
        raise failure or MalformedInput("webvh.log", "no entries")
    if did is not None and all(version.did.text != did.text for version in versions):
        raise Refused("webvh.other_did")
    return VerifiedLog(versions=tuple(versions), failure=failure, seal=_SEAL)


def extend(
    log: VerifiedLog, line: bytes, *, now_s: int, witness_file: bytes | None = None
) -> VerifiedLog:
    """Verify one more entry on top of a verified log; only the new one costs anything.

    Args:
        log: what it follows.
        line: the new line, with its line feed.
        now_s: seconds since 1970.
        witness_file: as for :func:`verify_log`.

    Raises:
        MalformedInput, Refused, Unavailable: as :func:`verify_log`.
    """
    if log.failure is not None:
        raise log.failure.again()
    if not line.endswith(b"\n") or line.count(b"\n") != 1:
        raise MalformedInput("webvh.log", "not one whole line")
    if log.last.number >= limits.DID_LOG_ENTRIES:
        raise MalformedInput("webvh.log", "full")
    versions = [*log.versions, _verify_next(log.last, line[:-1])]
    if failure := _check_witnesses(versions, witness_file):
        raise failure
    extended = VerifiedLog(versions=tuple(versions), seal=_SEAL)
    extended.check_not_future(now_s)
    return extended


def verify_entry(previous: Predecessor | None, line: bytes, *, now_s: int) -> Version:
    """Verify one entry on top of what is kept of those before it. Not for witnessed logs.

    Args:
        previous: what a verified entry left, and nobody else could have changed since;
            None for a first entry.
        line: without its line feed.
        now_s: seconds since 1970.

    Raises:
        MalformedInput, Refused: as :func:`verify_log`.
    """
    version = _verify_next(previous, line)
    if version.time_ns > (now_s + FUTURE_TOLERANCE_S) * NS:
        raise Refused("webvh.time_future", at_s=version.from_s, now_s=now_s)
    return version


def _lines(log: bytes) -> Sequence[bytes]:
    if len(log) > limits.DID_LOG_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.DID_LOG_BYTES)
    lines = log.split(b"\n")
    # Some writers leave the last line feed out. Whether the line is whole shows when it
    # is read: a torn one ends inside its JSON.
    if not lines[-1]:
        lines.pop()
    if not 1 <= len(lines) <= limits.DID_LOG_ENTRIES:
        raise MalformedInput("webvh.log", f"{len(lines)} entries")
    return lines


def _verify_next(previous: Version | Predecessor | None, line: bytes) -> Version:
    """Verify one entry on top of those before it."""
    if line[:1] != b"{" or line[-1:] != b"}":
        raise MalformedInput("webvh.log", "a line that is blank, torn, or ends in CR")
    entry = LogEntry.parse(line, previous=previous.entry if isinstance(previous, Version) else None)
    _check_place(previous, entry)
    parameters = (
        Parameters.first(entry.parameters)
        if previous is None
        else previous.parameters.after(entry.parameters)
    )
    if previous is None and entry.scid(parameters.scid) != parameters.scid:
        raise Refused("webvh.scid")
    predecessor = parameters.scid if previous is None else previous.version_id
    if entry.hash_after(predecessor) != entry.entry_hash:
        raise Refused("webvh.entry_hash", version=entry.number)
    before = None if previous is None else previous.parameters
    signers = _verify_proofs(entry, parameters.authorized_keys(before))
    did = _check_subject(previous, entry, parameters)
    return Version(entry, did, parameters, signers, parameters.governing_witnesses(before))


def _check_place(previous: Version | Predecessor | None, entry: LogEntry) -> None:
    """Check that *entry* follows *previous*: number without a gap, time strictly later."""
    expected = 1 if previous is None else previous.number + 1
    if entry.number != expected:
        raise Refused("webvh.version_number", f"{entry.number} instead of {expected}")
    if previous is not None and entry.time_ns <= previous.time_ns:
        raise Refused("webvh.time_order", version=entry.number)


def _verify_proofs(entry: LogEntry, authorized: Mapping[str, PublicKey]) -> tuple[str, ...]:
    """Verify every proof, each by a key that may sign; the keys that did."""
    digest = entry.signed_digest()
    signers = []
    for proof in entry.proofs:
        signer = multikey_of(proof.verification_method)
        key = authorized.get(signer)
        if key is None:
            raise Refused("webvh.unauthorized_key", version=entry.number)
        proof.check_not_expired(entry.time_ns)
        proof.verify_digest(digest, key)
        signers.append(signer)
    return tuple(signers)


def _check_subject(
    previous: Version | Predecessor | None, entry: LogEntry, parameters: Parameters
) -> WebvhDid:
    """Check the document's ``id``: the same SCID always, another place only if portable."""
    identifier = entry.state.get("id")
    if not isinstance(identifier, str):
        raise MalformedInput("did.document", "`id` missing or not text")
    if previous is not None and identifier == previous.did.text:
        return previous.did
    did = WebvhDid.parse(identifier)
    if did.scid != parameters.scid:
        raise Refused("webvh.scid_changed", version=entry.number)
    if previous is not None:
        if not parameters.portable:
            raise Refused("webvh.portability", "moved, and not portable", version=entry.number)
        known_as = entry.state.get("alsoKnownAs")
        if not isinstance(known_as, list) or previous.did.text not in known_as:
            raise Refused("webvh.portability", "moved without naming the DID it was")
    return did


def _check_witnesses(versions: list[Version], witness_file: bytes | None) -> LivretError | None:
    """Check all approvals, last as the method wants; drops versions that lack them."""
    demanded = [version.witnesses for version in versions]
    if not any(demanded):
        return None
    try:
        if witness_file is None:
            raise Unavailable("webvh.witness_file_missing")
        check_approved(
            demanded,
            [(version.version_id, version.time_ns) for version in versions],
            WitnessFile.parse(witness_file),
        )
    except LivretError as error:
        governed = next(number for number, names in enumerate(demanded, start=1) if names)
        first = error.facts.get("version", governed)
        del versions[int(first) - 1 :]
        return error
    return None
