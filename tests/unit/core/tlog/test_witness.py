from dataclasses import replace

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput, Unavailable
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.merkle import EMPTY_ROOT, prove_consistency
from livret_core.tlog.note import SignatureLine
from livret_core.tlog.witness import (
    AddCheckpoint,
    Conflict,
    Cosign,
    Rejection,
    Response,
    answer,
    decide,
    parse_answer,
)
from tests.transparency import ORIGIN, WITNESSES, Grown, cosigned, log_key, signed

LOG = Grown(21)
KEYS = [log_key(), log_key("ledger.example/moselle")]

# The examples printed in the specification.
REQUEST = (
    "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv"
    "2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6"
    "267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n"
).encode()
ANSWER = (
    "— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLr"
    "dk3DXDqI5G2HgLatVs0pWh6Up69HVOw==\n"
    "— witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+D"
    "lkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==\n"
).encode()


def ask(old_size: int, size: int, log: Grown = LOG) -> AddCheckpoint:
    return AddCheckpoint(
        old_size, prove_consistency(old_size, size, log.read), signed(log.head(size))
    )


def test_the_specifications_request_is_read_and_written_the_same() -> None:
    read = AddCheckpoint.parse(REQUEST)
    assert (read.old_size, len(read.hashes), read.signed.checkpoint.size) == (
        20_852_014,
        4,
        20_852_163,
    )
    assert read.format() == REQUEST


def test_the_specifications_answer_is_read_and_written_the_same() -> None:
    lines = parse_answer(Response(200, "text/plain; charset=utf-8", ANSWER))
    assert isinstance(lines, tuple)
    assert [len(line.signature) for line in lines] == [72, 72]
    assert answer(lines).body == ANSWER


@pytest.mark.parametrize(("old_size", "size"), [(0, 1), (0, 21), (1, 2), (7, 21), (16, 21)])
def test_growth_is_cosigned(old_size: int, size: int) -> None:
    known = LOG.head(old_size) if old_size else None
    decided = decide(known, ask(old_size, size), KEYS)
    assert isinstance(decided, Cosign)
    assert (decided.signed, decided.replaces) == (ask(old_size, size).signed, known)


def test_the_same_head_is_cosigned_again_for_a_fresh_time() -> None:
    assert isinstance(decide(LOG.head(9), ask(9, 9), KEYS), Cosign)


def test_an_empty_log_is_cosigned() -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    request = AddCheckpoint(0, (), signed(empty))
    assert isinstance(decide(None, request, KEYS), Cosign)
    assert isinstance(decide(empty, request, KEYS), Cosign)
    assert isinstance(decide(empty, ask(0, 5), KEYS), Cosign)


def refused(known: Checkpoint | None, request: AddCheckpoint) -> tuple[str, int]:
    decided = decide(known, request, KEYS)
    assert isinstance(decided, Rejection)
    return decided.code, decided.status


def test_an_unknown_log_comes_before_everything_else() -> None:
    stranger = Grown(3, "stranger.example")
    request = AddCheckpoint(9, (bytes(32),), signed(stranger.head(), by="nobody.example"))
    assert refused(None, request) == ("log.unknown", 404)


def test_a_signature_comes_before_sizes() -> None:
    request = AddCheckpoint(9, (bytes(32),), signed(LOG.head(3), by="nobody.example"))
    assert refused(LOG.head(5), request) == ("log.unsigned", 403)


def test_the_key_of_another_log_is_no_signature() -> None:
    request = AddCheckpoint(0, (), signed(LOG.head(3), by="ledger.example/moselle"))
    assert refused(None, request) == ("log.unsigned", 403)


def test_a_trusted_keys_bad_signature_beside_a_good_one_is_refused() -> None:
    key = log_key()
    bad = SignatureLine(key.name, key.key_id, bytes(64))
    request = AddCheckpoint(0, (), signed(LOG.head(3)).with_signatures(bad))
    assert refused(None, request) == ("note.signature", 403)


