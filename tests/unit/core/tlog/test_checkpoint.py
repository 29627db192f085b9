import pytest

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.note import Note
from tests.transparency import Grown, cosigned, signed

# The example printed in the specification, with the cosignature of tlog-cosignature.
PRINTED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv"
    "2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b"
    "2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


def test_the_specifications_checkpoint_is_read_and_written_the_same() -> None:
    read = SignedCheckpoint.parse(PRINTED)
    assert read.checkpoint.origin == "example.com/behind-the-sofa"
    assert read.checkpoint.size == 20_852_163
    assert read.checkpoint.root.hex().startswith("0ac5186a91863e8e")
    assert len(read.note.signatures) == 2
    assert read.format() == PRINTED


def test_extension_lines_are_kept() -> None:
    text = f"log.example\n1\n{ROOT}\nopaque\n— more\n"
    assert Checkpoint.parse(text).extensions == ("opaque", "— more")
    assert Checkpoint.parse(text).format() == text


@pytest.mark.parametrize("origin", ["a b", "a+b", "1", "— a b", "Liège"])
def test_an_origin_need_not_be_the_name_of_a_key(origin: str) -> None:
    assert Checkpoint.parse(f"{origin}\n1\n{ROOT}\n").origin == origin


@pytest.mark.parametrize("size", ["0", "1", str(limits.LOG_SIZE)])
def test_every_size_a_log_can_have_is_read(size: str) -> None:
    assert Checkpoint.parse(f"o\n{size}\n{ROOT}\n").size == int(size)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "o\n",
        "o\n1\n",
        f"o\n1\n{ROOT}",
        f"\n1\n{ROOT}\n",
        f"o\n\n{ROOT}\n",
        f"o\n01\n{ROOT}\n",
        f"o\n+1\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n 1\n{ROOT}\n",
        f"o\n1_0\n{ROOT}\n",
        f"o\n٣\n{ROOT}\n",
        f"o\n0x1\n{ROOT}\n",
        f"o\n{limits.LOG_SIZE + 1}\n{ROOT}\n",
        f"o\n{'9' * 5_000}\n{ROOT}\n",
        f"o\n1\n{ROOT[:-1]}\n",
        f"o\n1\n{ROOT}=\n",
        f"o\n1\n{ROOT[:-2]}J=\n",
        f"o\n1\n{ROOT.replace('/', '_')}\n",
        f"o\n1\n {ROOT[1:]}\n",
        "o\n1\n" + "A" * 44 + "\n",
        "o\n1\nAAAA\n",
        f"o\n1\n{ROOT}\n\n",
        f"o\n1\n{ROOT}\n\nafter an empty line\n",
        f"o\r\n1\r\n{ROOT}\r\n",
    ],
)
def test_anything_else_is_no_checkpoint(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Checkpoint.parse(text)
    assert caught.value.code == "log.checkpoint"


@pytest.mark.parametrize(
    "text",
    [
        f"{'o' * (limits.ORIGIN_BYTES + 1)}\n1\n{ROOT}\n",
        f"o\n1\n{ROOT}\n" + "more\n" * (limits.CHECKPOINT_EXTENSIONS + 1),
    ],
    ids=["origin", "extensions"],
)
def test_what_is_too_large_is_not_read(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Checkpoint.parse(text)
    assert caught.value.code == "input.too_large"


def test_signatures_are_added_below_and_the_checkpoint_stays() -> None:
    head = Grown(3).head()
    one = signed(head)
    both = one.with_signatures(cosigned(head, "namur.example/w"))
    assert both.format().startswith(one.format())
    assert SignedCheckpoint.parse(both.format()) == both


def test_a_note_is_not_paired_with_another_checkpoint() -> None:
    log = Grown(3)
    with pytest.raises(ValueError, match="another checkpoint"):
        SignedCheckpoint(signed(log.head(2)).note, log.head(3))


def test_a_note_about_something_else_is_no_checkpoint() -> None:
    with pytest.raises(MalformedInput) as caught:
        SignedCheckpoint.of(Note("shopping list\n", signed(Grown(1).head()).note.signatures))
    assert caught.value.code == "log.checkpoint"
