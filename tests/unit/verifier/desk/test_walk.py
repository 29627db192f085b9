"""A request over the network from its making to its verdict, through the service's interface."""

from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.openid4vp.request_uri import ByReference, parse
from tests.windows import BASE, CLEAR, LOCKED, Opened, declined, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


@pytest.mark.parametrize("mode", [CLEAR, LOCKED])
def test_an_answer_is_accepted_and_told_to_whoever_asked(window: Opened, mode: str) -> None:
    asked = window.ask(mode)
    request = window.fetch(asked)
    answer = window.answer(asked, posted(request))
    assert (answer.status, answer.body) == (200, b"{}")
    said = window.verdict(asked)
    assert (said["outcome"], said["claims"]) == ("accepted", {"commune": "Verneuil"})


def test_the_link_leads_to_the_request(window: Opened) -> None:
    asked = window.ask()
    link = parse(asked.link)
    assert isinstance(link, ByReference)
    assert link.request_uri.text == f"{BASE}/pool/requests/{asked.transaction.code}"
    assert (link.client_id, link.method) == (asked.transaction.client_id, "post")


def test_a_request_is_for_the_wallet_that_fetched_it(window: Opened) -> None:
    asked = window.ask()
    assert (
        window.fetch(asked, nonce="mine-and-nobody-elses").wallet_nonce == "mine-and-nobody-elses"
    )
    assert window.fetch(asked, nonce=None).wallet_nonce is None


def test_the_moment_of_the_first_fetch_is_kept(window: Opened) -> None:
    asked = window.ask()
    assert window.kept(asked).opened_at_s is None
    window.fetch(asked)
    first_s = window.clock.now_s
    window.clock.now_s += 5
    window.fetch(asked)
    assert window.kept(asked).opened_at_s == first_s


def test_a_no_of_the_wallet_is_told(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    assert window.answer(asked, declined(request)).body == b"{}"
    assert window.verdict(asked)["code"] == "answer.declined"


def test_a_refusal_says_the_same_to_the_wallet_as_a_yes(window: Opened) -> None:
    """Whether a proof was good is told at the window."""
    asked = window.ask()
    request = window.fetch(asked)
    answer = window.answer(asked, posted(request, shown(request, "family_name")))
    assert (answer.status, answer.body) == (200, b"{}")
    said = window.verdict(asked)
    assert (said["outcome"], said["code"], said["claims"]) == (
        "refused", "answer.incomplete", None,
    )  # fmt: skip


def test_openid4vp_8_2_an_answer_of_another_media_type_is_no_answer(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    path = f"/pool/answers/{asked.transaction.code}"
    answer = window.call("POST", path, posted(request).encode(), content_type="application/json")
    assert (answer.status, answer.json()["error"]) == (400, "invalid_request")
    assert window.kept(asked).verdict is None
    twin = window.answer(asked, posted(request))
    assert (twin.status, window.verdict(asked)["outcome"]) == (200, "accepted")


def test_an_answer_that_came_as_no_proof_is_told_as_that(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    window.answer(asked, posted(request, "not a proof"))
    assert window.verdict(asked)["outcome"] == "malformed"


def test_when_nobody_could_find_out_it_may_be_answered_again(tmp_path: Path) -> None:
    from livret_verifier.evidence import Evidence, Missing, Need
    from tests.scene import FOLDER, NOW_S, folder

    has_list = False

    def gather(need: Need) -> Evidence:
        return (FOLDER if has_list else folder(status=Missing("there", "down")))(need)

    window = opened(tmp_path / "pool", gather=gather)
    asked = window.ask()
    request = window.fetch(asked)
    window.answer(asked, posted(request))
    assert window.verdict(asked)["code"] == "status.unavailable"
    assert window.kept(asked).answered_at_s is None
    has_list = True
    window.answer(asked, posted(request))
    assert window.verdict(asked)["outcome"] == "accepted"
    assert window.kept(asked).answered_at_s == NOW_S


def test_what_is_over_is_neither_handed_out_nor_taken(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    body = posted(request)
    window.clock.now_s = asked.transaction.ends_at_s
    path = f"/pool/requests/{asked.transaction.code}"
    assert window.call("GET", path).status == 400
    assert window.answer(asked, body).status == 400
    assert window.kept(asked).verdict is None


def test_what_is_edited_in_the_rules_counts_at_once(window: Opened) -> None:
    """An issuer that is struck off is believed no more, though the service runs."""
    asked = window.ask()
    request = window.fetch(asked)
    path = window.desk.policy_path
    path.write_text(path.read_text().partition("[[issuers]]")[0])
    window.answer(asked, posted(request))
    assert window.verdict(asked)["code"] == "issuer.not_accepted"


def test_nothing_of_a_person_lies_in_the_database_in_clear(window: Opened) -> None:
    asked = window.ask()
    window.answer(asked, posted(window.fetch(asked)))
    window.window.transactions.close()
    for file in window.desk.root.glob("desk.db*"):
        content = file.read_bytes()
        for word in (b"Verneuil", b"commune", asked.transaction.nonce.encode()):
            assert word not in content


def test_all_of_it_is_forgotten_when_the_procedure_says(window: Opened) -> None:
    asked = window.ask()
    window.answer(asked, posted(window.fetch(asked)))
    window.clock.now_s += 600
    window.ask()
    answer = window.answer(asked, "")
    assert answer.status == 400
    with pytest.raises(Exception, match=r"request\.unknown"):
        window.kept(asked)


def test_the_key_of_an_answer_is_gone_once_it_was_given(window: Opened) -> None:
    asked = window.ask()
    window.answer(asked, posted(window.fetch(asked)))
    assert window.kept(asked).asked is None


def test_a_no_is_the_same_whatever_the_reason(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    bodies = {
        window.answer(asked, "").body,
        window.answer(asked, posted(request, state="x" * 32)).body,
        window.answer(asked, posted(request, in_clear=True)).body,
        window.call("POST", "/pool/answers/222222222222", posted(request)).body,
        window.call("GET", "/pool/requests/222222222222").body,
    }
    assert [json_encoding.parse(body) for body in bodies] == [{"error": "invalid_request"}]


def test_a_handle_is_never_taken_for_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    from livret_verifier.store import drawing

    draws = iter([b"\xfb" * 24, b"\xfb" * 24, b"\x00" * 24])
    monkeypatch.setattr(drawing, "drawn", lambda _: next(draws))
    assert drawing.token() == "A" * 32
