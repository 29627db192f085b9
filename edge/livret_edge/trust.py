"""`… trust add|list|remove`: the public ledgers that a role believes, the same in each role.

What a trust root file means is decided in :mod:`livret_core.ledger.trusting`.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from livret_core.errors import Unavailable
from livret_core.words import printable
from livret_core.words.figures import age, day
from livret_edge.arguments import Argument, Asked, path
from livret_edge.files import named_by, read_file
from livret_edge.program import Command, Program
from livret_edge.saying import Voice, now_s
from livret_edge.six_words import WORDS, heard, members, tell_older
from livret_edge.words.trust import texts

if TYPE_CHECKING:
    from livret_core.ledger.trust_root import TrustRoot
    from livret_core.ledger.trusting import Trusted

_MAX_BYTES: Final = 16 << 20


class Keeper(Protocol):
    """Where a role keeps the ledgers it believes."""

    @property
    def most(self) -> int | None:
        """How many it believes at a time; None for any number."""

    def known(self) -> "Sequence[Trusted]":
        """Give those that are believed."""

    def keep(self, trusted: "Trusted") -> None:
        """Keep one, in place of what was kept of it."""

    def forget(self, origin: str) -> None:
        """Believe one no more, and forget what was seen of it."""


Opener: TypeAlias = Callable[[Asked], AbstractContextManager[Keeper]]


def trust_program(name: str, opened: Opener, shared: tuple[Argument, ...]) -> Program:
    """Make the commands.

    Args:
        name: of the role's program, ``livret wallet``.
        opened: opens where the role keeps ledgers, by what was typed.
        shared: arguments that it needs for that.
    """
    full = f"{name} trust"
    return Program(
        full,
        "livret_edge.words.trust",
        (
            Command(
                "add",
                lambda asked: _add(asked, opened),
                (
                    f"{full} add trust-root.jsonl",
                    f"{full} add trust-root.jsonl --words-file words.txt",
                ),
                (
                    Argument("file", "file", path, required=True),
                    *WORDS,
                ),
            ),
            Command(
                "list",
                lambda asked: _list(asked, opened),
                (f"{full} list", f"{full} list --json"),
            ),
            Command(
                "remove",
                lambda asked: _remove(asked, opened),
                (f"{full} remove ledger.example/meuse", f"{full} remove ledger.example --json"),
                (Argument("origin", "name", required=True),),
            ),
        ),
        shared=shared,
        examples=(f"{full} add trust-root.jsonl", f"{full} list"),
        alone=Command("", lambda asked: _list(asked, opened), (full, f"{full} --json")),
    )


def _add(asked: Asked, opened: Opener) -> int:
    from livret_core.ledger.trust_root import read_versions

    with named_by(asked.named("file")):
        versions = read_versions(read_file(asked.file, _MAX_BYTES))
    with opened(asked) as keeper:
        return _believe(asked, versions, keeper)


def believe_first(asked: Asked, keeper: Keeper) -> None:
    """Have a first ledger believed, by its file and six words, before something that needs one.

    Raises:
        Unavailable: ``trust.unconfirmed`` where nobody can be asked, or nobody names a file.
        As ``trust add``.
    """
    from livret_core.ledger.trust_root import read_versions

    if keeper.known():
        return
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json or not sys.stdin.isatty():
        raise Unavailable("trust.unconfirmed")
    voice.tell("! " + said["first"])
    try:
        typed = input(said["first_file"]).strip()
    except EOFError:
        typed = ""
    if not typed:
        raise Unavailable("trust.unconfirmed")
    with named_by(typed):
        versions = read_versions(read_file(Path(typed), _MAX_BYTES))
    _believe(asked, versions, keeper)


def _believe(asked: Asked, versions: "Sequence[TrustRoot]", keeper: Keeper) -> int:
    from livret_core.ledger.root_changes import rekeyed
    from livret_core.ledger.trusting import Unconfirmed, considered

    voice, said = asked.voice, texts(asked.voice.lang)
    words_file = getattr(asked, "words_file", None)
    known = keeper.known()
    found = considered(
        versions,
        known,
        now_s=now_s(),
        most=keeper.most,
        by_words=words_file is not None,
    )
    sheet = None
    if isinstance(found, Unconfirmed):
        match = heard(asked, found)
        sheet = found.sheet_of(match)
        found = found.confirm(match, now_s=now_s())
    keeper.keep(found)
    was = next((each.chain for each in known if each.origin == found.origin), found.chain)
    other_key = rekeyed(was, found.chain)
    if voice.json:
        version = None if sheet is None else sheet.version
        voice.event(
            "trust",
            **_facts(found),
            confirmed=sheet is not None,
            sheet_version=version,
            other_log_key=other_key,
        )
        return 0
    root = found.chain.newest
    name = printable(root.origin)
    if sheet is not None:
        voice.tell("✓ " + said["believed"].format(origin=name))
        tell_older(asked, sheet, root)
    elif any(root.digest == each.chain.newest.digest for each in known):
        voice.tell("✓ " + said["nothing_newer"].format(origin=name))
    else:
        voice.tell("✓ " + said["walked_on"].format(origin=name, version=root.version))
    if other_key is not None:
        voice.tell("! " + said["other_log_key"].format(origin=name, version=other_key))
    _tell_end(asked, root)
    return 0


def tell_walked(voice: Voice, before: "Trusted", after: "Trusted") -> None:
    """Tell that newer versions of a ledger's trust root are believed, where any came in between.

    Args:
        voice: of the command that met them.
        before: the ledger as it was believed.
        after: as it is believed now.
    """
    from livret_core.ledger.root_changes import rekeyed

    root = after.chain.newest
    if root.version == before.chain.newest.version:
        return
    other_key = rekeyed(before.chain, after.chain)
    if voice.json:
        voice.event("trust", **_facts(after), confirmed=False, other_log_key=other_key)
        return
    tell_newer(voice, before.chain.newest, root)
    if other_key is not None:
        said, name = texts(voice.lang), printable(root.origin)
        voice.tell("! " + said["other_log_key"].format(origin=name, version=other_key))


def tell_newer(voice: Voice, before: "TrustRoot", root: "TrustRoot") -> None:
    """Tell in words by which version something was shown, if it is newer than the one before."""
    if root.version > before.version:
        said, name = texts(voice.lang), printable(root.origin)
        voice.tell("✓ " + said["walked_on"].format(origin=name, version=root.version))


def _list(asked: Asked, opened: Opener) -> int:
    voice, said = asked.voice, texts(asked.voice.lang)
    with opened(asked) as keeper:
        known = keeper.known()
    if voice.json:
        for trusted in known:
            voice.event("trust", **_facts(trusted))
        return 0
    if not known:
        voice.tell(said["none"], said["none_step"])
    for number, trusted in enumerate(known):
        root = trusted.chain.newest
        head = trusted.remembered
        if number and not voice.plain:
            voice.lines([""])
        voice.rows(
            [
                (said["ledger"], printable(trusted.origin)),
                (said["since"], voice.moment(trusted.since_s)),
                (
                    said["version"],
                    said["version_until"].format(
                        version=root.version, day=day(root.expires_s, voice.lang)
                    ),
                ),
                (said["members"], members(root, said["members_say"])),
                (said["holds"], members(root, said["holds_say"])),
                (
                    said["newest"],
                    said["not_seen"]
                    if head is None
                    else said["seen"].format(
                        time=voice.moment(head.time_s),
                        age=age(max(0, now_s() - head.time_s), voice.lang),
                        size=head.size,
                    ),
                ),
            ]
        )
        _tell_end(asked, root)
    return 0


def _remove(asked: Asked, opened: Opener) -> int:
    from livret_core.ledger.trusting import find

    with opened(asked) as keeper:
        trusted = find(keeper.known(), asked.origin)
        keeper.forget(trusted.origin)
    if asked.voice.json:
        asked.voice.event("trust_removed", origin=trusted.origin)
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["removed"].format(origin=printable(trusted.origin)))
    return 0


def _tell_end(asked: Asked, root: "TrustRoot") -> None:
    if root.expires_s <= now_s():
        said, on = texts(asked.voice.lang), day(root.expires_s, asked.voice.lang)
        asked.voice.tell("! " + said["ended"].format(day=on))


def _facts(trusted: "Trusted") -> dict[str, object]:
    root, head = trusted.chain.newest, trusted.remembered
    numbers = root.numbers
    return {
        "origin": trusted.origin,
        "since_s": trusted.since_s,
        "version": root.version,
        "expires_at": root.expires_s,
        "members": numbers.n,
        "must_agree": numbers.q,
        "may_lie": numbers.f,
        "head": None if head is None else {"size": head.size, "as_of_s": head.time_s},
    }
