"""One entry of a DID log: a JSON line, the hashes over it, and how one is made (did:webvh 1.0).

An entry is hashed with its predecessor's ``versionId`` in place of its own, and signed
with its own. The two texts differ there only, so the long parts are canonicalised once.
"""

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Self, final

import msgspec

from livret_core import data_integrity, limits
from livret_core.data_integrity import DataIntegrityProof
from livret_core.dids.key import DidKey
from livret_core.dids.webvh.identifier import PLACEHOLDER
from livret_core.encoding import jcs, multibase
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import parse_utc_ns
from livret_core.errors import MalformedInput
from livret_core.keys import Signer

PURPOSE: Final = "assertionMethod"
PLACEHOLDER_BYTES: Final = PLACEHOLDER.encode("ascii")

_MEMBERS: Final = frozenset({"versionId", "versionTime", "parameters", "state", "proof"})
_VERSION_ID: Final = re.compile(r"([1-9][0-9]{0,5})-([1-9A-HJ-NP-Za-km-z]{46})")
_MAX_PROOFS: Final = 16
_DECODER: Final = msgspec.json.Decoder()
_ENCODER: Final = msgspec.json.Encoder()
_WRITER: Final = msgspec.json.Encoder(order="sorted")


@final
@dataclass(frozen=True, slots=True)
class LogEntry:
    """A well-formed entry. Nothing in it is verified.

    Attributes:
        number: its version number, from 1.
        entry_hash: the hash it claims, 46 characters.
        version_time: as written, UTC.
        time_ns: the same as nanoseconds since 1970.
        parameters: what it changes, as JSON.
        state: the DID document, as JSON. Treat as read-only; entries of one log whose
            documents are the same share it.
        proofs: at least one.
    """

    number: int
    entry_hash: str
    version_time: str
    time_ns: int
    parameters: JsonObject = field(repr=False)
    state: JsonObject = field(repr=False)
    proofs: tuple[DataIntegrityProof, ...] = field(repr=False)
    _parameters_text: bytes = field(repr=False)
    _state_text: bytes = field(repr=False)

    @classmethod
    def parse(cls, line: bytes, *, previous: Self | None = None) -> Self:
        """Read one line of a log, without its line feed.

        Args:
            line: UTF-8.
            previous: the entry before, with which to share an unchanged document.

        Raises:
            MalformedInput: ``webvh.entry``, ``input.json`` and its kin, ``input.time``,
                ``proof.malformed``, ``input.multibase``.
            Refused: ``proof.cryptosuite`` or ``proof.purpose``.
        """
        raw = _parse_line(line)
        if len(raw) != len(_MEMBERS) or not raw.keys() >= _MEMBERS:
            raise MalformedInput("webvh.entry", "a member missing, or one too many")
        version_id, version_time = raw["versionId"], raw["versionTime"]
        parameters, state = raw["parameters"], raw["state"]
        if not isinstance(version_id, str) or not isinstance(version_time, str):
            raise MalformedInput("webvh.entry", "`versionId` or `versionTime` is not text")
        if not isinstance(parameters, dict) or not isinstance(state, dict):
            raise MalformedInput("webvh.entry", "`parameters` or `state` is not an object")
        match = _VERSION_ID.fullmatch(version_id)
        if match is None:
            raise MalformedInput("webvh.entry", "`versionId` is not NUMBER-HASH")
        state_text = jcs.canonicalize(state)
        if previous is not None and state_text == previous._state_text:  # noqa: SLF001  own class
            state, state_text = previous.state, previous._state_text  # noqa: SLF001
        return cls(
            int(match[1]),
            match[2],
            version_time,
            parse_utc_ns(version_time),
            parameters,
            state,
            _parse_proofs(raw["proof"]),
            jcs.canonicalize(parameters),
            state_text,
        )

    @property
    def version_id(self) -> str:
        return f"{self.number}-{self.entry_hash}"

    def hash_after(self, predecessor: str) -> str:
        """Compute the entry hash.

        Args:
            predecessor: the previous entry's ``versionId``; the SCID for the first.
        """
        return multibase.sha256_multihash(self._text(predecessor))

    def signed_digest(self) -> bytes:
        """Hash what the proofs are over: SHA-256 of the entry without ``proof``."""
        return sha256(self._text(self.version_id)).digest()

    def scid(self, claimed: str) -> str:
        """Compute the SCID of this entry as the first of a log.

        Args:
            claimed: the SCID it says it has; replaced by the placeholder throughout.

        Raises:
            MalformedInput: ``webvh.entry`` when the placeholder itself occurs: two
                different entries would then have one SCID.
        """
        text = self._text(PLACEHOLDER)
        if PLACEHOLDER_BYTES in self._text(""):
            raise MalformedInput("webvh.entry", "the placeholder for the SCID occurs")
        template = text.replace(claimed.encode("utf-8"), PLACEHOLDER_BYTES)
        # A name that held the SCID may sort elsewhere now, hence canonical once more.
        value = json.loads(template, parse_int=_number)
        return multibase.sha256_multihash(jcs.canonicalize(value))

    def _text(self, version_id: str) -> bytes:
        return _text(self._parameters_text, self._state_text, version_id, self.version_time)


