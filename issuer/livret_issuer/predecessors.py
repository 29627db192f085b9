"""Decide what a town hall takes over of a DID that it succeeded, and what it commits to for it. Pure.

The ledger says that it goes on for the other: only then do lists count that it signs. What they
say comes from two sides, and the stricter wins: the lists as they were published last, which the
ledger names, and the old town hall's own record where that is left. Nothing that was withdrawn
comes back because somebody found an old copy of either.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Self, final

from livret_core.dids.webvh import WebvhDid
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import multikey
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.lists import (
    LastNamed,
    check_go_on,
    check_of_suspected,
    keys_shown,
    last_named,
)
from livret_core.ledger.operation import NO_PREDECESSOR
from livret_core.ledger.records import CommitRecord, CompromiseRecord, DidRecord, KeyRecord
from livret_core.ledger.state import commit_name, compromise_name, key_name
from livret_core.status import token
from livret_core.status.token import SignedStatusList, Status
from livret_issuer.list_places import NAMED_LIST, ListPlace, place_of

_STRICTER: Final = (Status.VALID, Status.SUSPENDED, Status.INVALID)


@final
@dataclass(frozen=True, slots=True)
class Predecessor:
    """One whose DID this town hall's succeeded.

    Attributes:
        did: of the other.
        places: where its lists lie.
        commits: how many daily commits for it the ledger had, as it was read last.
        last: id of the last of them.
    """

    did: str
    places: tuple[ListPlace, ...]
    commits: int = 0
    last: str = NO_PREDECESSOR

    def status_uri(self, number: int) -> HttpsUri:
        """Where a list of the other lies, for its life."""
        return HttpsUri.parse(f"{place_of(self.places, number)}{number}.jwt")

    def commit_uri(self, day: int) -> HttpsUri:
        """Where the digests of a day are published for it."""
        return HttpsUri.parse(f"{WebvhDid.parse(self.did).base_url}commit/{day}.json")

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read it from a home's file.

        Raises:
            MalformedInput: ``home.malformed``, ``input.https_uri``.
        """
        match value:
            case {
                "did": str(did),
                "lists": list(places),
                "commits": int(commits),
                "last": str(last),
                **rest,
            } if not rest and type(commits) is int and places:
                return cls(did, tuple(map(ListPlace.parse, places)), commits, last)
        raise MalformedInput("home.malformed", "a predecessor")

    def format(self) -> JsonObject:
        """Write it for a home's file; the inverse of :meth:`parse`."""
        return {
            "did": self.did,
            "lists": [each.format() for each in self.places],
            "commits": self.commits,
            "last": self.last,
        }


