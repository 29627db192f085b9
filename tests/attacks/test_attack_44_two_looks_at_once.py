"""Attack 44: two histories are shown at one moment, to two windows of a desk or twice to a wallet.

Each look holds what it is shown against what was remembered when it began. Only the first of
the two may be remembered: nobody held the second against it.
"""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError
from livret_core.ledger.head import Remembered
from livret_core.ledger.trusting import Doubt, recall
from livret_verifier.policy import LedgerTerms
from livret_verifier.store.ledger import Ledgers
from livret_wallet.gather import Folder
from livret_wallet.gather.checking import voucher_for
from tests.ledger_heads import Seen, Tree
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import ORIGIN
from tests.on_ledger import Desk

ONE, OTHER = "birth/1", "marriage/1"


def grown(schema: str, desk: Desk | None = None) -> Desk:
    """A ledger that two looks have seen the same beginning of, and that went on with *schema*."""
    desk = desk or Desk()
    desk.scene.apply(desk.scene.publish(schema))
    desk.scene.tick(60)
    desk.seen = Seen(desk.scene)
    return desk


# A desk.


class Windows:
    """A desk's folder, and what its windows are shown."""

    def __init__(self, root: Path, desk: Desk) -> None:
        self.ledgers = Ledgers(root)
        begun = Remembered(
            len(desk.scene.leaves), Tree(desk.scene.leaves).root(len(desk.scene.leaves)), 1
        )
        self.ledgers.keep(recall((desk.seen.first,), since_s=1, head=begun))

    def look(self, desk: Desk) -> Callable[[], None]:
        """Decide, under what is remembered now; give what remembers the head."""
        desk.believed = self.ledgers.believed(LedgerTerms(ORIGIN))
        verdict = desk.verdict()
        head = verdict.head
        assert verdict.presentation is not None
        assert head is not None
        return lambda: self.ledgers.remember(head)


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    return Windows(tmp_path, Desk())


def test_attack_44_two_windows_are_shown_two_histories_at_one_moment(windows: Windows) -> None:
    one, other = grown(ONE), grown(ONE, grown(OTHER))
    remember_one, remember_other = windows.look(one), windows.look(other)
    remember_one()
    remember_other()
    other.believed = windows.ledgers.believed(LedgerTerms(ORIGIN))
    assert other.refusal() == ("refused", "log.consistency")
    windows.look(one)


def test_attack_44_twin_two_windows_are_shown_one_history_at_one_moment(windows: Windows) -> None:
    one, other = grown(ONE), grown(OTHER, grown(ONE))
    remember_one, remember_other = windows.look(one), windows.look(other)
    remember_one()
    remember_other()
    windows.look(other)()
    [known] = windows.ledgers.known()
    assert known.remembered is not None
    assert known.remembered.size == len(other.scene.leaves)


def test_attack_44_another_process_writes_between_reading_and_writing(
    windows: Windows, tmp_path: Path
) -> None:
    remember_one = windows.look(grown(ONE))
    folder = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    writer = Thread(target=remember_one)
    writer.start()
    writer.join(0.2)
    [before] = windows.ledgers.known()
    assert writer.is_alive()
    os.close(folder)
    writer.join()
    [after] = windows.ledgers.known()
    assert before.remembered != after.remembered


# A wallet.


class Between:
    """Reads a folder; when it has read evidence, something else looks before it is decided upon."""

    def __init__(self, folder: Path, then: Callable[[], object]) -> None:
        self._folder = Folder(folder)
        self._then = then

    def read(self, uri: str, code: str) -> bytes:
        content = self._folder.read(uri, code)
        if uri.endswith("ledger.evidence"):
            self._then()
        return content


@pytest.fixture
def holder(tmp_path: Path) -> LedgerHolder:
    holder = LedgerHolder(tmp_path)
    look(holder)
    return holder


def look(holder: LedgerHolder, then: Callable[[], object] = lambda: None) -> None:
    """Read what is published of the town now, and let *then* happen in the middle."""
    did = WebvhDid.parse(str(holder.files.town.did))
    source = Between(holder.files.published, then)
    voucher_for(holder.vault, did, source, now_s=holder.files.now_s)


def show(holder: LedgerHolder, desk: Desk) -> None:
    """Publish a ledger's files in place of another's."""
    holder.files.desk = desk
    holder.files.publish()


def test_attack_44_a_wallet_that_looks_twice_is_shown_two_histories(holder: LedgerHolder) -> None:
    one, other = grown(ONE), grown(ONE, grown(OTHER))
    show(holder, other)

    def meanwhile() -> None:
        show(holder, one)
        look(holder)
        show(holder, other)

    look(holder, meanwhile)
    with pytest.raises(LivretError) as caught:
        look(holder)
    assert (caught.value.branch, caught.value.code) == ("refused", "log.consistency")
    show(holder, one)
    look(holder)


def test_attack_44_twin_a_wallet_that_looks_twice_is_shown_one_history(
    holder: LedgerHolder,
) -> None:
    one, other = grown(ONE), grown(OTHER, grown(ONE))
    show(holder, other)

    def meanwhile() -> None:
        show(holder, one)
        look(holder)
        show(holder, other)

    look(holder, meanwhile)
    look(holder)
    remembered = holder.trusted.remembered
    assert remembered is not None
    assert remembered.size == len(other.scene.leaves)


def test_attack_44_a_doubt_of_one_look_does_not_undo_what_another_saw(
    holder: LedgerHolder,
) -> None:
    """An alarm is kept beside the newest head that was seen, whoever saw it."""
    one, forked, newest = grown(ONE), grown(OTHER), grown(OTHER, grown(ONE))
    show(holder, one)
    look(holder)
    show(holder, forked)

    def meanwhile() -> None:
        show(holder, newest)
        look(holder)
        show(holder, forked)

    with pytest.raises(LivretError) as caught:
        look(holder, meanwhile)
    assert caught.value.code == "log.fork"
    assert holder.trusted.doubt == Doubt("log.fork", holder.files.now_s)
    assert holder.trusted.remembered is not None
    assert holder.trusted.remembered.size == len(newest.scene.leaves)
