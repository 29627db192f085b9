"""Attack 58: what comes back is not what was handed over.

Another issuer's signature, another type, somebody else's key, copies that tell their
holder apart. The wallet looks as hard as any service would, before it keeps anything.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.errors import LivretError
from livret_core.keys import P256Signer
from livret_core.status.token import StatusReference
from livret_wallet.holder import accept
from livret_wallet.records import HeldBatch, PendingRequest
from livret_wallet.vouching import OwnLog
from tests.playing import Play
from tests.scene import (
    CLAIMS,
    DAY_S,
    NOW_S,
    RESIDENCY,
    STRANGER,
    THIEF,
    TOWN,
    Draft,
    bind,
    digest_of,
    disclosure,
    draft,
    seed,
)

KEYS: Final = tuple(P256Signer.from_seed(seed(f"copy {number}", 48)) for number in range(3))
PENDING: Final = PendingRequest(
    "request", TOWN.did, "Verneuil", RESIDENCY.vct, "7KQ2M9TD", "nonce",
    ("key-0", "key-1", "key-2"), NOW_S - 60,
)  # fmt: skip
LOG: Final = OwnLog(verify_log(TOWN.log, WebvhDid.parse(TOWN.did), now_s=NOW_S))

TODAY_S: Final = NOW_S - NOW_S % DAY_S
ENDS_S: Final = RESIDENCY.law.expires_at_s(TODAY_S)

Change = Callable[[Draft], Draft]


def as_it_is(one: Draft) -> Draft:
    return one


def batch(change: Change = as_it_is, *, only: int | None = None, **also: Any) -> list[Draft]:
    """Three copies as the town hall makes them, each (or one of them) changed."""
    times = {"issued_s": TODAY_S, "expires_s": ENDS_S, **also}
    return [
        (change if only in {None, number} else as_it_is)(
            draft(holder=key, index=20 + number, copy=number, **times)
        )
        for number, key in enumerate(KEYS)
    ]


def texts(drafts: Sequence[Draft], signer: P256Signer = TOWN.signer) -> list[str]:
    return [one.signed(signer).format() for one in drafts]


def keep(came: Sequence[str], pending: PendingRequest = PENDING) -> HeldBatch:
    public = [key.public_key for key in KEYS]
    held, verified = accept(came, pending, public, LOG, batch_id="batch", now_s=NOW_S)
    assert len(verified) == len(held.copies)
    return held


def code_of(came: Sequence[str], pending: PendingRequest = PENDING) -> str:
    with pytest.raises(LivretError) as caught:
        keep(came, pending)
    return caught.value.code


def test_attack_58_twin_three_copies_each_for_its_key() -> None:
    held = keep(texts(batch()))
    assert [copy.key_id for copy in held.copies] == ["key-0", "key-1", "key-2"]


def test_attack_58_twin_fewer_copies_than_asked_for() -> None:
    assert len(keep(texts(batch())[:2]).copies) == 2


def test_attack_58_another_issuers_credential() -> None:
    came = [
        draft(town=STRANGER, holder=key, index=20 + number, copy=number)
        for number, key in enumerate(KEYS)
    ]
    assert code_of(texts(came, STRANGER.signer)) == "issuer.not_accepted"


def test_attack_58_a_strangers_key_under_the_towns_name() -> None:
    assert code_of(texts(batch(), STRANGER.signer)) == "issuer.signature"


def test_attack_58_a_strangers_key_id_under_the_towns_name() -> None:
    came = batch(lambda one: one.with_header(kid=STRANGER.kid))
    assert code_of(texts(came, STRANGER.signer)) == "issuer.key_not_listed"


def test_attack_58_a_certificate_instead_of_the_did() -> None:
    came = batch(lambda one: one.with_header(kid=..., x5c=["AAAA"]).with_payload(iss=...))
    assert code_of(texts(came)) == "issuer.wrong_profile"


def test_attack_58_another_type() -> None:
    came = batch(lambda one: one.with_payload(vct="urn:livret:birth:1"))
    assert code_of(texts(came)) == "received.other_type"


def test_attack_58_somebody_elses_key() -> None:
    came = batch()
    came[1] = draft(holder=THIEF, index=21, copy=1)
    assert code_of(texts(came)) == "received.other_key"


def test_attack_58_the_right_keys_in_another_order() -> None:
    first, second, third = texts(batch())
    assert code_of([second, first, third]) == "received.other_key"


def test_attack_58_no_key_at_all() -> None:
    assert code_of(texts(batch(lambda one: one.with_payload(cnf=...)))) == "received.other_key"


def test_attack_58_more_copies_than_were_asked_for() -> None:
    asked_two = replace(PENDING, key_ids=("key-0", "key-1"))
    public = [key.public_key for key in KEYS[:2]]
    with pytest.raises(LivretError) as caught:
        accept(texts(batch()), asked_two, public, LOG, batch_id="batch", now_s=NOW_S)
    assert caught.value.code == "received.count"


def test_attack_58_nothing() -> None:
    assert code_of([]) == "received.count"


def test_attack_58_a_copy_that_was_shown_before() -> None:
    came = batch()
    shown = bind(came[0].signed(), signer=KEYS[0])
    assert code_of([shown, *texts(came)[1:]]) == "received.bound"


def test_attack_58_a_copy_that_says_something_else() -> None:
    other = draft(
        {**CLAIMS, "commune": "Paris"},
        holder=KEYS[2], index=22, copy=2, issued_s=TODAY_S, expires_s=ENDS_S,
    )  # fmt: skip
    assert code_of(texts([*batch()[:2], other])) == "received.differ"


def test_attack_58_a_copy_of_yesterday_among_those_of_today() -> None:
    """Each date is one that many have; the two together are one visitor's."""
    yesterday_s = TODAY_S - DAY_S
    ends_s = RESIDENCY.law.expires_at_s(yesterday_s)
    came = batch(lambda one: one.with_payload(iat=yesterday_s, exp=ends_s), only=1)
    assert code_of(texts(came)) == "received.differ"


