"""A ledger's store is held against its own hashes, and what lies published beside it against the store."""

from collections.abc import Sequence
from contextlib import closing
from typing import Final

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.pacing import paced
from livret_ledger.checking import check_published, check_store
from livret_ledger.cli import halts
from livret_ledger.mirror.store import MirrorHome
from livret_ledger.publishing import CHECKPOINT
from livret_ledger.service import mending
from livret_ledger.service.mending import DAMAGED, Damaged, Readers
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Store
from livret_ledger.store.home import Home, check_begun
from livret_ledger.words import texts

_NAMED: Final = 20


def fsck(asked: Asked) -> int:
    """Hold a ledger's store against its own hashes, and its published files against the store.

    Of a mirror's copy as of the ledger's own folder.

    Raises:
        Refused: ``ledger.damaged``, ``ledger.other_store``; ``ledger.published_damaged``
            for files that are not what a whole store makes of them.
        Unavailable: ``ledger.short``; ``ledger.busy`` for ``--mend`` while it is served.
    """
    if asked.dry_run and not asked.mend:
        raise MalformedInput("usage.missing", option="--mend")
    opened = _opened(asked)
    opened.check_file()
    if isinstance(opened, Home):
        check_begun(opened)
    web, readers = WebRoot(opened.public), Readers(opened.trust_roots())
    # Before the store: what is published later is in it.
    published, wrong = _published(web, readers)
    with closing(opened.store(read_only=True)) as store:
        store.check_structure()
        check_store(store, paced(asked))
        if published is not None:
            check_published(store, published)
        size = store.frontier.size
    if asked.mend:
        with closing(opened.store()) as store, store.writer():
            _mend(asked, store, web, readers)
    else:
        with closing(opened.store(read_only=True)) as store, store.snapshot():
            # A store alone, as a backup has it, has nothing beside it that could be missed.
            is_published = opened.public.exists()
            head = published or (mending.newest_published(store, readers) if is_published else None)
            found = _found(store, web, readers, head)
            if wrong is not None or (head is not None and not web.has(CHECKPOINT)):
                found = [Damaged(CHECKPOINT), *found]
        if found:
            _tell(asked, "damaged", found)
            raise Refused(DAMAGED, file=found[0].path, count=len(found))
    if asked.voice.json:
        asked.voice.event("whole", entries=size)
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)["whole"].format(count=size))
    # A store may be whole, and be of a history that nobody else goes on with.
    return halts.ended(opened.halt() if isinstance(opened, Home) else None)


def _opened(asked: Asked) -> Home | MirrorHome:
    """Open a ledger's folder, or that of a copy: readers go there when the ledger is gone."""
    if MirrorHome.is_made(asked.home):
        return MirrorHome.open(asked.home)
    return Home.open(asked.home)


def _published(
    web: WebRoot, readers: Readers
) -> tuple[SignedCheckpoint | None, LivretError | None]:
    """Read the head that lies beside the store; or why it is not one."""
    try:
        return mending.read_checkpoint(web, readers), None
    except Refused as error:
        return None, error


def _found(
    store: Store, web: WebRoot, readers: Readers, head: SignedCheckpoint | None
) -> list[Damaged]:
    return [*mending.damaged(store, web, readers, head)] if head else []


def _mend(asked: Asked, store: Store, web: WebRoot, readers: Readers) -> None:
    """Write anew what is not as the store makes it."""
    published, wrong = _published(web, readers)
    head = published or mending.newest_published(store, readers)
    if head is None:
        if wrong is not None:
            raise wrong
        return  # all of it is written at the next start
    found = _found(store, web, readers, head)
    if not asked.dry_run:
        mending.mend(store, web, readers, found, head)
    if published is None:
        # What it points to is there first, as in any publication.
        if not asked.dry_run:
            web.write_checkpoint(head)
        found = [Damaged(CHECKPOINT), *found]
    if found:
        _tell(asked, "to_mend" if asked.dry_run else "mended", found)
    if asked.dry_run and not asked.voice.json:
        asked.voice.tell(texts(asked.voice.lang)["dry_run"])


def _tell(asked: Asked, what: str, found: Sequence[Damaged]) -> None:
    voice = asked.voice
    if voice.json:
        voice.event(f"published_{what}", files=[each.path for each in found])
        return
    said = texts(voice.lang)[f"files_{what}"]
    mark = {"mended": "✓ ", "damaged": "✗ ", "to_mend": "! "}[what]
    voice.tell(mark + said.format(count=len(found)))
    voice.lines([f"  {printable(each.path)}" for each in found[:_NAMED]])
    if len(found) > _NAMED:
        voice.lines(["  …"])
