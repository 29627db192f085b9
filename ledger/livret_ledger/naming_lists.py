"""Decide what k voters commit to for an institution that cannot: its status lists, read and named. Pure.

What they name counts where nothing else does: the institution's key is under suspicion, or its DID
has ended and nobody goes on for it (LEDGER §7). So a list is named only if a key of the
institution or of its successor signed it, and none that is older than the one named last.
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
from livret_core.ledger.bodies import Commit, DidSucceed, read
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.lists import check_go_on
from livret_core.ledger.operation import Draft
from livret_core.ledger.records import CommitRecord, DidRecord, KeyRecord
from livret_core.ledger.state import commit_name, demand, did_name, find, key_name
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


def last_named(desk: Desk, did: str) -> tuple[HttpsUri, bytes] | None:
    """Say which digests name its lists now: where they are published, and their root.

    Raises:
        Refused: ``ledger.unknown``.
    """
    record = demand(desk, did_name(did), DidRecord)
    commit = find(desk, commit_name(did), CommitRecord)
    base = WebvhDid.parse(did).base_url
    if commit is not None and (record.final_lists is None or commit.seq > record.commits_before):
        uri = HttpsUri.parse(f"{base}commit/{commit.day}.json")
        return uri, base64url.decode(commit.root)
    if record.final_lists is not None:
        uri = HttpsUri.parse(f"{base}commit/final.json")
        return uri, base64url.decode(record.final_lists)
    return None


def read_lists(
    desk: Desk, did: str, found: Mapping[str, bytes], *, now_s: int
) -> tuple[FoundList, ...]:
    """Verify lists by the keys of the institution and of whoever has taken over from it.

    Args:
        desk: the ledger.
        did: of the institution.
        found: tokens by their addresses, each ``N.jwt`` at one of :func:`endpoints_of`.
        now_s: seconds since 1970.

    Raises:
        Refused: ``status.untrusted``, ``status.other_list``, ``status.ahead``,
            ``status.elsewhere`` for two of one number.
        MalformedInput: ``status.malformed``, ``jws.malformed``.
    """
    keys = tuple(_keys(desk, did))
    lists: dict[int, FoundList] = {}
    for uri, raw in found.items():
        number = int(uri.rpartition("/")[2].removesuffix(".jwt"))
        if number in lists:
            raise Refused("status.elsewhere", "two lists of one number")
        signed, by = _verified(raw, HttpsUri.parse(uri), keys)
        marked = token.check_final(signed, now_s=now_s).marked()
        withdrawn = sum(status is Status.INVALID for status in marked.values())
        lists[number] = FoundList(number, signed, by, withdrawn, len(marked) - withdrawn)
    return tuple(lists[number] for number in sorted(lists))


def name_lists(
    desk: Desk, did: str, lists: Sequence[FoundList], last: bytes | None, *, final: bool = False
) -> tuple[DayCommit, bool]:
    """Name lists for today, by ledger time; or with *final*, for the end of the DID.

    Args:
        desk: the ledger.
        did: of the institution.
        lists: from :func:`read_lists`; at least one.
        last: what was found at the address that :func:`last_named` gives.
        final: another goes on for it.

    Returns:
        The digests, and whether they were held to those named last.

    Raises:
        Refused: ``commit.other_root`` for a *last* that the ledger does not have,
            ``commit.lists_missing``. MalformedInput: ``commit.malformed``.
    """
    named = last_named(desk, did)
    is_held = named is None or last is not None
    if named is not None and last is not None:
        before = DayCommit.parse(last)
        if before.did != did or before.root != named[1]:
            raise Refused("commit.other_root")
        check_go_on(before, {each.name: each.signed for each in lists})
    day = None if final else desk.clock.at_s // DAY_S
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
        Refused: ``ledger.subject`` for another operation, ``commit.other_root`` for other
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
    raise Refused("ledger.subject", "it names no lists")


def _keys(desk: Desk, did: str) -> Iterator[tuple[str, KeyRecord]]:
    """Give the credential keys, the institution's own first."""
    record = demand(desk, did_name(did), DidRecord)
    heir = record.taken_over_by(desk.clock.at_s)
    for each in (did, heir):
        if each is None:
            continue
        for name in desk.records.record_names(key_name(f"{each}#")):
            key = find(desk, name, KeyRecord)
            if key is not None and key.use == "assertion":
                yield each, key


def _verified(
    raw: bytes, uri: HttpsUri, keys: Sequence[tuple[str, KeyRecord]]
) -> tuple[SignedStatusList, str]:
    for did, key in keys:
        try:
            signed = token.verify_signature(raw, uri=uri, key=multikey.parse(key.multikey))
        except Refused as refused:
            if refused.code != "status.untrusted":
                raise
            continue
        if key.lists_until_s is None or signed.issued_at_s < key.lists_until_s:
            return signed, did
    raise Refused("status.untrusted", reason="jws.signature")
