"""The witness proofs file: who approved which version (did:webvh 1.0, DID Witnesses).

A proof approves its version and every earlier one, so all that matters of a witness is
the newest version it validly approved. A proof that does not verify, is about a version
the log does not have, had expired before that version was made, or is by nobody that was
ever asked, counts for nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, final

from livret_core import data_integrity, limits
from livret_core.data_integrity import DataIntegrityProof
from livret_core.dids.key import DidKey
from livret_core.dids.webvh.entry import PURPOSE
from livret_core.dids.webvh.parameters import WitnessList
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Signer


@final
@dataclass(frozen=True, slots=True)
class WitnessFile:
    """A well-formed ``did-witness.json``. Nothing in it is verified.

    Attributes:
        proofs: by ``versionId``, as JSON.
    """

    proofs: Mapping[str, Sequence[JsonValue]] = field(repr=False)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the file.

        Raises:
            MalformedInput: ``webvh.witness_file``, ``input.json`` and its kin.
        """
        value = json_encoding.parse(raw, max_bytes=limits.WITNESS_FILE_BYTES)
        if not isinstance(value, list):
            raise MalformedInput("webvh.witness_file", "not a list")
        proofs: dict[str, list[JsonValue]] = {}
        for item in value:
            version_id = item.get("versionId") if isinstance(item, dict) else None
            if not isinstance(item, dict) or not isinstance(version_id, str):
                raise MalformedInput("webvh.witness_file", "an item without `versionId`")
            listed = item.get("proof", [])  # an item without proofs is clutter, not an error
            if not isinstance(listed, list):
                raise MalformedInput("webvh.witness_file", "`proof` is not a list")
            proofs.setdefault(version_id, []).extend(listed)
        return cls(proofs)

    def newest_approvals(
        self, versions: Sequence[tuple[str, int]], witnesses: Collection[str]
    ) -> dict[str, int]:
        """Find the newest version that each witness validly approved.

        Args:
            versions: of the log, in order: ``versionId`` and time in nanoseconds since
                1970; version *n* is at index *n* - 1.
            witnesses: did:keys that any list of this log ever named.

        Returns:
            Version number by witness; one that approved nothing is missing.
        """
        newest: dict[str, int] = {}
        for number in range(len(versions), 0, -1):
            version_id, time_ns = versions[number - 1]
            for raw in self.proofs.get(version_id, ()):
                if len(newest) == len(witnesses):
                    return newest
                witness = _verified_witness(version_id, time_ns, raw, witnesses, newest)
                if witness is not None:
                    newest[witness] = number
        return newest


def check_approved(
    demanded: Sequence[WitnessList | None],
    versions: Sequence[tuple[str, int]],
    file: WitnessFile,
) -> None:
    """Check that every version was approved by as many distinct witnesses as it had to be.

    Args:
        demanded: for each version in order, the witnesses that govern it.
        versions: ``versionId`` and time of each in order, as
            :meth:`WitnessFile.newest_approvals`.
        file: the proofs.

    Raises:
        Refused: ``webvh.witness_threshold`` with ``version``, the first that was not.
    """
    names = {name for witnesses in demanded if witnesses for name in witnesses.keys}
    newest = file.newest_approvals(versions, names)
    for number, witnesses in enumerate(demanded, start=1):
        if witnesses is None:
            continue
        approvals = sum(newest.get(name, 0) >= number for name in witnesses.keys)
        if approvals < witnesses.threshold:
            raise Refused(
                "webvh.witness_threshold",
                f"{approvals} of {witnesses.threshold} at version {number}",
                version=number,
            )


def approve(version_id: str, signer: Signer, *, created: str | None = None) -> JsonObject:
    """Approve a version as the witness whose key *signer* is.

    Returns:
        One item of a witness proofs file.

    Raises:
        Refused: ``proof.cryptosuite`` when *signer* is not Ed25519.
    """
    document: JsonObject = {"versionId": version_id}
    proof = data_integrity.sign_digest(
        data_integrity.digest(document),
        signer,
        verification_method=DidKey.of(signer.public_key).verification_method,
        purpose=PURPOSE,
        created=created,
    )
    return {"versionId": version_id, "proof": [proof]}


def _verified_witness(
    version_id: str,
    time_ns: int,
    raw: JsonValue,
    witnesses: Collection[str],
    known: Collection[str],
) -> str | None:
    """Say whose valid approval *raw* is, or ``None``. The key is the did:key's own."""
    try:
        proof = DataIntegrityProof.parse(raw, purpose=PURPOSE)
        signer = DidKey.parse_verification_method(proof.verification_method)
        if signer.did not in witnesses or signer.did in known:
            return None
        # By the version's own time, as the proofs of the log: an approval that was good then
        # is good for ever, or old logs would fall silent one by one.
        proof.check_not_expired(time_ns)
        proof.verify_digest(data_integrity.digest({"versionId": version_id}), signer.key)
    except LivretError:
        return None
    return signer.did