def test_an_old_size_beyond_the_new_comes_before_the_conflict() -> None:
    request = AddCheckpoint(9, (bytes(32),), signed(LOG.head(3)))
    assert refused(LOG.head(5), request) == ("log.request", 400)


@pytest.mark.parametrize(("known", "old_size", "size"), [(None, 5, 9), (5, 0, 9), (5, 4, 9)])
def test_a_conflict_comes_before_the_proof_and_says_the_size(
    known: int | None, old_size: int, size: int
) -> None:
    request = replace(ask(old_size, size), hashes=(bytes(32),))
    held = None if known is None else LOG.head(known)
    assert decide(held, request, KEYS) == Conflict(known or 0)


def test_an_empty_log_with_the_root_of_another_is_refused() -> None:
    request = AddCheckpoint(0, (), signed(Checkpoint(ORIGIN, 0, LOG.roots[1])))
    assert refused(None, request) == ("log.fork", 422)


@pytest.mark.parametrize("size", [0, 5])
def test_from_nothing_a_proof_is_refused(size: int) -> None:
    request = AddCheckpoint(0, (bytes(32),), signed(LOG.head(size)))
    assert refused(None, request) == ("log.consistency", 422)


def test_the_same_size_with_a_proof_is_refused() -> None:
    request = AddCheckpoint(5, (bytes(32),), signed(LOG.head(5)))
    assert refused(LOG.head(5), request) == ("log.consistency", 422)


def test_a_proof_that_does_not_verify_is_refused() -> None:
    request = replace(ask(5, 9), hashes=ask(6, 9).hashes)
    assert refused(LOG.head(5), request) == ("log.consistency", 422)


def test_the_head_of_another_log_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="another log"):
        decide(Grown(3, "ledger.example/moselle").head(), ask(3, 9), KEYS)


def test_only_a_decision_says_cosign() -> None:
    with pytest.raises(TypeError, match="decide"):
        Cosign(signed=signed(LOG.head()), replaces=None, seal=object())


