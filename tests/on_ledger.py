"""A town of a ledger issues, a holder shows, a desk that believes the ledger decides.

    desk = Desk()                     # four towns, Metz accredited for residency
    desk.verdict()                    # of an honest presentation
    desk.evidence()                   # what `ledger.evidence` beside Metz's DID would hold
    desk.commit_to(listed, issued_s)  # Metz's daily commit, to one status list

Tests change one thing and ask for the verdict again.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonValue
from livret_core.https_uri import HttpsUri
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.head import Remembered
from livret_core.ledger.trusting import Believed
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_verifier.evidence import (
    Evidence,
    Found,
    HeadNeed,
    LedgerNeed,
    Missing,
    Need,
    StatusListNeed,
    TilesNeed,
)
from livret_verifier.policy import AcceptedIssuer, LedgerTerms, Policy
from livret_verifier.question import Question
from livret_verifier.verdict import Verdict
from tests import ledger_towns
from tests.ledger_heads import AGES, Seen, Tree
from tests.ledger_scene import DAY_S, ORIGIN, Scene, Town
from tests.scene import (
    CLAIMS,
    DESK,
    INDEX,
    NONCE,
    PROCEDURE,
    RESIDENCY,
    TownHall,
    ask,
    bind,
    draft,
    showing,
)

ANY: Final = AcceptedIssuer(
    "Public ledger", "did", "", frozenset({RESIDENCY.vct}), frozenset(), is_on_ledger=True
)


class Desk:
    """One desk, one ledger, one town."""

    def __init__(self, *, published: str | None = None) -> None:
        """Found it all.

        Args:
            published: the digest of another description than the one that all go by here.
        """
        self.scene = Scene.founded()
        self.root, self.metz = self.scene.towns[:2]
        self.scene.apply(self.scene.publish(digest=published))
        self.scene.tick(DAY_S)
        self.scene.apply(self.scene.grant(self.metz, self.root))
        self.issued_s = self.scene.at_s
        self.scene.tick(DAY_S)
        self.seen = Seen(self.scene)
        self.believed: Believed | None = Believed(self.seen.chain, AGES, None)
        self.issuers: tuple[AcceptedIssuer, ...] = (ANY,)
        self.remembered: Remembered | None = None
        self.day: bytes | None = None
        self.list: bytes | None = None
        self.checkpoint: Evidence | None = None
        self.tiles: Callable[[TilesNeed], Evidence] = self.own_tiles

    @property
    def now_s(self) -> int:
        return self.scene.at_s + 60

    def hall(self, town: Town | None = None, key: str = "credential-1") -> TownHall:
        town = town or self.metz
        uri = HttpsUri.parse(ledger_towns.SITE.format(town.name) + "1.jwt")
        return TownHall(town.credential_key(key), str(town.did), b"", uri)

    def text(
        self,
        town: Town | None = None,
        *,
        territory: str = "",
        index: int = INDEX,
        issued_s: int | None = None,
        hall: TownHall | None = None,
    ) -> str:
        """What a holder shows of a credential of *town*."""
        town = town or self.metz
        hall = hall or self.hall(town)
        claims: Mapping[str, JsonValue] = {**CLAIMS, "issuing_territory": territory or town.who}
        made = draft(
            claims,
            town=hall,
            index=index,
            issued_s=self.issued_s if issued_s is None else issued_s,
            expires_s=self.now_s + 80 * DAY_S,
        )
        return bind(showing(made.signed(hall.signer), "commune"), iat=self.now_s - 5)

    def names(self, town: Town | None = None) -> list[str]:
        """The records that evidence of one issuer is made of."""
        town = town or self.metz
        kid = f"{town.did}#credential-1"
        names = {f"did/{town.did}", f"key/{kid}", f"compromise/{kid}", f"member/{town.who}"}
        names |= {f"commit/{town.did}", f"rights/{town.did}"}
        also = (f"accr/{town.did}/", "schema/")
        names |= {name for name in self.scene.state.records if name.startswith(also)}
        return sorted(names)

    def commit_to(self, listed: bytes, issued_s: int, town: Town | None = None) -> None:
        """Have *town* commit to a status list, and publish the digests of the day."""
        town = town or self.metz
        digest = NamedDigest("status/1", sha256(listed).digest(), issued_s)
        made = DayCommit.of(str(town.did), self.scene.at_s // DAY_S, [digest])
        self.scene.apply(self.scene.commit(town, root=base64url.encode(made.root)))
        self.scene.tick(60)
        self.day = made.format()

    def head(self, **changes: Any) -> SignedCheckpoint:
        return self.seen.head(at_s=self.scene.at_s, **changes)

    def evidence(
        self, town: Town | None = None, signed: SignedCheckpoint | None = None, **more: Any
    ) -> bytes:
        return self.seen.evidence(self.names(town), signed or self.head(), **more).format()

    def own_tiles(self, need: TilesNeed) -> Evidence:
        """What the ledger publishes of its tree."""
        return Found(Tree(self.scene.leaves).tiles(need.tiles), "memory", self.now_s)

    def question(self, **changes: Any) -> Question:
        policy = Policy(
            "Desk",
            MappingProxyType({PROCEDURE.name: PROCEDURE}),
            self.issuers,
            LedgerTerms(ORIGIN),
        )
        asked = Question(policy, PROCEDURE, DESK, NONCE, None, self.now_s, self.believed)
        return replace(asked, **changes)

    def verdict(
        self,
        text: str | None = None,
        *,
        evidence: bytes | None = None,
        asked: Question | None = None,
        needs: list[Need] | None = None,
        town: Town | None = None,
    ) -> Verdict:
        """Let the desk decide; *needs* is filled with what it asked for."""
        content = self.evidence(town) if evidence is None else evidence
        hall = self.hall(town)

        def gather(need: Need) -> Evidence:
            if needs is not None:
                needs.append(need)
            if isinstance(need, TilesNeed):
                return self.tiles(need)
            if isinstance(need, LedgerNeed) and content:
                return Found(content, "memory", self.now_s)
            if isinstance(need, LedgerNeed) and self.checkpoint is not None:
                return Missing("memory", "status 404", is_absent=True)
            if isinstance(need, HeadNeed) and self.checkpoint is not None:
                return self.checkpoint
            if isinstance(need, StatusListNeed) and need.uri == hall.status_uri.text:
                listed = self.list or hall.status_list(issued_s=self.now_s - 3_600)
                day = None if need.commit_uri is None else self.day
                return Found(listed, "memory", self.now_s, commit=day)
            return Missing("memory", "not there")

        return ask(text or self.text(town), asked or self.question(), gather)

    def refusal(self, *arguments: Any, **changes: Any) -> tuple[str, str]:
        """The outcome and the code of a presentation that is not accepted."""
        verdict = self.verdict(*arguments, **changes)
        assert verdict.presentation is None, "accepted"
        assert verdict.report.reason is not None
        return verdict.report.outcome.value, verdict.report.reason.code
