"""Everyone else's side: put disclosures back and get the processed payload (RFC 9901 §7.1).

Any reading of the rules that two implementations could differ on is a refusal here:
a digest seen twice, a disclosure nobody refers to, one that would overwrite a claim,
a control name where none belongs.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias, final

import msgspec

from livret_core import limits
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt.disclosure import HASH_ALGORITHM, Disclosure, digest

PlacedPath: TypeAlias = tuple[str | int, ...]


class Placed(NamedTuple):
    """Where a disclosure belongs.

    Attributes:
        disclosure: its place in the list of disclosures given.
        path: the claim it holds; array positions count undisclosed elements.
        parent: index of the disclosure that its digest stands in, None when the
            digest is in the signed payload itself. Showing one means showing it too.
    """

    disclosure: int
    path: PlacedPath
    parent: int | None


@final
class Revealed(msgspec.Struct, frozen=True):
    """The processed payload, and where each disclosure went.

    Attributes:
        claims: without ``_sd``, ``_sd_alg`` and placeholders.
        placed: one for each disclosure given, in the order they were met.
        concealed: how many digests remain without a disclosure (decoys included).
        hidden_elements: where array elements stood that were not disclosed (decoys
            included), in positions as issued.
        hiding_objects: the objects that still hold such digests; the empty path is
            the top level.
    """

    claims: JsonObject
    placed: tuple[Placed, ...]
    concealed: int
    hidden_elements: frozenset[PlacedPath] = frozenset()
    hiding_objects: frozenset[PlacedPath] = frozenset()


def is_flat(payload: Mapping[str, JsonValue], raw: bytes) -> bool:
    """Say whether the only digests in a payload are those of its own ``_sd``.

    Told from the JSON text it was read from: without escapes, a member named ``_sd``,
    ``_sd_alg`` or ``...`` stands in it as such. A text that merely mentions one is not called flat.
    """
    return (
        raw.count(b'"_sd"') == ("_sd" in payload)
        and raw.count(b'"_sd_alg"') == ("_sd_alg" in payload)
        and b'"..."' not in raw
        and b"\\" not in raw
    )


def reveal(
    payload: Mapping[str, JsonValue], disclosures: Sequence[str], *, flat: bool = False
) -> Revealed:
    """Process *payload* with *disclosures*.

    The payload must be authentic already: this checks structure, not origin.

    Args:
        payload: with digests in place.
        disclosures: as received.
        flat: what :func:`is_flat` said; it saves the search for nested digests.

    Raises:
        MalformedInput: ``sdjwt.disclosure_shape``, ``sdjwt.malformed`` (``_sd`` not an
            array of text, nesting too deep, too many disclosures), or what reading a
            disclosure raises.
        Refused: ``sdjwt.hash_algorithm``, ``sdjwt.digest_twice``,
            ``sdjwt.unreferenced``, ``sdjwt.reserved_name`` or ``sdjwt.overwrites``.
    """
    if payload.get("_sd_alg", HASH_ALGORITHM) != HASH_ALGORITHM:
        raise Refused("sdjwt.hash_algorithm", "`_sd_alg` is not sha-256")
    if len(disclosures) > limits.DISCLOSURES:
        raise MalformedInput("sdjwt.malformed", "too many disclosures")
    if flat and (revealed := _reveal_flat(payload, disclosures)) is not None:
        return revealed
    revealing = _Revealing(disclosures)
    claims = revealing.object(payload, (), None)
    claims.pop("_sd_alg", None)
    if revealing.waiting:
        raise Refused("sdjwt.unreferenced", f"{len(revealing.waiting)} disclosures fit nowhere")
    return Revealed(
        claims,
        tuple(revealing.placed),
        len(revealing.seen) - len(disclosures),
        frozenset(revealing.hidden_elements),
        frozenset(revealing.hiding_objects),
    )


_CONTAINERS: Final = (dict, list)
_NOWHERE: Final[frozenset[PlacedPath]] = frozenset()
_AT_THE_TOP: Final[frozenset[PlacedPath]] = frozenset({()})


def _reveal_flat(payload: Mapping[str, JsonValue], disclosures: Sequence[str]) -> Revealed | None:
    """Reveal a payload whose digests are all at the top, each of a plain value.

    None for anything else, wrong or merely unusual: the full walk then says what.
    """
    digests = payload.get("_sd")
    if not isinstance(digests, list):
        return None
    try:
        "".join(digests)  # type: ignore[arg-type]  # refuses what is not text
        left = set(digests)
        count = len(left)
        if count != len(digests):
            return None
        claims: JsonObject = dict(payload)
        del claims["_sd"]
        placed = []
        for index, text in enumerate(disclosures):
            left.remove(digest(text.encode("ascii")))
            _, name, value = Disclosure.parse(text)
            if (
                name is None
                or name in claims
                or name == "_sd_alg"
                or isinstance(value, _CONTAINERS)
            ):
                return None
            claims[name] = value
            placed.append(Placed(index, (name,), None))
    except (TypeError, KeyError, UnicodeEncodeError):
        return None
    claims.pop("_sd_alg", None)
    return Revealed(
        claims,
        tuple(placed),
        count - len(placed),
        _NOWHERE,
        _AT_THE_TOP if left else _NOWHERE,
    )


class _Revealing:
    """One run over one payload; the state is what digests were seen and what is left."""

    __slots__ = ("hidden_elements", "hiding_objects", "placed", "seen", "texts", "waiting")

    def __init__(self, disclosures: Sequence[str]) -> None:
        self.texts: Final = disclosures
        self.seen: Final[set[str]] = set()
        self.placed: Final[list[Placed]] = []
        self.hidden_elements: Final[set[PlacedPath]] = set()
        self.hiding_objects: Final[set[PlacedPath]] = set()
        try:
            self.waiting: Final[dict[str, int]] = {
                digest(text.encode("ascii")): index for index, text in enumerate(disclosures)
            }
        except UnicodeEncodeError:
            raise MalformedInput("sdjwt.malformed", "a disclosure that is not ASCII") from None
        if len(self.waiting) != len(disclosures):
            raise Refused("sdjwt.digest_twice", "the same disclosure twice")

    def object(
        self, payload: Mapping[str, JsonValue], path: PlacedPath, parent: int | None
    ) -> JsonObject:
        _check_depth(path)
        digests = payload.get("_sd", ())
        if "..." in payload:
            raise Refused("sdjwt.reserved_name", "`...` outside an array placeholder")
        if path and "_sd_alg" in payload:
            raise Refused("sdjwt.reserved_name", "`_sd_alg` below the top level")
        claims: JsonObject = dict(payload)
        for name, value in payload.items():
            if isinstance(value, _CONTAINERS) and name != "_sd":
                claims[name] = self.value(value, (*path, name), parent)
        claims.pop("_sd", None)
        if digests:
            if not isinstance(digests, list):
                raise MalformedInput("sdjwt.malformed", "`_sd` is not an array")
            for found in digests:
                taken = self.take(found)
                if taken is None:
                    self.hiding_objects.add(path)
                    continue
                index, disclosure = taken
                added = disclosure.name
                if added is None:
                    raise MalformedInput(
                        "sdjwt.disclosure_shape", "an array element among object members"
                    )
                if added in claims:
                    raise Refused("sdjwt.overwrites", "a disclosure for a claim that is there")
                here = (*path, added)
                self.placed.append(Placed(index, here, parent))
                claims[added] = self.value(disclosure.value, here, index)
        elif "_sd" in payload and digests != []:
            raise MalformedInput("sdjwt.malformed", "`_sd` is not an array")
        return claims

    def array(
        self, elements: list[JsonValue], path: PlacedPath, parent: int | None
    ) -> list[JsonValue]:
        _check_depth(path)
        result: list[JsonValue] = []
        for position, element in enumerate(elements):
            here = (*path, position)
            if not (isinstance(element, dict) and "..." in element):
                result.append(self.value(element, here, parent))
                continue
            if len(element) != 1:
                raise Refused("sdjwt.reserved_name", "`...` beside other members")
            taken = self.take(element["..."])
            if taken is None:
                self.hidden_elements.add(here)
                continue
            index, disclosure = taken
            if disclosure.name is not None:
                raise MalformedInput(
                    "sdjwt.disclosure_shape", "an object member among array elements"
                )
            self.placed.append(Placed(index, here, parent))
            result.append(self.value(disclosure.value, here, index))
        return result

    def value(self, value: JsonValue, path: PlacedPath, parent: int | None) -> JsonValue:
        if isinstance(value, dict):
            return self.object(value, path, parent)
        if isinstance(value, list):
            return self.array(value, path, parent)
        return value

    def take(self, found: JsonValue) -> tuple[int, Disclosure] | None:
        """Note a digest as seen, and hand out the disclosure it stands for, if given."""
        if not isinstance(found, str):
            raise MalformedInput("sdjwt.malformed", "a digest that is not text")
        if found in self.seen:
            raise Refused("sdjwt.digest_twice", "a digest occurs twice")
        self.seen.add(found)
        index = self.waiting.pop(found, None)
        if index is None:
            return None
        return index, Disclosure.parse(self.texts[index])


def _check_depth(path: PlacedPath) -> None:
    if len(path) >= limits.JSON_DEPTH:
        raise MalformedInput("sdjwt.malformed", "nested too deep")
