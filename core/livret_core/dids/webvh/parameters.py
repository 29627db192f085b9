"""The parameters of a DID log, and how an entry may change them (did:webvh 1.0).

A small state machine: :meth:`Parameters.first` reads the first entry's, and
:meth:`Parameters.after` what the next entry makes of them. Every rule that needs
nothing but the parameters is here, above all pre-rotation's.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self, final
from unicodedata import normalize

from livret_core.dids.key import DidKey
from livret_core.dids.webvh.identifier import SCID
from livret_core.encoding import multibase
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519PublicKey, PublicKey, multikey

METHOD: Final = "did:webvh:1.0"
DEFAULT_TTL_S: Final = 3_600

_MAX_TTL_S: Final = 1 << 31
_MAX_ITEMS: Final = 256  # of one list
_MAX_TEXT: Final = 2_048
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


@final
@dataclass(frozen=True, slots=True)
class WitnessList:
    """Who must approve updates, and how many of them.

    Attributes:
        threshold: 1 to the number of witnesses.
        keys: each witness's did:key and its Ed25519 key, distinct, in their order.
    """

    threshold: int
    keys: Mapping[str, PublicKey]

    @classmethod
    def parse(cls, value: JsonObject) -> Self:
        """Read a ``witness`` parameter that is not ``{}``.

        Raises:
            MalformedInput: ``webvh.parameters`` for a member unknown, missing or mistyped.
            Refused: ``webvh.witness_list`` for a witness that occurs twice or is not a
                did:key, or a threshold that is no number of them; ``webvh.key_type``
                for a key that is not Ed25519.
        """
        threshold, witnesses = value.get("threshold"), value.get("witnesses")
        if value.keys() != {"threshold", "witnesses"} or not isinstance(witnesses, list):
            raise MalformedInput("webvh.parameters", "`witness` has other members")
        if type(threshold) is not int or len(witnesses) > _MAX_ITEMS:
            raise MalformedInput("webvh.parameters", "`threshold` is not an integer")
        keys: dict[str, PublicKey] = {}
        for witness in witnesses:
            name = witness.get("id") if isinstance(witness, dict) else None
            if not isinstance(name, str) or witness.keys() != {"id"}:  # type: ignore[union-attr]
                raise MalformedInput("webvh.parameters", "a witness without `id`, or with more")
            name = normalize("NFC", name)
            if name in keys:
                raise Refused("webvh.witness_list", "a witness occurs twice")
            keys[name] = _witness_key(name)
        if not 1 <= threshold <= len(keys):
            raise Refused("webvh.witness_list", "a threshold that is no number of the witnesses")
        return cls(threshold, MappingProxyType(keys))

    def json(self) -> JsonObject:
        """Write it as the parameter it was."""
        return {"threshold": self.threshold, "witnesses": [{"id": name} for name in self.keys]}


@final
@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters active after an entry.

    Attributes:
        scid: the SCID, the same for the life of the DID.
        update_keys: the keys that may sign (this entry or the next, see
            :meth:`authorized_keys`), by Multikey; each is an Ed25519 key.
        next_key_hashes: what the next entry's update keys must hash into; empty when
            pre-rotation is off.
        witness: ``None`` when updates are not witnessed.
        watchers: URIs.
        portable: whether the DID may move to another host.
        deactivated: whether the DID is out of use.
        ttl_s: for how long a resolver should keep what it resolved.
    """

    scid: str
    update_keys: Mapping[str, PublicKey]
    next_key_hashes: tuple[str, ...] = ()
    witness: WitnessList | None = None
    watchers: tuple[str, ...] = ()
    portable: bool = False
    deactivated: bool = False
    ttl_s: int = DEFAULT_TTL_S

    @classmethod
    def first(cls, raw: JsonObject) -> Self:
        """Read the parameters of the first entry.

        Raises:
            MalformedInput: ``webvh.parameters``.
            Refused: ``webvh.method``, ``webvh.key_type``, ``webvh.witness_list``.
        """
        if "method" not in raw:
            raise Refused("webvh.method", "the first entry names none")
        if "scid" not in raw or "updateKeys" not in raw:
            raise MalformedInput("webvh.parameters", "the first entry lacks scid or updateKeys")
        scid = raw["scid"]
        # What is not a SCID would be replaced all over the entry when it is checked.
        if not isinstance(scid, str) or not SCID.fullmatch(scid):
            raise MalformedInput("webvh.parameters", "`scid` is not a SCID")
        rest = {name: value for name, value in raw.items() if name != "scid"}
        return cls(scid, {}).changed_by(_read(rest))

    def after(self, raw: JsonObject) -> Self:
        """Give the parameters active after an entry that carries *raw*.

        Raises:
            MalformedInput: ``webvh.parameters``.
            Refused: ``webvh.after_deactivation``, ``webvh.method``, ``webvh.key_type``,
                ``webvh.witness_list``, ``webvh.portability`` for a late ``portable:
                true``, ``webvh.prerotation`` when pre-rotation is active and the entry
                leaves ``updateKeys`` or ``nextKeyHashes`` out, and
                ``webvh.key_not_committed``.
        """
        if self.deactivated:
            raise Refused("webvh.after_deactivation")
        if "scid" in raw:
            raise MalformedInput("webvh.parameters", "`scid` after the first entry")
        if raw.get("portable") is True:
            raise Refused("webvh.portability", "`portable` set after the first entry")
        changed = self.changed_by(_read(raw))
        if self.next_key_hashes:
            if "updateKeys" not in raw or "nextKeyHashes" not in raw:
                raise Refused("webvh.prerotation")
            if not all(key_hash(key) in self.next_key_hashes for key in changed.update_keys):
                raise Refused("webvh.key_not_committed")
        return changed

    def authorized_keys(self, previous: Self | None) -> Mapping[str, PublicKey]:
        """Give the keys that may sign the entry these parameters come from.

        Without pre-rotation the previous entry's keys sign, with it the entry's own,
        which the previous one committed to.
        """
        if previous is None or previous.next_key_hashes:
            return self.update_keys
        return previous.update_keys

    def governing_witnesses(self, previous: Self | None) -> WitnessList | None:
        """Give the witnesses who must approve the entry these parameters come from.

        A list that replaces another counts from the next entry on; the first list
        approves the entry that names it.
        """
        if previous is not None and previous.witness is not None:
            return previous.witness
        return self.witness

    def changed_by(self, changes: Mapping[str, Any]) -> Self:
        """Copy with the fields in *changes*; `dataclasses.replace` at a third of its cost."""
        get = changes.get
        return type(self)(
            self.scid,
            get("update_keys", self.update_keys),
            get("next_key_hashes", self.next_key_hashes),
            get("witness", self.witness),
            get("watchers", self.watchers),
            get("portable", self.portable),
            get("deactivated", self.deactivated),
            get("ttl_s", self.ttl_s),
        )


