"""Evidence as files: one for each accredited institution, all of one head, the same for all for an hour."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core import limits
from livret_core.errors import Unavailable
from livret_core.ledger import evidence as bundles
from livret_core.ledger.records import CompromiseRecord, RightRecord, ServiceRecord
from livret_core.ledger.state import compromise_name, right_name, service_name
from livret_ledger import proving
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.publishing import EVIDENCE_INDEX, evidence_path
from livret_ledger.service import evidencing
from livret_ledger.service.evidencing import HOUR_S, EvidenceFiles
from livret_ledger.service.publisher import REFRESH_S
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.sqlite import SqliteStore
from tests.evidence_files import Hall, report
from tests.ledger_scene import Town
from tests.mirrors import Mirrored
from tests.on_ledger import Desk


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_each_accredited_institution_has_its_evidence_beside_its_log(hall: Hall) -> None:
    assert hall.write() == 1
    assert (hall.works.web.root / evidence_path(hall.did)).with_name("did.jsonl").exists()
    proven = bundles.verify(bundles.Evidence.parse(hall.bundle), hall.works.chain)
    name = right_name(hall.did, "residency", hall.desk.metz.who)
    assert isinstance(proven.find(name, RightRecord), RightRecord)


def test_the_files_are_listed_with_their_hour(hall: Hall) -> None:
    hall.write()
    listed = json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())
    assert listed["hour"] == hall.works.clock.now_s // HOUR_S
    assert listed["files"] == [evidence_path(hall.did)]


def test_within_the_hour_it_stays_the_same_for_all(hall: Hall) -> None:
    """Also for a writer that was started anew, and whatever was written meanwhile."""
    hall.works.clock.now_s -= hall.works.clock.now_s % HOUR_S  # the hour begins
    hall.works.clock.now_s += HOUR_S
    hall.publish()
    hall.write()
    before = hall.bundle
    hall.works.clock.now_s += HOUR_S // 2
    hall.works.follow()
    with hall.works.running() as (sequencer, publisher):
        sequencer.submit(hall.works.schemas(1, first=5)[0])
        publisher.publish()
    assert hall.write() is None
    assert hall.write(EvidenceFiles(hall.works.web)) is None
    assert hall.bundle == before
    hall.works.clock.now_s += HOUR_S // 2
    hall.publish()
    assert hall.write() == 1
    assert hall.bundle != before


def shows_a_suspicion(hall: Hall, did: str, of: str) -> bool:
    raw = (hall.works.web.root / evidence_path(did)).read_bytes()
    proven = bundles.verify(bundles.Evidence.parse(raw), hall.works.chain)
    return proven.find(compromise_name(f"{of}#credential-1"), CompromiseRecord) is not None


@pytest.fixture
def two_halls(tmp_path: Path) -> Hall:
    return Hall.of_two(tmp_path)


def sizes(hall: Hall) -> list[int]:
    """The head of each file that is listed, one after the other."""
    listed = json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())["files"]
    raw = [(hall.works.web.root / path).read_bytes() for path in listed]
    return [bundles.Evidence.parse(each).signed.checkpoint.size for each in raw]


def test_a_suspicion_waits_for_no_hour_and_all_files_go_with_it(two_halls: Hall) -> None:
    hall = two_halls
    assert hall.write() == 2
    report(hall, hall.desk.metz)
    assert not shows_a_suspicion(hall, hall.did, hall.did)
    # Not even within the moment that a first right waits.
    assert hall.write() == 2
    assert shows_a_suspicion(hall, hall.did, hall.did)
    size = len(hall.works.leaves())
    assert sizes(hall) == [size, size]
    assert json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())["size"] == size
    # Once, for all: also for a writer that was started anew.
    written = hall.bundle
    hall.works.follow()
    hall.publish()
    assert hall.write() is None
    assert hall.write(EvidenceFiles(hall.works.web)) is None
    assert hall.bundle == written


def test_whose_key_is_suspected_has_his_file_first(
    two_halls: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of either; who is first in the order of names would be so by chance."""
    hall = two_halls
    aachen = hall.desk.scene.towns[2]
    hall.write()
    written = list[str]()
    write = hall.works.web.write

    def note(_: WebRoot, path: str, raw: bytes) -> bool:
        written.append(path)
        return write(path, raw)

    monkeypatch.setattr(WebRoot, "write", note)
    for town in (aachen, hall.desk.metz):
        report(hall, town)
        written.clear()
        assert hall.write() == 2
        assert written[0] == evidence_path(str(town.did))
        assert written[-1] == EVIDENCE_INDEX


