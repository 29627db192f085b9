"""`livret ledger schema`: which kinds of proof there are, each by the digest of its description."""

from hashlib import sha256
from typing import Final

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_core.ledger.records import SchemaRecord
from livret_core.words import printable
from livret_edge.arguments import Argument, Asked, choice, path
from livret_edge.program import Command, Program
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, TO, digest_of
from livret_ledger.cli.desk.standing import at_ledger
from livret_ledger.drafting import Desk
from livret_ledger.words.members import texts
from livret_schemas import load

_PACKAGED_VERSION: Final = "1"
_NAME: Final = Argument("name", "version", required=True)


def publish(asked: Asked, _desk: Desk) -> Made:
    """Publish one version of a kind of proof, for good."""
    digest = digest_of(asked, "file") if asked.file is not None else _packaged(asked.name)
    return "schema.publish", asked.name, {"digest": digest, "media": asked.media}


def _packaged(name: str) -> str:
    """Give the digest of a description that came with livret.

    Raises:
        MalformedInput: ``usage.missing`` for a kind of proof that did not.
    """
    kind, _, version = name.partition("/")
    for files in load():
        if (files.name, version) == (kind, _PACKAGED_VERSION):
            return base64url.encode(sha256(files.metadata).digest())
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
                Argument(
                    "--media",
                    "name",
                    choice("application/json", "application/schema+json"),
                    default="application/json",
                ),
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
