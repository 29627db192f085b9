"""DID logs that are properly hashed and signed, whatever rule they break.

The functions of :mod:`livret_core.dids.webvh.write` refuse to make an entry that would
not verify. An attack needs one, with everything right but the thing under attack.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, Self

from livret_core.dids import DidKey
from livret_core.dids.webvh import PLACEHOLDER
from livret_core.dids.webvh.parameters import METHOD, key_hash
from livret_core.encoding import jcs, multibase
from livret_core.encoding import json as json_encoding
from livret_core.encoding.timestamp import format_utc
from livret_core.keys import Ed25519Signer, P256Signer, Signer, multikey

START_S: Final = 1_780_000_000
DAY_S: Final = 86_400

Entry = dict[str, Any]


def key(number: int) -> Ed25519Signer:
    """The simulator's Ed25519 key *number*; anybody can compute it."""
    return Ed25519Signer.from_seed(sha256(b"livret simulator" + number.to_bytes(4)).digest())


def p256_key(number: int) -> P256Signer:
    """The simulator's P-256 key *number*; anybody can compute it."""
    return P256Signer.from_scalar(number + 1)


def name(signer: Signer) -> str:
    """The Multikey of a key."""
    return multikey.format(signer.public_key)


def commitment(signer: Signer) -> str:
    """The hash of a key for ``nextKeyHashes``."""
    return key_hash(name(signer))


def prove(document: Entry, signer: Signer, **changes: object) -> Entry:
    """Sign *document*, with any proof option changed before signing; ``None`` drops one."""
    options: Entry = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "verificationMethod": DidKey.of(signer.public_key).verification_method,
        "created": format_utc(START_S),
        "proofPurpose": "assertionMethod",
        **changes,
    }
    options = {member: value for member, value in options.items() if value is not None}
    digests = (
        sha256(jcs.canonicalize(options)).digest() + sha256(jcs.canonicalize(document)).digest()
    )
    return {**options, "proofValue": multibase.encode_multibase(signer.sign(digests))}


def witness_file(*approvals: tuple[str, Signer]) -> bytes:
    """A witness proofs file with one proof for each version id and witness."""
    return json_encoding.format(
        [
            {"versionId": version_id, "proof": [prove({"versionId": version_id}, signer)]}
            for version_id, signer in approvals
        ]
    )


@dataclass
class DidLogForge:
    """Writes a DID log entry by entry. Each entry follows the one before by default.

    Attributes:
        place: host and path of the DID, as they stand in it.
        entries: what was written so far, as JSON.
    """

    place: str = "towns.example:verneuil"
    entries: list[Entry] = field(default_factory=list)

    @property
    def raw(self) -> bytes:
        """The log as a file."""
        return json_encoding.format_lines(self.entries)

    @property
    def scid(self) -> str:
        return str(self.entries[0]["parameters"]["scid"])

    @property
    def did(self) -> str:
        """The DID that the first entry names."""
        return f"did:webvh:{self.scid}:{self.place}"

    @property
    def version_ids(self) -> Sequence[str]:
        return [entry["versionId"] for entry in self.entries]

    def begin(
        self,
        parameters: Entry | None = None,
        *,
        signer: Signer | None = None,
        state: Entry | None = None,
        time: str | None = None,
        proof: Entry | None = None,
    ) -> Self:
        """Write the first entry.

        Args:
            parameters: over the necessary ones; ``None`` as a value drops one.
            signer: :func:`key` 0 when left out.
            state: over a document with nothing but its ``id``.
            time: ``versionTime``.
            proof: over the right proof options; ``None`` as a value drops one.
        """
        signer = signer or key(0)
        template: Entry = {
            "versionId": PLACEHOLDER,
            "versionTime": time or format_utc(START_S),
            "parameters": _over(
                {
                    "method": METHOD,
                    "scid": PLACEHOLDER,
                    "updateKeys": [name(signer)],
                    "portable": False,
                },
                parameters,
            ),
            "state": _over(
                {
                    "@context": ["https://www.w3.org/ns/did/v1"],
                    "id": f"did:webvh:{PLACEHOLDER}:{self.place}",
                },
                state,
            ),
        }
        scid = multibase.sha256_multihash(jcs.canonicalize(template))
        text = json_encoding.format(template).decode().replace(PLACEHOLDER, scid)
        entry: Entry = dict(json_encoding.parse_object(text))
        return self._finish(entry, scid, 1, signer, proof)

    def add(
        self,
        parameters: Entry | None = None,
        *,
        signer: Signer | None = None,
        state: Entry | None = None,
        time: str | None = None,
        number: int | None = None,
        proof: Entry | None = None,
    ) -> Self:
        """Write the next entry, a day later; arguments as for :meth:`begin`."""
        last = self.entries[-1]
        entry: Entry = {
            "versionId": last["versionId"],
            "versionTime": time or format_utc(START_S + len(self.entries) * DAY_S),
            "parameters": parameters or {},
            "state": _over(last["state"], state),
        }
        count = len(self.entries) + 1 if number is None else number
        return self._finish(entry, last["versionId"], count, signer or key(0), proof)

    def altered(self, index: int, change: Callable[[Entry], object]) -> bytes:
        """The log with entry *index* changed after it was signed."""
        entries = [dict(json_encoding.parse_object(line)) for line in self.raw.splitlines()]
        change(entries[index])
        return json_encoding.format_lines(entries)

    def _finish(
        self, entry: Entry, predecessor: str, number: int, signer: Signer, proof: Entry | None
    ) -> Self:
        entry["versionId"] = predecessor
        entry_hash = multibase.sha256_multihash(jcs.canonicalize(entry))
        entry["versionId"] = f"{number}-{entry_hash}"
        entry["proof"] = [prove(entry, signer, **(proof or {}))]
        self.entries.append(entry)
        return self


def _over(base: Entry, changes: Entry | None) -> Entry:
    merged = {**base, **(changes or {})}
    return {member: value for member, value in merged.items() if value is not None}
