"""Several proofs for one request: one sheet, one yes, one answer, and a trace of each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.credential import catalogue
from livret_core.credential.presentation import Presentation
from livret_core.errors import Refused, Unavailable
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.words import LANGUAGES, Language
from livret_wallet import presenting
from livret_wallet.answering import Candidate, candidates, choose
from livret_wallet.consent import agree, describe
from livret_wallet.records import HeldBatch, HeldCopy, HistoryEntry, HolderKey
from livret_wallet.service import Wallet
from livret_wallet.sheet_facts import sheet_digest, sheet_object
from livret_wallet.vault import Vault
from tests.cheap_words import CHEAP
from tests.scene import DESK, HOLDER, NONCE, NOW_S, RESIDENCY, TOWN, draft
from tests.sheets import sheet_lines

DIPLOMA: Final = catalogue.find("diploma")


def held(name: str, vct: str = RESIDENCY.vct, *, received_s: int = NOW_S) -> HeldBatch:
    """A proof by its ``vct``; that what it says is always a residence's is no concern here."""
    text = draft().with_payload(vct=vct).signed().format()
    copies = (HeldCopy(f"key-{name}", text),)
    return HeldBatch(name, TOWN.did, "Verneuil", vct, received_s, "7KQ2M9TD", copies)


HELD: Final = (held("r"), held("d", DIPLOMA.vct), held("old", received_s=NOW_S - 9))


def asking(*wanted: dict[str, Any], **more: Any) -> AuthorizationRequest:
    query = DcqlQuery.parse(
        {"credentials": [{"format": "dc+sd-jwt", **each} for each in wanted], **more}
    )
    return AuthorizationRequest(DESK, NONCE, NONCE, query, "Desk", NOW_S, NOW_S + 100, {})


def wanting(name: str, vct: str, claim: str) -> dict[str, Any]:
    return {"id": name, "meta": {"vct_values": [vct]}, "claims": [{"path": [claim]}]}


BOTH: Final = asking(
    wanting("home", RESIDENCY.vct, "commune"), wanting("school", DIPLOMA.vct, "given_name")
)
TWICE: Final = asking(
    wanting("where", RESIDENCY.vct, "commune"), wanting("when", RESIDENCY.vct, "birthdate")
)


def found(request: AuthorizationRequest, *held: HeldBatch) -> tuple[Candidate, ...]:
    return candidates(request.query, held or HELD, now_s=NOW_S)


def used(one: Candidate) -> list[tuple[str, str]]:
    return [(part.query_id, part.batch.id) for part in one.parts]


def test_each_query_gets_a_proof_of_its_own() -> None:
    first, second = found(BOTH)
    assert used(first) == [("home", "r"), ("school", "d")]
    assert used(second) == [("home", "old"), ("school", "d")]
    assert [part.others for part in first.parts] == [(3,), ()]


def test_where_one_is_missing_there_is_no_answer() -> None:
    assert found(BOTH, HELD[0]) == ()


def test_any_of_the_proofs_can_be_named_instead() -> None:
    assert used(choose(found(BOTH), HELD[2])) == [("home", "old"), ("school", "d")]
    assert used(choose(found(BOTH), HELD[1])) == [("home", "r"), ("school", "d")]
    with pytest.raises(Refused) as caught:
        choose(found(BOTH), replace(HELD[0], id="x"))
    assert caught.value.code == "present.other_proof"


def test_one_proof_may_answer_two_queries() -> None:
    first, *_ = found(TWICE, HELD[0])
    assert used(first) == [("where", "r"), ("when", "r")]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_shows_what_leaves_of_each(language: Language, plain: bool) -> None:
    sheet = describe(found(TWICE)[0], TWICE, language=language)
    lines = sheet_lines(sheet, language, plain=plain, whole=False)
    text = "\n".join(lines)
    assert "Verneuil" in text
    assert "1988" in text
    assert max(map(len, lines)) <= (72 if plain else 80)
    told: Any = sheet_object(sheet)["together"]
    assert [one["leaves"] for one in told] == [{"birthdate": "1988-04-09"}]


def test_another_proof_beside_it_is_another_decision() -> None:
    sheet = describe(found(BOTH)[0], BOTH, language="en")
    assert sheet_digest(sheet) != sheet_digest(replace(sheet, together=()))


def test_a_yes_to_one_proof_is_none_to_two() -> None:
    both, _ = found(BOTH)
    alone = agree(describe(replace(both, together=()), BOTH, language="en"), "yes")
    assert alone is not None
    with pytest.raises(ValueError, match="another number of proofs"):
        presenting.prepare(both, BOTH, alone, now_s=NOW_S)


def test_a_yes_to_less_of_the_second_is_none_to_more() -> None:
    little = asking(
        wanting("where", RESIDENCY.vct, "commune"), wanting("when", RESIDENCY.vct, "commune")
    )
    given = agree(describe(found(little)[0], little, language="en"), "yes")
    assert given is not None
    with pytest.raises(ValueError, match="another sheet"):
        presenting.prepare(found(TWICE)[0], TWICE, given, now_s=NOW_S)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP) as made:
        with made.transaction():
            for batch in HELD:
                key = HolderKey(batch.copies[0].key_id, HOLDER.scalar_bytes)
                made.put("key", None, key.format())
                made.put("credential", None, batch.format())
        yield made


def history(vault: Vault) -> list[tuple[str, str | None, object]]:
    entries = [HistoryEntry.parse(value) for _, value in vault.all("history")]
    return sorted((one.kind, one.batch_id, one.disclosed) for one in entries)


def show(vault: Vault, request: AuthorizationRequest, deliver: Any) -> AuthorizationResponse:
    wallet = Wallet(vault)
    return wallet.present(
        wallet.choose(request, None, now_s=NOW_S),
        request,
        language="en",
        ask=lambda sheet: agree(sheet, "yes"),
        deliver=deliver,
        now_s=lambda: NOW_S,
    )


def test_one_answer_holds_both_each_bound_and_the_history_names_each(vault: Vault) -> None:
    sent: list[AuthorizationResponse] = []
    answer = show(vault, BOTH, sent.append)
    assert sent == [answer]
    answer.check(BOTH.query)
    for name, vct in (("home", RESIDENCY.vct), ("school", DIPLOMA.vct)):
        [text] = answer.vp_token[name]
        shown = Presentation.parse(text)
        assert shown.registered.vct == vct
        assert shown.key_binding is not None
        shown.key_binding.verify(shown.sd_jwt, HOLDER.public_key)
    assert history(vault) == [("sent", "d", (("given_name",),)), ("sent", "r", (("commune",),))]


def test_each_copy_counts_as_used_before_anything_leaves(vault: Vault) -> None:
    seen: list[list[bool]] = []

    def deliver(answer: AuthorizationResponse) -> None:
        batches = {one.id: one for one in Wallet(vault).batches()}
        seen.append([batches[name].copies[0].used_at_s == NOW_S for name in ("r", "d")])

    show(vault, BOTH, deliver)
    assert seen == [[True, True]]


def test_what_could_not_be_delivered_is_said_of_each(vault: Vault) -> None:
    def deliver(answer: AuthorizationResponse) -> None:
        raise Unavailable("vault.missing")

    with pytest.raises(Unavailable):
        show(vault, BOTH, deliver)
    assert history(vault) == [("failed", "d", ()), ("failed", "r", ())]


def test_what_dates_a_proof_goes_with_one_proof_alone(vault: Vault) -> None:
    with pytest.raises(Refused) as caught:
        Wallet(vault).choose(BOTH, None, dated=True, now_s=NOW_S)
    assert caught.value.code == "request.unsupported"
