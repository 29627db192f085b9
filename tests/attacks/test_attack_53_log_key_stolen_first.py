"""Attack 53: who stole the log's key is quicker than the members, and has heads of his own cosigned."""

from contextlib import suppress
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer
from livret_core.tlog import note
from livret_core.tlog.note import KeyName
from livret_core.words import LANGUAGES, Language, explain_error
from livret_ledger.batch import Appended
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.service.recovering import look
from livret_ledger.service.web_root import WebRoot
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Cosigner, Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """A ledger of four witnesses, of which three are a quorum, that all hold its newest head."""
    (tmp_path / "ledger").mkdir()
    made = Works.founded(tmp_path / "ledger")
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    made.clock.now_s += 1
    return made


def steal(works: Works, reached: int, *, entries: int = 1, with_auditors: bool = False) -> Works:
    """The thief goes on from a copy under the ledger's own key; so many witnesses are reached."""
    folder = works.root.parent / "thief"
    folder.mkdir()
    thief = Works.founded(folder, works.scene)
    (folder / "ledger.db").write_bytes(works.path.read_bytes())
    thief.cosigners, thief.clock, thief.web = works.cosigners, works.clock, WebRoot(folder / "web")
    away = [works.witness(town) for town in works.scene.towns[reached:]]
    away += [] if with_auditors else works.auditors
    _set_down(away, is_down=True)
    with thief.running() as (sequencer, publisher):
        sequencer.timekeeper.ask_with(lambda _: None)  # he asks nobody what time it is
        for leaf in works.schemas(entries, first=9):
            assert isinstance(sequencer.submit(leaf), Appended)
        with suppress(LivretError):
            publisher.publish()
    _set_down(away, is_down=False)
    return thief


def _set_down(cosigners: list[Cosigner], *, is_down: bool) -> None:
    for each in cosigners:
        each.is_down = is_down


def begun(works: Works) -> LivretError | None:
    """Why the keeper's ledger does not begin, if it does not."""
    with works.serving(show=works.show) as service:
        return service.try_start()


def recovered(works: Works, *, has_key: bool) -> str | None:
    """Why no home is made of the newest copy that a quorum confirmed, if none is."""
    reader = Reader(Folder(works.web.root))
    now_s = works.clock.now_s
    try:
        look(reader, works.chain, works.post, has_key=has_key, now_s=now_s, show=works.show)
    except LivretError as error:
        return error.code
    return None


def test_attack_53_twin_of_a_thief_whom_no_witness_heard_nothing_is_noticed(works: Works) -> None:
    steal(works, 0)
    assert begun(works) is None
    assert recovered(works, has_key=True) is None


def test_attack_53_with_enough_witnesses_left_another_key_goes_on(works: Works) -> None:
    """One is lost to the thief; three are a quorum."""
    steal(works, 1)
    reason = begun(works)
    assert reason is not None
    assert reason.code == "ledger.behind"
    assert recovered(works, has_key=True) == "ledger.behind"
    assert recovered(works, has_key=False) is None


def test_attack_53_with_too_few_witnesses_left_the_ledger_has_ended_and_that_is_said(
    works: Works,
) -> None:
    """Nothing false is believed: no quorum has his head either."""
    thief = steal(works, 2)
    assert thief.web.checkpoint() is None
    reason = begun(works)
    assert reason is not None
    assert reason.code == "ledger.overtaken"
    assert reason.facts == {"found": 2, "of": 4, "own": 6}
    assert recovered(works, has_key=True) == "ledger.overtaken"
    assert recovered(works, has_key=False) == "ledger.overtaken"


@pytest.mark.parametrize(("entries", "code"), [(1, "ledger.forked"), (3, "ledger.overtaken")])
def test_attack_53_a_keeper_at_work_is_told_that_nothing_will_be_confirmed_any_more(
    works: Works, entries: int, code: str
) -> None:
    """At the next thing written: the thief's heads are as large as that one, or larger."""
    with works.serving(show=works.show) as service:
        assert service.try_start() is None
        assert service.publisher.publish().has_quorum
        steal(works, 2, entries=entries)
        assert isinstance(service.sequencer.submit(works.schemas(1)[0]), Appended)
        with pytest.raises(LivretError) as caught:
            service.publisher.publish()
    assert caught.value.code == code
    assert recovered(works, has_key=False) == "ledger.overtaken"


def test_attack_53_heads_beyond_that_a_quorum_confirmed_are_a_newer_copy(
    works: Works,
) -> None:
    """The keeper put an old copy to work: what the witnesses show together, readers believe."""
    thief = steal(works, 4, with_auditors=True)
    assert thief.web.checkpoint() is not None
    reason = begun(works)
    assert reason is not None
    assert reason.code == "ledger.behind"
    assert recovered(works, has_key=False) == "ledger.behind"


def test_attack_53_who_only_claims_a_larger_head_ends_no_ledger(works: Works) -> None:
    """Two say so, and show none under the log's own key: they may be liars, who can be replaced."""
    steal(works, 2)
    for each in works.cosigners.values():
        each.held = None
    reason = begun(works)
    assert reason is not None
    assert reason.code == "ledger.behind"
    assert recovered(works, has_key=False) == "ledger.behind"


def test_attack_53_what_is_shown_under_another_key_ends_no_ledger(works: Works) -> None:
    steal(works, 2)
    for town in works.scene.towns[:2]:
        one = works.witness(town)
        assert one.known is not None
        other = Ed25519Signer.from_seed(b"\7" * 32)
        one.held = note.sign(one.known.format(), KeyName(ORIGIN), other).format()
    reason = begun(works)
    assert reason is not None
    assert reason.code == "ledger.behind"


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_53_the_keeper_is_told_in_words_what_the_members_do_now(
    works: Works, language: Language
) -> None:
    steal(works, 2)
    reason = begun(works)
    assert reason is not None
    told = explain_error(reason, language)
    assert "2" in told.what
    assert "4" in told.what
    found = {"en": "begin another", "fr": "fondent", "nl": "stichten", "de": "gründen"}
    assert found[language] in told.step
