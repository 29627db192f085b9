"""What dates a proof: taken only for a proof that is held, kept whole, shown for one copy."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.dating import Dating
from livret_core.ledger.trusting import recall
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.sdjwt.compact import SdJwt
from livret_core.short_code import ShortCode
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.proof import LogProof
from livret_wallet import presenting
from livret_wallet.consent import agree, describe
from livret_wallet.dating import HeldDating
from livret_wallet.records import HeldBatch, HeldCopy, Vouched
from livret_wallet.rendering import proof_lines
from livret_wallet.vault import holdings
from livret_wallet.vault.ledgers import Ledgers
from tests.datings import CountedDesk
from tests.ledger_heads import Tree
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import ORIGIN
from tests.scene import DESK, NONCE, PROCEDURE

OTHER = "— other.example AAAAAAAA\n".encode()


class Dated(LedgerHolder):
    """A wallet that holds two copies, which the town has counted in."""

    def __init__(self, root: Path, *, believes: bool = True) -> None:
        self.desk = CountedDesk(committed=False)
        super().__init__(root, believes=believes, desk=self.desk)
        self.batch: HeldBatch = self.receive()[0]
        self.copies = [SdJwt.parse(copy.sd_jwt) for copy in self.batch.copies]
        self.desk.count_in(*self.copies)

    def file(self, **changes: object) -> Dating:
        """What the town hands over a day later."""
        return replace(self.desk.dating(self.copies[0]), **changes)  # type: ignore[arg-type]

    def keep(self, dating: Dating) -> HeldDating:
        return self.wallet.keep_dating(dating, now_s=self.files.now_s)[1]

    def refusal_of(self, dating: Dating) -> str:
        with pytest.raises(LivretError) as caught:
            self.keep(dating)
        assert holdings.datings(self.vault) == {}
        return caught.value.code

    @property
    def request(self) -> AuthorizationRequest:
        now_s = self.files.now_s
        query = DcqlQuery.for_one("parking", (PROCEDURE.type.vct,), PROCEDURE.asks)
        return AuthorizationRequest(DESK, NONCE, NONCE, query, "Desk", now_s, now_s + 60, {})


@pytest.fixture
def dated(tmp_path: Path) -> Dated:
    return Dated(tmp_path)


def test_what_dates_a_proof_is_kept_with_the_time_that_the_ledger_shows(dated: Dated) -> None:
    held = dated.keep(dated.file())
    assert held.batch_id == dated.batch.id
    assert held.before_s == dated.desk.scene.at_s
    assert len(held.dating.paths) == len(dated.batch.copies) == 2
    [(_, kept)] = holdings.datings(dated.vault).values()
    assert kept == held == HeldDating.parse(held.format())
    assert [entry.kind for entry in holdings.history(dated.vault)] == ["received", "received"]


def test_a_second_file_takes_the_place_of_the_first(dated: Dated) -> None:
    dated.keep(dated.file())
    dated.keep(dated.file())
    assert len(holdings.datings(dated.vault)) == 1


def test_a_file_for_a_proof_that_is_not_held_is_not_kept(dated: Dated) -> None:
    assert dated.refusal_of(dated.file(code=ShortCode.of(bytes([1]) * 16))) == "dating.no_proof"


def test_a_file_of_another_town_is_not_kept(dated: Dated) -> None:
    other = replace(dated.file().commit, did=str(dated.desk.root.did))
    assert dated.refusal_of(dated.file(commit=other)) == "dating.no_proof"


def test_a_file_that_leaves_a_copy_out_is_not_kept(dated: Dated) -> None:
    assert dated.refusal_of(dated.file(paths=dated.file().paths[:1])) == "commit.path"


def test_paths_of_other_proofs_are_not_kept(dated: Dated) -> None:
    extra = dated.file().paths[0]
    held = dated.keep(dated.file(paths=(extra, *dated.file().paths, extra)))
    assert len(held.dating.paths) == 2


def test_digests_that_the_ledger_does_not_have_are_not_kept(dated: Dated) -> None:
    first, *rest = dated.file().commit.digests
    other = replace(dated.file().commit, digests=(first, replace(rest[0], issued_at_s=1)))
    assert dated.refusal_of(dated.file(commit=other)) == "commit.other_root"


def test_a_file_without_proof_of_the_commit_is_not_kept(dated: Dated) -> None:
    assert dated.refusal_of(dated.file(proof=None)) == "ledger.not_shown"


def test_a_file_of_a_ledger_that_is_not_believed_is_not_kept(dated: Dated) -> None:
    operation = replace_ledger(dated.file())
    assert dated.refusal_of(operation) == "trust.unknown"


def replace_ledger(dating: Dating) -> Dating:
    import msgspec

    return replace(
        dating, operation=msgspec.structs.replace(dating.operation, ledger="other.example")
    )


def test_what_was_made_for_a_service_is_not_kept(dated: Dated) -> None:
    assert dated.refusal_of(dated.file(code=None)) == "commit.malformed"


def test_without_a_ledger_it_is_kept_unchecked(tmp_path: Path) -> None:
    dated = Dated(tmp_path, believes=False)
    assert dated.keep(dated.file()).before_s is None


def test_without_a_ledger_digests_of_another_root_are_not_kept(tmp_path: Path) -> None:
    dated = Dated(tmp_path, believes=False)
    first, *rest = dated.file().commit.digests
    other = replace(dated.file().commit, digests=(first, replace(rest[0], issued_at_s=1)))
    assert dated.refusal_of(dated.file(commit=other)) == "commit.other_root"


def test_without_a_ledger_a_proof_of_another_entry_is_not_kept(tmp_path: Path) -> None:
    """Whose head it is nobody can say here; that it does not lead to the commit anybody can."""
    dated = Dated(tmp_path, believes=False)
    proof = dated.file().proof
    assert proof is not None
    assert dated.refusal_of(dated.file(proof=replace(proof, index=0))) == "log.inclusion"


def test_what_was_checked_gives_way_to_nothing_unchecked(dated: Dated) -> None:
    kept = dated.keep(dated.file())
    Ledgers(dated.vault).forget(ORIGIN)
    proof = dated.file().proof
    assert proof is not None
    unsigned = SignedCheckpoint.parse(proof.signed.format().split(b"\n\n")[0] + b"\n\n" + OTHER)
    altered = dated.file(proof=replace(proof, signed=unsigned))
    with pytest.raises(LivretError) as caught:
        dated.keep(altered)
    assert caught.value.code == "dating.unchecked"
    # The very file again is no other word.
    assert dated.keep(dated.file()) == kept
    [(_, still)] = holdings.datings(dated.vault).values()
    assert still == kept


def test_an_earlier_time_gives_way_to_no_later_one(dated: Dated) -> None:
    kept, early_s = dated.keep(dated.file()), dated.desk.scene.at_s
    dated.desk.scene.tick(3_600)
    scene, before = dated.desk.scene, dated.file().proof
    assert before is not None
    signed = dated.desk.seen.head(at_s=scene.at_s)
    path = merkle.prove_inclusion(before.index, len(scene.leaves), Tree(scene.leaves).read)
    later = dated.file(proof=LogProof(before.index, tuple(path), signed))
    assert dated.keep(later) == kept
    assert kept.before_s == early_s


def test_what_was_not_checked_gives_way_to_what_is(tmp_path: Path) -> None:
    dated = Dated(tmp_path, believes=False)
    assert dated.keep(dated.file()).before_s is None
    told = " ".join(proof_lines(dated.batch, "en", dating=dated.keep(dated.file())))
    assert "kept and not checked" in " ".join(told.split())
    first = recall([dated.desk.seen.first], since_s=dated.files.now_s, head=None)
    Ledgers(dated.vault).keep(first)
    assert dated.keep(dated.file()).before_s == dated.desk.scene.at_s


def test_nothing_dates_an_answer_unless_it_is_asked_for(dated: Dated) -> None:
    dated.keep(dated.file())
    candidate = dated.wallet.choose(dated.request, None, now_s=dated.files.now_s)
    assert candidate.dating is None
    assert describe(candidate, dated.request, language="en").dated_day is None


def test_where_nothing_is_kept_nothing_can_be_shown(dated: Dated) -> None:
    with pytest.raises(LivretError) as caught:
        dated.wallet.choose(dated.request, None, dated=True, now_s=dated.files.now_s)
    assert caught.value.code == "dating.none"


def test_what_is_shown_dates_the_copy_that_is_shown_and_the_sheet_says_so(dated: Dated) -> None:
    dated.keep(dated.file())
    candidate = dated.wallet.choose(dated.request, None, dated=True, now_s=dated.files.now_s)
    shown = candidate.dating
    assert shown is not None
    assert (shown.code, len(shown.paths)) == (None, 1)
    assert shown.path_of(candidate.opened.copy.sd_jwt.partition("~")[0]) == shown.paths[0]
    assert describe(candidate, dated.request, language="en").dated_day == shown.commit.day


def test_a_yes_to_a_sheet_without_it_is_no_yes_to_showing_it(dated: Dated) -> None:
    dated.keep(dated.file())
    now_s = dated.files.now_s
    plain = dated.wallet.choose(dated.request, None, now_s=now_s)
    consent = agree(describe(plain, dated.request, language="en"), "yes")
    assert consent is not None
    candidate = dated.wallet.choose(dated.request, None, dated=True, now_s=now_s)
    with pytest.raises(ValueError, match="dates it"):
        presenting.prepare(candidate, dated.request, consent, now_s=now_s)
    assert presenting.prepare(plain, dated.request, consent, now_s=now_s)[0].key_id


def test_a_proof_says_what_is_kept_to_date_it(dated: Dated) -> None:
    held = dated.keep(dated.file())
    assert "kept: what shows that it was signed by" in " ".join(
        proof_lines(dated.batch, "en", dating=held)
    )
    assert "Dated" not in " ".join(proof_lines(dated.batch, "en"))


def test_a_diploma_without_it_says_what_is_to_be_done() -> None:
    desk = CountedDesk(kind="diploma")
    copy = HeldCopy("key", desk.first.format())
    vouched = Vouched("ledger.example/meuse", desk.metz.who, desk.now_s, 4, 4)
    batch = HeldBatch(
        "batch", str(desk.metz.did), "Metz", desk.kind.vct, desk.now_s, "code", (copy,), vouched
    )
    told = " ".join(" ".join(proof_lines(batch, "en")).split())
    assert "! what shows when it was signed is still to come" in told
    assert "still to come" not in " ".join(proof_lines(replace(batch, vouched=None), "en"))
