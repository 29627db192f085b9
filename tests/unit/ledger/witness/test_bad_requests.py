"""Whatever is sent to a witness or an auditor: a code, nothing remembered, nothing signed."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livret_core.codes import CODES
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger.witness import service
from livret_ledger.witness.service import BODY_BYTES, Cosigner, make_app
from livret_town.simulator.ledgers import Keeper
from tests.bad_input import OCTETS, Answer, Sender, spoilt
from tests.watching import Watching

ROLES: Final = ("witness", "auditor")


class Asked:
    """A cosigner that is asked for one more head; a witness has signed one before."""

    def __init__(self, watch: Watching, role: str) -> None:
        self.keeper: Keeper = watch.keeper
        made = watch.witness() if role == "witness" else watch.auditor().cosigner
        self.cosigner: Cosigner = made
        self.sender = Sender(make_app(self.cosigner))
        if role == "witness":
            # An auditor is asked for its first: of an older head there are no files any more.
            assert self.send(self.keeper.request(0, 1).format()).status == 200
        self.good: AddCheckpoint = self.keeper.request(self.held() or 0)

    def send(self, *pieces: bytes, content_type: str = "text/plain") -> Answer:
        return self.sender.post("/add-checkpoint", *pieces, content_type=content_type)

    def held(self) -> int | None:
        held = self.cosigner.store.held(self.keeper.origin)
        return None if held is None else held.checkpoint.size

    def refuses(self, *pieces: bytes) -> str:
        """Say with which code; that a head was remembered or signed is a failure."""
        before = self.held()
        answer = self.send(*pieces)
        assert self.held() == before
        assert 400 <= answer.status < 500
        assert b"\xe2\x80\x94" not in answer.body  # the dash that a signature begins with
        if answer.headers["content-type"] == "text/x.tlog.size":
            return "size"
        code = answer.body.decode().strip()
        assert code in CODES
        return code


@pytest.fixture(params=ROLES)
def asked(request: pytest.FixtureRequest, watch: Watching) -> Asked:
    return Asked(watch, request.param)


def requests(asked: Asked) -> dict[str, bytes]:
    """One honest request, wrong in one place each."""
    good = asked.good.format()
    head, _, signed = good.partition(b"\n\n")
    old, *hashes = head.split(b"\n")
    text, _, signatures = signed.partition(b"\n\n")
    origin, size, root = text.split(b"\n")

    def of(first: bytes = old, proof: bytes = b"\n".join(hashes), rest: bytes = signed) -> bytes:
        return b"\n".join(filter(None, (first, proof))) + b"\n\n" + rest

    def note(a: bytes = origin, b: bytes = size, c: bytes = root, d: bytes = signatures) -> bytes:
        return of(rest=b"\n".join((a, b, c)) + b"\n\n" + d)

    hash_ = b"A" * 43 + b"="
    return {
        "no old size": of(b"old"),
        "another word": of(b"new 1"),
        "two spaces": of(b"old  1"),
        "a sign": of(b"old +1"),
        "a minus": of(b"old -1"),
        "a zero before it": of(b"old 01"),
        "a point": of(b"old 1.0"),
        "an exponent": of(b"old 1e0"),
        "Arabic digits": of("old \u0661".encode()),
        "beyond any size": of(b"old " + b"9" * 30),
        "a NUL": of(b"old 1\0"),
        "64 hashes": of(proof=b"\n".join([hash_] * 64)),
        "a short hash": of(proof=b"AAAA"),
        "a hash spelt otherwise": of(proof=b"A" * 42 + b"B="),
        "a hash of another proof": of(proof=hash_),
        "carriage returns": good.replace(b"\n", b"\r\n"),
        "no empty line": good.replace(b"\n\n", b"\n"),
        "another log": note(a=b"ledger.example/other"),
        "an origin that reads backwards": note(a="\u202elol".encode()),
        "an origin without an end": note(a=b"a" * 5_000),
        "a size that grew": note(b=size + b"0"),
        "another root": note(c=hash_),
        "an extension line": note(c=root + b"\nmore"),
        "no signature": note(d=b""),
        "half a signature": note(d=signatures[: len(signatures) // 2]),
        "a line more than there may be": note(d=signatures * 2_000),
        "larger than any": good + b"x" * BODY_BYTES,
        "another after it": good + good,
        "no UTF-8": note(a=b"\xff\xfe"),
        "upside down": b"\n".join(reversed(good.split(b"\n"))),
    }


def test_a_request_with_one_thing_wrong_is_refused(asked: Asked) -> None:
    codes = {name: asked.refuses(body) for name, body in requests(asked).items()}
    assert codes["no old size"] == codes["64 hashes"] == codes["a NUL"] == "log.request"
    assert codes["another log"] == "log.unknown"
    assert codes["larger than any"] == "input.too_large"
    assert codes["no signature"] not in {"size", "log.unknown"}
    # The twin: as it was, in one piece or octet by octet.
    good = asked.good.format()
    assert asked.send(*(good[at : at + 1] for at in range(len(good)))).status == 200
    assert asked.held() == asked.keeper.size


def test_what_is_meant_for_another_service_is_refused(asked: Asked) -> None:
    for body in OCTETS.values():
        asked.refuses(body)
    for _, body in list(spoilt(asked.keeper.leaves[0]))[::9]:
        asked.refuses(body)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 100_000), bit=st.integers(0, 7))
def test_one_bit_turned_is_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    watch = Watching(tmp_path_factory.mktemp("watch"))
    asked = Asked(watch, "witness")
    raw = bytearray(asked.good.format())
    place = at % len(raw)
    raw[place] ^= 1 << bit
    asked.refuses(bytes(raw))
    watch.close()


def test_octets_decide_and_not_what_they_are_called(asked: Asked) -> None:
    kinds = ("", "application/json", "multipart/form-data; boundary=x")
    answers = {asked.send(b"old 1", content_type=kind).body for kind in kinds}
    assert answers == {b"log.request\n"}
    assert asked.send(asked.good.format(), content_type="application/json").status == 200


def test_who_begins_and_never_goes_on_is_not_waited_for(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_BODY_SECONDS", 0.05)
    answer = asked.sender.hang("/add-checkpoint", asked.good.format())
    assert answer is not None
    assert (answer.status, answer.body) == (408, b"input.malformed\n")


def test_another_logs_key_is_no_way_in(asked: Asked) -> None:
    stranger = Keeper.founded("ledger.example/stranger")
    stranger.tick()
    assert asked.refuses(stranger.request(0).format()) == "log.unknown"
