"""Decide what k voters commit to for an institution that cannot: its status lists, read and named. Pure.

What they name counts where nothing else does: the institution's key is under suspicion, or its DID
has ended and nobody goes on for it (LEDGER §7). So a list is named only if a key of the
institution or of its successor signed it, none that is older than the one named last, and of a
suspected key none but that very one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.dids.webvh import WebvhDid
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import multikey
from livret_core.ledger import lists as lists_rules
from livret_core.ledger.bodies import Commit, DidSucceed, read
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.lists import LastNamed, check_go_on, check_of_suspected
from livret_core.ledger.operation import Draft
from livret_core.ledger.records import CommitRecord, CompromiseRecord, DidRecord, KeyRecord
from livret_core.ledger.state import commit_name, compromise_name, demand, did_name, find, key_name
from livret_core.status import token
from livret_core.status.token import SignedStatusList, Status
from livret_ledger.drafting import Desk

DAY_S: Final = 86_400


@final
@dataclass(frozen=True, slots=True)
class FoundList:
    """A status list as it was found, its signature verified.

    Attributes:
        number: from 1.
        signed: the list.
        by: DID whose key signed it.
        withdrawn: how many places say so.
        paused: how many places say so.
    """

    number: int
    signed: SignedStatusList
    by: str
    withdrawn: int
    paused: int

    @property
    def name(self) -> str:
        """What digests call it."""
        return f"status/{self.number}"

    @property
    def digest(self) -> NamedDigest:
        """Name it."""
        return NamedDigest(self.name, self.signed.sha256, self.signed.issued_at_s)


def endpoints_of(desk: Desk, did: str) -> tuple[str, ...]:
    """Say where an institution's lists lie.

    Raises:
        Refused: ``ledger.unknown``.
    """
    return demand(desk, did_name(did), DidRecord).lists


def last_named(desk: Desk, did: str) -> LastNamed | None:
    """Say what names its lists now.

    Raises:
        Refused: ``ledger.unknown``.
    """
    record = demand(desk, did_name(did), DidRecord)
    return lists_rules.last_named(record, find(desk, commit_name(did), CommitRecord))


def published_at(did: str, named: LastNamed) -> HttpsUri:
    """Say where the digests that name its lists are published."""
    return HttpsUri.parse(f"{WebvhDid.parse(did).base_url}{named.file}")


def read_lists(
    desk: Desk, did: str, found: Mapping[str, bytes], named: DayCommit | None, *, now_s: int
) -> tuple[FoundList, ...]:
    """Verify lists by the keys of the institution and of whoever has taken over from it.

    Of a key under suspicion, only what the ledger names already.

    Args:
        desk: the ledger.
        did: of the institution.
        found: tokens by their addresses, each ``N.jwt`` at one of :func:`endpoints_of`.
        named: the digests that :func:`last_named` speaks of; None where they are not at hand.
        now_s: seconds since 1970.

    Raises:
        Refused: ``status.untrusted``, ``status.other_list``, ``status.ahead``,
            ``status.uncommitted``, ``status.elsewhere`` for two of one number.
        MalformedInput: ``status.malformed``, ``jws.malformed``.
    """
    keys = tuple(_keys(desk, did))
    lists: dict[int, FoundList] = {}
    for uri, raw in found.items():
        number = int(uri.rpartition("/")[2].removesuffix(".jwt"))
        if number in lists:
            raise Refused("status.elsewhere", "two lists of one number")
        signed, by, is_suspected = _verified(raw, HttpsUri.parse(uri), keys)
        if is_suspected:
            check_of_suspected(signed, None if named is None else named.find(f"status/{number}"))
        marked = token.check_final(signed, now_s=now_s).marked()
        withdrawn = sum(status is Status.INVALID for status in marked.values())
        lists[number] = FoundList(number, signed, by, withdrawn, len(marked) - withdrawn)
    return tuple(lists[number] for number in sorted(lists))


def name_lists(
    desk: Desk,
    did: str,
    lists: Sequence[FoundList],
    named: DayCommit | None,
    *,
    final: bool = False,
) -> tuple[DayCommit, bool]:
    """Name lists for today, by ledger time; or with *final*, for the end of the DID.

    Args:
        desk: the ledger.
        did: of the institution.
        lists: from :func:`read_lists`; at least one.
        named: the digests that :func:`last_named` speaks of; None where they are not at hand.
        final: another goes on for it.

    Returns:
        The digests, and whether they were held to those named last.

    Raises:
        Refused: ``commit.lists_missing``.
    """
    if named is not None:
        check_go_on(named, {each.name: each.signed for each in lists})
    day = None if final else desk.clock.at_s // DAY_S
    is_held = named is not None or last_named(desk, did) is None
    return DayCommit.of(did, day, [each.digest for each in lists]), is_held


def body_of(digests: DayCommit) -> JsonObject:
    """Give what the ``commit`` says."""
    return {"day": digests.day, "root": base64url.encode(digests.root)}


def check_draft(draft: Draft, digests: DayCommit, lists: Sequence[FoundList]) -> None:
    """Check that a draft names these lists and no others, before somebody signs it.

    Args:
        draft: a ``commit``, or a ``did.succeed`` that names final lists.
        digests: that it should be over.
        lists: from :func:`read_lists`.

    Raises:
        Refused: ``commit.no_lists`` for another operation, ``commit.other_root`` for other
            digests, ``commit.lists_missing`` where a list is named that is not here as it is
            named, or is here and not named. MalformedInput: ``ledger.operation``.
    """
    if (digests.did, digests.day, digests.root) != (draft.subject, *_named_in(draft)):
        raise Refused("commit.other_root")
    named = {each for each in digests.digests if each.issued_at_s is not None}
    if named != {each.digest for each in lists}:
        raise Refused("commit.lists_missing", "other lists than are named")


def _named_in(draft: Draft) -> tuple[int | None, bytes]:
    """Give the day and the root that a draft names, of final lists no day."""
    if draft.type == "commit":
        commit = read(draft.body, Commit)
        return commit.day, base64url.decode(commit.root)
    if draft.type == "did.succeed":
        lists = read(draft.body, DidSucceed).lists
        if lists is not None:
            return None, base64url.decode(lists)
    raise Refused("commit.no_lists")


def _keys(desk: Desk, did: str) -> Iterator[tuple[str, KeyRecord, bool]]:
    """Give the credential keys, the institution's own first, and whether each is suspected."""
    record = demand(desk, did_name(did), DidRecord)
    heir = record.taken_over_by(desk.clock.at_s)
    for each in (did, heir):
        if each is None:
            continue
        prefix = key_name(f"{each}#")
        for name in desk.records.record_names(prefix):
            key = find(desk, name, KeyRecord)
            if key is not None and key.use == "assertion":
                kid = f"{each}#{name.removeprefix(prefix)}"
                suspicion = find(desk, compromise_name(kid), CompromiseRecord)
                yield each, key, suspicion is not None


def _verified(
    raw: bytes, uri: HttpsUri, keys: Sequence[tuple[str, KeyRecord, bool]]
) -> tuple[SignedStatusList, str, bool]:
    for did, key, is_suspected in keys:
        try:
            signed = token.verify_signature(raw, uri=uri, key=multikey.parse(key.multikey))
        except Refused as refused:
            if refused.code != "status.untrusted":
                raise
            continue
        if key.lists_until_s is None or signed.issued_at_s < key.lists_until_s:
            return signed, did, is_suspected
    raise Refused("status.untrusted", reason="jws.signature")
