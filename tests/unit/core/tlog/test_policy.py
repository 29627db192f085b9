from collections.abc import Collection
from dataclasses import replace
from itertools import combinations

import pytest

from livret_core import limits
from livret_core.errors import LivretError
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness
from tests.transparency import OTHER_ORIGIN, log_key, policy, signer, witness_key

NAMES = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
KEYS = {name: witness_key(f"{name.lower()}.example") for name in NAMES}
VKEYS = {name: key.format() for name, key in KEYS.items()}
LOG = f"log {log_key().format()}\n"

# The example of the specification, with keys.
EXAMPLE = (
    LOG
    + "".join(f"witness {name} {VKEYS[name]}\n" for name in NAMES)
    + "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n"
    + "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
)


def read(text: str) -> Policy:
    return Policy.parse(text.encode())


def keys_of(names: Collection[str]) -> set[VerifierKey]:
    return {KEYS[name] for name in names}


def test_the_specifications_example_is_read_and_written_the_same() -> None:
    assert read(EXAMPLE).format() == EXAMPLE.encode()


def test_the_specifications_example_means_two_of_x_and_one_of_y() -> None:
    made = read(EXAMPLE)
    for size in range(7):
        for names in combinations(NAMES, size):
            of_x = sum(name.startswith("X") for name in names)
            assert made.satisfied_by(keys_of(names)) == (of_x >= 2 and size > of_x), names


def test_blanks_comments_empty_lines_and_addresses_are_read() -> None:
    made = read(
        "# the ledger of the Meuse \u00e9\n\n \t \n"
        f"\t log \t{log_key().format()}  https://ledger.example/meuse/ \n"
        f"  witness X1 {VKEYS['X1']} https://x1.example/\n  # X1 alone\nquorum\tX1\n"
    )
    assert made == Policy(
        (Log(log_key(), b"https://ledger.example/meuse/"),),
        (Witness(b"X1", KEYS["X1"], b"https://x1.example/"),),
        (),
        b"X1",
    )
    assert Policy.parse(made.format()) == made


def test_names_are_octets() -> None:
    one, two = b"\xe2\x84\xaa", b"\xff\xfe"  # a Kelvin sign, and no UTF-8 at all
    raw = LOG.encode() + b"".join(
        b"witness %s %s\n" % (name, VKEYS[key].encode())
        for name, key in ((b"K", "X1"), (one, "X2"), (two, "X3"))
    )
    made = Policy.parse(raw + b"group all any K \xff\xfe\nquorum all\n")
    assert made.members_of(b"all") == keys_of(["X1", "X3"])
    assert Policy.parse(made.format()) == made


@pytest.mark.parametrize(("word", "needed"), [("any", 1), ("1", 1), ("2", 2), ("3", 3), ("all", 3)])
def test_a_group_needs_as_many_as_its_word_says(word: str, needed: int) -> None:
    lines = "".join(f"witness {name} {VKEYS[name]}\n" for name in NAMES[:3])
    made = read(f"{lines}group X {word} X1 X2 X3\nquorum X\n")
    for size in range(4):
        assert made.satisfied_by(keys_of(NAMES[:size])) == (size >= needed)


def test_a_group_need_not_be_the_quorum() -> None:
    lines = "".join(f"witness {name} {VKEYS[name]}\n" for name in NAMES[:3])
    made = read(f"{lines}group X all X1 X2 X3\nquorum X2\n")
    assert made.satisfied_by(keys_of(["X2"]))
    assert not made.satisfied_by(keys_of(["X1", "X3"]))


def test_a_quorum_of_none_asks_for_nobody() -> None:
    made = read("quorum none\n")
    assert made == Policy((), (), (), None)
    assert made.satisfied_by(())
    assert made.format() == b"quorum none\n"


def test_the_keys_below_a_name_are_those_of_every_depth() -> None:
    made = read(EXAMPLE)
    assert made.members_of(b"X-and-Y") == made.witness_keys == keys_of(NAMES)
    assert made.members_of(b"Y-witnesses") == keys_of(NAMES[3:])
    assert made.members_of(b"X1") == keys_of(["X1"])
    assert made.members_of(b"nobody") == frozenset()


def test_a_log_may_have_two_keys() -> None:
    new = replace(log_key(), public_key=signer("new").public_key)
    made = read(LOG + f"log {new.format()}\nlog {log_key(OTHER_ORIGIN).format()}\nquorum none\n")
    assert made.log_keys(log_key().name.text) == {log_key(), new}
    assert made.log_keys("nobody") == frozenset()


def test_cosigners_that_the_policy_does_not_know_count_for_nothing() -> None:
    strangers = {witness_key(f"{number}.example") for number in range(9)}
    assert not policy(1).satisfied_by(strangers)


