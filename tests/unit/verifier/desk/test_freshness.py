"""How old is what a desk goes by: told of what it got, and of what it could not get."""

from dataclasses import replace

from livret_core.tlog.tiles import Tile
from livret_verifier.desk.freshness import Standing, Watched, first_needs
from livret_verifier.evidence import (
    DidLogNeed,
    Evidence,
    Found,
    HeadNeed,
    LedgerNeed,
    Missing,
    Need,
    StatusListNeed,
    TilesNeed,
)
from livret_verifier.policy import LedgerTerms
from livret_verifier.policy_file import parse
from tests.scene import TOWN
from tests.windows import POLICY

NOW_S = 1_800_000_000
LEDGER = LedgerNeed(TOWN.did)
LOG = DidLogNeed(TOWN.did)
HEAD = HeadNeed("ledger.example")
LIST = StatusListNeed("https://town.example/1.jwt")
TILES = TilesNeed("ledger.example", (Tile(0, 0, 3),))
GONE = Missing("there", "status 404", is_absent=True)
SILENT = Missing("there", "net.timeout")


def found(*, ago_s: int = 0) -> Found:
    return Found(b"x", "there", NOW_S - ago_s)


def after(*got: tuple[Need, Evidence]) -> Standing:
    answers = [answer for _, answer in got]
    watched = Watched(lambda _: answers.pop(0), lambda: NOW_S)
    for need, answer in got:
        assert watched(need) == answer
    return watched.standing()


def test_before_anything_was_looked_for_nothing_is_known() -> None:
    assert after() == Standing(is_offline=False, age_s=None)


def test_the_oldest_kind_of_evidence_in_use_tells_the_age() -> None:
    got = after((LEDGER, found(ago_s=50)), (LIST, found(ago_s=20)), (LIST, found(ago_s=10)))
    assert got == Standing(is_offline=False, age_s=50)


def test_a_desk_is_offline_until_what_it_could_not_get_is_had() -> None:
    assert after((LIST, found(ago_s=9)), (LIST, SILENT)) == Standing(
        is_offline=True, age_s=9, lacks=True
    )
    assert after((LIST, SILENT), (LIST, found())) == Standing(is_offline=False, age_s=0)
    assert after((LIST, SILENT), (LEDGER, found())).is_offline


def test_an_answer_that_there_is_none_is_an_answer() -> None:
    assert after((LEDGER, GONE)) == Standing(is_offline=False, age_s=None)


def test_one_kind_that_is_not_there_is_lacking_however_new_the_others_are() -> None:
    got = after((LOG, SILENT), (LIST, found()))
    assert got == Standing(is_offline=True, age_s=0, lacks=True)
    assert not after((LOG, SILENT), (LIST, found()), (LOG, found())).lacks
    old = after((LIST, found(ago_s=7_200)))
    assert (old.is_offline, old.lacks) == (True, False), "it is old, and it is there"
    assert not after((LOG, GONE)).lacks


def test_a_head_is_of_the_ledger_and_no_kind_that_grows_old() -> None:
    got = after((HEAD, found(ago_s=9_000)), (LEDGER, found(ago_s=5)))
    assert got == Standing(is_offline=False, age_s=5)
    assert not after((HEAD, SILENT), (LEDGER, found())).is_offline


def test_a_desk_looks_first_for_what_its_policy_names_and_for_nothing_else() -> None:
    policy = parse(POLICY)
    assert first_needs(policy) == (DidLogNeed(TOWN.did),)
    [issuer] = policy.issuers
    on_ledger = replace(issuer, is_on_ledger=True, identifier="")
    terms = LedgerTerms("ledger.example/all")
    assert first_needs(replace(policy, issuers=(on_ledger,), ledger=terms)) == (
        HeadNeed("ledger.example/all"),
    )
    by_certificate = replace(issuer, profile="x509", identifier="https://town.example")
    assert first_needs(replace(policy, issuers=(by_certificate,))) == ()


def test_what_is_older_than_is_ever_kept_was_had_offline() -> None:
    assert not after((LIST, found(ago_s=3_660))).is_offline
    assert after((LIST, found(ago_s=3_661))).is_offline


def test_tiles_have_no_age_and_without_them_the_ledgers_evidence_is_none() -> None:
    """That they are not there is no answer either: who serves a head has its tiles."""
    old = found(ago_s=99_999)
    assert after((LEDGER, found()), (TILES, old)) == Standing(is_offline=False, age_s=0)
    for missing in (SILENT, GONE):
        assert after((LEDGER, found()), (TILES, missing)) == Standing(
            is_offline=True, age_s=0, lacks=True
        )
        assert not after((LEDGER, found()), (TILES, missing), (LEDGER, found())).is_offline


def test_a_clock_that_was_set_back_makes_no_age_below_nothing() -> None:
    assert after((LIST, found(ago_s=-5))) == Standing(is_offline=False, age_s=0)
