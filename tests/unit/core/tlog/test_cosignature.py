import pytest

from livret_core import limits
from livret_core.errors import Refused
from livret_core.keys import P256Signer
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import Checkpoint
from livret_core.tlog.lines import decode_base64
from livret_core.tlog.note import KeyName, SignatureLine
from tests.transparency import (
    NOW_S,
    ORIGIN,
    WITNESSES,
    Grown,
    cosigned,
    log_key,
    signed,
    signer,
    witness_key,
)

HEAD = Grown(5).head()
NAMUR, METZ, AACHEN, _ = WITNESSES


def test_what_is_signed_is_what_the_specification_prints() -> None:
    root = decode_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert root is not None
    printed = Checkpoint("example.com/behind-the-sofa", 20_852_163, root)
    assert cosignature.signed_message(printed, 1_679_315_147) == (
        b"cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_extension_lines_are_signed_with_the_rest() -> None:
    extended = Checkpoint(ORIGIN, HEAD.size, HEAD.root, ("opaque",))
    assert cosignature.signed_message(extended, 7).endswith(b"=\nopaque\n")


def test_a_cosignature_is_a_time_and_a_signature() -> None:
    line = cosigned(HEAD, NAMUR)
    assert len(line.signature) == 8 + 64
    assert line.signature[:8] == NOW_S.to_bytes(8, "big")
    assert line.key_id == witness_key(NAMUR).key_id


def test_every_known_cosigner_is_told_with_its_times() -> None:
    head = signed(HEAD).with_signatures(
        cosigned(HEAD, NAMUR, now_s=NOW_S + 60),
        cosigned(HEAD, METZ),
        cosigned(HEAD, NAMUR),
        cosigned(HEAD, "unknown.example/w"),
    )
    keys = [witness_key(NAMUR), witness_key(METZ), witness_key(AACHEN)]
    assert cosignature.verify(head, keys) == {
        witness_key(NAMUR): (NOW_S, NOW_S + 60),
        witness_key(METZ): (NOW_S,),
    }


def test_a_post_quantum_line_is_carried_and_counts_for_nothing() -> None:
    line = SignatureLine(KeyName(NAMUR), b"\1\2\3\4", bytes(8 + 2_420))
    head = signed(HEAD).with_signatures(line)
    assert cosignature.verify(head, [witness_key(NAMUR)]) == {}
    assert line in head.note.signatures


@pytest.mark.parametrize("length", [1, 8, 64, 71, 73, 2_428])
def test_a_known_cosigners_line_of_another_length_spoils_the_note(length: int) -> None:
    key = witness_key(NAMUR)
    head = signed(HEAD).with_signatures(SignatureLine(key.name, key.key_id, bytes(length)))
    with pytest.raises(Refused) as caught:
        cosignature.verify(head, [key])
    assert caught.value.code == "note.signature"


def test_another_time_than_was_signed_does_not_verify() -> None:
    line = cosigned(HEAD, NAMUR)
    moved = (NOW_S + 1).to_bytes(8, "big") + line.signature[8:]
    head = signed(HEAD).with_signatures(SignatureLine(line.name, line.key_id, moved))
    with pytest.raises(Refused) as caught:
        cosignature.verify(head, [witness_key(NAMUR)])
    assert caught.value.code == "note.signature"


def stamped(timestamp_s: int) -> SignatureLine:
    """What a lying witness can sign: any time at all."""
    made = signer(NAMUR).sign(cosignature.signed_message(HEAD, timestamp_s))
    key = witness_key(NAMUR)
    return SignatureLine(key.name, key.key_id, timestamp_s.to_bytes(8, "big") + made)


def test_a_time_that_no_calendar_prints_counts_for_nothing() -> None:
    keys = [witness_key(NAMUR)]
    late = signed(HEAD).with_signatures(stamped(limits.LATEST_S + 1))
    assert cosignature.verify(late, keys) == {}
    last = signed(HEAD).with_signatures(stamped(limits.LATEST_S))
    assert cosignature.verify(last, keys) == {witness_key(NAMUR): (limits.LATEST_S,)}


def test_a_time_beyond_what_the_specification_allows_spoils_the_note() -> None:
    head = signed(HEAD).with_signatures(stamped(1 << 63))
    with pytest.raises(Refused) as caught:
        cosignature.verify(head, [witness_key(NAMUR)])
    assert caught.value.code == "note.signature"


@pytest.mark.parametrize("now_s", [0, -1, limits.LATEST_S + 1, NOW_S * 1_000])
def test_what_is_no_time_in_seconds_is_not_signed(now_s: int) -> None:
    with pytest.raises(ValueError, match="seconds"):
        cosigned(HEAD, NAMUR, now_s=now_s)


def test_cosignatures_are_not_made_with_p256() -> None:
    with pytest.raises(TypeError, match="Ed25519"):
        cosignature.sign(HEAD, KeyName(NAMUR), P256Signer.from_scalar(7), now_s=NOW_S)


def test_a_logs_key_is_no_cosigners() -> None:
    with pytest.raises(ValueError, match="another type"):
        cosignature.verify(signed(HEAD), [log_key()])


def test_of_an_answer_only_what_known_keys_signed_is_kept() -> None:
    good, stranger = cosigned(HEAD, NAMUR), cosigned(HEAD, "unknown.example/w")
    kept = cosignature.collect(signed(HEAD), [stranger, good], [witness_key(NAMUR)])
    assert kept == signed(HEAD).with_signatures(good)


def test_a_lying_answer_is_not_added() -> None:
    other = Grown(6).head()
    with pytest.raises(Refused) as caught:
        cosignature.collect(signed(HEAD), [cosigned(other, NAMUR)], [witness_key(NAMUR)])
    assert caught.value.code == "note.signature"