W1, W2 = f"witness X1 {VKEYS['X1']}\n", f"witness X2 {VKEYS['X2']}\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        (LOG, None),
        (W1 + "quorum X1\nquorum X1\n", None),
        (W1 + "quorum X1", None),
        (W1 + "quorum X1\n" + W2[:20], None),
        (W1 + "quorum X1\n#", None),
        (W1 + "quorum X1\n\0", None),
        (W1 + "quorum X1\r\n", None),
        (W1 + "quorum X1 # \x7f\n", None),
        (W1 + "witness X1 " + VKEYS["X2"] + "\nquorum X1\n", None),
        (W1 + W2 + "group X1 any X2\nquorum X1\n", None),
        (W1 + "group G any X1\ngroup G any X1\nquorum G\n", None),
        (W1 + W2 + "group G any X1 X1\nquorum G\n", None),
        (W1 + W2 + "group G any X1 X2\ngroup H all G X1\nquorum H\n", None),
        (W1 + "group G 2 X1\nquorum G\n", None),
        (W1 + "group G 0 X1\nquorum G\n", None),
        (f"witness none {VKEYS['X1']}\nquorum none\n", None),
        (W1 + "group none any X1\nquorum none\n", None),
        (W1 + "group G any\nquorum G\n", None),
        (W1 + "group G 01 X1\nquorum G\n", 2),
        (W1 + "group G -1 X1\nquorum G\n", 2),
        (W1 + "group G ALL X1\nquorum G\n", 2),
        (W1 + "group G any G\nquorum G\n", 2),
        (W1 + "group G any X2\n" + W2 + "quorum G\n", 2),
        (W1 + "group G any none\nquorum G\n", 2),
        (W1 + "group G\nquorum G\n", 2),
        (W1 + "quorum X2\n" + W2, 2),
        (W1 + "quorum\n", 2),
        (W1 + "quorum X1 X1\n", 2),
        (W1 + "quorum X1 # the only one\n", 2),
        (W1 + "QUORUM X1\n", 2),
        (W1 + "monitor X1\nquorum X1\n", 2),
        ("log\nquorum none\n", 1),
        (LOG[:-1] + " https://a https://b\nquorum none\n", 1),
        (W1[:-1] + " https://a https://b\nquorum none\n", 1),
        ("witness X1\nquorum none\n", 1),
        (LOG + "\u00a0quorum none\n", 2),
    ],
)
def test_anything_else_is_no_policy(text: str, line: int | None) -> None:
    with pytest.raises(LivretError) as caught:
        read(text)
    assert (caught.value.code, caught.value.facts.get("line")) == ("log.policy", line)


def as_type(name: str, signature_type: SignatureType) -> str:
    return VerifierKey.of(f"{name}.example", signature_type, signer(name)).format()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LOG + LOG + "quorum none\n", "log.key_twice"),
        (f"log {as_type('a', SignatureType.COSIGNATURE_V1)}\nquorum none\n", "note.key_type"),
        (f"witness a {as_type('a', SignatureType.ED25519)}\nquorum a\n", "note.key_type"),
        ("log no-key\nquorum none\n", "key.malformed"),
        ("log \udcff+00000000+AAAA\nquorum none\n", "key.malformed"),
        ("#" * (limits.LOG_POLICY_BYTES + 1), "input.too_large"),
    ],
)
def test_keys_that_cannot_stand_there_are_named(text: str, code: str) -> None:
    with pytest.raises(LivretError) as caught:
        Policy.parse(text.encode("utf-8", "surrogateescape"))
    assert caught.value.code == code


@pytest.mark.parametrize("url", [b"", b"a b", b"a\nquorum none"])
def test_an_address_that_would_break_the_line_cannot_be(url: bytes) -> None:
    with pytest.raises(LivretError) as caught:
        Policy((Log(log_key(), url),), (), (), None)
    assert caught.value.code == "log.policy"


def test_at_least_as_many_are_read_as_the_specification_recommends() -> None:
    names = [f"w{number}" for number in range(32)]
    logs = "".join(f"log {log_key(f'{name}.log.example').format()}\n" for name in names)
    lines = "".join(f"witness {name} {witness_key(name).format()}\n" for name in names)
    groups = "".join(f"group g{name} any {name}\n" for name in names[:31])
    members = " ".join(f"g{name}" for name in names[:31])
    made = read(f"{logs}{lines}{groups}group q 31 {members}\nquorum q\n")
    assert (len(made.logs), len(made.witnesses), len(made.groups)) == (32, 32, 32)
    assert made.satisfied_by([witness_key(name) for name in names[:31]])


def test_more_than_the_limit_is_too_large() -> None:
    names = [b"g%d" % number for number in range(limits.LOG_POLICY_NAMES + 1)]
    witness = Witness(b"w", witness_key("w"))
    chain = [Group(name, 1, (below,)) for name, below in zip(names, [b"w", *names], strict=False)]
    assert Policy((), (witness,), tuple(chain[:-1]), names[-2]).satisfied_by([witness.key])
    with pytest.raises(LivretError) as caught:
        Policy((), (witness,), tuple(chain), names[-1])
    assert caught.value.code == "input.too_large"