def test_attack_58_a_copy_that_ends_on_another_day() -> None:
    """Nobody at a counter would notice, and two services could tell the copies apart."""
    assert ENDS_S is not None
    came = batch(lambda one: one.with_payload(exp=ENDS_S - DAY_S), only=1)
    assert code_of(texts(came)) == "received.marked"


def test_attack_58_a_claim_that_its_type_does_not_have() -> None:
    came = batch(lambda one: one.with_payload(loyalty_number="4711"))
    assert code_of(texts(came)) == "claims.malformed"


def test_attack_58_a_subject_that_every_service_would_see() -> None:
    came = batch(lambda one: one.with_payload(sub="camille-4711"))
    assert code_of(texts(came)) == "claims.malformed"


def test_attack_58_a_claim_in_clear_that_its_holder_should_decide_about() -> None:
    def in_clear(one: Draft) -> Draft:
        [told] = [text for text in one.disclosures if disclosure_name(text) == "birthdate"]
        kept = tuple(text for text in one.disclosures if text != told)
        digests = one.payload["_sd"]
        assert isinstance(digests, list)
        payload = {
            **one.payload,
            "_sd": [digest for digest in digests if digest != digest_of(told)],
            "birthdate": CLAIMS["birthdate"],
        }
        return Draft(one.header, payload, kept)

    assert code_of(texts(batch(in_clear))) == "claims.not_disclosable"


def disclosure_name(text: str) -> str:
    from tests.scene import elements_of

    return str(elements_of(text)[1])


def test_attack_58_a_disclosure_that_nobody_signed() -> None:
    came = batch(lambda one: replace(one, disclosures=(*one.disclosures, disclosure("s", "x", 1))))
    assert code_of(texts(came)) == "sdjwt.unreferenced"


def test_attack_58_one_that_ended() -> None:
    assert code_of(texts(batch(expires_s=NOW_S))) == "validity.expired"


@pytest.mark.parametrize("name", ["iat", "nbf", "exp"])
@pytest.mark.parametrize("value", [10**15, 1e300, -1], ids=repr)
def test_attack_58_a_date_that_no_list_of_proofs_could_print(name: str, value: float) -> None:
    came = batch(lambda one: one.with_payload(**{name: value}))
    assert code_of(texts(came)) == "credential.claim"


def test_attack_58_the_rules_of_another_type() -> None:
    other = "sha256-" + "A" * 43 + "="
    came = batch(lambda one: one.with_payload(**{"vct#integrity": other}))
    assert code_of(texts(came)) == "type.integrity"


def test_attack_58_one_that_could_never_be_withdrawn() -> None:
    came = batch(lambda one: one.with_payload(status=...))
    assert code_of(texts(came)) == "status.missing"


def test_attack_58_a_status_list_where_the_town_publishes_none() -> None:
    elsewhere = {"status_list": {"idx": 20, "uri": "https://elsewhere.test/status/1.jwt"}}
    came = batch(lambda one: one.with_payload(status=elsewhere))
    assert code_of(texts(came)) == "status.elsewhere"


def test_attack_58_two_copies_in_one_place_of_the_list() -> None:
    same = StatusReference(20, TOWN.status_uri).format()
    assert code_of(texts(batch(lambda one: one.with_payload(status=same)))) == "received.linkable"


def test_attack_58_an_answer_to_a_request_this_wallet_did_not_make(play: Play) -> None:
    play.found()
    play.hold()
    play.wallet("init", of="zoe")
    [proof] = (play.root / "proofs").iterdir()
    play.receive(proof, of="zoe", status=1)
    assert "pending.unknown" in play.ran[-1][1].err


def test_attack_58_somebody_elses_answer_under_my_code(play: Play) -> None:
    """Two asked with copies of one hand-over; the town hall answered the other one."""
    play.found()
    handover = play.offer()[0]
    for name in ("camille", "thief"):
        play.wallet("init", of=name)
    play.ask(handover)
    stolen = play.answer(play.ask(handover, of="thief"))
    play.receive(stolen, status=1)
    assert "received.other_key" in play.ran[-1][1].err


def test_attack_58_a_withdrawn_copy_among_good_ones(tmp_path: Path) -> None:
    from livret_wallet.gather import Folder
    from livret_wallet.gather.checking import check_statuses
    from tests.scene import REVOKED

    drafts = batch()
    drafts[2] = draft(holder=KEYS[2], index=REVOKED, copy=2, issued_s=TODAY_S, expires_s=ENDS_S)
    public = [key.public_key for key in KEYS]
    _, verified = accept(texts(drafts), PENDING, public, LOG, batch_id="batch", now_s=NOW_S)
    published = tmp_path / TOWN.status_uri.text.removeprefix("https://")
    published.parent.mkdir(parents=True)
    published.write_bytes(TOWN.status_list())
    assert check_statuses(verified[:2], LOG, Folder(tmp_path), now_s=NOW_S)
    with pytest.raises(LivretError) as caught:
        check_statuses(verified, LOG, Folder(tmp_path), now_s=NOW_S)
    assert caught.value.code == "status.revoked"