@final
@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What the ledger says of a DID that another goes on for. Nobody has verified it.

    It decides only what this town hall signs; whether that counts is for readers to say, by the
    ledger that they believe.

    Attributes:
        did: that ended.
        endpoints: where its lists lie.
        keys: multikeys of the credential keys that may have signed them.
        root: of the digests that name its lists; None where nothing names any.
        day: of these; None for its final lists.
        commits: how many daily commits there were.
        last: id of the last of them.
        suspected: those of the keys that somebody else may have: what they signed counts only
            where the ledger names it (LEDGER §7).
    """

    did: str
    endpoints: tuple[str, ...]
    keys: tuple[str, ...]
    root: bytes | None
    day: int | None
    commits: int
    last: str
    suspected: frozenset[str] = frozenset()

    @property
    def log_uri(self) -> HttpsUri:
        """Where its log is published."""
        return HttpsUri.parse(WebvhDid.parse(self.did).log_url)

    @property
    def digests_uri(self) -> HttpsUri | None:
        """Where the digests that name its lists are published, None without any."""
        if self.named is None:
            return None
        return HttpsUri.parse(f"{WebvhDid.parse(self.did).base_url}{self.named.file}")

    @property
    def named_lists(self) -> str | None:
        """Below which address the lists are kept as these digests name them."""
        digests = self.digests_uri
        return None if digests is None else f"{digests.text.removesuffix('.json')}/"

    @property
    def named(self) -> LastNamed | None:
        """What names its lists, None where nothing does."""
        return None if self.root is None else LastNamed(self.root, self.day)


@final
@dataclass(frozen=True, slots=True)
class Published:
    """What the town hall of a DID that ended published last.

    Attributes:
        lists: tokens by their addresses.
        digests: what lies at :attr:`LeftBehind.digests_uri`.
        log: of the DID.
        named: lists as these digests name them, by their numbers, where they are kept.
    """

    lists: Mapping[str, bytes]
    digests: bytes | None
    log: bytes | None
    named: Mapping[int, bytes] = field(default_factory=dict)

    def as_named(self, behind: LeftBehind) -> Self:
        """Take for each newer list of a suspected key the one that the ledger names.

        What is not kept so stays as it is, and is refused by :func:`read_lists`.

        Raises:
            Refused: ``commit.lists_missing``, ``commit.other_root``.
            MalformedInput: ``commit.malformed``.
        """
        if not behind.suspected or not self.named or behind.named is None:
            return self
        named, lists = _named(behind, self.digests), dict(self.lists)
        for uri, raw in self.lists.items():
            number = uri.rpartition("/")[2].removesuffix(".jwt")
            kept = self.named.get(int(number)) if number.isdecimal() else None
            entry = None if named is None else named.find(f"status/{number}")
            if kept is None or entry is None or entry.digest != hashlib.sha256(kept).digest():
                continue
            try:
                is_good = _verified(raw, HttpsUri.parse(uri), behind.keys)[1]
            except LivretError:
                is_good = None
            if is_good is None or is_good in behind.suspected:
                lists[uri] = kept
        return replace(self, lists=lists)

    def files(self, behind: LeftBehind) -> dict[HttpsUri, bytes]:
        """Give each file with its address: whoever read it there goes on finding it."""
        files = {HttpsUri.parse(uri): content for uri, content in self.lists.items()}
        if behind.digests_uri is not None and self.digests is not None:
            files[behind.digests_uri] = self.digests
            for number, content in self.named.items():
                files[HttpsUri.parse(f"{behind.named_lists}{number}{NAMED_LIST}")] = content
        return files if self.log is None else {**files, behind.log_uri: self.log}


def left_behind(state: ProvenState, *, to: str) -> LeftBehind:
    """Read what a DID left behind, from what the ledger has about it.

    Args:
        state: of the ledger, about the DID that ended.
        to: the DID that goes on for it.

    Raises:
        Refused: ``home.not_successor`` where the ledger has none whose successor *to* is, or
            will not be for some time.
        Unavailable: ``ledger.not_shown`` where it does not say what was committed.
    """
    for each in state.names:
        record = state.find(each, DidRecord)
        if record is not None and record.taken_over_by(state.at_s) == to:
            break
    else:
        raise Refused("home.not_successor")
    did = record.did
    # Where *to* took them over before, and its machine was lost since, its own keys signed them.
    shown = (*keys_shown(state, did), *keys_shown(state, to))
    keys = {kid: state.find(key_name(kid), KeyRecord) for kid in shown}
    suspected = [kid for kid in keys if state.find(compromise_name(kid), CompromiseRecord)]
    return of_records(record, state.find(commit_name(did), CommitRecord), keys, suspected)


def of_records(
    record: DidRecord,
    commit: CommitRecord | None,
    keys: Mapping[str, KeyRecord | None],
    suspected: Collection[str],
) -> LeftBehind:
    """Say what a DID left behind, by what the ledger has of it.

    Args:
        record: of the DID.
        commit: the last commit for it; None without any.
        keys: those that may have signed its lists, by their absolute DID URLs.
        suspected: those of these names that somebody else may have.
    """
    listed = {
        kid: key.multikey for kid, key in keys.items() if key is not None and key.use == "assertion"
    }
    seq, last = (0, NO_PREDECESSOR) if commit is None else (commit.seq, commit.last)
    named = last_named(record, commit)
    return LeftBehind(
        record.did,
        record.lists,
        tuple(listed.values()),
        None if named is None else named.root,
        None if named is None else named.day,
        seq,
        last,
        frozenset(listed[kid] for kid in suspected if kid in listed),
    )


@final
@dataclass(frozen=True, slots=True)
class OldList:
    """A status list of a DID that ended, as it was published last.

    Attributes:
        endpoint: where it lies.
        issued_at_s: ``iat``.
        marked: every place that is not valid.
    """

    endpoint: str
    issued_at_s: int
    marked: Mapping[int, Status]


def read_lists(
    behind: LeftBehind, found: Mapping[str, bytes], digests: bytes | None, *, now_s: int
) -> dict[int, OldList]:
    """Read the lists of a DID that ended: its own, all that the ledger names, none of them older.

    Args:
        behind: what the ledger says of it.
        found: tokens by their addresses.
        digests: what lies at :attr:`LeftBehind.digests_uri`.
        now_s: seconds since 1970.

    Raises:
        Refused: ``commit.lists_missing`` when one that is named is not there, or an older one;
            ``status.uncommitted`` for another that a suspected key signed; ``commit.other_root``,
            ``status.untrusted``, ``status.other_list``.
        MalformedInput: ``commit.malformed``, ``status.malformed``.
    """
    named = _named(behind, digests)
    lists: dict[int, OldList] = {}
    signed_lists: dict[str, SignedStatusList] = {}
    for uri, raw in found.items():
        endpoint, _, name = uri.rpartition("/")
        number = name.removesuffix(".jwt")
        if f"{endpoint}/" not in behind.endpoints or not number.isdecimal() or int(number) in lists:
            raise Refused("commit.lists_missing", "a list that is not one of its own, or one twice")
        entry = None if named is None else named.find(f"status/{number}")
        try:
            signed, key = _verified(raw, HttpsUri.parse(uri), behind.keys)
            if key in behind.suspected:
                check_of_suspected(signed, entry)
        except Refused:
            if entry is not None:
                raise
            continue  # of a key that is long gone, or put there by anybody
        marked = token.check_final(signed, now_s=now_s).marked()
        lists[int(number)] = OldList(f"{endpoint}/", signed.issued_at_s, marked)
        signed_lists[f"status/{number}"] = signed
    if named is not None:
        check_go_on(named, signed_lists)
    if not lists:
        raise Refused("commit.lists_missing", "no list")
    return lists


def _named(behind: LeftBehind, digests: bytes | None) -> DayCommit | None:
    """Read the digests that the ledger names its lists by, None where it names none."""
    if behind.named is None:
        return None
    if digests is None:
        raise Refused("commit.lists_missing", "the digests that name them")
    return behind.named.read(digests, behind.did)


def _verified(raw: bytes, uri: HttpsUri, keys: tuple[str, ...]) -> tuple[SignedStatusList, str]:
    for key in keys:
        try:
            return token.verify_signature(raw, uri=uri, key=multikey.parse(key)), key
        except Refused as refused:
            if refused.code != "status.untrusted":
                raise
    raise Refused("status.untrusted", reason="jws.signature")


def stricter(first: Status, second: Status) -> Status:
    """Give the one of two statuses that lets less pass."""
    return max(first, second, key=_STRICTER.index)


def places_of(lists: Mapping[int, OldList]) -> tuple[ListPlace, ...]:
    """Say where lists lie, as ranges of numbers."""
    places: list[ListPlace] = []
    for number in sorted(lists):
        if not places or places[-1].endpoint != lists[number].endpoint:
            places.append(ListPlace(number if places else 1, lists[number].endpoint))
    return tuple(places)