def test_an_edition_that_was_cut_short_is_begun_anew(two_halls: Hall) -> None:
    """The file of who is suspected is there, the others and the list are not."""
    hall = two_halls
    hall.write()
    report(hall, hall.desk.metz)
    written = list[str]()
    write = hall.works.web.write

    def die(_: WebRoot, path: str, raw: bytes) -> bool:
        if written:
            raise Unavailable("home.unavailable")
        written.append(path)
        return write(path, raw)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WebRoot, "write", die)
        with pytest.raises(Unavailable):
            hall.write()
    assert shows_a_suspicion(hall, hall.did, hall.did)
    assert len({*sizes(hall)}) == 2
    assert hall.write(EvidenceFiles(hall.works.web)) == 2
    assert len({*sizes(hall)}) == 1


def test_a_suspicion_from_before_a_restart_is_found(two_halls: Hall) -> None:
    two_halls.write()
    report(two_halls, two_halls.desk.metz)
    assert two_halls.write(EvidenceFiles(two_halls.works.web)) == 2
    assert shows_a_suspicion(two_halls, two_halls.did, two_halls.did)


def test_the_first_right_of_an_institution_waits_for_no_hour_and_another_does(hall: Hall) -> None:
    """Until it has a file nobody can take its proofs; a file that there is tells the hour."""
    assert hall.write() == 1
    scene, aachen = hall.desk.scene, hall.desk.scene.towns[2]
    path, before = evidence_path(str(aachen.did)), hall.bundle

    def granted(town: Town, scope: str = "") -> None:
        with hall.works.running() as (sequencer, publisher):
            hall.works.follow()
            sequencer.submit(scene.grant(town, hall.desk.root, scope=scope).leaf)
            assert publisher.publish().has_quorum

    granted(aachen)
    assert hall.write() == 2
    raw = (hall.works.web.root / path).read_bytes()
    proven = bundles.verify(bundles.Evidence.parse(raw), hall.works.chain)
    name = right_name(str(aachen.did), "residency", aachen.who)
    assert isinstance(proven.find(name, RightRecord), RightRecord)
    assert hall.bundle != before
    assert len({*sizes(hall)}) == 1
    listed = json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())
    assert listed["files"] == sorted([path, evidence_path(hall.did)])
    granted(aachen, "de-ags:*")
    assert hall.write() is None
    assert (hall.works.web.root / path).read_bytes() == raw


def test_first_rights_one_after_the_other_wait_a_moment(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many editions as there are first rights would tell visitors apart, and cost as much."""
    monkeypatch.setattr(evidencing, "pause_s", lambda files: 10 * files)
    scene = hall.desk.scene
    clock = hall.works.clock
    assert hall.write() == 1
    with hall.works.running() as (sequencer, publisher):
        hall.works.follow()
        sequencer.submit(scene.grant(scene.towns[2], hall.desk.root).leaf)
        assert publisher.publish().has_quorum
    clock.now_s += 19
    assert hall.write() is None
    # It is not forgotten when nothing is written meanwhile.
    clock.now_s += 1
    assert hall.write() == 2
    assert hall.write() is None


def test_the_moment_is_waited_for_by_a_writer_that_was_started_anew_and_reads_no_names(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A keeper that starts over and over would write an edition for each newcomer; 35,000 names are not read a second."""
    monkeypatch.setattr(evidencing, "pause_s", lambda files: 10 * files)
    scene, clock = hall.desk.scene, hall.works.clock
    assert hall.write() == 1
    begun_s = json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())["time"]
    with hall.works.running() as (sequencer, publisher):
        hall.works.follow()
        sequencer.submit(scene.grant(scene.towns[2], hall.desk.root).leaf)
        assert publisher.publish().has_quorum
    clock.now_s = begun_s + 19
    with monkeypatch.context() as patched:
        read = list[proving.Records]()

        def noted(state: proving.Records) -> Iterator[str]:
            read.append(state)
            return iter(())

        patched.setattr(evidencing, "published", noted)
        for files in (EvidenceFiles(hall.works.web), EvidenceFiles(hall.works.web), None):
            assert hall.write(files) is None
        assert read == []
    clock.now_s += 1
    assert hall.write(EvidenceFiles(hall.works.web)) == 2


