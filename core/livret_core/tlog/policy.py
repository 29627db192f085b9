"""Trust policies (C2SP tlog-policy): which logs, which witnesses, and how many are enough.

Names are octets and mean nothing outside the file; keys are what counts. One public key
stands in a policy once: a key listed twice, or as log and witness, would vote twice.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.tlog.lines import decode_size
from livret_core.tlog.note import KeyName, SignatureType, VerifierKey

_OCTETS: Final = re.compile(rb"[\t\n\x20-\x7e\x80-\xff]*")
_ITEM: Final = re.compile(rb"[\x21-\x7e\x80-\xff]+")
_BLANKS: Final = re.compile(rb"[\t ]+")
_NONE: Final = b"none"


@final
@dataclass(frozen=True, slots=True)
class Log:
    """A log whose checkpoints are accepted; its key is named as its origin."""

    key: VerifierKey
    url: bytes | None = None


@final
@dataclass(frozen=True, slots=True)
class Witness:
    """A cosigner, under a name of this policy."""

    name: bytes
    key: VerifierKey
    url: bytes | None = None


@final
@dataclass(frozen=True, slots=True)
class Group:
    """Witnesses and earlier groups, of which *threshold* have to have cosigned."""

    name: bytes
    threshold: int
    members: tuple[bytes, ...]


@final
@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that holds together: names defined once and before use, keys distinct.

    Attributes:
        quorum: the witness or group that has to have cosigned, or ``None`` when nobody has.
    """

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: bytes | None

    def __post_init__(self) -> None:
        if max(len(self.logs), len(self.witnesses), len(self.groups)) > limits.LOG_POLICY_NAMES:
            raise MalformedInput("input.too_large", max_names=limits.LOG_POLICY_NAMES)
        _check_keys(self.logs, self.witnesses)
        defined: set[bytes] = {_NONE}
        for witness in self.witnesses:
            _define(witness.name, defined)
        taken: set[bytes] = {_NONE}
        for group in self.groups:
            # A name in two groups would let one witness count twice towards the quorum.
            for member in group.members:
                if member not in defined or member in taken:
                    raise MalformedInput("log.policy", "a member unknown, or a member twice")
                taken.add(member)
            if not 1 <= group.threshold <= len(group.members):
                raise MalformedInput("log.policy", "a threshold out of range")
            _define(group.name, defined)
        if self.quorum is not None and self.quorum not in defined - {_NONE}:
            raise MalformedInput("log.policy", "a quorum of nobody known")
        urls = [log.url for log in self.logs] + [witness.url for witness in self.witnesses]
        if not all(url is None or _ITEM.fullmatch(url) for url in urls):
            raise MalformedInput("log.policy", "not a URL")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a policy file.

        Raises:
            MalformedInput: ``log.policy``, with ``line`` where one is at fault;
                ``key.malformed``, ``input.too_large``.
            Refused: ``log.key_twice``; ``note.key_type`` for keys that are not Ed25519 or
                not of a type for their role; ``key.weak``.
        """
        if len(raw) > limits.LOG_POLICY_BYTES:
            raise MalformedInput("input.too_large", max_bytes=limits.LOG_POLICY_BYTES)
        if not _OCTETS.fullmatch(raw):
            raise MalformedInput("log.policy", "a control character")
        *lines, rest = raw.split(b"\n")
        if rest:  # `quorum all-of-them` cut to `quorum a` may be a policy too, another one
            raise MalformedInput("log.policy", "the last line is cut short")
        reader = _Reader()
        for number, line in enumerate(lines, start=1):
            items = [item for item in _BLANKS.split(line) if item]
            if items and not items[0].startswith(b"#") and not reader.takes(items):
                raise MalformedInput("log.policy", f"line {number}", line=number)
        if len(reader.quorums) != 1:
            raise MalformedInput("log.policy", "not exactly one quorum")
        [quorum] = reader.quorums
        return cls(
            tuple(reader.logs),
            tuple(reader.witnesses),
            tuple(reader.groups),
            None if quorum == _NONE else quorum,
        )

    def format(self) -> bytes:
        """Write the policy: logs, witnesses, groups, quorum; no comments."""
        lines = [[b"log", log.key.format().encode(), log.url] for log in self.logs]
        lines += [
            [b"witness", one.name, one.key.format().encode(), one.url] for one in self.witnesses
        ]
        lines += [[b"group", one.name, _threshold_word(one), *one.members] for one in self.groups]
        lines += [[b"quorum", self.quorum or _NONE]]
        return b"".join(b" ".join(filter(None, line)) + b"\n" for line in lines)

    @property
    def witness_keys(self) -> frozenset[VerifierKey]:
        """The keys of all witnesses, in the quorum or not."""
        return frozenset(witness.key for witness in self.witnesses)

    def log_keys(self, origin: str) -> frozenset[VerifierKey]:
        """The keys of the log named *origin*: none when it is not accepted."""
        return frozenset(log.key for log in self.logs if log.key.name.text == origin)

    def members_of(self, name: bytes) -> frozenset[VerifierKey]:
        """The witness keys below a witness or group, of whatever depth; none for no such name."""
        below = {witness.name: frozenset([witness.key]) for witness in self.witnesses}
        for group in self.groups:
            below[group.name] = frozenset().union(*(below[member] for member in group.members))
        return below.get(name, frozenset())

    def satisfied_by(self, keys: Collection[VerifierKey]) -> bool:
        """Say whether cosignatures by *keys* are enough. Keys that are no witness's count for nothing."""
        met = {witness.name for witness in self.witnesses if witness.key in keys}
        for group in self.groups:
            if sum(member in met for member in group.members) >= group.threshold:
                met.add(group.name)
        return self.quorum is None or self.quorum in met


