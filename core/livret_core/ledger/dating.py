"""What a holder keeps to date the copies of one hand-over: paths, the day's digests, the proof. Pure.

    {"v":1,"code":"7KQ2M9T9","commit":{…},"operation":{…},"proof":"c2sp.org/tlog-proof@v1…","paths":[…]}

It is shown when the issuer's key is in dispute, and only then: it says on which day a copy was
signed, and the other copies of the same hand-over stand beside it.
"""

from dataclasses import dataclass, replace
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.ledger import daily
from livret_core.ledger.daily import CheckedCommit, DayCommit
from livret_core.ledger.issuance import IssuancePath
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.short_code import ShortCode
from livret_core.tlog.proof import LogProof

_VERSION: Final = 1


@final
@dataclass(frozen=True, slots=True)
class Dating:
    """The paths of one hand-over's copies, and what they lead to. Nothing in it is verified.

    Attributes:
        code: of the hand-over; None in what is shown to a service.
        commit: the named digests of the day.
        operation: the ``commit`` on the ledger.
        proof: that it stands there, under a head of that time; None when the issuer got none.
        paths: one for each copy, in the order in which they were handed over.
    """

    code: ShortCode | None
    commit: DayCommit
    operation: Operation
    proof: LogProof | None
    paths: tuple[IssuancePath, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.paths) <= limits.VAULT_COPIES:
            raise MalformedInput("commit.malformed", "no path, or too many")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the file; what is read is written the same again.

        Raises:
            MalformedInput: ``commit.malformed``, ``code.mistyped``, ``ledger.operation``,
                ``log.proof`` and what reading a proof raises, ``input.*``.
        """
        value = json_encoding.parse_object(raw, max_bytes=limits.DATING_BYTES)
        if jcs.canonicalize(value) != raw:
            raise MalformedInput("commit.malformed", "not in canonical form")
        match value:
            case {
                "v": int(version),
                "code": str() | None as code,
                "commit": dict(commit),
                "operation": dict(operation),
                "proof": str() | None as proof,
                "paths": list(paths),
                **rest,
            } if not rest and version == _VERSION and version is not True:
                return cls(
                    None if code is None else ShortCode.parse(code),
                    DayCommit.read(commit),
                    Operation.parse(jcs.canonicalize(operation)),
                    None if proof is None else LogProof.parse(proof.encode("utf-8")),
                    tuple(map(IssuancePath.parse, paths[: limits.VAULT_COPIES + 1])),
                )
        raise MalformedInput("commit.malformed", "not a file that dates copies")

    def format(self) -> bytes:
        """Write the file."""
        paths: list[JsonValue] = [each.format() for each in self.paths]
        return jcs.canonicalize(
            {
                "v": _VERSION,
                "code": None if self.code is None else self.code.text,
                "commit": self.commit.value(),
                "operation": json_encoding.parse_object(self.operation.leaf),
                "proof": None if self.proof is None else self.proof.format().decode("utf-8"),
                "paths": paths,
            }
        )

    def path_of(self, jws: str) -> IssuancePath:
        """Find the path of one copy by its issuer's JWS.

        Raises:
            Refused: ``commit.path`` when none of them is this copy's.
        """
        issuance = self.commit.find(daily.ISSUANCE)
        for path in self.paths:
            if issuance is not None and path.leads_to(issuance.digest, jws):
                return path
        raise Refused("commit.path")

    def shown(self, jws: str) -> "Dating":
        """Give what dates one copy, and nothing of its sisters or of the hand-over.

        Raises:
            Refused: ``commit.path`` when none of the paths is this copy's.
        """
        return replace(self, code=None, paths=(self.path_of(jws),))

    def check(self, chain: TrustChain) -> CheckedCommit:
        """Check that the day's digests are those of a commit on a ledger that is believed.

        Raises:
            Refused: ``commit.other_root``, and as :func:`daily.verify`.
            Unavailable: ``ledger.not_shown`` without a proof of the commit.
        """
        if self.proof is None:
            raise Unavailable("ledger.not_shown", "no proof of the commit")
        return daily.check_day(self.commit, daily.verify(self.operation, self.proof, chain))

    def dated_before_s(self, jws: str, chain: TrustChain) -> int:
        """Say by when a copy existed, under a ledger that is believed.

        Raises:
            Refused: ``commit.path``, and as :meth:`check`.
            Unavailable: ``ledger.retired_keys``, and as :meth:`check`.
        """
        return daily.check_dated(self.check(chain), self.path_of(jws), jws)
