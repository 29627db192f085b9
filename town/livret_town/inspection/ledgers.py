"""What a public ledger's keepers, witnesses and members write and hand each other."""

from collections.abc import Sequence
from typing import Final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput
from livret_town.inspection.forms import form as _form
from livret_town.inspection.forms import read_by, reason
from livret_town.inspection.found import MAX_LISTED, Inspection, LookInside, Parts, Said
from livret_town.inspection.withheld import SECRET, without_private

EVIDENCE: Final = b"livret/evidence/"
PROOF: Final = "c2sp.org/tlog-proof@"
_KEPT_BACK: Final = Said("keep it to yourself until all have handed in their commitment")


def is_trust_roots(text: str) -> bool:
    """Whether *text*, which begins as JSON does, is one version of a trust root a line."""
    first, _, rest = text.partition("\n")
    return (
        first.startswith("{")
        and '"policy":' in first
        and '"voters":' in first
        and (not rest or rest.startswith("{"))
    )


def trust_roots(text: str) -> Inspection:
    """Decode versions of a trust root; one that would be refused is shown with the reason.

    Raises:
        MalformedInput: ``input.too_large``, and what reading JSON raises.
    """
    from livret_core.ledger.trust_root import TrustRoot

    lines = text.split("\n")
    if len(lines) > limits.TRUST_ROOT_VERSIONS:
        raise MalformedInput("input.too_large", max_entries=limits.TRUST_ROOT_VERSIONS)
    parts: Parts = [("versions", len(lines))]
    for line in lines:
        parts += reason(TrustRoot.parse, line)
        value = json_encoding.parse_object(line.encode("utf-8"), max_bytes=limits.TRUST_ROOT_BYTES)
        parts.append(("", without_private(value)))
    return Inspection("trust root of a public ledger", parts)


def evidence(raw: bytes, inside: LookInside) -> Inspection:
    """Decode a bundle of evidence.

    Raises:
        MalformedInput: ``ledger.evidence``, ``input.too_large``, and what its parts raise.
    """
    from livret_core.ledger.evidence import Evidence

    bundle = Evidence.parse(raw)
    names = sorted(bundle.values)
    absent = [name for name in names if bundle.values[name] is None]
    return Inspection(
        "evidence from a public ledger",
        [
            ("bytes", len(raw)),
            ("records shown", list[JsonValue](names[:MAX_LISTED])),
            ("of these, shown not to be there", list[JsonValue](absent[:MAX_LISTED])),
            ("continues a head of size", bundle.consistency[0] or None),
        ],
        [
            *inside(bundle.signed.format().decode("utf-8").strip()),
            *inside(bundle.commit.leaf.decode("utf-8")),
        ],
    )


def proof(text: str, inside: LookInside) -> Inspection:
    """Decode a proof that an entry is in a log.

    Raises:
        MalformedInput: ``log.proof``, and what reading its head raises.
    """
    from livret_core.tlog.proof import LogProof

    found = LogProof.parse(f"{text}\n".encode())
    return Inspection(
        "proof that an entry is in a log",
        [("entry", found.index), ("hashes", len(found.hashes))],
        inside(found.signed.format().decode("utf-8").strip()),
    )


# What livret's own readers make of each kind.


def _read_operation(raw: bytes) -> object:
    from livret_core.ledger.operation import Operation

    return Operation.parse(raw)


def _read_draft(raw: bytes) -> object:
    from livret_core.ledger import draft

    return draft.parse(raw)


def _read_dating(raw: bytes) -> object:
    from livret_core.ledger.dating import Dating

    return Dating.parse(raw)


def _read_day(raw: bytes) -> object:
    from livret_core.ledger.daily import DayCommit

    return DayCommit.parse(raw)


def _read_fraud(raw: bytes) -> object:
    from livret_ledger import fraud_file

    return fraud_file.parse(raw + b"\n")


def _read_founding(raw: bytes) -> object:
    from livret_ledger.founding import Founding

    return Founding.parse(raw)


def _read_agreement(raw: bytes) -> object:
    from livret_ledger.agreeing import Agreement

    return Agreement.parse(raw)


def _opening(_: str, value: JsonObject) -> Parts:
    return [("whoever holds it", _KEPT_BACK), ("", without_private({**value, "nonce": SECRET}))]


# What stands inside.


def _heads(value: JsonObject) -> Sequence[JsonValue]:
    return [_note(value["first"]), _note(value["second"])]


def _entry(value: JsonObject) -> Sequence[JsonValue]:
    head, leaf = value["head"], value["leaf"]
    try:
        entry = base64url.decode(leaf).decode("utf-8") if isinstance(leaf, str) else ""
    except (LivretError, UnicodeDecodeError):
        entry = ""
    return [_note(head), *([entry] if entry.startswith("{") else [])]


def _note(value: JsonValue) -> str:
    if not isinstance(value, str) or "\n\n— " not in value:
        raise MalformedInput("input.malformed", "a head that is none")
    return value


def _is_two_heads(value: JsonObject) -> bool:
    return value["kind"] == "two-heads"


def _is_bad_entry(value: JsonObject) -> bool:
    return value["kind"] == "bad-entry"


def _is_cosigner(value: JsonObject) -> bool:
    return value["kind"] in {"witness", "auditor"}


LEDGER_FORMS: Final = (
    _form(
        "type subject seq prev body sigs", "operation of a public ledger", read_by(_read_operation)
    ),
    _form("commit operation paths", "what dates copies of a proof", read_by(_read_dating)),
    _form("v operation", "draft of an operation, to be signed", read_by(_read_draft)),
    _form("v id signature", "signature under a draft"),
    _form("did day digests", "digests of a day", read_by(_read_day)),
    _form(
        "kind first second",
        "fraud file: two heads of one ledger",
        read_by(_read_fraud),
        _heads,
        _is_two_heads,
    ),
    _form(
        "kind head index rule leaf",
        "fraud file: an entry that the rules refuse",
        read_by(_read_fraud),
        _entry,
        _is_bad_entry,
    ),
    _form("v did genesis trust", "a founder's signature"),
    _form("agreement openings signatures", "founding of a public ledger", read_by(_read_founding)),
    _form("agreement openings", "draft of a public ledger's founding"),
    _form("v plan commitments", "what founders agreed on", read_by(_read_agreement)),
    _form("who commitment", "commitment to a party's keys"),
    _form("who nonce", "opening of a commitment", _opening),
    _form("origin founders roots", "plan of a public ledger"),
    _form("v kind key source", "who a witness or an auditor is", fits=_is_cosigner),
    _form("v origin source", "which ledger a mirror follows"),
    _form("version origin", "which ledger is kept here"),
)