class _Reader:
    """What the lines read so far have defined."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorums: list[bytes] = []
        self._defined: set[bytes] = set()

    def takes(self, items: list[bytes]) -> bool:
        """Read one line; False when it is none of a policy."""
        match items:
            case [b"log", vkey, *url] if len(url) <= 1:
                self.logs.append(Log(_key(vkey), *url))
            case [b"witness", name, vkey, *url] if len(url) <= 1:
                self.witnesses.append(Witness(name, _key(vkey), *url))
                self._defined.add(name)
            case [b"group", name, word, *members] if self._defined.issuperset(members):
                threshold = _threshold(word, len(members))
                if threshold is None:
                    return False
                self.groups.append(Group(name, threshold, tuple(members)))
                self._defined.add(name)
            case [b"quorum", name] if name in self._defined or name == _NONE:
                self.quorums.append(name)
            case _:
                return False
        return True


def _key(text: bytes) -> VerifierKey:
    try:
        return VerifierKey.parse(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise MalformedInput("key.malformed", "the name of a key is not UTF-8") from None


def _threshold(word: bytes, members: int) -> int | None:
    match word:
        case b"all":
            return members
        case b"any":
            return 1
    return decode_size(word.decode("latin-1"))


def _threshold_word(group: Group) -> bytes:
    if group.threshold == len(group.members):
        return b"all"
    return b"any" if group.threshold == 1 else str(group.threshold).encode()


def _check_keys(logs: Collection[Log], witnesses: Collection[Witness]) -> None:
    raws: set[bytes] = set()
    lines: set[tuple[KeyName, bytes]] = set()
    roles = [(log.key, SignatureType.ED25519) for log in logs]
    roles += [(witness.key, SignatureType.COSIGNATURE_V1) for witness in witnesses]
    for key, signature_type in roles:
        if key.signature_type is not signature_type:
            raise Refused("note.key_type", "a log's key as a witness's, or the other way round")
        if key.public_key.raw in raws:
            raise Refused("log.key_twice", str(key.name))
        # 2^16 keys of one name are enough to find two with one id: no line says which is meant.
        if (key.name, key.key_id) in lines:
            raise Refused("log.key_twice", "two keys with one name and one id")
        raws.add(key.public_key.raw)
        lines.add((key.name, key.key_id))


def _define(name: bytes, defined: set[bytes]) -> None:
    if not _ITEM.fullmatch(name) or name in defined:
        raise MalformedInput("log.policy", "not a name, or a name defined twice")
    defined.add(name)
