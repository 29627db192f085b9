"""What a trust root says before somebody signs or believes it."""

import re
from dataclasses import replace

import pytest

from livret_core.errors import Refused
from livret_core.ledger import root_changes
from livret_core.ledger.trust_chain import walk
from livret_core.ledger.trust_root import Ages, TrustRoot
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Log, Policy, Witness
from livret_core.words.language import LANGUAGES, Language
from livret_core.words.manner import Manner
from livret_edge.roots import root_facts, tell_root
from livret_edge.saying import Voice
from livret_edge.words.roots import texts
from tests.ledger_heads import Seen
from tests.ledger_scene import ORIGIN
from tests.trust_roots import OTHER_LOG, STOLEN, Roots


@pytest.fixture(scope="module")
def stand() -> Roots:
    return Roots()


def told(
    capsys: pytest.CaptureFixture[str],
    root: TrustRoot,
    before: TrustRoot | None,
    language: Language = "en",
) -> str:
    tell_root(Voice(Manner(language)), root, before)
    return re.sub(r"[ \n]+", " ", capsys.readouterr().out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_key_under_a_witness_name_is_shown_with_the_one_before(
    stand: Roots, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    root = stand.second(stand.witness(key=stand.stolen))
    said = told(capsys, root, stand.first, language)
    assert texts(language)["witness_key"] in said
    assert stand.stolen.format() in said
    assert stand.policy.witnesses[0].key.format() in said
    # Who stayed is counted, or what matters would drown.
    assert stand.policy.witnesses[1].key.format() not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_log_key_is_said_loudly(
    stand: Roots, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    root = stand.second(replace(stand.policy, logs=(Log(OTHER_LOG),)))
    said = told(capsys, root, stand.first, language)
    assert "! " + texts(language)["other_log_key"].format(origin=ORIGIN) in said
    assert OTHER_LOG.format() in said
    assert stand.scene.log_key.format() in said
    same = told(capsys, stand.second(), stand.first, language)
    assert texts(language)["log_key_new"] not in same
    assert "!" not in same


def test_an_address_numbers_ages_and_voters_that_change_are_shown(
    stand: Roots, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = stand.second(stand.witness(url=b"https://elsewhere.example/w"), ages=Ages(60, 120))
    said = told(capsys, moved, stand.first)
    assert "Witness, new address" in said
    assert "https://elsewhere.example/w" in said
    assert "fresh up to 60 seconds, of use up to 2 minutes (before: " in said
    changes = root_facts(moved, stand.first)["changes"]
    assert isinstance(changes, dict)
    assert [each["how"] for each in changes["cosigners"]] == ["address"]


def test_who_is_new_and_who_is_gone_is_shown(
    stand: Roots, capsys: pytest.CaptureFixture[str]
) -> None:
    name = b"w-new.example"
    key = VerifierKey.of("new.example/witness", SignatureType.COSIGNATURE_V1, STOLEN)
    gone, *others = stand.policy.witnesses
    groups = tuple(
        replace(each, members=tuple(name if m == gone.name else m for m in each.members))
        for each in stand.policy.groups
    )
    policy = Policy(stand.policy.logs, (Witness(name, key), *others), groups, b"both")
    said = told(capsys, stand.second(policy), stand.first)
    assert f"New witness {key.format()}" in said
    assert f"Witness no more {gone.key.format()}" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_compared_is_shown_whole_and_that_is_said(
    stand: Roots, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    said = told(capsys, stand.second(), None, language)
    for key in (*stand.policy.witness_keys, stand.scene.log_key):
        assert key.format() in said
    for voter in stand.first.voters:
        assert voter.key in said
    assert "! " + texts(language)["not_compared"].format(version=1) in said


def test_a_version_that_follows_another_text_is_compared_with_none(stand: Roots) -> None:
    other = Seen(stand.scene, expires_s=stand.first.expires_s + 1)
    with pytest.raises(Refused) as caught:
        root_changes.before(stand.second(), other.chain)
    assert caught.value.code == "trust.version"
    assert root_changes.before(stand.second(), stand.seen.chain) == stand.first
    assert root_changes.before(stand.first, stand.seen.chain) is None


def test_a_reader_that_walks_on_to_another_log_key_is_told(stand: Roots) -> None:
    other = replace(stand.policy, logs=(Log(OTHER_LOG),))
    second = stand.second(other, index=stand.joint.checkpoint.size)
    first, walked = stand.seen.chain, walk([stand.first, second])
    assert root_changes.rekeyed(first, walked) == 2
    assert root_changes.rekeyed(walked, walked) is None
    assert root_changes.rekeyed(first, walk([stand.first, stand.second(index=1)])) is None
