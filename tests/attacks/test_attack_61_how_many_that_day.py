"""Attack 61: who watches the ledger, or holds some paths, counts what a town hall signed on a day.

A day on which one proof was signed names its holder, in a village.
"""

import hashlib
from collections.abc import Iterator

from livret_core.short_code import ShortCode
from livret_issuer import daily
from livret_issuer.audit_log import EMPTY
from livret_issuer.records import ToCount


def stream(name: str) -> Iterator[bytes]:
    number = 0
    while True:
        yield hashlib.sha256(f"{name} {number}".encode()).digest()
        number += 1


def day(copies: int) -> daily.Issuance:
    texts = [f"head.body.signature {number}~" for number in range(copies)]
    made: list[ToCount] = []
    if texts:
        made = daily.to_count(
            ShortCode.of(bytes(16)),
            texts,
            salts=stream("salt"),
            signed_at_s=0,
            expires_at_s=None,
        )
    return daily.count_in(made, padding=stream("padding"))


def test_attack_61_a_path_does_not_say_how_many_there_were() -> None:
    assert {len(each.path.hashes) for count in (1, 2, 64) for each in day(count).counted} == {6}


def test_attack_61_places_do_not_say_who_came_first() -> None:
    places = [each.path.index for each in day(20).counted]
    assert places != sorted(places)
    assert max(places) > 20


def test_attack_61_the_end_of_the_audit_log_is_not_tried_out() -> None:
    """Whoever knows the last end tries what may have been done since, and hashes it."""
    after = EMPTY.followed_by(at_s=1_796_000_000, action="publish", about="list 1")
    committed = daily.audit_digest(after, b"\x05" * 32).digest
    guess = daily.audit_digest(after, bytes(32)).digest
    assert committed not in {guess, after.chain_sha256, hashlib.sha256(after.chain_sha256).digest()}


def test_attack_61_twin_every_copy_is_counted_in() -> None:
    for count in (1, 64, 65):
        made = day(count)
        for number, each in enumerate(made.counted):
            assert each.path.leads_to(made.root, f"head.body.signature {number}")
