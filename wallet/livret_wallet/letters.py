"""What a holder takes out of the activity: a letter to a service, a report on it, the list. Pure.

Names of claims, never what they said: the history has none of that.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.credential.claim_path import format_path
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError
from livret_core.jws import CompactJws
from livret_core.words import COLUMNS, Language, printable_json, unsigned
from livret_core.words.figures import Zone, day, moment
from livret_wallet.called import vouching_called
from livret_wallet.history_record import HistoryEntry
from livret_wallet.request_record import AskedRecord
from livret_wallet.words import screen_texts

_MAX_ID: Final = 2_048
_VERSION: Final = 1


@final
@dataclass(frozen=True, slots=True)
class Written:
    """One entry, as a letter speaks of it.

    Attributes:
        entry: that one.
        record: what the service signed; None where that is not kept.
        service: what it calls itself, as a letter may say it.
        proof: what the proof is called.
        left: names of the claims that left; empty for none.
        wanted: names of those that were asked for and did not leave.
    """

    entry: HistoryEntry
    record: AskedRecord | None
    service: str
    proof: str
    left: Sequence[str]
    wanted: str


def identifier(record: AskedRecord | None) -> str:
    """Say who signed, by the identifier in what was signed; empty where it has none."""
    text = _claims(record).get("client_id")
    return unsigned(text, max_chars=_MAX_ID) if isinstance(text, str) else ""


def erasure(about: Written, language: Language, *, now_s: int, zone: Zone) -> bytes:
    """Write the letter that asks a service to delete what left (Regulation (EU) 2016/679, Art. 17)."""
    said, time = screen_texts(language), moment(about.entry.at_s, language, zone=zone)
    sent = said["letter_sent"].format(time=time, proof=about.proof, claims=", ".join(about.left))
    lines = [
        said["letter_to"].format(service=about.service),
        said["letter_day"].format(day=day(now_s, language)),
        "", said["letter_erase"], "", sent, "", said["letter_article"],
        *_found_by(about, said), "", said["letter_me"],
    ]  # fmt: skip
    return _letter(lines)


def report(about: Written, language: Language, *, now_s: int, zone: Zone) -> bytes:
    """Write the report on a service to the data protection authority, with what it signed."""
    said, record = screen_texts(language), about.record
    got = ", ".join(about.left) or said["letter_nothing"]
    kept_back = [about.wanted] if about.entry.wanted or not about.left else []
    time = moment(about.entry.at_s, language, zone=zone)
    lines = [
        said["letter_authority"],
        said["letter_day"].format(day=day(now_s, language)),
        "", said["letter_report"], "",
        said["letter_who"].format(service=about.service),
        *([f"{said['signed_behind']}: {behind(record, language)}"] if record else []),
        said["letter_when"].format(time=time),
        said["letter_wanted"].format(claims=", ".join([*about.left, *kept_back])),
        said["letter_got"].format(claims=got),
        "", said["letter_why"],
        *_found_by(about, said), "", said["letter_me"], "",
        said["letter_evidence" if record else "letter_unsigned"],
    ]  # fmt: skip
    # On one line of its own: broken, it would verify nowhere.
    return _letter(lines) + (f"\n{record.text}\n".encode() if record else b"")


def exported(
    entries: Sequence[HistoryEntry], records: Mapping[bytes, AskedRecord], *, now_s: int
) -> bytes:
    """Write entries, and what was signed for them, as one JSON object.

    Args:
        entries: in their order.
        records: what is kept of requests, by digest.
        now_s: seconds since 1970.
    """
    wanted = {entry.request_digest for entry in entries}
    signed = [each for each in records.values() if each.digest in wanted and each.text]
    content: JsonObject = {
        "livret_activity": _VERSION,
        "written_at": format_utc(now_s),
        "entries": [_entry(entry) for entry in entries],
        "requests": [
            {
                "digest": base64url.encode(each.digest),
                "shown_at": format_utc(each.at_s),
                "behind": each.behind,
                "name": each.name,
                "request": each.text,
            }
            for each in signed
        ],
    }
    return f"{printable_json(content)}\n".encode()


def behind(record: AskedRecord, language: Language) -> str:
    """Say what stood behind who asked, when the request was shown."""
    name = vouching_called(record.behind, record.name, language, max_chars=_MAX_ID)
    return screen_texts(language)[f"stood_{record.behind}"].format(name=name)


def _entry(entry: HistoryEntry) -> JsonObject:
    digest = entry.request_digest
    return {
        "at": format_utc(entry.at_s),
        "kind": entry.kind,
        "counterparty": entry.counterparty,
        "type": entry.vct,
        "disclosed": [format_path(each) for each in entry.disclosed],
        "wanted": [format_path(each) for each in entry.wanted],
        "code": entry.reason,
        "request": None if digest is None else base64url.encode(digest),
    }


def _found_by(about: Written, said: Mapping[str, str]) -> list[str]:
    """Write by what a service finds its own request: who signed it, its state, its digest."""
    record = about.record
    if record is None:
        return []
    state = _claims(record).get("state")
    rows = [f"{said['signed_id']}: {identifier(record)}"]
    if isinstance(state, str) and state:
        rows.append(f"state: {unsigned(state, max_chars=_MAX_ID)}")
    return ["", said["letter_find"], *rows, f"{said['signed_digest']}: {record.digest.hex()}"]


def _claims(record: AskedRecord | None) -> JsonObject:
    try:
        return {} if record is None else CompactJws.parse(record.text).payload_object()
    except LivretError:
        return {}  # nothing was signed


def _letter(lines: Sequence[str]) -> bytes:
    wrapped = [
        "\n".join(
            textwrap.wrap(line, COLUMNS, break_long_words=False, break_on_hyphens=False) or [""]
        )
        for line in lines
    ]
    return ("\n".join(wrapped) + "\n").encode()