def test_the_moment_is_longer_the_more_files_there_are_and_never_beyond_the_hour() -> None:
    assert [evidencing.pause_s(files) for files in (5, 10, 2_000, 35_000)] == [0, 1, 200, 3_500]
    assert evidencing.pause_s(10**6) == HOUR_S


def test_a_service_that_may_ask_has_its_evidence_beside_its_log_at_once(hall: Hall) -> None:
    """Without a right to issue anything: a wallet sees by it what the service registered."""
    assert hall.write() == 1
    scene, aachen = hall.desk.scene, hall.desk.scene.towns[2]
    with hall.works.running() as (sequencer, publisher):
        hall.works.follow()
        sequencer.submit(scene.register(aachen, hall.desk.root).leaf)
        assert publisher.publish().has_quorum
    assert hall.write() == 2
    raw = (hall.works.web.root / evidence_path(str(aachen.did))).read_bytes()
    proven = bundles.verify(bundles.Evidence.parse(raw), hall.works.chain)
    found = proven.find(service_name(str(aachen.did)), ServiceRecord)
    assert found is not None
    assert [each.claims for each in found.asks] == [("commune",)]
    listed = json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())
    assert listed["services"] == [evidence_path(str(aachen.did))]
    # One that has both is written once, with all the others of the hour.
    with hall.works.running() as (sequencer, publisher):
        hall.works.follow()
        sequencer.submit(scene.register(hall.desk.metz, hall.desk.root).leaf)
        hall.works.clock.now_s += HOUR_S
        assert publisher.publish().has_quorum
    assert hall.write() == 2
    listed = json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())
    assert listed["services"] == listed["files"]


def test_a_successors_suspected_key_is_shown_with_whom_it_succeeds(two_halls: Hall) -> None:
    """Its key signs the lists of the one that it took over from."""
    hall, metz, heir = two_halls, two_halls.desk.metz, two_halls.desk.scene.towns[2]
    with hall.works.writing() as sequencer:
        sequencer.submit(hall.desk.scene.did_succeed(metz, str(heir.did), metz.recovery_pen()).leaf)
    hall.publish()
    hall.works.clock.now_s += HOUR_S
    hall.publish()
    assert hall.write() == 2
    report(hall, heir)
    assert hall.write() == 2
    assert shows_a_suspicion(hall, hall.did, str(heir.did))


def test_a_head_that_was_kept_fresh_makes_it_fresh(hall: Hall) -> None:
    hall.write()
    hall.works.clock.now_s += REFRESH_S
    hall.publish()
    assert hall.write() == 1
    proven = bundles.verify(bundles.Evidence.parse(hall.bundle), hall.works.chain)
    assert proven.head.time_s == hall.works.clock.now_s


def test_entries_that_wait_for_their_publication_are_in_nobodys_way(hall: Hall) -> None:
    with hall.works.writing() as sequencer:
        hall.works.follow()
        sequencer.submit(hall.works.schemas(1, first=5)[0])
        assert hall.write() == 1


def test_it_waits_while_the_state_is_beyond_the_head(hall: Hall) -> None:
    with hall.works.writing() as sequencer:
        hall.works.follow()
        sequencer.submit(hall.works.schemas(1, first=5)[0])
        sequencer.seal()
    assert hall.write() is None
    hall.publish()
    assert hall.write() == 1


