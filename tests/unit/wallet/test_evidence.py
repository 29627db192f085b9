"""What a service signed is read in both faces, and taken out: a letter, a report, the list."""

import json
from pathlib import Path

import pytest

from livret_core.openid4vp.client_id import KnownClients
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import utc
from livret_wallet.letters import Written, erasure, exported, report
from livret_wallet.records import HistoryEntry
from livret_wallet.request_record import AskedRecord, digest_of
from tests.asked_on_screen import AskedHeld
from tests.piloting import Stage, with_app
from tests.scene import NOW_S
from tests.talking import Talked


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AskedHeld:
    made = AskedHeld(tmp_path / "wallet")
    made.scene.by_ledger("commune")
    monkeypatch.chdir(tmp_path)
    return made


def answered(held: AskedHeld, answer: str = "yes") -> None:
    Talked(held).through("show", held.service.link, answer, "leave")


def verified(held: AskedHeld, text: str) -> AuthorizationRequest:
    hall = held.scene.desk.hall()
    known = KnownClients(did_keys={hall.kid: hall.signer.public_key})
    nonce = json.loads(_payload(text)).get("wallet_nonce")
    return AuthorizationRequest.verify(
        text, now_s=held.now_s, modes=POSTED, known=known, wallet_nonce=nonce
    )


def _payload(text: str) -> bytes:
    from livret_core.encoding import base64url

    return base64url.decode(text.split(".")[1])


def test_what_was_signed_is_read_in_lines(held: AskedHeld) -> None:
    answered(held)
    said = Talked(held).through("activity", "1", "view 1", "view", "view 9", "view 2", "leave")
    assert "kept as evidence" in said
    assert "WHO SIGNED IT" in said
    assert "registered on the public ledger" in said
    assert '"dcql_query": {' in said
    assert "Say of which" in said
    assert "Nothing has this number." in said
    assert "Nothing that a service signed is kept" in said
    assert max(map(len, said.splitlines())) <= 72


def test_what_was_signed_is_read_on_the_screen(held: AskedHeld) -> None:
    answered(held)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("a")
        await stage.until(lambda: "kept as evidence" in stage.text)
        await stage.press("v")
        assert stage.shown == "RequestScreen"
        assert "WHO SIGNED IT" in stage.text
        await stage.press("end")
        assert "dcql_query" in stage.text or "response_uri" in stage.text
        await stage.press("escape", "down", "v")
        assert stage.shown == "ActivityScreen"
        assert "Nothing that a service signed is kept" in stage.text

    with_app(held, story)


def test_the_letter_asks_to_delete_what_left_and_says_by_what_it_is_found(held: AskedHeld) -> None:
    answered(held)
    said = Talked(held).through("activity", "ask to delete 1", "my.txt", "leave")
    assert "sends nothing" in said
    assert "my.txt is written." in said
    letter = Path("my.txt").read_text()
    assert "Article 17" in letter
    assert "Commune" in letter
    assert "state: " in letter
    assert "SHA-256: " in letter
    assert held.scene.visit.holder is not None
    assert len(held.service.received) == 1  # the answer, and nothing since


def test_the_report_has_what_was_signed_as_it_came(held: AskedHeld) -> None:
    answered(held, "no")
    Talked(held).through("activity", "report 1", "report.txt", "leave")
    text = Path("report.txt").read_text()
    assert "It got: nothing" in text
    assert verified(held, text.splitlines()[-1]).client_id in text.replace("\n", "")


@pytest.mark.parametrize(
    ("left", "wanted", "line", "got"),
    [
        ((), "Commune, Street", "It wanted: Commune, Street", "It got: nothing"),
        (("Commune",), "", "It wanted: Commune", "It got: Commune"),
        (("Commune",), "Street", "It wanted: Commune, Street", "It got: Commune"),
    ],
)
def test_the_report_names_all_that_was_wanted_and_what_of_it_left(
    left: tuple[str, ...], wanted: str, line: str, got: str
) -> None:
    paths = ((wanted,),) if wanted else ()
    entry = HistoryEntry(NOW_S, "sent" if left else "refused", "Pool", wanted=paths)
    about = Written(entry, None, "Pool", "Proof", left, wanted)
    text = report(about, "en", now_s=NOW_S, zone=utc).decode()
    assert f"\n{line}\n" in text
    assert f"\n{got}\n" in text


def test_the_list_is_written_with_what_was_signed_and_no_value(held: AskedHeld) -> None:
    answered(held)
    said = Talked(held).through("activity", "filter", "export", "list.json", "leave")
    assert "not locked" in said
    written = json.loads(Path("list.json").read_text())
    assert [each["kind"] for each in written["entries"]] == ["sent"]
    [request] = written["requests"]
    assert request["digest"] == written["entries"][0]["request"]
    assert verified(held, request["request"]).nonce
    assert "Verneuil-sur-Lys" not in json.dumps(written["entries"])


def test_a_letter_is_written_from_the_screen(held: AskedHeld) -> None:
    answered(held)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("a")
        for key in "dpe":
            await stage.press(key)
            assert stage.shown == "DialogueScreen"
            await stage.until(lambda: "sends nothing" in stage.text or "not locked" in stage.text)
            await stage.press(*"out", key, "enter")
            await stage.until(lambda: "is written." in stage.text)
            await stage.press("escape")

    with_app(held, story)
    assert {each.name for each in Path.cwd().glob("out?")} == {"outd", "outp", "oute"}


def test_where_nothing_left_or_nobody_asked_no_letter_is_written(held: AskedHeld) -> None:
    answered(held, "no")
    said = Talked(held).through(
        "activity", "ask to delete 1", "report 2", "find nobody", "export", "leave"
    )
    assert "Nothing left with this entry" in said
    assert "No service asked for anything" in said
    assert "nothing to export" in said


def test_a_file_that_is_there_is_not_written_over(held: AskedHeld) -> None:
    answered(held)
    Path("mine.txt").write_text("mine")
    Talked(held).through("activity", "report 1", "mine.txt", "back", "leave")
    assert Path("mine.txt").read_text() == "mine"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_is_whole_in_four_languages(language: Language) -> None:
    text = "no.signed.request"
    record = AskedRecord(digest=digest_of(text), text=text, at_s=NOW_S, behind="key", name="")
    entry = HistoryEntry(NOW_S, "sent", "Pool\x1b[31m", request_digest=record.digest)
    about = Written(entry, record, "Pool", "Proof", ("Commune",), "")
    for letter in (
        erasure(about, language, now_s=NOW_S, zone=utc),
        report(about, language, now_s=NOW_S, zone=utc),
        exported([entry], {record.digest: record}, now_s=NOW_S),
    ):
        assert b"\x1b" not in letter
        assert b"{" not in letter or letter.startswith(b"{")
        assert record.digest.hex().encode() in letter or letter.startswith(b"{")
