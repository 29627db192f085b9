"""`livret ledger lists`: what voters commit to for an institution that cannot do it itself."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.ledger import draft as drafts
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.lists import LastNamed
from livret_core.ledger.records import DidRecord
from livret_core.ledger.state import demand, did_name
from livret_core.mirror_path import mirror_path
from livret_core.words import printable
from livret_edge.arguments import Argument, Asked, path
from livret_edge.files import check_folder, check_free, named_by, read_file, write_named
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_ledger import naming_lists
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, TO, WHO
from livret_ledger.cli.desk.standing import at_ledger
from livret_ledger.drafting import Desk, did_of
from livret_ledger.naming_lists import FoundList, published_at
from livret_ledger.words.members import texts


def commit(asked: Asked) -> int:
    """Draft the day's commit to an institution's lists, and write the digests that it is over."""
    naming = Naming(asked)

    def make(asked: Asked, desk: Desk) -> Made:
        digests = naming.name(desk, did_of(desk, asked.who))
        return "commit", digests.did, naming_lists.body_of(digests)

    drafted(make)(asked)
    naming.leave()
    return 0


@final
class Naming:
    """Lists are named in a draft; what it names is written once the draft stands."""

    def __init__(self, asked: Asked) -> None:
        """Look at what was asked for.

        Raises:
            MalformedInput: ``usage.no_folder``, ``usage.file_exists``.
        """
        check_free(asked.digests, "--digests")
        check_folder(asked.lists, "--lists")
        self._asked = asked
        self._is_held = True
        self._lists: Sequence[FoundList] = ()
        self._digests: DayCommit | None = None

    def name(self, desk: Desk, did: str, *, final: bool = False) -> DayCommit:
        """Name the lists that are there; errors as :mod:`livret_ledger.naming_lists` says."""
        self._lists, named = _read(self._asked, desk, did)
        self._digests, self._is_held = naming_lists.name_lists(
            desk, did, self._lists, named, final=final
        )
        return self._digests

    def leave(self) -> None:
        """Write the digests, and say what was named."""
        asked, digests = self._asked, self._digests
        if digests is None:
            return
        write_named(asked.digests, digests.format(), "--digests", mode=0o644)
        uri = published_at(digests.did, LastNamed(digests.root, digests.day)).text
        _tell_lists(asked, digests.did, self._lists)
        if asked.voice.json:
            asked.voice.event(
                "named",
                day=digests.day,
                to=str(asked.digests),
                uri=uri,
                held_to_the_last=self._is_held,
            )
            return
        voice, said = asked.voice, texts(asked.voice.lang)
        if not self._is_held:
            voice.tell("! " + said["lists_not_held"])
        voice.tell(
            said["digests_next"].format(
                path=shlex.quote(str(asked.digests)), draft=shlex.quote(str(asked.to))
            )
        )
        if digests.day is not None:
            voice.tell(said["until_midnight"])
        voice.rows([(said["publish_at"], uri)])


def check(asked: Asked) -> int:
    """Say whether a draft names the lists that are published, and what these say."""
    with named_by(asked.named("file")):
        draft = drafts.parse(read_file(asked.file, 2 * limits.OPERATION_BYTES))
    with named_by("--digests"):
        digests = DayCommit.parse(read_file(asked.digests, limits.DAY_COMMIT_BYTES))
    check_folder(asked.lists, "--lists")
    with at_ledger(asked) as at:
        lists, _ = _read(asked, at.desk, draft.subject)
        naming_lists.check_draft(draft, digests, lists)
        _tell_lists(asked, draft.subject, lists)
        if asked.voice.json:
            asked.voice.event("checked", did=draft.subject, day=digests.day, **at.facts)
        else:
            asked.voice.rows(at.rows(asked))
            asked.voice.tell("✓ " + texts(asked.voice.lang)["lists_named"])
    return 0


def show(asked: Asked) -> int:
    """Say where an institution's lists lie, what names them, and who signs them now."""
    voice, said = asked.voice, texts(asked.voice.lang)
    with at_ledger(asked) as at:
        did, at_s = did_of(at.desk, asked.who), at.desk.clock.at_s
        record = demand(at.desk, did_name(did), DidRecord)
        named = naming_lists.last_named(at.desk, did)
        at_uri = None if named is None else published_at(did, named).text
        heir = record.taken_over_by(at_s)
        if voice.json:
            voice.event(
                "lists",
                did=did,
                lists_at=[*record.lists],
                named_by=at_uri,
                acts=record.acts(at_s),
                successor=heir,
                **at.facts,
            )
            return at.end()
        voice.rows(
            [
                (said["identity"], did),
                (said["whose"], record.who),
                (said["acts"], said["yes" if record.acts(at_s) else "no"]),
                *((said["lists_at"], printable(each)) for each in record.lists),
                (said["lists_by"], said["nothing_yet"] if at_uri is None else at_uri),
                *([] if heir is None else [(said["successor"], heir)]),
                *at.rows(asked),
            ]
        )
    return at.end()


