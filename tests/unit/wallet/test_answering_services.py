"""A service asks over the network, and is answered as it asked; or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.openid4vp.response_error import ErrorResponse
from livret_wallet.asked import standing
from livret_wallet.consent import ConsentSheet
from livret_wallet.receiving.needs import Call
from livret_wallet.sheet_facts import sheet_digest
from tests.being_asked import BY_KEY, URL, Asked
from tests.sheets import sheet_lines


@pytest.mark.parametrize("posts", [False, True], ids=["get", "post"])
@pytest.mark.parametrize("encrypts", [False, True], ids=["in clear", "encrypted"])
def test_an_answer_is_posted_as_it_was_asked_for(
    tmp_path: Path, *, posts: bool, encrypts: bool
) -> None:
    asked = Asked(tmp_path).by(posts=posts, encrypts=encrypts)
    done = asked.answer()
    assert done.is_taken
    [received] = asked.service.received
    assert isinstance(received, AuthorizationResponse)
    assert list(received.vp_token) == ["pool"]
    assert (b"vp_token" in asked.service.bodies[0]) is not encrypts
    assert asked.history[0] == "sent"
    assert asked.used == 1


def test_an_unsigned_request_is_answered_where_nobody_vouches_for_it(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by(f"redirect_uri:{URL}/answers/7", encrypts=False)
    assert asked.answer().is_taken
    [sheet] = asked.sheets
    assert (sheet.behind, sheet.answer_to) == ("nobody", "pool.test")
    assert "Nobody vouches for it" in " ".join(" ".join(sheet_lines(sheet, "en")).split())


def test_the_ledger_says_who_registered_a_service_and_for_what(tmp_path: Path) -> None:
    asked = Asked(tmp_path, registered=True).by_ledger()
    answering = asked.answering()
    found = answering.ask(asked.service.link)
    assert found.standing.behind == "registered"
    assert asked.answer().is_taken
    [sheet] = asked.sheets
    assert sheet.registered_for == "sport"
    assert standing.may_go_unasked(found.standing, sheet)
    assert not standing.may_go_unasked(found.standing, replace(sheet, listed="revoked"))
    text = " ".join(" ".join(sheet_lines(sheet, "en")).split())
    assert "registered it to ask for this (sport)" in text


def test_a_service_on_the_ledger_that_registered_nothing_is_said_to_be_so(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by_ledger()
    assert asked.answer().is_taken
    [sheet] = asked.sheets
    assert sheet.behind == "on_ledger"
    found = asked.answering().ask(asked.service.link)
    assert not standing.may_go_unasked(found.standing, sheet)


def test_where_the_holder_goes_next_is_given_and_not_opened(tmp_path: Path) -> None:
    page = f"{URL}/done?response_code=abc"
    asked = Asked(tmp_path).by(redirect_uri=page)
    assert asked.answer().redirect_uri == page
    assert [one for one in asked.service.asked if "done" in one] == []


def test_a_no_is_told_in_one_word_and_noted(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by()
    asked.says = "no"
    assert asked.refusal() == ("refused", "present.declined")
    [received] = asked.service.received
    assert isinstance(received, ErrorResponse)
    assert (received.error, received.description) == ("access_denied", "")
    assert (asked.history[0], asked.used) == ("refused", 0)


def test_what_is_no_answer_is_no_no(tmp_path: Path) -> None:
    """A slip of the fingers, the end of input, a wish to decide later: the service hears nothing."""
    asked = Asked(tmp_path).by()

    def gone(_: ConsentSheet) -> None:
        raise Refused("present.no_consent", "whatever its code")

    answering = asked.answering()
    found = answering.ask(asked.service.link)
    candidate = answering.choose(found, None)
    with pytest.raises(Refused):
        answering.answer(candidate, found, again=False, language="en", ask=gone)
    assert (asked.service.received, asked.history[0]) == ([], "received")


def test_a_no_that_nobody_took_is_not_said_to_be_told(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by()
    asked.says = "no"

    def lose(call: Call) -> None:
        if call.uri.text.endswith("/answers/7"):
            raise Unavailable("net.unavailable", host="pool.test")

    asked.network.before = lose
    assert asked.refusal() == ("refused", "present.untold")
    assert asked.history[0] == "refused"


def test_what_is_not_held_is_no_business_of_the_service(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by(BY_KEY, "profession")
    assert asked.refusal() == ("refused", "present.none")
    assert [one for one in asked.service.asked if one.startswith("POST")] == []


def test_a_service_is_refused_whatever_is_held(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by(BY_KEY, "profession")
    answering = asked.answering()
    answering.refuse(answering.ask(asked.service.link))
    [received] = asked.service.received
    assert isinstance(received, ErrorResponse)
    assert received.error == "access_denied"
    assert asked.history[0] == "refused"


def test_an_answer_that_is_not_taken_was_sent_all_the_same(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by(lies={"rejects"})
    assert not asked.answer().is_taken
    assert (asked.history[0], asked.used) == ("sent", 1)


def test_of_an_answer_that_a_service_failed_on_nobody_knows_whether_it_was_taken(
    tmp_path: Path,
) -> None:
    asked = Asked(tmp_path).by(lies={"fails"})
    with pytest.raises(Unavailable) as caught:
        asked.answer()
    assert caught.value.code == "present.undelivered"
    assert (asked.history[0], asked.used) == ("sending", 1)


def test_where_no_word_comes_back_the_history_says_that_nobody_knows(tmp_path: Path) -> None:
    asked = Asked(tmp_path).by()

    def lose(call: Call) -> None:
        if call.uri.text.endswith("/answers/7"):
            raise Unavailable("net.unavailable", host="pool.test")

    asked.network.after = lose
    with pytest.raises(LivretError) as caught:
        asked.answer()
    assert caught.value.code == "present.undelivered"
    assert (asked.history[0], asked.used) == ("sending", 1)


def test_the_digest_of_a_sheet_is_none_of_a_sheet_with_another_standing(tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    asked.by()
    asked.answer()
    asked.by(f"redirect_uri:{URL}/answers/7", encrypts=False)
    asked.answer()
    assert len({sheet_digest(sheet) for sheet in asked.sheets}) == 2
