from dataclasses import replace
from typing import Final

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.errors import Refused
from livret_core.ledger import trust_chain
from livret_verifier.evidence import Found
from livret_verifier.memo import Memo
from tests.ledger_heads import next_root
from tests.on_ledger import Desk
from tests.scene import DAY_S, ISSUED_S, NOW_S, STRANGER, TOWN, draft, present

LIST: Final = TOWN.status_list()


def presentation(**changes: object) -> Presentation:
    return Presentation.parse(present(draft().with_payload(**changes)))


def established(memo: Memo, shown: Presentation, content: bytes = TOWN.log) -> object:
    found = Found(content, "memory", NOW_S)
    log = memo.did_log(found, TOWN.did, now_s=NOW_S)
    return memo.did_key(shown, found, log, now_s=NOW_S)


def test_what_was_established_is_remembered() -> None:
    memo = Memo()
    assert established(memo, presentation()) is established(memo, presentation())


def test_another_log_key_or_time_is_established_anew() -> None:
    memo = Memo()
    established(memo, presentation())
    with pytest.raises(Refused) as caught:
        established(memo, presentation(), STRANGER.log)
    assert caught.value.code == "webvh.other_did"
    with pytest.raises(Refused) as caught:
        established(memo, presentation(iat=ISSUED_S - 301 * DAY_S))
    assert caught.value.code == "issuer.key_not_listed"
    with pytest.raises(Refused) as caught:
        established(memo, presentation(iss=STRANGER.did))
    assert caught.value.code == "issuer.not_accepted"


def test_a_refusal_is_not_remembered_as_an_answer() -> None:
    memo = Memo()
    for _ in range(2):
        with pytest.raises(Refused):
            established(memo, presentation(iss=STRANGER.did))
    established(memo, presentation())


def test_a_list_is_remembered_for_its_bytes_its_place_and_its_key() -> None:
    memo = Memo()
    first = memo.status_list(LIST, uri=TOWN.status_uri, key=TOWN.signer.public_key)
    assert memo.status_list(LIST, uri=TOWN.status_uri, key=TOWN.signer.public_key) is first
    with pytest.raises(Refused) as caught:
        memo.status_list(LIST, uri=TOWN.status_uri, key=STRANGER.signer.public_key)
    assert caught.value.code == "status.untrusted"
    with pytest.raises(Refused) as caught:
        memo.status_list(LIST, uri=STRANGER.status_uri, key=TOWN.signer.public_key)
    assert caught.value.code == "status.other_list"


def test_the_oldest_entry_makes_room() -> None:
    memo = Memo(max_entries=3)
    first = established(memo, presentation())
    for number in range(5):
        established(memo, presentation(iat=ISSUED_S + number + 1))
    assert len(memo._entries) == 3
    assert established(memo, presentation()) is not first


def test_logs_that_strangers_make_it_keep_never_outgrow_it() -> None:
    """Each time of issue is an entry, and each entry may hold another copy of the log."""
    memo = Memo(max_bytes=10 * len(TOWN.log))
    for number in range(40):
        copy = bytes(bytearray(TOWN.log))
        established(memo, presentation(iat=ISSUED_S + number), copy)
    kept = {id(part): len(part) for key in memo._entries for part in _parts(key)}
    assert sum(kept.values()) <= 10 * len(TOWN.log)


def _parts(key: object) -> list[bytes]:
    return [part for part in key if isinstance(part, bytes)] if isinstance(key, tuple) else []


def test_what_a_ledger_showed_is_remembered_for_the_trust_roots_it_was_shown_under() -> None:
    """The same versions with other signatures: a lost log key has to be waited for, or not."""
    memo, desk = Memo(), Desk()
    scene, numbers = desk.scene, desk.scene.policy.numbers
    second = next_root(
        desk.seen.first, scene, scene.towns, desk.head(), by=scene.towns, numbers=numbers
    )
    content = desk.evidence()
    chain = desk.seen.chain.extend([second], now_s=scene.at_s)
    first = memo.ledger_records(content, chain)
    assert memo.ledger_records(content, chain) is first
    joint = replace(chain.joints[0], from_s=desk.now_s + 1)
    waiting = replace(chain, joints=(joint,), seal=trust_chain._SEAL)
    assert memo.ledger_records(content, waiting).head.counts_from_s == desk.now_s + 1
