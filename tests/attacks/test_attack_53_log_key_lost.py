"""Attack 53: the log's key is lost and its operator gone; or somebody says so who wants the log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer
from livret_core.ledger import trusting
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_root import TAKEOVER_S, TrustRoot
from livret_core.ledger.trusting import Believed, Trusted
from livret_core.sealing import FLOOR
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Log, Policy
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.publishing import evidence_path
from livret_ledger.service.recovering import JOINT, look, rebuild, take_over
from livret_ledger.service.serving import Parts, Service
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.home import Home
from livret_wallet import vouching
from tests.ledger_heads import AGES, next_root
from tests.ledger_scene import DAY_S, ORIGIN, Town, ed25519
from tests.ledger_works import Works, with_addresses
from tests.mirrors import Mirrored
from tests.on_ledger import Desk

NEW = ed25519("the log key after")
NEW_KEY = VerifierKey.of(ORIGIN, SignatureType.ED25519, NEW)
PASSPHRASE = b"four words to keep"


class Drill:
    """Four towns, a mirror, a desk and a wallet; the operator is gone with the log's key."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = Desk()
        self.works = Works.founded(root, self.desk.scene)
        with self.works.running() as (_, publisher):
            assert publisher.publish().has_quorum
        self.works.follow()
        self.mirrored = Mirrored(self.works)
        self.mirrored.mirror.follow()
        self.died_s = self.works.clock.now_s
        self.desk.believed = Believed(self.works.chain, AGES, None)
        self.trusted = trusting.recall(self.works.chain.roots, since_s=self.died_s, head=None)
        self.old_signer, self.works.signer = self.works.signer, None

    @property
    def now_s(self) -> int:
        return self.works.clock.now_s

    # What readers do.

    def desk_refusal(self, folder: Path) -> str | None:
        """What the desk says to a proof of Metz, with what *folder* publishes; None: accepted."""
        assert self.desk.believed is not None
        chain = self.desk.believed.chain.extend(
            Reader(Folder(folder)).trust_roots(), now_s=self.now_s
        )
        self.desk.believed = replace(self.desk.believed, chain=chain)
        raw = (folder / evidence_path(str(self.desk.metz.did))).read_bytes()
        asked = replace(self.desk.question(), now_s=self.now_s)
        text = self._shown()
        verdict = self.desk.verdict(text, evidence=raw, asked=asked)
        if verdict.presentation is None:
            assert verdict.report.reason is not None
            return verdict.report.reason.code
        return None

    def _shown(self) -> str:
        self.desk.list = self.desk.hall().status_list(issued_s=self.now_s - 3_600)
        from tests.scene import CLAIMS, INDEX, bind, draft, showing

        hall = self.desk.hall()
        claims: dict[str, Any] = {**CLAIMS, "issuing_territory": self.desk.metz.who}
        made = draft(
            claims,
            town=hall,
            index=INDEX,
            issued_s=self.desk.issued_s,
            expires_s=self.now_s + 80 * DAY_S,
        )
        return bind(showing(made.signed(hall.signer), "commune"), iat=self.now_s - 5)

    def wallet(self, folder: Path) -> Trusted:
        """The wallet walks on, and believes the town by what *folder* publishes."""
        versions = Reader(Folder(folder)).trust_roots()
        found = trusting.considered(versions, [self.trusted], now_s=self.now_s)
        assert isinstance(found, Trusted)
        raw = (folder / evidence_path(str(self.desk.metz.did))).read_bytes()
        _, self.trusted = vouching.by_evidence(raw, [found], now_s=self.now_s)
        return self.trusted

    # What the members do.

    def prepared(self, **changes: Any) -> Home:
        found = look(
            Reader(Folder(changes.get("copy", self.mirrored.home.public))),
            self.works.chain,
            self.works.post,
            has_key=False,
            now_s=self.now_s,
        )
        return rebuild(found, self.root / "new", NEW, PASSPHRASE, now_s=self.now_s, kdf=FLOOR)

    def voted(self, home: Home, by: Sequence[Town] | None = None) -> tuple[TrustRoot, Operation]:
        """The next trust root and the `log.rotate`, signed by those who vote."""
        joint = SignedCheckpoint.parse((home.root / JOINT).read_bytes())
        towns = self.works.scene.towns
        policy = self.works.policy
        named = Policy((Log(NEW_KEY),), policy.witnesses, policy.groups, policy.quorum)
        second = next_root(
            self.works.chain.newest,
            self.works.scene,
            towns,
            joint,
            by=by or towns[:3],
            numbers=self.works.chain.newest.numbers,
            policy=with_addresses(named),
            index=joint.checkpoint.size,
        )
        return second, self.works.scene.rotate(NEW_KEY, *(by or towns[:3]))

    def go_on(self, home: Home) -> None:
        second, rotate = self.voted(home)
        chain = self.works.chain.extend([second], now_s=self.now_s)
        take_over(home, rotate, chain, NEW, now_s=self.now_s)
        for cosigner in self.works.cosigners.values():
            cosigner.more_keys.append(NEW_KEY)  # `livret ledger witness add-log`

    @contextmanager
    def service(self, home: Home, key: Ed25519Signer = NEW) -> Iterator[Service]:
        made = Service(
            Parts(
                home.store(),
                home.store(read_only=True),
                key,
                home.trust_chain(now_s=self.now_s),
                WebRoot(home.public),
                self.works.post,
                self.works.clock,
                self.works.clock.pause,
                home.store(read_only=True),
            )
        )
        try:
            yield made
        finally:
            made.stop()

    def hourly(self, seconds: int) -> None:
        """Time passes; the mirror asks for fresh times every hour (one in twenty is played)."""
        until_s = self.now_s + seconds
        while self.now_s + 72_000 < until_s:
            self.works.clock.now_s += 72_000
            self.mirrored.mirror.refresh()
        self.works.clock.now_s = until_s


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path)
    yield made
    made.mirrored.close()


