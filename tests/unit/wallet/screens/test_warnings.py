"""Warnings: each kind says what is known, what it means and a step without a device."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.registered_asks import Excess
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import day
from livret_wallet.consent import ConsentSheet, SheetLine
from livret_wallet.contents import LedgerSeen
from livret_wallet.rendering import behind_told
from livret_wallet.screens import warnings
from livret_wallet.screens.header import LedgerWarns, ledger_state, standing
from livret_wallet.screens.warnings import (
    Warned,
    Warns,
    agreement,
    known_names,
    of_card,
    of_error,
    of_ledgers,
    of_name,
    of_sheet,
)
from livret_wallet.words import screen_texts, texts, warning_texts
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.scene import DAY_S, NOW_S
from tests.wallet_held import HISTORY, LEDGER, batch, contents

KINDS: tuple[Warns, ...] = (*get_args(LedgerWarns), *warnings.OTHERS)
PLACES = ("aachen.example", "metz.example", "namur.example")
LEDGERS: dict[LedgerWarns, LedgerSeen] = {
    "unseen": replace(LEDGER, seen_s=None),
    "old": replace(LEDGER, seen_s=NOW_S - 2 * DAY_S),
    "too_old": replace(LEDGER, seen_s=NOW_S - 8 * DAY_S),
    "clock": replace(LEDGER, seen_s=NOW_S + 301),
    "ended": replace(LEDGER, expires_s=NOW_S),
    "rolled_back": replace(LEDGER, doubt="ledger.older_head", doubt_s=NOW_S - 60),
    "forked": replace(LEDGER, doubt="log.fork", doubt_s=NOW_S - 60, places=PLACES),
}


def sheet(**changes: Any) -> ConsentSheet:
    given: dict[str, Any] = {
        "service": "Piscine des Saules", "client_id": "decentralized_identifier:did:webvh:x:pool.test",
        "purpose": "", "proof": "Proof of residence", "issuer": "", "issuer_did": "",
        "leaves": (
            SheetLine(("commune",), "Commune", "V"), SheetLine(("birthdate",), "Date of birth", "B"),
        ),
        "goes_along": (), "stays": (), "copy_number": 1, "copies": 10, "used_at_s": None,
        "expires_at_s": None, "nonce": "", "state": "", "number": 1, "others": (),
        "type_name": "residency/1", "behind": "registered", "answer_to": "pool.test", **changes,
    }  # fmt: skip
    return ConsentSheet(**given)


def kinds(found: tuple[Warned, ...]) -> list[Warns]:
    return [each.kind for each in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_words_in_every_language(language: Language) -> None:
    said = warning_texts(language)
    assert set(said) == set(warning_texts("en"))
    for kind in KINDS:
        for part in ("", "_known", "_means", "_step"):
            assert said[f"{kind}{part}"]
    for kind in get_args(LedgerWarns):
        assert screen_texts(language)[f"ledger_{kind}"]


@pytest.mark.parametrize("kind", LEDGERS)
def test_how_a_ledger_stands_is_said_in_the_header_and_whole_on_the_screen(
    kind: LedgerWarns,
) -> None:
    ledger = LEDGERS[kind]
    assert standing(ledger, now_s=NOW_S) == kind
    for language in LANGUAGES:
        [found] = of_ledgers((LEDGER, ledger), language, now_s=NOW_S)
        state = ledger_state((LEDGER, ledger), language, now_s=NOW_S)
        assert state is not None
        assert (found.kind, found.sign) == (kind, state.sign)
        text = " ".join(fact.told for fact in found.facts(language))
        assert ledger.origin in text
        assert "{" not in text


def test_a_ledger_that_stands_well_warns_of_nothing() -> None:
    assert of_ledgers((LEDGER,), "en", now_s=NOW_S) == ()
    assert kinds(of_ledgers((), "en", now_s=NOW_S)) == ["no_ledger"]


def test_attack_51_a_ledger_that_was_rolled_back_says_whom_to_call() -> None:
    warned = of_ledgers((LEDGERS["rolled_back"],), "en", now_s=NOW_S)
    assert kinds(warned) == ["rolled_back"]
    found = warned[0]
    assert "ledger.livret.test" in found.step
    assert "Sint-Jansbeke" in found.step
    assert found.stops
    [forked] = of_ledgers((LEDGERS["forked"],), "fr", now_s=NOW_S)
    assert ", ".join(PLACES) in forked.step
    many = replace(LEDGERS["forked"], places=tuple(f"town-{at}" for at in range(60)))
    [found] = of_ledgers((many,), "en", now_s=NOW_S)
    assert found.step.endswith("town-7 ….")


@pytest.mark.parametrize("language", LANGUAGES)
def test_which_members_agree_is_named_and_who_does_not(language: Language) -> None:
    ledger = replace(LEDGER, places=PLACES, agreed=PLACES[:2])
    agree, silent = agreement(ledger, language, now_s=NOW_S)
    assert "aachen.example, metz.example" in agree
    assert "namur.example" in silent
    state = ledger_state((ledger,), language, now_s=NOW_S)
    assert state is not None
    assert (state.sign, state.text.startswith("2 ")) == ("✓", True)
    assert len(agreement(replace(ledger, agreed=PLACES), language, now_s=NOW_S)) == 1
    assert agreement(LEDGER, language, now_s=NOW_S) == ()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Unavailable("ledger.stale", age_s=8 * DAY_S), "too_old"),
        (Unavailable("ledger.clock", now_s=1, seen_s=NOW_S + 400), "clock"),
        (Unavailable("trust.expired", expired_s=1), "ended"),
        (Unavailable("ledger.older_head", size=1, known=2), "rolled_back"),
        (Refused("log.fork"), "forked"),
        (Refused("log.consistency"), "forked"),
        (Refused("issuer.off_ledger"), "unknown_issuer"),
        (Refused("issuer.not_accredited"), "unaccredited"),
        (Refused("issuer.wrong_territory"), "unaccredited"),
        (Refused("request.over_purpose", claim="birthdate"), "over_asking"),
    ],
)
def test_what_stopped_something_is_warned_of(error: LivretError, kind: Warns) -> None:
    for language in LANGUAGES:
        found = of_error(error, language, who="evil.example", ledgers=(LEDGER,), now_s=NOW_S)
        assert found is not None
        assert found.kind == kind
        assert "{" not in "".join(fact.told for fact in found.facts(language))


def test_what_was_shown_is_as_old_as_it_said_where_nothing_was_seen_before() -> None:
    error = Unavailable("ledger.stale", age_s=9 * DAY_S)
    given: dict[str, Any] = {"who": "", "now_s": NOW_S}
    unseen = of_error(error, "en", ledgers=(replace(LEDGER, seen_s=None),), **given)
    assert unseen is not None
    assert day(NOW_S - 9 * DAY_S, "en") in unseen.known
    assert of_error(error, "en", **given) is None
    for code in ("net.unavailable", "trust.unconfirmed"):
        assert of_error(Unavailable(code), "en", **given) is None


def test_a_card_that_nobody_vouches_for_is_warned_of() -> None:
    assert of_card(batch("one", "residency"), (LEDGER,), "en") == ()
    assert kinds(of_card(batch("one", "residency"), (), "en")) == ["left_ledger"]
    [found] = of_card(batch("one", "residency", vouched=None), (LEDGER,), "en")
    assert (found.kind, found.stops) == ("unvouched", False)
    assert "ledger.livret.test/verneuil" in found.known


def test_attack_56_what_is_asked_beyond_the_registration_is_named() -> None:
    assert of_sheet(sheet(), (), "en") == ()
    more = Excess(claims=(("residency/1", ("birthdate",)),))
    warned = of_sheet(sheet(excess=more), (), "en")
    assert kinds(warned) == ["over_asking"]
    found = warned[0]
    assert "Date of birth" in found.known
    assert "Commune" not in found.known
    [whole] = of_sheet(sheet(excess=Excess(types=("residency/1",))), (), "en")
    assert "Proof of residence" in whole.known
    assert kinds(of_sheet(sheet(excess=Excess(is_over=True)), (), "en")) == ["registration_over"]
    for behind in ("on_ledger", "certificate", "key", "nobody"):
        found_kinds = kinds(of_sheet(sheet(behind=behind, behind_name="pool.test"), (), "en"))
        assert found_kinds == ["unregistered"]


def test_attack_56_an_answer_to_a_host_that_the_certificate_does_not_name() -> None:
    hosts = "pool.test, desk.pool.test"
    asked = sheet(behind="certificate", behind_name=hosts, answer_to="elsewhere.test")
    for language in LANGUAGES:
        found = of_sheet(asked, (), language)
        assert kinds(found) == ["unregistered", "goes_elsewhere"]
        assert "elsewhere.test" in found[1].known
        assert hosts in found[1].known
    for answer_to in ("pool.test", "desk.pool.test", ""):
        there = sheet(behind="certificate", behind_name=hosts, answer_to=answer_to)
        assert kinds(of_sheet(there, (), "en")) == ["unregistered"]


def test_attack_56_a_name_like_one_that_is_known_names_both_and_the_address() -> None:
    known = known_names(contents().batches, HISTORY)
    found = of_sheet(sheet(service="Piscinе des Saules"), known, "en")
    assert kinds(found) == ["name_mixed", "name_alike"]
    assert "Cyrillic (U+0435)" in found[0].known
    assert "“Piscine des Saules”" in found[1].known
    assert "pool.test" in found[1].step
    turned = of_sheet(sheet(service="Picsine des Saules"), known, "fr")
    assert kinds(turned) == ["name_alike"]


def test_attack_56_twin_a_service_that_is_known_is_no_copy_of_itself() -> None:
    known = known_names(contents().batches, HISTORY)
    assert of_sheet(sheet(), known, "en") == ()
    # Whoever registered may sign proofs with one key and ask with another.
    assert of_sheet(sheet(service="Verneuil-sur-Lys"), known, "en") == ()
    copy = of_sheet(sheet(service="Verneuil-sur-Lys", behind="key"), known, "en")
    assert kinds(copy) == ["unregistered", "name_alike"]
    # It asked, and got nothing: its name is none that is known.
    assert of_sheet(sheet(service="FitClub Lis"), known, "en") == ()


def test_a_town_hall_is_known_by_its_did() -> None:
    known = known_names(contents().batches, ())
    one = contents().batches[0]
    assert of_name(one.issuer_name, one.issuer_did, known, "en", at="x") == ()
    found = of_name(one.issuer_name, "did:webvh:other", known, "en", at="evil.example")
    assert kinds(found) == ["name_alike"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_attack_56_what_a_stranger_wrote_acts_in_no_warning(hostile: str) -> None:
    known = known_names((batch("one", "residency", who=hostile[:2_000]),), ())
    ledger = replace(LEDGER, origin=hostile, places=(hostile,), agreed=(hostile,), doubt="log.fork")
    found = [
        *of_ledgers((ledger,), "en", now_s=NOW_S),
        *of_name(hostile, "x", known, "de", at="x"),
        *of_sheet(sheet(service=hostile, client_id=hostile, answer_to="", behind="key"), known, "fr"),
        of_error(Refused("issuer.off_ledger"), "nl", who=hostile),
        of_error(Refused("request.over_purpose", claim=hostile), "nl", who=hostile),
    ]  # fmt: skip
    text = "".join(
        fact.told for each in found if each is not None for fact in each.facts("en")
    ) + "".join(agreement(ledger, "en", now_s=NOW_S))
    assert not set(text) & (UNSEEN | {"\n"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("excess", "is_within"),
    [
        (Excess(), True),
        (Excess(claims=(("residency/1", ("birthdate",)),)), False),
        (Excess(types=("residency/1",)), False),
    ],
)
def test_what_is_beyond_a_registration_is_not_said_to_be_registered(
    excess: Excess, *, is_within: bool, language: Language
) -> None:
    """The line of who asks stands beside the warning, and does not say the contrary of it."""
    told = behind_told(
        sheet(behind="registered", behind_name="x.example/y", excess=excess), language
    )
    within, beyond = (
        texts(language)[f"behind_{key}"].format(name="x.example/y", who="", purpose="")
        for key in ("registered", "beyond")
    )
    assert (told.startswith(within), told.startswith(beyond)) == (is_within, not is_within)
