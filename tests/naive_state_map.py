"""A second state map, made from docs/spec/state-map.md and from nothing else.

Slow and short on purpose: it knows all keys at once, sorts them, and cuts the list in two
wherever the keys part. It reads no stored node, keeps none, and shares no line with the
one that is tested against it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

Entry = tuple[bytes, bytes]
World = tuple[Entry, ...]
Shown = list[tuple[str, bytes, bytes]]

EMPTY = hashlib.sha256(b"livret/map/empty/v1\n").digest()


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def key_of(name: str) -> bytes:
    subject = name.split("/")[1].split("#", maxsplit=1)[0] if "/" in name else name
    if name.startswith("commit/"):
        subject = name
    together = sha256(b"livret/map/subject/v1\n", subject.encode("ascii"))
    apart = sha256(b"livret/map/key/v1\n", name.encode("ascii"))
    return together[:4] + apart[:28]


def value_of(record: object) -> bytes:
    """For records of ASCII texts, integers, lists and objects, of which this is the JCS form."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"))
    return sha256(b"livret/map/record/v1\n", text.encode("ascii"))


def world(entries: Mapping[bytes, bytes]) -> World:
    return tuple(sorted(entries.items()))


@lru_cache(maxsize=10_000)
def bits(key: bytes) -> str:
    return "".join(f"{octet:08b}" for octet in key)


def parted(entries: World) -> tuple[int, World, World]:
    """The first bit in which any two of the keys differ, and those with 0 and with 1 there."""
    # Of sorted texts the first and the last agree for the shortest time.
    first, last = bits(entries[0][0]), bits(entries[-1][0])
    bit = next(at for at in range(256) if first[at] != last[at])
    left = tuple(entry for entry in entries if bits(entry[0])[bit] == "0")
    return bit, left, entries[len(left) :]


@lru_cache(maxsize=200_000)
def encoding(entries: World) -> bytes:
    """The node that stands for one or more entries."""
    if len(entries) == 1:
        [(key, value)] = entries
        return b"\x00" + key + value
    bit, left, right = parted(entries)
    return b"\x01" + bytes([bit]) + root(left) + root(right)


def root(entries: World) -> bytes:
    return sha256(encoding(entries)) if entries else EMPTY


def nodes(entries: World) -> dict[bytes, bytes]:
    """Every node of the map by its hash."""
    if not entries:
        return {}
    found = {root(entries): encoding(entries)}
    if len(entries) > 1:
        _, left, right = parted(entries)
        found |= nodes(left) | nodes(right)
    return found


def proof(entries: World, keys: Iterable[bytes]) -> bytes:
    """The one text that proves what stands under each of the keys."""
    asked = sorted(set(keys))
    assert asked
    return _proof(entries, asked) if entries else b"\x04"


def _proof(entries: World, asked: list[bytes]) -> bytes:
    if len(entries) == 1:
        return encoding(entries)
    bit, left, right = parted(entries)
    to_left = [key for key in asked if bits(key)[bit] == "0"]
    to_right = [key for key in asked if bits(key)[bit] == "1"]
    if to_left and to_right:
        return b"\x01" + bytes([bit]) + _proof(left, to_left) + _proof(right, to_right)
    if to_left:
        return b"\x02" + bytes([bit]) + root(right) + _proof(left, to_left)
    return b"\x03" + bytes([bit]) + root(left) + _proof(right, to_right)


def said(octets: bytes, under: bytes, keys: Iterable[bytes]) -> dict[bytes, bytes | None]:
    """What a proof says of each key: a value, or None for none. ValueError if it says nothing."""
    asked = sorted(set(keys))
    found, shown, rest = (EMPTY, Shown(), b"") if octets == b"\x04" else _read(octets, "")
    if rest or found != under:
        raise ValueError("bytes left over, or another root")
    answers: dict[bytes, bytes | None] = {}
    used = set()
    for key in asked:
        text = bits(key)
        # The turns of a walk: a pattern of 256 places, most of them open.
        ends = [
            (own, value)
            for pattern, own, value in shown
            if all(turn in ("?", bit) for turn, bit in zip(pattern, text, strict=True))
        ]
        if shown and len(ends) != 1:
            raise ValueError("not answered")
        used |= {own for own, _ in ends}
        answers[key] = next((value for own, value in ends if own == key), None)
    if used != {own for _, own, _ in shown}:
        raise ValueError("shown and not asked for")
    return answers


def _read(octets: bytes, above: str) -> tuple[bytes, Shown, bytes]:
    """Hash, leaves with the pattern of their walk, and what follows. *above* ends at a fork."""
    kind = octets[:1]
    if kind == b"\x00":
        own, value, rest = octets[1:33], octets[33:65], octets[65:]
        if len(value) != 32:
            raise ValueError("ends early")
        pattern = above.ljust(256, "?")
        if any(turn not in ("?", bit) for turn, bit in zip(pattern, bits(own), strict=True)):
            raise ValueError("a leaf on the wrong side")
        return sha256(octets[:65]), [(pattern, own, value)], rest
    if kind not in (b"\x01", b"\x02", b"\x03") or len(octets) < 34:
        raise ValueError("no element")
    bit = octets[1]
    if bit < len(above):
        raise ValueError("bits that do not grow")
    left_side, right_side = above.ljust(bit, "?") + "0", above.ljust(bit, "?") + "1"
    if kind == b"\x01":
        left, shown_left, rest = _read(octets[2:], left_side)
        right, shown_right, rest = _read(rest, right_side)
        shown = shown_left + shown_right
        if len({bits(own)[:bit] for _, own, _ in shown}) != 1:
            raise ValueError("keys that part before their fork")
    elif kind == b"\x02":
        right = octets[2:34]
        left, shown, rest = _read(octets[34:], left_side)
    else:
        left = octets[2:34]
        right, shown, rest = _read(octets[34:], right_side)
    return sha256(b"\x01", bytes([bit]), left, right), shown, rest
