import pytest

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import P256Signer
from livret_core.tlog import note
from livret_core.tlog.lines import encode_base64
from livret_core.tlog.note import KeyName, Note, SignatureLine, SignatureType, VerifierKey
from tests.transparency import log_key, signer, witness_key

# The examples printed in the specification.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SIGNED = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ON"
    "ncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFS"
    "QU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
).encode()


def line(octets: bytes) -> bytes:
    return f"— a.example {encode_base64(octets)}\n".encode()


def test_the_specifications_key_verifies_the_specifications_note() -> None:
    key = VerifierKey.parse(VKEY)
    assert key.format() == VKEY
    assert note.verify(Note.parse(SIGNED), [key]) == {key}


@pytest.mark.parametrize("raw", [SIGNED, POEM], ids=["message", "poem"])
def test_what_is_read_is_written_the_same(raw: bytes) -> None:
    assert Note.parse(raw).format() == raw


def test_the_last_empty_line_ends_the_text() -> None:
    assert Note.parse(POEM).text.endswith("sole:\n\ned è subito sera.\n")
    assert Note.parse(b"\n\n\n" + line(bytes(5))).text == "\n\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n" + line(bytes(5)),
        b"\n" + line(bytes(5)),
        b"text\n\n" + line(bytes(5))[:-1],
        b"text\n\n" + line(bytes(5)) + b"\n",
        b"text\n\n" + line(bytes(5)) + b"more\n",
        b"te\rxt\n\n" + line(bytes(5)),
        b"te\txt\n\n" + line(bytes(5)),
        b"te\0xt\n\n" + line(bytes(5)),
        b"te\xffxt\n\n" + line(bytes(5)),
        b"te\xed\xa0\x80xt\n\n" + line(bytes(5)),
        b"text\n\n" + line(bytes(5)).replace(b"\xe2\x80\x94", b"-"),
        b"text\n\n" + line(bytes(5)).replace(b"\xe2\x80\x94 ", b"\xe2\x80\x94"),
        b"text\n\n" + line(bytes(5)).replace(b"a.example", b""),
        b"text\n\n" + line(bytes(5)).replace(b"a.example", b"a+b"),
        b"text\n\n" + line(bytes(5)).replace(b"a.example", b"a\xc2\xa0b"),
        b"text\n\n" + line(bytes(5)).replace(b" AA", b"  AA"),
        b"text\n\n" + line(bytes(4)),
        b"text\n\n" + line(b""),
        b"text\n\n" + line(bytes(5)).replace(b"=\n", b"\n"),
        b"text\n\n" + line(bytes(5)).replace(b"A=\n", b"B=\n"),
        b"text\n\n" + line(b"\xff" * 5).replace(b"/", b"_"),
        b"text\n\n" + line(bytes(5)).replace(b"=\n", b"= \n"),
    ],
)
def test_anything_else_is_no_note(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        Note.parse(raw)
    assert caught.value.code == "note.malformed"


def test_a_signature_of_one_octet_is_carried() -> None:
    assert Note.parse(b"text\n\n" + line(bytes(5))).signatures == (
        SignatureLine(KeyName("a.example"), bytes(4), b"\0"),
    )


def test_a_post_quantum_signature_is_carried() -> None:
    carried = SignatureLine(KeyName("pq.example"), b"\1\2\3\4", bytes(8 + 2_420))
    both = Note.parse(SIGNED).with_signatures(carried)
    assert Note.parse(both.format()) == both
    assert note.verify(both, [VerifierKey.parse(VKEY)]) == {VerifierKey.parse(VKEY)}


def test_as_many_signatures_as_the_limit_are_read_and_no_more() -> None:
    lines = b"".join(line(number.to_bytes(5, "big")) for number in range(limits.NOTE_SIGNATURES))
    assert len(Note.parse(b"text\n\n" + lines).signatures) == limits.NOTE_SIGNATURES >= 16
    with pytest.raises(MalformedInput) as caught:
        Note.parse(b"text\n\n" + lines + line(bytes(9)))
    assert caught.value.code == "input.too_large"


@pytest.mark.parametrize(
    "raw",
    [
        b"a" * limits.NOTE_BYTES + b"\n\n" + line(bytes(5)),
        b"text\n\n" + line(bytes(5 + limits.NOTE_SIGNATURE_BYTES)),
        b"text\n\n" + line(bytes(5)).replace(b"a.example", b"a" * (limits.KEY_NAME_BYTES + 1)),
    ],
    ids=["note", "signature", "name"],
)
def test_what_is_too_large_is_not_read(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        Note.parse(raw)
    assert caught.value.code == "input.too_large"


def test_signatures_are_not_added_twice() -> None:
    signed = Note.parse(SIGNED)
    assert signed.with_signatures(*signed.signatures) == signed


@pytest.mark.parametrize("text", ["", "no newline", "tab\there\n", "\ud800\n"])
def test_what_is_not_lines_of_text_is_not_signed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        note.sign(text, KeyName("a.example"), signer("a.example"))
    assert caught.value.code == "note.malformed"


def test_who_signed_is_said_once_and_nobody_else() -> None:
    signed = note.sign("text\n", KeyName("a.example"), signer("a.example"))
    signed = signed.with_signatures(
        *note.sign("text\n", KeyName("b.example"), signer("b.example")).signatures
    )
    keys = [log_key("a.example"), log_key("c.example")]
    assert note.verify(signed, keys) == {log_key("a.example")}
    assert note.verify(signed, []) == frozenset()


@pytest.mark.parametrize("at", [0, -1])
def test_one_bad_signature_of_a_known_key_spoils_the_note(at: int) -> None:
    signed = note.sign("text\n", KeyName("a.example"), signer("a.example"))
    [good] = signed.signatures
    bad = SignatureLine(good.name, good.key_id, good.signature[:-1] + b"\0")
    lines = [good, bad] if at else [bad, good]
    with pytest.raises(Refused) as caught:
        note.verify(Note("text\n", tuple(lines)), [log_key("a.example")])
    assert caught.value.code == "note.signature"


@pytest.mark.parametrize("length", [1, 63, 65])
def test_a_known_keys_signature_of_another_length_does_not_verify(length: int) -> None:
    key = log_key("a.example")
    forged = Note("text\n", (SignatureLine(key.name, key.key_id, bytes(length)),))
    with pytest.raises(Refused) as caught:
        note.verify(forged, [key])
    assert caught.value.code == "note.signature"


def test_a_line_that_shares_only_name_or_id_with_a_known_key_is_passed_over() -> None:
    key = log_key("a.example")
    lines = (
        SignatureLine(key.name, b"\0\0\0\0", bytes(64)),
        SignatureLine(KeyName("b.example"), key.key_id, bytes(64)),
    )
    assert note.verify(Note("text\n", lines), [key]) == frozenset()


def test_one_key_has_another_id_for_each_type_and_name() -> None:
    ids = {
        VerifierKey.of(name, kind, signer("one")).key_id
        for name in ("a.example", "b.example")
        for kind in SignatureType
    }
    assert len(ids) == 4


def test_keys_of_another_type_are_a_programming_error() -> None:
    with pytest.raises(ValueError, match="another type"):
        note.verify(Note.parse(SIGNED), [witness_key("a.example")])


def test_notes_are_not_signed_with_p256() -> None:
    with pytest.raises(TypeError, match="Ed25519"):
        note.sign("text\n", KeyName("a.example"), P256Signer.from_scalar(7))


@pytest.mark.parametrize("text", ["", "a b", "a\u3000b", "a+b", "a\nb", "a\tb", "\ud800"])
def test_what_would_break_a_line_is_no_name(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        KeyName(text)
    assert caught.value.code == "key.malformed"


def material(*octets: int) -> str:
    return f"a.example+00000000+{encode_base64(bytes(octets))}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "key.malformed"),
        ("example.com/foo", "key.malformed"),
        (VKEY.replace("530d903a", "530d903b"), "key.malformed"),
        (VKEY.replace("530d903a", "530D903A"), "key.malformed"),
        (VKEY.replace("530d903a", "30d903a"), "key.malformed"),
        (VKEY.replace("foo", "bar"), "key.malformed"),
        (VKEY.replace("foo", "f oo"), "key.malformed"),
        (VKEY[:-4], "key.malformed"),
        (VKEY + "=", "key.malformed"),
        (VKEY + "\n", "key.malformed"),
        (VKEY.rpartition("+")[0] + "+", "key.malformed"),
        ("a+" + VKEY, "key.malformed"),
        (material(2, *range(32)), "note.key_type"),
        (material(6, *range(32)), "note.key_type"),
        (material(1, 1, *bytes(31)), "key.weak"),
        (material(4, 2, *bytes(31)), "key.weak"),
        ("a" * 20_000 + VKEY, "input.too_large"),
    ],
)
def test_another_text_is_no_verifier_key(text: str, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        VerifierKey.parse(text)
    assert caught.value.code == code


def test_the_largest_ledger_there_can_be_has_its_heads_read() -> None:
    """64 witnesses and as many auditors, which the rules allow, and the log itself."""
    lines = b"".join(line(number.to_bytes(5, "big")) for number in range(1 + 64 + 64))
    assert len(Note.parse(b"text\n\n" + lines).signatures) == 129