def _read(asked: Asked, desk: Desk, did: str) -> tuple[Sequence[FoundList], DayCommit | None]:
    """Read the lists of an institution, and what names them, from a folder that mirrors the web."""
    with named_by("--lists"):
        found = dict(_found(asked.lists, naming_lists.endpoints_of(desk, did)))
    if not found:
        raise MalformedInput(
            "usage.no_file", option="--lists", file=str(asked.lists), reason="missing"
        )
    last, named = naming_lists.last_named(desk, did), None
    if last is not None:
        digests = _if_there(asked.lists / mirror_path(published_at(did, last)))
        named = None if digests is None else last.read(digests, did)
    return naming_lists.read_lists(desk, did, found, named, now_s=now_s()), named


def _found(folder: Path, endpoints: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for endpoint in endpoints:
        there = (folder / mirror_path(HttpsUri.parse(f"{endpoint}1.jwt"))).parent
        for each in sorted(there.glob("*.jwt"))[: limits.DAY_COMMIT_DIGESTS + 1]:
            if each.stem.isdecimal():
                yield f"{endpoint}{each.name}", read_file(each, limits.STATUS_TOKEN_BYTES)


def _if_there(at: Path) -> bytes | None:
    return read_file(at, limits.DAY_COMMIT_BYTES) if at.is_file() else None


def _tell_lists(asked: Asked, did: str, lists: Sequence[FoundList]) -> None:
    """Say what each list says: who signs for it should have looked."""
    voice, said = asked.voice, texts(asked.voice.lang)
    for each in lists:
        if voice.json:
            voice.event(
                "list",
                uri=each.signed.uri.text,
                number=each.number,
                issued_at_s=each.signed.issued_at_s,
                ended_at_s=_ended_at_s(each),
                withdrawn=each.withdrawn,
                paused=each.paused,
                by=each.by,
            )
            continue
        voice.tell(printable(each.signed.uri.text))
        voice.rows(
            [
                (said["list_of"], voice.moment(each.signed.issued_at_s)),
                (said["withdrawn"], str(each.withdrawn)),
                (said["paused"], str(each.paused)),
                *([] if each.by == did else [(said["signed_by"], each.by)]),
            ]
        )
        ended_s = _ended_at_s(each)
        if ended_s is not None:
            voice.tell("! " + said["list_ended"].format(time=voice.moment(ended_s)))


def _ended_at_s(found: FoundList) -> int | None:
    """Say when a list ended by itself; None while it may be believed."""
    ends_s = found.signed.expires_at_s
    return ends_s if ends_s is not None and ends_s <= now_s() else None


_LISTS: Final = Argument("--lists", "folder", path, required=True)
_DIGESTS: Final = Argument("--digests", "file", path, required=True)

PROGRAM: Final = Program(
    "livret ledger lists",
    "livret_ledger.words.members:LISTS",
    (
        Command(
            "commit",
            commit,
            (
                "livret ledger lists commit fr-insee:80998 --lists published/ \\\n    --digests day.json --to commit.json",
                "livret ledger lists commit did:webvh:Qm…:ledger.example:v --lists published/ \\\n    --digests day.json --to commit.json --from copy/",
            ),
            (WHO, _LISTS, _DIGESTS, TO, *AT),
        ),
        Command(
            "check",
            check,
            (
                "livret ledger lists check commit.json --digests day.json --lists published/",
                "livret ledger lists check commit.json --digests day.json \\\n    --lists published/ --from copy/ --trust trust.json",
            ),
            (Argument("file", "file", path, required=True), _DIGESTS, _LISTS, *AT),
        ),
        Command(
            "show",
            show,
            (
                "livret ledger lists show fr-insee:80999",
                "livret ledger lists show fr-insee:80999 --from copy/ --json",
            ),
            (WHO, *AT),
        ),
    ),
    examples=(
        "livret ledger lists show fr-insee:80999",
        "livret ledger lists check commit.json --digests day.json --lists published/",
    ),
)
