"""Which keys a DID listed, and from when until when.

A diploma outlives the key that signed it. To verify it one asks what the DID document
said on the day, so the versions of a log are turned once into intervals by key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, final

from livret_core.dids.document import RELATIONSHIPS, DidDocument, Relationship
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.keys import PublicKey


@final
@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key and the time for which a DID listed it without a break.

    Attributes:
        kid: absolute DID URL.
        key: the key.
        from_s: first second at which it was listed.
        until_s: first second at which it no longer was; ``None`` while it is.
    """

    kid: str
    key: PublicKey
    from_s: int
    until_s: int | None


@final
@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The intervals of every key of a log, and the documents they were read from."""

    _documents: tuple[DidDocument | LivretError, ...] = field(repr=False)
    _intervals: Mapping[tuple[Relationship, str], Sequence[ListedKey]] = field(repr=False)

    @classmethod
    def of(cls, versions: Sequence[tuple[JsonObject, int, bool]]) -> Self:
        """Read the versions of a log: document, first second, whether deactivated by then.

        A document that cannot be read lists no key; neither does a deactivated one.
        """
        documents: list[DidDocument | LivretError] = []
        intervals: dict[tuple[Relationship, str], list[ListedKey]] = {}
        open_keys: dict[tuple[Relationship, str], tuple[PublicKey, int]] = {}
        listed: dict[tuple[Relationship, str], PublicKey] = {}
        for index, (state, from_s, deactivated) in enumerate(versions):
            if index and state is versions[index - 1][0]:  # entries share what did not change
                documents.append(documents[-1])
            else:
                documents.append(_document(state))
                listed = _listed(documents[-1])
            now = {} if deactivated else listed
            for name, (key, since_s) in list(open_keys.items()):
                if now.get(name) != key:
                    _close(intervals, name, key, since_s, from_s)
                    del open_keys[name]
            for name, key in now.items():
                open_keys.setdefault(name, (key, from_s))
        for name, (key, since_s) in open_keys.items():
            intervals.setdefault(name, []).append(ListedKey(name[1], key, since_s, None))
        return cls(tuple(documents), intervals)

    def document(self, number: int) -> DidDocument:
        """Give the document of version *number*.

        Raises:
            MalformedInput: ``did.document``.
        """
        document = self._documents[number - 1]
        if isinstance(document, LivretError):
            raise document.again()
        return document

    def at(self, relationship: Relationship, kid: str, at_s: int) -> ListedKey | None:
        """Find the interval of *kid* that *at_s* lies in."""
        for listed in self._intervals.get((relationship, kid), ()):
            if listed.from_s <= at_s and (listed.until_s is None or at_s < listed.until_s):
                return listed
        return None

    def all_at(self, relationship: Relationship, at_s: int) -> tuple[ListedKey, ...]:
        """Find every key listed for *relationship* at *at_s*."""
        kids = sorted(kid for name, kid in self._intervals if name == relationship)
        found = (self.at(relationship, kid, at_s) for kid in kids)
        return tuple(listed for listed in found if listed is not None)


def _document(state: JsonObject) -> DidDocument | LivretError:
    try:
        return DidDocument.parse(state)
    except LivretError as error:
        return error


def _listed(
    document: DidDocument | LivretError,
) -> dict[tuple[Relationship, str], PublicKey]:
    if isinstance(document, LivretError):
        return {}
    return {
        (relationship, kid): key
        for relationship in RELATIONSHIPS
        for kid, key in document.keys(relationship).items()
    }


def _close(
    intervals: dict[tuple[Relationship, str], list[ListedKey]],
    name: tuple[Relationship, str],
    key: PublicKey,
    since_s: int,
    until_s: int,
) -> None:
    # Within one second a key may come and go; no second then ever saw it.
    if since_s < until_s:
        intervals.setdefault(name, []).append(ListedKey(name[1], key, since_s, until_s))
