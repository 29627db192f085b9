"""A day's commit on a ledger, as a reader has it: lists of that day, copies of that day, the proof.

stand = on_the_ledger(commit())        # Namur committed; four witnesses at four times
held = checked()                       # the same, checked
held, path, jws = dated()              # and a copy that was counted in
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Final

from livret_core.encoding import base64url
from livret_core.https_uri import HttpsUri
from livret_core.ledger import daily
from livret_core.ledger.daily import CheckedCommit, DayCommit, NamedDigest
from livret_core.ledger.issuance import IssuancePath
from livret_core.ledger.operation import Operation
from livret_core.short_code import ShortCode
from livret_core.status.bits import StatusList
from livret_core.status.token import SignedStatusList, sign, verify_signature
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_issuer import daily as making
from tests.ledger_heads import Seen, Tree
from tests.ledger_scene import DAY_S, Scene
from tests.ledger_towns import BEGAN_S

BASE: Final = "https://namur.example/status/"
T_S: Final = BEGAN_S
DAY: Final = BEGAN_S // DAY_S
JWS: Final = ("eyJhbGciOiJFUzI1NiJ9.e30.first", "eyJhbGciOiJFUzI1NiJ9.e30.second")


def _scene() -> Scene:
    return Scene.founded()


DID: Final = str(_scene().towns[0].did)


def token(issued_s: int, *, number: int = 1, revoked: bool = False) -> bytes:
    """Namur's list as signed at *issued_s*."""
    text = sign(
        StatusList.of(1 << 12, bits=2, statuses={7: 1} if revoked else {}),
        _scene().towns[0].credential_key(),
        uri=HttpsUri.parse(f"{BASE}{number}.jwt"),
        issued_at_s=issued_s,
        expires_at_s=issued_s + 7 * DAY_S,
        ttl_s=3_600,
    )
    return text.encode()


@cache
def kept_token() -> bytes:
    """The one list that was committed; signatures differ each time."""
    return token(T_S)


def read_list(raw: bytes, *, number: int = 1) -> SignedStatusList:
    uri = HttpsUri.parse(f"{BASE}{number}.jwt")
    key = _scene().towns[0].credential_key().public_key
    return verify_signature(raw, uri=uri, key=key)


def made_list(issued_s: int, *, number: int = 1, revoked: bool = False) -> SignedStatusList:
    return read_list(token(issued_s, number=number, revoked=revoked), number=number)


@cache
def issuance() -> making.Issuance:
    """Two copies of one hand-over, counted in."""
    salts: Iterator[bytes] = iter([bytes([1]) * 32, bytes([2]) * 32])
    copies = making.to_count(
        ShortCode.of(bytes(16)),
        [f"{jws}~disclosure~" for jws in JWS],
        salts=salts,
        signed_at_s=T_S,
        expires_at_s=None,
    )
    return making.count_in(copies, padding=(sha256(bytes([n])).digest() for n in range(64)))


def commit() -> DayCommit:
    """The digests of the day."""
    return DayCommit.of(
        DID,
        DAY,
        [
            NamedDigest("status/1", sha256(kept_token()).digest(), T_S),
            making.issuance_digest(issuance()),
            NamedDigest(daily.AUDIT, bytes(32)),
        ],
    )


@dataclass(frozen=True)
class OnTheLedger:
    """A commit that stands: the operation, its proof, and when each witness saw it."""

    scene: Scene
    seen: Seen
    operation: Operation
    proof: LogProof
    times: list[int]


def on_the_ledger(commit: DayCommit, *, first_s: int = 60) -> OnTheLedger:
    """Have Namur commit, and the witnesses see it one after the other."""
    scene = _scene()
    operation = scene.apply(scene.commit(scene.towns[0], root=base64url.encode(commit.root)))
    index = len(scene.leaves) - 1
    scene.tick(first_s)
    seen = Seen(scene)
    times = {town.name: scene.at_s + number for number, town in enumerate(scene.towns)}
    signed = seen.head(at_s=scene.at_s, times=times)
    hashes = merkle.prove_inclusion(index, signed.checkpoint.size, Tree(scene.leaves).read)
    return OnTheLedger(
        scene, seen, operation, LogProof(index, tuple(hashes), signed), sorted(times.values())
    )


@cache
def checked() -> CheckedCommit:
    """The day's digests, held to the ledger."""
    stand = on_the_ledger(commit())
    proven = daily.verify(stand.operation, stand.proof, stand.seen.chain)
    return daily.check_day(commit(), proven)


def dated() -> tuple[CheckedCommit, IssuancePath, str]:
    """A copy that was counted in."""
    return checked(), issuance().counted[0].path, JWS[0]
