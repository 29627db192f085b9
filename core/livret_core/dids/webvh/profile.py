"""How a municipality's DID log is stricter than did:webvh 1.0.

- ``portable: false`` is said outright: a commune's name is not a town hall's to move.
- Every entry reveals exactly one update key and commits to what may come next: **the
  first hash of** ``nextKeyHashes`` **is the next routine key, the others (at least
  two) are recovery keys**, kept offline and never revealed while all goes well.
- A routine entry repeats the recovery hashes as they are. Only an entry signed by a
  recovery key may change them, and only such a one may deactivate.
- A revealed key is spent: no entry commits to it again.

So a thief of the routine keys can neither lock the owner out nor end the DID, and the
owner undoes the theft with a recovery key. These rules are apart from verification:
a log that breaks them may still be a valid did:webvh log, only not a municipality's.
"""

from collections.abc import Sequence
from typing import Final

from livret_core.dids.webvh.log import Predecessor, VerifiedLog, Version
from livret_core.dids.webvh.parameters import key_hash
from livret_core.errors import Refused

RECOVERY_HASHES: Final = 2  # at least; one lost key must not be the last


def check_profile(log: VerifiedLog) -> None:
    """Check every version of *log* against the municipal profile.

    Raises:
        Refused: ``profile.portable``, ``profile.single_key``, ``profile.prerotation``,
            ``profile.recovery_hashes`` or ``profile.recovery_key``.
    """
    previous: Version | None = None
    for version in log.versions:
        check_profile_entry(previous, version)
        previous = version


def check_profile_entry(previous: Version | Predecessor | None, version: Version) -> None:
    """Check one version, given that those up to *previous* have passed; errors as above."""
    parameters = version.parameters
    if previous is None and version.entry.parameters.get("portable") is not False:
        raise Refused("profile.portable")
    if len(parameters.update_keys) != 1:
        raise Refused("profile.single_key", version=version.number)
    if parameters.deactivated:
        # Nothing follows, so nothing is committed to.
        if previous is None or not signed_by_recovery(previous, version):
            raise Refused("profile.recovery_key", "to deactivate", version=version.number)
        return
    hashes = parameters.next_key_hashes
    if not hashes:
        raise Refused("profile.prerotation", version=version.number)
    recovery = recovery_hashes(version)
    if len(recovery) < RECOVERY_HASHES or len(set(hashes)) != len(hashes):
        raise Refused("profile.recovery_hashes", version=version.number)
    if not frozenset(map(key_hash, parameters.update_keys)).isdisjoint(hashes):
        raise Refused("profile.recovery_hashes", "a key that is spent", version=version.number)
    if (
        previous is not None
        and recovery != recovery_hashes(previous)
        and not signed_by_recovery(previous, version)
    ):
        raise Refused("profile.recovery_key", "to change them", version=version.number)


def recovery_hashes(version: Version | Predecessor) -> Sequence[str]:
    """Give the hashes of the recovery keys that *version* commits to."""
    return version.parameters.next_key_hashes[1:]


def signed_by_recovery(previous: Version | Predecessor, version: Version) -> bool:
    """Say whether *version* was signed by a recovery key that *previous* committed to."""
    return all(key_hash(signer) in recovery_hashes(previous) for signer in version.signers)