def key_hash(key: str) -> str:
    """Hash a Multikey for ``nextKeyHashes``: base58btc of the SHA-256 multihash of the text."""
    return multibase.sha256_multihash(key.encode("ascii"))


def _read(raw: JsonObject) -> dict[str, Any]:
    """Read the parameters that an entry may carry; by field of :class:`Parameters`."""
    fields: dict[str, Any] = {}
    for name, value in raw.items():
        reader = _READERS.get(name)
        if reader is None:
            raise MalformedInput("webvh.parameters", "a parameter did:webvh 1.0 does not have")
        field, read = reader
        # `null` is not valid. Early writers used it for "off", and readers should bear it.
        found = read(_OFF[name] if value is None and name in _OFF else value)
        if field:
            fields[field] = found
    return fields


def _method(value: JsonValue) -> None:
    if value != METHOD:
        raise Refused("webvh.method")


def _texts(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise MalformedInput("webvh.parameters", "not a list, or too long")
    texts = []
    for item in value:
        if not isinstance(item, str) or len(item) > _MAX_TEXT:
            raise MalformedInput("webvh.parameters", "a list with something that is not text")
        texts.append(item)
    return tuple(texts)


def _update_keys(value: JsonValue) -> Mapping[str, PublicKey]:
    keys: dict[str, PublicKey] = {}
    for name in _texts(value):
        key = multikey.parse_unkept(name)
        if not isinstance(key, Ed25519PublicKey):
            raise Refused("webvh.key_type", "an update key that is not Ed25519")
        keys[name] = key
    return keys


def _watchers(value: JsonValue) -> tuple[str, ...]:
    watchers = _texts(value)
    if not all(map(_URI.fullmatch, watchers)):
        raise MalformedInput("webvh.parameters", "a watcher that is not a URI")
    return watchers


def _witness(value: JsonValue) -> WitnessList | None:
    if not isinstance(value, dict):
        raise MalformedInput("webvh.parameters", "`witness` is not an object")
    return WitnessList.parse(value) if value else None


def _witness_key(name: str) -> PublicKey:
    try:
        key = DidKey.parse(name).key
    except LivretError as error:
        raise Refused("webvh.witness_list", f"not a did:key: {error.code}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("webvh.key_type", "a witness key that is not Ed25519")
    return key


def _flag(value: JsonValue) -> bool:
    if not isinstance(value, bool):
        raise MalformedInput("webvh.parameters", "neither true nor false")
    return value


def _ttl(value: JsonValue) -> int:
    if type(value) is not int or not 0 <= value <= _MAX_TTL_S:
        raise MalformedInput("webvh.parameters", "`ttl` outside 0 to 2^31")
    return value


_READERS: Final[Mapping[str, tuple[str, Callable[[JsonValue], object]]]] = MappingProxyType(
    {
        "method": ("", _method),
        "updateKeys": ("update_keys", _update_keys),
        "nextKeyHashes": ("next_key_hashes", _texts),
        "witness": ("witness", _witness),
        "watchers": ("watchers", _watchers),
        "portable": ("portable", _flag),
        "deactivated": ("deactivated", _flag),
        "ttl": ("ttl_s", _ttl),
    }
)
_OFF: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {"updateKeys": [], "nextKeyHashes": [], "witness": {}, "watchers": [], "ttl": DEFAULT_TTL_S}
)