@pytest.mark.parametrize(
    "head",
    [
        "",
        "old",
        "old ",
        "old 01",
        "old -1",
        "Old 1",
        "1",
        " old 1",
        "old 1 ",
        "old 1\r",
        f"old {limits.LOG_SIZE + 1}",
        "old 1\nAAAA",
        "old 1\n" + "A" * 43,
        "old 1\n" + "\n".join(["A" * 43 + "="] * 64),
        "old 1\nold 1",
    ],
)
def test_anything_else_is_no_request(head: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        AddCheckpoint.parse(head.encode() + b"\n\n" + signed(LOG.head()).format())
    assert caught.value.code == "log.request"
    assert Rejection(caught.value.code).status == 400


def test_a_request_without_a_checkpoint_is_malformed() -> None:
    for raw, code in ((b"old 1\n", "log.request"), (b"old 1\n\n", "note.malformed")):
        with pytest.raises(MalformedInput) as caught:
            AddCheckpoint.parse(raw)
        assert caught.value.code == code
        assert Rejection(code).status == 400


def test_a_proof_without_end_is_too_large() -> None:
    with pytest.raises(MalformedInput) as caught:
        AddCheckpoint.parse(b"old 1\n" + b"A" * 100_000)
    assert caught.value.code == "input.too_large"


@pytest.mark.parametrize("old_size", [-1, limits.LOG_SIZE + 1])
def test_a_request_that_could_not_be_written_cannot_be(old_size: int) -> None:
    with pytest.raises(MalformedInput) as caught:
        replace(ask(1, 2), old_size=old_size)
    assert caught.value.code == "log.request"


@pytest.mark.parametrize("hashes", [(bytes(31),), (bytes(32),) * 64])
def test_a_request_with_other_than_hashes_cannot_be(hashes: tuple[bytes, ...]) -> None:
    with pytest.raises(MalformedInput) as caught:
        replace(ask(1, 2), hashes=hashes)
    assert caught.value.code == "log.request"


def test_a_conflict_is_answered_with_the_size_in_its_own_type() -> None:
    response = answer(Conflict(20_852_014))
    assert response == Response(409, "text/x.tlog.size", b"20852014\n")
    assert parse_answer(response) == Conflict(20_852_014)


def test_cosignatures_are_answered_as_lines() -> None:
    lines = tuple(cosigned(LOG.head(), name) for name in WITNESSES[:2])
    assert parse_answer(answer(lines)) == lines


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("log.request", 400),
        ("note.malformed", 400),
        ("input.too_large", 400),
        ("log.unsigned", 403),
        ("note.signature", 403),
        ("log.unknown", 404),
        ("log.fork", 422),
        ("log.consistency", 422),
    ],
)
def test_every_reason_has_the_status_of_the_specification(code: str, status: int) -> None:
    response = answer(Rejection(code))
    assert (response.status, response.body) == (status, f"{code}\n".encode())
    read = parse_answer(response)
    assert isinstance(read, Rejection)
    assert read.status == status


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"ledger.time_ahead\n", "ledger.time_ahead"),
        (b"log.fork\n", "log.fork"),
        (b"ledger.tiles\n", "log.consistency"),  # no refusal
        (b"no such code\n", "log.consistency"),
        (b"", "log.consistency"),
        (b"\xff" * 50, "log.consistency"),
        (b"log.fork\n" + b" " * 200, "log.consistency"),
    ],
)
def test_an_auditor_says_which_of_its_own_reasons_it_has(body: bytes, code: str) -> None:
    assert parse_answer(Response(422, "text/plain", body)) == Rejection(code)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"5\n"),
        ("", b"5\n"),
        ("text/x.tlog.size", b"5"),
        ("text/x.tlog.size", b"05\n"),
        ("text/x.tlog.size", b"5\n\n"),
        ("text/x.tlog.size", b""),
        ("text/x.tlog.size", b"\xff\n"),
        ("text/x.tlog.size", b"9223372036854775808\n"),
    ],
)
def test_a_conflict_that_does_not_say_the_size_is_malformed(content_type: str, body: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_answer(Response(409, content_type, body))
    assert caught.value.code == "log.request"


def test_the_type_of_a_conflict_may_have_parameters() -> None:
    assert parse_answer(Response(409, "Text/X.tlog.size; a=b", b"5\n")) == Conflict(5)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "note.malformed"),
        (b"\n", "note.malformed"),
        (ANSWER[:-1], "note.malformed"),
        (b"<html>\n", "note.malformed"),
        (b"\xff", "log.request"),
        (ANSWER * limits.NOTE_SIGNATURES, "input.too_large"),
        (b"a" * (limits.NOTE_BYTES + 1), "input.too_large"),
    ],
)
def test_an_answer_that_is_no_cosignatures_is_malformed(body: bytes, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_answer(Response(200, "text/plain", body))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ledger.catching_up", "ledger.catching_up"),
        ("ledger.tiles", "ledger.tiles"),
        ("net.unavailable", "ledger.tiles"),
        ("file.unavailable", "ledger.tiles"),
        ("store.unavailable", "store.unavailable"),
        ("log.fork", "log.witness_unavailable"),
        ("no.such_code", "log.witness_unavailable"),
    ],
)
def test_one_that_could_not_find_out_says_why(said: str, code: str) -> None:
    with pytest.raises(Unavailable) as caught:
        parse_answer(Response(503, "text/plain", f"{said}\n".encode()))
    assert caught.value.code == code


@pytest.mark.parametrize("status", [201, 204, 302, 401, 429, 500, 503])
def test_a_status_that_is_no_answer_is_no_refusal(status: int) -> None:
    with pytest.raises(Unavailable) as caught:
        parse_answer(Response(status, "text/html", b"<html>"))
    assert caught.value.code == "log.witness_unavailable"
