"""What a watch found, told to whoever asked: in words, or as events."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_ledger.watch.grouping import grouped, ranges
from livret_ledger.watch.words import texts

if TYPE_CHECKING:
    from livret_ledger.watch.alarms import Alert
    from livret_ledger.watch.service.looked import Looked


def tell(asked: Asked, looked: "Looked", *, of_nothing: bool = True) -> None:
    """Tell what is new, what is open since before, and up to where was looked."""
    voice, said, head = asked.voice, texts(asked.voice.lang), looked.head
    new = grouped(looked.new)
    if voice.json:
        for fields in new:
            voice.event(str(fields.pop("event")), **fields)
    else:
        _tell_entries(asked, [fields for fields in new if "entries" in fields])
    if voice.json:
        if head is not None:
            voice.event(
                "looked",
                size=head.size,
                time_s=head.time_s,
                found=sum(each.index is not None for each in looked.new),
                open=[each.index for each in looked.open],
                missing=[each.operation for each in looked.missing],
            )
        return
    for alert in looked.missing:
        fields = json_encoding.parse_object(alert.body)
        voice.tell(
            "✗ " + said["missing"].format(index=fields["index"], type=fields["type"]),
            said["answer_hand_in"],
        )
    told = {each.index for each in looked.new}
    before = [each for each in looked.open if each.index not in told]
    kinds: dict[str, list[Alert]] = {"open_theft": [], "open_succession": [], "open": []}
    for each in before:
        owed = "open_succession" if each == looked.succession else "open"
        kinds["open_theft" if each.is_theft else owed].append(each)
    for name, alerts in kinds.items():
        if alerts:
            indexes = spelt(alerts)
            sign = "! " if name == "open" else "✗ "
            voice.tell(sign + said[name].format(indexes=indexes))
    if head is not None and (of_nothing or looked.found):
        if not looked.open and not looked.missing:
            voice.tell("✓ " + said["quiet"].format(last=head.size - 1))
        voice.rows([(said["as_of"], voice.moment(head.time_s))])


def tell_since(asked: Asked, folder: Path, journal: Collection[str]) -> None:
    """Tell all that concerns the name since an entry or a time, whoever made it and knows of it."""
    from livret_ledger.watch.service.looking import Watch

    voice, said = asked.voice, texts(asked.voice.lang)
    index, time_s = asked.since
    with Watch.held(folder) as held:
        begin = held.index_after(time_s) if index is None else index
        found = list(held.concerning(begin))
    rows = []
    for each in found:
        is_own = each.operation.id in journal
        if voice.json:
            voice.event(
                "entry",
                index=each.index,
                type=each.operation.type,
                subject=each.operation.subject,
                id=each.operation.id,
                after_s=each.after_s,
                known=is_own,
            )
        what = said["known" if is_own else "not_known"]
        rows.append(
            (str(each.index), f"{each.operation.type}, {voice.moment(each.after_s)}: {what}")
        )
    if voice.json:
        return
    voice.tell(said["since" if found else "since_none"].format(index=begin))
    voice.rows(rows)


def spelt(alerts: "Iterable[Alert]") -> str:
    """Write the numbers of the entries that alerts are about, for people."""
    return ranges(each.index for each in alerts if each.index is not None).replace(",", ", ")


def _tell_entries(asked: Asked, groups: Sequence[JsonObject]) -> None:
    """Tell entries, kind by kind; what to do is said once, behind the last that it is about."""
    voice, said = asked.voice, texts(asked.voice.lang)
    for place, fields in enumerate(groups):
        signers = fields["signed_by"]
        names = ", ".join(map(printable, map(str, signers if isinstance(signers, list) else [])))
        kind, many = fields["kind"], "_many" if fields["count"] != 1 else ""
        facts = {
            "index": fields["index"],
            "type": fields["type"],
            "count": fields["count"],
            "indexes": str(fields["entries"]).replace(",", ", "),
        }
        if kind == "theft":
            sentence = said["theft" + many].format(**facts, key=said[f"key_{fields['key']}"])
            voice.tell("✗ " + sentence)
        else:
            voice.tell("! " + said["others" + many].format(**facts))
            if names:
                voice.rows([(said["signed_by"], names)])
        answer = fields["answer"]
        if all(each["answer"] != answer for each in groups[place + 1 :]):
            voice.tell(said[f"answer_{answer}"])