def sign_first(
    *, parameters: JsonObject, state: JsonObject, version_time: str, signer: Signer
) -> bytes:
    """Make the first line of a log, with its line feed. Follows no rule but the format.

    Args:
        parameters: with ``scid`` as the placeholder.
        state: the DID document with the placeholder wherever the SCID belongs.
        version_time: a UTC instant.
        signer: an Ed25519 key; its did:key names it in the proof.

    Raises:
        Refused: ``proof.cryptosuite`` when *signer* is not Ed25519.
    """
    template: JsonObject = {
        "versionId": PLACEHOLDER,
        "versionTime": version_time,
        "parameters": parameters,
        "state": state,
    }
    scid = multibase.sha256_multihash(jcs.canonicalize(template))
    text = json_encoding.format({"parameters": parameters, "state": state})
    filled = json_encoding.parse_object(text.replace(PLACEHOLDER_BYTES, scid.encode("ascii")))
    return _sign(1, scid, version_time, filled["parameters"], filled["state"], signer)


def sign_next(
    *,
    number: int,
    previous_version_id: str,
    parameters: JsonObject,
    state: JsonObject,
    version_time: str,
    signer: Signer,
) -> bytes:
    """Make a later line of a log, with its line feed. Follows no rule but the format.

    What the rules demand of an entry is :mod:`livret_core.dids.webvh.write`'s business;
    tests need entries that break them.

    Raises:
        Refused: ``proof.cryptosuite`` when *signer* is not Ed25519.
    """
    return _sign(number, previous_version_id, version_time, parameters, state, signer)


def _sign(
    number: int,
    predecessor: str,
    version_time: str,
    parameters: JsonValue,
    state: JsonValue,
    signer: Signer,
) -> bytes:
    texts = jcs.canonicalize(parameters), jcs.canonicalize(state)
    entry_hash = multibase.sha256_multihash(_text(*texts, predecessor, version_time))
    version_id = f"{number}-{entry_hash}"
    proof = data_integrity.sign_digest(
        sha256(_text(*texts, version_id, version_time)).digest(),
        signer,
        verification_method=DidKey.of(signer.public_key).verification_method,
        purpose=PURPOSE,
        created=version_time,
    )
    # In the order of the canonical form: the ledger takes an entry in no other spelling.
    line = _WRITER.encode(
        {
            "versionId": version_id,
            "versionTime": version_time,
            "parameters": parameters,
            "state": state,
            "proof": [proof],
        }
    )
    return line + b"\n"


def _parse_line(line: bytes) -> JsonObject:
    """Read a line as strictly as any untrusted JSON, at less than half the cost.

    A text that msgspec writes again just as it stood has no member twice, no white space
    and no number in a second spelling. What is left to refuse are integers beyond
    ±(2^53 - 1), and the canonical form does that: every number of an entry goes into one.
    """
    size = len(line)
    if size <= limits.DID_LOG_ENTRY_BYTES and _brackets(line) <= limits.JSON_DEPTH:
        try:
            value = _DECODER.decode(line)
            if type(value) is dict and _ENCODER.encode(value) == line:
                return value
        except (msgspec.MsgspecError, UnicodeError):
            pass  # the strict reader says what is wrong with it
    return json_encoding.parse_object(line, max_bytes=limits.DID_LOG_ENTRY_BYTES)


def _number(text: str) -> int | float:
    # Canonical text writes 1e20 with all its digits; it is a double all the same.
    return int(text) if len(text) <= 15 else float(text)


def _brackets(line: bytes) -> int:
    return line.count(b"[") + line.count(b"{")


def _text(parameters: bytes, state: bytes, version_id: str, version_time: str) -> bytes:
    """Write an entry without its proof canonically, from its canonical parts."""
    # The last two are plain ASCII without anything to escape.
    tail = f',"versionId":"{version_id}","versionTime":"{version_time}"}}'.encode("ascii")
    return b"".join((b'{"parameters":', parameters, b',"state":', state, tail))


def _parse_proofs(value: JsonValue) -> tuple[DataIntegrityProof, ...]:
    # The text wants a list; the schema also allows the one object.
    proofs = value if isinstance(value, list) else [value]
    if not 1 <= len(proofs) <= _MAX_PROOFS:
        raise MalformedInput("webvh.entry", "no proof, or too many")
    return tuple(DataIntegrityProof.parse(proof, purpose=PURPOSE) for proof in proofs)
