"""The library in an application of somebody else's."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import livret_verifier
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.openid4vp.wallet_metadata import RequestUriPost
from livret_core.words import LANGUAGES
from livret_edge.fetcher import AsyncFetcher, Fetcher
from livret_verifier import RECEIVED, Answer, Asked, AsyncVerifier, Verifier
from livret_verifier.report import Outcome
from livret_verifier.store import Desk
from livret_verifier.testing import accepted
from tests.fetching import OUTSIDE, reply
from tests.scene import NOW_S, TOWN
from tests.windows import POLICY, declined, posted, shown


def web(request: httpx.Request) -> httpx.Response:
    path = str(request.url)
    if path.endswith("did.jsonl"):
        return reply(200, TOWN.log)
    return reply(200, TOWN.status_list()) if path.endswith(".jwt") else reply(404)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Desk.create(tmp_path / "pool", POLICY)
    return tmp_path / "pool"


@pytest.fixture
def desk(home: Path) -> Iterator[Verifier]:
    fetcher = Fetcher(transport=httpx.MockTransport(web), find=lambda *_: [OUTSIDE])
    yield Verifier.open(home, fetcher=fetcher, clock=lambda: NOW_S)
    fetcher.close()


def read(desk: Any, asked: Asked, nonce: str | None = None) -> AuthorizationRequest:
    body = None if nonce is None else RequestUriPost(None, nonce).format().encode()
    return AuthorizationRequest.verify(
        desk.request(asked, body), now_s=NOW_S, modes=POSTED, wallet_nonce=nonce
    )


def test_a_proof_is_asked_for_and_checked(desk: Verifier) -> None:
    asked = desk.ask("parking")
    assert asked.link.startswith("openid4vp://?")
    request = read(desk, asked, "a-nonce-of-the-wallet")
    answer = desk.check(desk.kept(asked.text), posted(request).encode())
    assert (answer.accepted, dict(answer.claims)) == (True, {"commune": "Verneuil"})
    assert (answer.issuer, answer.code) == ("Verneuil", None)
    assert RECEIVED == b"{}"


def test_in_an_event_loop_too(home: Path) -> None:
    async def walk() -> Answer:
        fetcher = AsyncFetcher(transport=httpx.MockTransport(web), find=lambda *_: [OUTSIDE])
        desk = AsyncVerifier.open(home, fetcher=fetcher, clock=lambda: NOW_S)
        asked = await desk.ask("parking")
        answer = await desk.check(asked, posted(read(desk, asked)).encode())
        await fetcher.close()
        return answer

    assert asyncio.run(walk()).claims["commune"] == "Verneuil"


def test_why_not_is_said_in_four_languages(desk: Verifier) -> None:
    asked = desk.ask("parking")
    answer = desk.check(asked, declined(read(desk, asked)).encode())
    assert (answer.accepted, answer.code, dict(answer.claims)) == (False, "answer.declined", {})
    assert len({answer.says(language) for language in LANGUAGES}) == 4


def test_a_language_is_one_that_livret_speaks(desk: Verifier) -> None:
    asked = desk.ask("parking")
    answer = desk.check(asked, declined(read(desk, asked)).encode())
    assert answer.says("fr-BE") == answer.says("fr") != answer.says()
    for unknown in ("xx", "", "french"):
        with pytest.raises(MalformedInput, match=r"input\.malformed: not one of en, fr, nl, de"):
            answer.says(unknown)
        with pytest.raises(MalformedInput, match="not one of"):
            accepted(commune="Verneuil").says(unknown)
    nothing: Any = None
    with pytest.raises(TypeError, match=r"one of en, fr, nl, de; .*NoneType"):
        answer.says(nothing)


def test_what_was_not_kept_is_gone(desk: Verifier) -> None:
    waiting = {"known": desk.ask("parking").text}
    assert desk.kept(waiting.get("known")).text == waiting["known"]
    with pytest.raises(Refused, match=r"request\.gone"):
        desk.kept(waiting.get("unknown"))


@pytest.mark.parametrize("wrong", [None, {}, 3, "a text"], ids=lambda wrong: type(wrong).__name__)
def test_another_kind_of_thing_is_said_before_anything_is_done(desk: Verifier, wrong: Any) -> None:
    asked = desk.ask("parking")
    with pytest.raises(TypeError, match=r"bytes, as they were posted .*this is of the kind"):
        desk.check(asked, wrong)
    with pytest.raises(TypeError, match=r"what ask\(\) or kept\(\) gave"):
        desk.check(wrong, b"")
    with pytest.raises(TypeError, match=r"what ask\(\) or kept\(\) gave"):
        desk.request(wrong)
    if wrong is not None:
        with pytest.raises(TypeError, match="as they were posted"):
            desk.request(asked, wrong)
    if not isinstance(wrong, str | None):
        with pytest.raises(TypeError, match=r"`Asked\.text`"):
            desk.kept(wrong)
    assert desk.check(asked, posted(read(desk, asked)).encode()).accepted


@pytest.mark.parametrize("wrong", [None, 5, True, ["parking"], b"parking"], ids=repr)
def test_a_procedure_is_asked_for_by_its_name(desk: Verifier, home: Path, wrong: Any) -> None:
    named = r"by its name in the policy, a text, .*this is of the kind"
    with pytest.raises(TypeError, match=named):
        desk.ask(wrong)
    with pytest.raises(TypeError, match=named):
        asyncio.run(AsyncVerifier.open(home).ask(wrong))


@pytest.mark.parametrize("wrong", [None, True, "900", 9.5], ids=repr)
def test_how_long_it_holds_is_a_whole_number(desk: Verifier, wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"valid_s is a whole number of seconds"):
        desk.ask("parking", valid_s=wrong)


@pytest.mark.parametrize("wrong", [None, 5, b"pool"], ids=repr)
def test_a_folder_is_named(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"a folder of `livret verify init` is a text or a path"):
        Verifier.open(wrong)


def test_what_is_no_answer_decides_nothing(desk: Verifier) -> None:
    asked, other = desk.ask("parking"), desk.ask("parking")
    for body in (b"", posted(read(desk, other)).encode()):
        with pytest.raises(LivretError):
            desk.check(asked, body)


def test_what_is_over_is_not_taken(home: Path) -> None:
    now_s = NOW_S
    desk = Verifier.open(home, clock=lambda: now_s)
    asked = desk.ask("parking", valid_s=60)
    body = posted(read(desk, asked)).encode()
    now_s += 60
    with pytest.raises(Refused, match=r"request\.expired"):
        desk.check(asked, body)
    with pytest.raises(Refused, match=r"request\.expired"):
        desk.request(asked)


def test_nobody_could_find_out_is_no_yes(home: Path) -> None:
    fetcher = Fetcher(
        transport=httpx.MockTransport(lambda _: reply(503)), find=lambda *_: [OUTSIDE]
    )
    desk = Verifier.open(home, fetcher=fetcher, clock=lambda: NOW_S)
    asked = desk.ask("parking")
    answer = desk.check(asked, posted(read(desk, asked)).encode())
    assert (answer.accepted, answer.may_be_asked_again) == (False, True)
    assert answer.code == "issuer.unavailable"
    fetcher.close()


def test_a_proof_that_lacks_what_was_asked_for_is_refused(desk: Verifier) -> None:
    asked = desk.ask("parking")
    request = read(desk, asked)
    answer = desk.check(asked, posted(request, shown(request, "family_name")).encode())
    assert (answer.outcome, answer.code) == (Outcome.REFUSED, "answer.incomplete")


def test_what_is_kept_shows_no_secret_by_itself(desk: Verifier) -> None:
    asked = desk.ask("parking")
    written = repr(asked)
    assert asked.text not in written
    assert asked.transaction.nonce not in written
    assert asked.transaction.state not in written


def test_only_what_is_meant_for_applications_is_offered() -> None:
    assert set(livret_verifier.__all__) == {
        "RECEIVED", "Answer", "Asked", "AsyncVerifier", "Verifier",
    }  # fmt: skip
    with pytest.raises(AttributeError):
        _ = livret_verifier.Nothing
