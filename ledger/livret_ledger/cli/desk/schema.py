"""`livret ledger schema`: which kinds of proof there are, each by the digest of its description."""

from typing import Final

from livret_core import limits
from livret_core.credential.type_publication import publication
from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger.records import SchemaRecord
from livret_core.words import printable
from livret_edge.arguments import Argument, Asked, path
from livret_edge.files import named_by, read_file
from livret_edge.program import Command, Program
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, TO
from livret_ledger.cli.desk.standing import at_ledger
from livret_ledger.drafting import Desk
from livret_ledger.words.members import texts
from livret_schemas import load

_PACKAGED_VERSION: Final = "1"
_NAME: Final = Argument("name", "version", required=True)


def publish(asked: Asked, _desk: Desk) -> Made:
    """Publish one version of a kind of proof, for good."""
    if asked.file is None:
        return "schema.publish", asked.name, publication(asked.name, _packaged(asked.name))
    with named_by("--file"):
        raw = read_file(asked.file, limits.TYPE_METADATA_BYTES)
    try:
        return "schema.publish", asked.name, publication(asked.name, raw)
    except LivretError as error:
        raise MalformedInput(
            "usage.type_file", error.code, option="--file", type=asked.name
        ) from None


def _packaged(name: str) -> bytes:
    """Give a description that came with livret.

    Raises:
        MalformedInput: ``usage.missing`` for a kind of proof that did not.
    """
    kind, _, version = name.partition("/")
    for files in load():
        if (files.name, version) == (kind, _PACKAGED_VERSION):
            return files.metadata
    raise MalformedInput("usage.missing", option="--file")


def retire(asked: Asked, _desk: Desk) -> Made:
    """Let no new proof of it be issued."""
    return "schema.retire", asked.name, {}


def list_schemas(asked: Asked) -> int:
    """Say which kinds of proof there are."""
    voice, said = asked.voice, texts(asked.voice.lang)
    with at_ledger(asked) as at:
        found = {
            name.removeprefix("schema/"): record
            for name in sorted(at.desk.records.record_names("schema/"))
            if isinstance(record := at.desk.get(name), SchemaRecord)
        }
        if voice.json:
            for name, record in found.items():
                voice.event(
                    "schema",
                    name=name,
                    digest=record.digest,
                    media=record.media,
                    published_s=record.published_s,
                    retired_s=record.retired_s,
                )
        else:
            voice.rows(
                [
                    (
                        printable(name),
                        f"{record.digest}" + (f" ({said['retired']})" if record.retired_s else ""),
                    )
                    for name, record in found.items()
                ]
            )
        at.end_list(asked, schemas=len(found))
    return 0


PROGRAM: Final = Program(
    "livret ledger schema",
    "livret_ledger.words.members:SCHEMA",
    (
        Command(
            "publish",
            drafted(publish),
            (
                "livret ledger schema publish residency/1 --to type.json",
                "livret ledger schema publish library/1 --file library.json --to type.json",
            ),
            (
                _NAME,
                Argument("--file", "file", path),
                TO,
                *AT,
            ),
        ),
        Command(
            "retire",
            drafted(retire),
            (
                "livret ledger schema retire residency/1 --to retire.json",
                "livret ledger schema retire residency/1 --to retire.json --from copy/",
            ),
            (_NAME, TO, *AT),
        ),
        Command(
            "list",
            list_schemas,
            ("livret ledger schema list", "livret ledger schema list --from copy/ --json"),
            AT,
        ),
    ),
    examples=(
        "livret ledger schema list",
        "livret ledger schema retire residency/1 --to retire.json",
    ),
)