def test_an_index_that_was_damaged_is_made_again(hall: Hall) -> None:
    hall.write()
    (hall.works.web.root / EVIDENCE_INDEX).write_bytes(b"{")
    assert hall.write(EvidenceFiles(hall.works.web)) == 1


def test_an_edition_of_which_a_file_is_gone_is_made_again(two_halls: Hall) -> None:
    two_halls.write()
    assert two_halls.write(EvidenceFiles(two_halls.works.web)) is None
    (two_halls.works.web.root / evidence_path(two_halls.did)).unlink()
    assert two_halls.write(EvidenceFiles(two_halls.works.web)) == 2


def test_who_hears_how_it_goes_can_end_it(hall: Hall) -> None:
    """A service that is told to stop does not finish thousands of files first."""

    def end(_done: int, _of: int) -> None:
        raise Unavailable("ledger.stopped")

    signed = Reader(Folder(hall.works.web.root)).checkpoint()
    store = SqliteStore.open(hall.works.path, read_only=True)
    now_s = hall.works.clock.now_s
    with pytest.raises(Unavailable):
        hall.files.write(store, signed, time_s=now_s, now_s=now_s, told=end)
    store.close()
    assert hall.write() == 1


def many_keys(desk: Desk) -> Town:
    """Another accredited town, with more keys than a bundle has room for."""
    scene, aachen = desk.scene, desk.scene.towns[2]
    scene.apply(scene.grant(aachen, desk.root))
    scene.tick(60)
    for day in range(3):
        aachen.credential_keys = tuple(f"credential-{15 * day + number}" for number in range(1, 16))
        scene.tick(5)
        scene.move_on(aachen)
    scene.tick(HOUR_S)
    return aachen


def test_one_institution_with_many_keys_is_in_nobodys_way(tmp_path: Path) -> None:
    """Attack: accredited like any other, it would have stopped the hour's evidence of all."""
    desk = Desk()
    aachen = many_keys(desk)
    hall = Hall(tmp_path, desk)
    assert hall.write() == 2
    assert hall.files.left_out == {}
    for town in (desk.metz, aachen):
        raw = (hall.works.web.root / evidence_path(str(town.did))).read_bytes()
        bundles.verify(bundles.Evidence.parse(raw), hall.works.chain)


def test_one_whose_bundle_cannot_be_made_is_named_and_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    aachen = many_keys(desk)
    hall = Hall(tmp_path, desk)
    honest = proving.names_of

    def too_many(state: proving.Records, asked: str) -> Iterator[str]:
        yield from honest(state, asked)
        if asked == str(aachen.did):
            yield from (f"used/{number}" for number in range(limits.EVIDENCE_RECORDS))

    monkeypatch.setattr(proving, "names_of", too_many)
    assert hall.write() == 1
    path = evidence_path(str(aachen.did))
    assert {each: why.code for each, why in hall.files.left_out.items()} == {
        path: "input.too_large"
    }
    listed = json.loads((hall.works.web.root / EVIDENCE_INDEX).read_bytes())
    assert listed["files"] == [evidence_path(hall.did)]
    assert listed["left_out"] == {path: "input.too_large"}
    bundles.verify(bundles.Evidence.parse(hall.bundle), hall.works.chain)
    # A mirror writes as many, and says once whom it left out.
    mirrored = Mirrored(hall.works)
    mirrored.mirror.follow()
    assert list(mirrored.mirror.new_left_out()) == [path]
    assert not mirrored.mirror.new_left_out()
    # Not again with the next edition either: nothing has changed.
    hall.works.clock.now_s += HOUR_S
    hall.publish()
    assert hall.write() == 1
    mirrored.mirror.follow()
    index = json.loads(mirrored.files()[EVIDENCE_INDEX])
    assert index["hour"] == hall.works.clock.now_s // HOUR_S
    assert not mirrored.mirror.new_left_out()
    mirrored.close()
    # The next hour is another chance.
    monkeypatch.undo()
    hall.works.clock.now_s += HOUR_S
    hall.publish()
    assert hall.write() == 2
    assert hall.files.left_out == {}
