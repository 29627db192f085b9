"""A town that counts what it signs, a theft, and what dates the honest copies.

    desk = CountedDesk()                  # Metz signed two copies, and committed to them
    desk.steal()                          # a day later its credential key is reported stolen
    desk.dating(desk.first)               # what came of `CODE.dating.json`
    desk.shown(desk.first)                # what a holder shows to the desk
    desk.stolen()                         # what a thief signs with that key, dated back

After a theft Metz goes on committing to its lists, with its operation key.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from livret_core.credential import catalogue
from livret_core.credential.types import CredentialType
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonValue
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.dating import Dating
from livret_core.ledger.operation import Operation
from livret_core.sdjwt.compact import SdJwt
from livret_core.short_code import ShortCode
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_issuer import daily as making
from livret_verifier.policy import Policy
from livret_verifier.question import Question
from tests.ledger_heads import Tree
from tests.ledger_scene import DAY_S, Town
from tests.on_ledger import ANY, Desk
from tests.scene import CLAIMS, INDEX, PROCEDURE, bind, draft, showing

CODE: Final = ShortCode.of(bytes(16))
DIPLOMA: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {
        "family_name": "Durand",
        "given_name": "Camille",
        "birthdate": "1988-04-09",
        "diploma_title": "Master",
        "awarding_institution": "Université de Lorraine",
        "date_of_award": "2026-06-30",
        "issuing_authority": "Le président",
        "issuing_country": "FR",
        "certificate_language": "fr",
        "date_of_issuance": "2026-11-08",
    }
)


@dataclass(frozen=True)
class Counted:
    """A day's commit on the ledger, with the proof that the town got when it handed it in."""

    commit: DayCommit
    operation: Operation
    proof: LogProof
    issuance: making.Issuance


class CountedDesk(Desk):
    """A desk, and a town whose copies are counted in."""

    def __init__(self, *, kind: str = "residency", committed: bool = True) -> None:
        super().__init__()
        self.kind: CredentialType = catalogue.find(kind)
        if kind != "residency":
            self.scene.apply(self.scene.publish(f"{kind}/1"))
            self.scene.apply(self.scene.grant(self.metz, self.root, type_name=kind))
            self.issued_s = self.scene.at_s
        self.issuers = (replace(ANY, types=frozenset({self.kind.vct})),)
        self.counted: dict[str, Counted] = {}
        self.first, self.second = self.copy(1), self.copy(2)
        if committed:
            self.count_in(self.first, self.second)
        self.stolen_s = self.scene.at_s

    # The town.

    def copy(self, number: int, *, issued_s: int | None = None, index: int = INDEX) -> SdJwt:
        """A copy that Metz's key signs; each has salts of its own."""
        at_s = self.issued_s if issued_s is None else issued_s
        claims = CLAIMS if self.kind.name == "residency" else DIPLOMA
        made = draft(
            {**claims, "issuing_territory": self.metz.who},
            town=self.hall(),
            issued_s=at_s,
            expires_s=self.kind.law.expires_at_s(at_s),
            copy=number,
            index=index,
            kind=self.kind,
        )
        return made.signed(self.hall().signer)

    def count_in(self, *copies: SdJwt, by: Collection[Town] = ()) -> None:
        """Have Metz commit to its list and to these copies, and keep the proof."""
        salts: Iterator[bytes] = (sha256(each.issuer_jwt.encode()).digest() for each in copies)
        texts = [each.format() for each in copies]
        at_s = self.scene.at_s
        counted = making.to_count(CODE, texts, salts=salts, signed_at_s=at_s, expires_at_s=None)
        padding = (sha256(bytes([number])).digest() for number in range(64))
        issuance = making.count_in(counted, padding=padding)
        self.list = self.hall().status_list(issued_s=at_s)
        digests = [
            NamedDigest("status/1", sha256(self.list).digest(), at_s),
            making.issuance_digest(issuance),
        ]
        commit = DayCommit.of(str(self.metz.did), at_s // DAY_S, digests)
        root = base64url.encode(commit.root)
        operation = self.scene.apply(self.scene.commit(self.metz, *by, root=root))
        index = len(self.scene.leaves) - 1
        self.scene.tick(60)
        signed = self.head()
        hashes = merkle.prove_inclusion(index, signed.checkpoint.size, Tree(self.scene.leaves).read)
        proof = LogProof(index, tuple(hashes), signed)
        self.day = commit.format()
        for each in copies:
            self.counted[each.issuer_jwt] = Counted(commit, operation, proof, issuance)

    def steal(self) -> None:
        """A day later: the credential key is reported stolen, and the lists committed to again."""
        self.scene.tick(DAY_S)
        self.stolen_s = self.scene.at_s
        kid = f"{self.metz.did}#credential-1"
        self.scene.apply(self.scene.compromise(kid, self.metz, from_s=self.stolen_s))
        self.scene.tick(DAY_S)
        self.count_in()

    def void(self) -> None:
        """A day later: the right is void from now on."""
        right = self.scene.state.records[f"accr/{self.metz.did}/{self.kind.name}/{self.metz.who}"]
        self.scene.tick(DAY_S)
        self.stolen_s = self.scene.at_s
        ended = self.scene.end_right(
            self.metz,
            self.root,
            type_name=self.kind.name,
            from_s=right.spans[0].from_s,  # type: ignore[union-attr]  # a RightRecord
            void_from_s=self.stolen_s,
        )
        self.scene.apply(ended)
        self.scene.tick(60)
        self.count_in()

    # The holder, and the thief.

    def dating(self, copy: SdJwt, **changes: Any) -> Dating:
        """What the town handed to the holder of a copy, for the whole hand-over."""
        counted = self.counted[copy.issuer_jwt]
        paths = tuple(each.path for each in counted.issuance.counted)
        made = Dating(CODE, counted.commit, counted.operation, counted.proof, paths)
        return replace(made, **changes)

    def shown(self, copy: SdJwt) -> str:
        """A copy as it is shown to this desk."""
        names = ("commune",) if self.kind.name == "residency" else ("diploma_title",)
        return bind(showing(copy, *names), iat=self.now_s - 5)

    def stolen_copy(self) -> SdJwt:
        """What a thief signs with the town's key, dated as the honest ones are."""
        return self.copy(666)

    def stolen(self) -> str:
        return self.shown(self.stolen_copy())

    def question(self, **changes: Any) -> Question:
        asked = super().question(**changes)
        if self.kind.name == "residency":
            return asked
        path = ("diploma_title",)
        procedure = replace(PROCEDURE, type=self.kind, asks=(path,), requires=MappingProxyType({}))
        policy = Policy(
            "Desk",
            MappingProxyType({procedure.name: procedure}),
            self.issuers,
            asked.policy.ledger,
        )
        return replace(asked, policy=policy, procedure=procedure)

    @property
    def day_number(self) -> int:
        day = self.counted[self.first.issuer_jwt].commit.day
        assert day is not None
        return day