def code(act: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(LivretError) as caught:
        act(*arguments, **named)
    return caught.value.code


def test_attack_53_twin_the_members_rotate_and_all_go_on_from_a_mirror(drill: Drill) -> None:
    mirror = drill.mirrored.home.public
    assert drill.desk_refusal(mirror) is None
    drill.wallet(mirror)
    home = drill.prepared()
    # A week in which nothing is written; desks go on by the mirror's fresh times.
    drill.hourly(TAKEOVER_S)
    assert drill.desk_refusal(mirror) is None
    drill.go_on(home)
    with drill.service(home) as running:
        assert running.start() is None
        town = drill.works.scene.towns[2]
        drill.works.scene.leaves = _leaves(home)
        _catch_up(drill)
        commit = drill.works.scene.commit(town)
        outcome = running.sequencer.submit(commit.leaf)
        assert not isinstance(outcome, LivretError), outcome
        assert running.publisher.publish().has_quorum
        assert running.write_evidence() == 1
    # The desk and the wallet walk on, and remember where they had been.
    assert drill.desk_refusal(home.public) is None
    assert drill.desk.believed is not None
    assert drill.desk.believed.chain.newest.version == 2
    before = drill.trusted.remembered
    assert drill.wallet(home.public).chain.newest.version == 2
    after = drill.trusted.remembered
    assert before is not None
    assert after is not None
    assert after.size > before.size
    # The mirror follows whoever goes on.
    drill.mirrored.source = Folder(home.public)
    assert drill.mirrored.mirror.follow().size == after.size
    assert drill.mirrored.published.checkpoint.size == after.size


def _leaves(home: Home) -> list[bytes]:
    store = home.store(read_only=True)
    try:
        return [entry.leaf for entry in store.entries(0, store.frontier.size)]
    finally:
        store.close()


def _catch_up(drill: Drill) -> None:
    """Let the scene take what was written under the new key."""
    from livret_core.ledger.apply import apply

    for leaf in drill.works.scene.leaves:
        operation = Operation.parse(leaf)
        try:
            drill.works.scene.state.take(apply(drill.works.scene.state, operation))
        except LivretError:
            continue  # it has it


def test_attack_53_too_few_members_take_nothing_over(drill: Drill) -> None:
    """Two of four say that the key is lost."""
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    two = drill.works.scene.towns[:2]
    second, rotate = drill.voted(home, two)
    assert code(drill.works.chain.extend, [second], now_s=drill.now_s) == "trust.signatures"
    # A trust root by enough, and a log.rotate by too few.
    second, _ = drill.voted(home)
    chain = drill.works.chain.extend([second], now_s=drill.now_s)
    assert code(take_over, home, rotate, chain, NEW, now_s=drill.now_s) == "ledger.threshold"


def test_attack_53_nothing_is_taken_over_before_a_week_has_passed(drill: Drill) -> None:
    """Whoever still has the key has the time to say so."""
    home = drill.prepared()
    drill.works.clock.now_s = drill.died_s + TAKEOVER_S - 1
    assert code(drill.go_on, home) == "trust.not_yet"
    drill.works.clock.now_s += 1
    drill.go_on(home)


def test_attack_53_fresh_times_do_not_begin_the_week_again(drill: Drill) -> None:
    home = drill.prepared()
    drill.hourly(TAKEOVER_S)
    drill.go_on(home)


def test_attack_53_the_new_key_writes_nothing_without_its_rotation(drill: Drill) -> None:
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    with drill.service(home) as running:
        assert code(running.start) == "ledger.log_key"


def test_attack_53_another_key_than_the_voters_named_takes_nothing_over(drill: Drill) -> None:
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    second, rotate = drill.voted(home)
    chain = drill.works.chain.extend([second], now_s=drill.now_s)
    other = ed25519("somebody else's")
    assert code(take_over, home, rotate, chain, other, now_s=drill.now_s) == "ledger.log_key"
    elsewhere = drill.works.scene.rotate(
        VerifierKey.of(ORIGIN, SignatureType.ED25519, other), *drill.works.scene.towns[:3]
    )
    assert code(take_over, home, elsewhere, chain, NEW, now_s=drill.now_s) == "ledger.log_key"
    assert code(take_over, home, elsewhere, chain, other, now_s=drill.now_s) == "ledger.log_key"


def test_attack_53_it_is_taken_over_once(drill: Drill) -> None:
    home = drill.prepared()
    drill.works.clock.now_s += TAKEOVER_S
    drill.go_on(home)
    assert code(drill.go_on, home) == "ledger.moved"


def test_attack_53_a_mirror_that_is_behind_is_not_gone_on_from(drill: Drill) -> None:
    """It would write another history over what a quorum has seen."""
    drill.works.signer = drill.old_signer
    with drill.works.running() as (sequencer, publisher):
        sequencer.submit(drill.works.scene.commit(drill.works.scene.towns[2]).leaf)
        assert publisher.publish().has_quorum
    assert code(drill.prepared) == "ledger.behind"
    assert not (drill.root / "new").exists()
    drill.mirrored.mirror.follow()
    assert drill.prepared().has_begun()


def test_attack_53_where_too_few_witnesses_answer_nothing_is_made(drill: Drill) -> None:
    for town in drill.works.scene.towns[:2]:
        drill.works.witness(town).is_down = True
    assert code(drill.prepared) == "ledger.few_witnesses"


def test_attack_53_the_old_key_that_comes_back_signs_nothing_more(drill: Drill) -> None:
    """The operator finds the key again, and its machine writes on."""
    home = drill.prepared()
    drill.hourly(TAKEOVER_S)
    drill.go_on(home)
    with drill.service(home) as running:
        assert running.start() is None
        assert running.publisher.publish().has_quorum
    drill.works.signer = drill.old_signer
    drill.works.clock.now_s += 100
    with drill.works.running() as (_, publisher):
        assert code(publisher.publish) == "ledger.behind"
