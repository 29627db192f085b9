from dataclasses import replace

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.merkle import prove_inclusion
from livret_core.tlog.proof import LogProof
from tests.transparency import WITNESSES, Grown, cosigned, policy, signed

LOG = Grown(21)
HASH = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ="  # of the specification's example


def proof(index: int = 8) -> LogProof:
    head = LOG.head()
    vouched = signed(head).with_signatures(*(cosigned(head, name) for name in WITNESSES[:3]))
    return LogProof(index, prove_inclusion(index, 21, LOG.read), vouched)


@pytest.mark.parametrize("index", [0, 8, 20])
def test_an_entry_that_is_there_is_proved(index: int) -> None:
    made = LogProof.parse(proof(index).format())
    assert made.check(LOG.leaves[index], policy(3)).checkpoint == LOG.head()


def test_another_entry_is_not() -> None:
    with pytest.raises(Refused) as caught:
        proof(8).check(LOG.leaves[9], policy(3))
    assert caught.value.code == "log.inclusion"


def test_the_signatures_come_first() -> None:
    with pytest.raises(Refused) as caught:
        proof(8).check(LOG.leaves[9], policy(4))
    assert caught.value.code == "log.quorum"


def test_the_file_has_the_form_that_the_specification_prints() -> None:
    made = replace(proof(), extra=b"made for a test")
    lines = made.format().decode().split("\n")
    assert lines[:3] == [
        "c2sp.org/tlog-proof@v1",
        "extra bWFkZSBmb3IgYSB0ZXN0",
        "index 8",
    ]
    assert lines[8:11] == ["", "ledger.example/meuse", "21"]
    assert LogProof.parse(made.format()) == made


def test_a_log_of_one_entry_needs_no_hashes() -> None:
    head = Checkpoint(LOG.origin, 1, LOG.leaves[0])
    made = LogProof(0, (), signed(head))
    assert b"index 0\n\nledger.example/meuse\n1\n" in made.format()
    assert LogProof.parse(made.format()) == made


CHECKPOINT = signed(LOG.head()).format().decode()


@pytest.mark.parametrize(
    "head",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v2\nindex 0",
        "c2sp.org/tlog-proof@v1 \nindex 0",
        "\nc2sp.org/tlog-proof@v1\nindex 0",
        "c2sp.org/tlog-proof@v1\r\nindex 0",
        "c2sp.org/tlog-proof@v1\nindex",
        "c2sp.org/tlog-proof@v1\nindex ",
        "c2sp.org/tlog-proof@v1\nindex 00",
        "c2sp.org/tlog-proof@v1\nindex -1",
        "c2sp.org/tlog-proof@v1\nindex  1",
        f"c2sp.org/tlog-proof@v1\nindex {limits.LOG_SIZE + 1}",
        f"c2sp.org/tlog-proof@v1\n{HASH}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH[:-4]}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH} ",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH.replace('U=', 'V=').replace('lQ=', 'lR=')}",
        "c2sp.org/tlog-proof@v1\nindex 0" + f"\n{HASH}" * 64,
        "c2sp.org/tlog-proof@v1\nextra\nindex 0",
        "c2sp.org/tlog-proof@v1\nextra \nindex 0",
        "c2sp.org/tlog-proof@v1\nextra A\nindex 0",
        "c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AA==",
        "c2sp.org/tlog-proof@v1\nindex 0\nindex 1",
        "c2sp.org/tlog-proof@v1\nindex 0\tx",
    ],
)
def test_anything_else_is_no_proof(head: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        LogProof.parse(f"{head}\n\n{CHECKPOINT}".encode())
    assert caught.value.code == "log.proof"


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("", "log.proof"),
        ("\n", "log.proof"),
        ("\n\n", "note.malformed"),
        ("\n\no\n1\n", "note.malformed"),
        ("\n\n\n" + CHECKPOINT, "log.checkpoint"),
        ("\n\n" + CHECKPOINT[:-1], "note.malformed"),
        ("\n\n" + CHECKPOINT.replace("21", "021", 1), "log.checkpoint"),
    ],
)
def test_a_proof_cut_short_of_its_checkpoint_is_malformed(rest: str, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        LogProof.parse(f"c2sp.org/tlog-proof@v1\nindex 0{rest}".encode())
    assert caught.value.code == code


def test_extra_data_of_the_largest_size_is_read() -> None:
    made = replace(proof(), extra=bytes(limits.LOG_PROOF_EXTRA_BYTES))
    assert LogProof.parse(made.format()) == made


@pytest.mark.parametrize("extra", [limits.LOG_PROOF_EXTRA_BYTES + 1, 1 << 20])
def test_more_extra_data_is_too_large(extra: int) -> None:
    text = "A" * (-(-extra // 3) * 4)
    with pytest.raises(MalformedInput) as caught:
        LogProof.parse(f"c2sp.org/tlog-proof@v1\nextra {text}\nindex 0\n\n{CHECKPOINT}".encode())
    assert caught.value.code == "input.too_large"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"index": -1}, "log.proof"),
        ({"extra": b""}, "log.proof"),
        ({"hashes": (b"\0" * 31,)}, "log.proof"),
        ({"hashes": (b"\0" * 32,) * 64}, "input.too_large"),
    ],
)
def test_a_proof_that_could_not_be_written_cannot_be(
    changes: dict[str, int | bytes | tuple[bytes, ...]], code: str
) -> None:
    with pytest.raises(MalformedInput) as caught:
        replace(proof(), **changes)  # type: ignore[arg-type]
    assert caught.value.code == code
