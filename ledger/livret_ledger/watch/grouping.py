"""Many alerts of one kind are one: the first, the last, how many, and which. Pure.

A thief may write a thousand entries a day. Told one by one they hide what else there is.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.words.instants import dated

if TYPE_CHECKING:
    from livret_ledger.watch.alarms import Alert

#: What alerts about entries have in common that are told as one.
_ALIKE: Final = ("kind", "type", "key", "answer")
_LAST_INDEX: Final = (1 << 53) - 1
_RANGES: Final = re.compile(r"[0-9]{1,16}(-[0-9]{1,16})?(,[0-9]{1,16}(-[0-9]{1,16})?){0,999}")
_TYPE: Final = re.compile(r"[a-z]{2,12}(\.[a-z]{2,12})?")


def grouped(alerts: "Iterable[Alert]") -> list[JsonObject]:
    """Tell alerts, those about entries of one kind together, each where its first one stands.

    What is told of several is what the first says, and besides ``last``, ``count``, ``entries``
    (as :func:`ranges` writes them), and everybody who signed one of them.
    """
    return [
        _joined(told)
        for _, told in _alike(json_encoding.parse_object(each.body) for each in alerts)
    ]


def bundled(owed: Sequence[tuple[int, bytes]]) -> list[tuple[list[int], bytes]]:
    """Join what one taker is owed, numbered alerts, in the same way: one body, and whose it is.

    Its times are written as ``--json`` writes them: a program reads either.
    """
    return [
        ([owed[place][0] for place in places], json_encoding.format(dated(_joined(told))))
        for places, told in _alike(json_encoding.parse_object(body) for _, body in owed)
    ]


def _alike(every: Iterable[JsonObject]) -> Iterable[tuple[list[int], list[JsonObject]]]:
    """Put together what is alike: the places in the row, and what is told there."""
    groups: dict[object, tuple[list[int], list[JsonObject]]] = {}
    for place, fields in enumerate(every):
        is_entry = "signed_by" in fields
        name = tuple(fields.get(each) for each in _ALIKE) if is_entry else place
        places, told = groups.setdefault(name, ([], []))
        places.append(place)
        told.append(fields)
    return groups.values()


def _joined(told: Sequence[JsonObject]) -> JsonObject:
    first, last = told[0], told[-1]
    if "signed_by" not in first:
        return first
    indexes = [each["index"] for each in told if isinstance(each["index"], int)]
    signers: dict[JsonValue, None] = {}
    for each in told:
        by = each["signed_by"]
        signers |= dict.fromkeys(by if isinstance(by, list) else ())
    return {
        **first,
        "signed_by": list(signers),
        "size": last["size"],
        "time_s": last["time_s"],
        "last": max(indexes),
        "count": len(indexes),
        "entries": ranges(indexes),
    }


def ranges(indexes: Iterable[int]) -> str:
    """Write numbers of entries as ``3,7-9``: shortly, and as :meth:`Wanted.parse` reads them."""
    spans: list[list[int]] = []
    for index in sorted(set(indexes)):
        if spans and index == spans[-1][1] + 1:
            spans[-1][1] = index
        else:
            spans.append([index, index])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


@final
@dataclass(frozen=True, slots=True)
class Wanted:
    """Entries that somebody names: by their numbers, or all of a type.

    Attributes:
        spans: the first and the last of each.
        type: of the operations; empty where numbers are named.
    """

    spans: tuple[tuple[int, int], ...] = ()
    type: str = ""

    @classmethod
    def parse(cls, name: str, typed: str) -> Self:
        """Read ``812``, ``812-1501,1600`` or ``schema.publish``.

        Raises:
            MalformedInput: ``usage.range``.
        """
        if _TYPE.fullmatch(typed):
            return cls(type=typed)
        if _RANGES.fullmatch(typed):
            spans = tuple(_span(each) for each in typed.split(","))
            if all(first <= last <= _LAST_INDEX for first, last in spans):
                return cls(spans)
        raise MalformedInput("usage.range", option=name, least=0, most=_LAST_INDEX)

    def of(self, alerts: "Collection[Alert]") -> "list[Alert]":
        """Give those alerts about entries that are meant."""
        return [each for each in alerts if each.index is not None and self._means(each)]

    def _means(self, alert: "Alert") -> bool:
        if self.type:
            return json_encoding.parse_object(alert.body)["type"] == self.type
        index = alert.index
        return index is not None and any(first <= index <= last for first, last in self.spans)

    @property
    def first(self) -> int | None:
        """The first number that is named, if any is."""
        return self.spans[0][0] if self.spans else None


def _span(typed: str) -> tuple[int, int]:
    first, _, last = typed.partition("-")
    return int(first), int(last or first)
