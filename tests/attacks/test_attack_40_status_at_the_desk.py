"""Attack 40, at the desk: a withdrawn proof, and every way of not finding that out.

Not knowing is neither yes nor no. A list that cannot be had, only an old one, one that is
damaged or another's: the holder can help none of it, and it says nothing about his proof.
It is *unavailable*, never *withdrawn*, *refused* or *accepted*. The same goes for the
issuer's log.
"""

import json

import pytest

from livret_core.https_uri import HttpsUri
from livret_verifier.evidence import Evidence, Found, Missing
from livret_verifier.report import Outcome
from tests.scene import (
    DAY_S,
    FOLDER,
    INDEX,
    ISSUED_S,
    NOW_S,
    REVOKED,
    STRANGER,
    SUSPENDED,
    THIEF,
    TOWN,
    accepted,
    ask,
    bind,
    draft,
    folder,
    not_known,
    present,
    question,
    refusal,
    showing,
)


def found(content: bytes) -> Found:
    return Found(content, "memory", NOW_S)


@pytest.mark.parametrize(
    ("index", "code"),
    [
        (REVOKED, "status.revoked"),
        (SUSPENDED, "status.suspended"),
        ((1 << 17) - 1 + 1, "status.out_of_range"),
    ],
)
def test_attack_40_withdrawn_paused_or_not_in_the_list(index: int, code: str) -> None:
    verdict = ask(present(draft(index=index)))
    assert verdict.report.outcome is Outcome.REFUSED
    assert refusal(present(draft(index=index))) == (15, code)


ELSEWHERE = HttpsUri.parse(TOWN.status_uri.text.replace("1.jwt", "2.jwt"))


LIST = TOWN.status_list()


@pytest.mark.parametrize("index", [INDEX, REVOKED])
@pytest.mark.parametrize(
    ("evidence", "code", "reason"),
    [
        (Missing("memory", "offline"), "status.unavailable", None),
        (found(TOWN.status_list(issued_s=NOW_S - DAY_S - 1)), "status.stale", None),
        (
            found(TOWN.status_list(signer=STRANGER.signer)),
            "status.unavailable",
            "status.untrusted",
        ),
        (found(TOWN.status_list(uri=ELSEWHERE)), "status.unavailable", "status.other_list"),
        (found(TOWN.status_list(issued_s=NOW_S + 301)), "status.unavailable", "status.ahead"),
        (found(b"<html>404</html>"), "status.unavailable", "jws.malformed"),
        (found(b""), "status.unavailable", "jws.malformed"),
        (found(LIST[:200]), "status.unavailable", "jws.malformed"),
        (found(LIST + b"\n"), "status.unavailable", "input.base64url"),
        (found(LIST[:-8] + b"AAAAAAAA"), "status.unavailable", "status.untrusted"),
    ],
    ids=[
        "offline", "old", "another's", "another list", "future", "a web page", "empty",
        "cut short", "a line end added", "signature overwritten",
    ],
)  # fmt: skip
def test_attack_40_a_list_that_does_not_answer(
    evidence: Evidence, code: str, reason: str | None, index: int
) -> None:
    text = present(draft(index=index))
    assert not_known(text, folder(status=evidence)) == (15, code, reason)


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (Missing("memory", "offline"), None),
        (found(b"<html>404</html>"), "webvh.log"),
        (found(b""), "webvh.log"),
        (found(TOWN.log[:200]), "webvh.log"),
        (found(TOWN.log.replace(b"verneuil", b"verneuiL")), "webvh.scid"),
        (found(STRANGER.log), "webvh.other_did"),
    ],
    ids=["offline", "a web page", "empty", "cut short", "altered", "another's"],
)
def test_attack_40_a_log_that_does_not_answer(evidence: Evidence, reason: str | None) -> None:
    answer = not_known(present(draft()), folder(log=evidence))
    assert answer == (4, "issuer.unavailable", reason)


@pytest.mark.parametrize("scid", ["", '"', "{", "\\", "a" * 5, "a" * 46], ids=repr)
def test_attack_40_a_log_whose_scid_breaks_its_reader(scid: str) -> None:
    """Checking replaces it all over the entry: nothing is found everywhere, a quote ends a text."""
    entry = json.loads(TOWN.log)
    entry["parameters"]["scid"] = scid
    broken = found(json.dumps(entry, separators=(",", ":")).encode() + b"\n")
    code, reason = not_known(present(draft()), folder(log=broken))[1:]
    assert code == "issuer.unavailable"
    assert reason == ("webvh.scid" if len(scid) == 46 else "webvh.parameters")


def test_attack_40_a_log_from_the_future() -> None:
    asked = question(now_s=ISSUED_S - 300 * DAY_S - 301)
    assert not_known(present(draft()), FOLDER, asked) == (
        4,
        "issuer.unavailable",
        "webvh.time_future",
    )


def test_attack_40_damage_excuses_nothing_the_holder_did() -> None:
    """A forgery stays a refusal, whatever the list looks like."""
    damaged = folder(status=found(b"<html>404</html>"))
    assert refusal(present(draft(), signer=THIEF), gather=damaged) == (5, "issuer.signature")
    assert refusal(bind(showing(draft().signed())), gather=damaged) == (14, "answer.incomplete")


def test_attack_40_twin_valid_in_a_list_of_today() -> None:
    accepted(present(draft(index=INDEX)))


def test_attack_40_twin_the_oldest_list_this_procedure_believes() -> None:
    accepted(
        present(draft()), gather=folder(status=found(TOWN.status_list(issued_s=NOW_S - DAY_S)))
    )


def test_attack_40_twin_the_last_index() -> None:
    accepted(present(draft(index=(1 << 17) - 1)))
