"""Attack 32, over the network: another type than was asked for, nothing that was, or by another."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.ledger.trusting import recall
from livret_verifier.evidence import Evidence, Found, LedgerNeed, Need, TilesNeed
from tests.ledger_scene import ORIGIN
from tests.on_ledger import Desk as Ledger
from tests.scene import CLAIMS, DAY_S, Draft, bind, draft, showing
from tests.windows import POLICY, Opened, opened, posted, shown


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


def told(window: Opened, *names: str, of: Draft | None = None, **more: Any) -> JsonObject:
    asked = window.ask(**more)
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, shown(request, *names, of=of))).body == b"{}"
    return window.verdict(asked)


def test_attack_32_another_type_than_was_asked_for(window: Opened) -> None:
    other = draft().with_payload(vct="urn:livret:diploma:1")
    assert told(window, of=other)["code"] == "answer.other_type"


def test_attack_32_a_query_that_was_not_asked(window: Opened) -> None:
    asked = window.ask()
    request = window.fetch(asked)
    assert window.answer(asked, posted(request, query="another")).status == 400
    with pytest.raises(Refused) as caught:
        window.window.take(asked.transaction.code, posted(request, query="another").encode())
    assert caught.value.code == "answer.not_asked"
    assert window.kept(asked).stand == "open"


@pytest.mark.parametrize(
    ("line", "other", "code"),
    [
        ('types = ["residency"]', 'types = ["birth"]', "issuer.not_accredited"),
        ('"fr-insee:80999"', '"fr-insee:75056"', "issuer.wrong_territory"),
    ],
    ids=["for another type", "for another territory"],
)
def test_attack_32_a_town_believed_for_something_else(
    tmp_path: Path, line: str, other: str, code: str
) -> None:
    window = opened(tmp_path / "pool", policy=POLICY.replace(line, other))
    assert told(window)["code"] == code


class OnLedger:
    """A window that believes whom the ledger accredits."""

    def __init__(self, root: Path) -> None:
        self.ledger = Ledger()
        lines = POLICY.partition("[procedures.parking.requires]")[0]
        lines += f'[ledger]\norigin = "{ORIGIN}"\n[[issuers]]\nname = "A town"\n'
        lines += 'profile = "ledger"\ntypes = ["residency"]\n'
        self.window = opened(root / "pool", policy=lines, gather=self._gather)
        first = self.ledger.seen.first
        self.window.desk.ledgers.keep(recall((first,), since_s=self.ledger.now_s, head=None))

    def told(self, **changes: Any) -> JsonObject:
        self.window.clock.now_s = self.ledger.now_s
        hall, now_s = self.ledger.hall(), self.ledger.now_s
        made = draft(
            {**CLAIMS, "issuing_territory": self.ledger.metz.who} | changes.pop("claims", {}),
            town=hall,
            expires_s=now_s + 80 * DAY_S,
            **{"issued_s": self.ledger.issued_s, **changes},
        )
        asked = self.window.ask()
        request = self.window.fetch(asked)
        text = bind(
            showing(made.signed(hall.signer), "commune"),
            aud=request.client_id, nonce=request.nonce, iat=now_s,
        )  # fmt: skip
        assert self.window.answer(asked, posted(request, text)).body == b"{}"
        return self.window.verdict(asked)

    def _gather(self, need: Need) -> Evidence:
        hall, now_s = self.ledger.hall(), self.ledger.now_s
        if isinstance(need, LedgerNeed):
            return Found(self.ledger.evidence(), "memory", now_s)
        if isinstance(need, TilesNeed):
            return self.ledger.own_tiles(need)
        return Found(hall.status_list(issued_s=now_s - 3_600), "memory", now_s)


def test_attack_32_beyond_its_right_on_the_ledger(tmp_path: Path) -> None:
    """Elsewhere; before the right began; and where the right was void by then."""
    at = OnLedger(tmp_path)
    elsewhere = {"issuing_territory": "fr-insee:54395"}
    assert at.told(claims=elsewhere)["code"] == "issuer.wrong_territory"
    early = at.told(issued_s=at.ledger.issued_s - DAY_S)
    assert (early["code"], early["claims"]) == ("issuer.not_accredited", None)
    ledger, scene = at.ledger, at.ledger.scene
    at_s = ledger.issued_s
    scene.apply(scene.end_right(ledger.metz, ledger.root, from_s=at_s, void_from_s=at_s))
    scene.tick(60)
    assert at.told()["code"] == "issuer.void"


def test_attack_32_twin_a_right_that_ended_since(tmp_path: Path) -> None:
    at = OnLedger(tmp_path)
    assert at.told()["outcome"] == "accepted"
    ledger, scene = at.ledger, at.ledger.scene
    scene.apply(scene.end_right(ledger.metz, ledger.root, from_s=ledger.issued_s))
    scene.tick(60)
    assert at.told()["outcome"] == "accepted"


def test_attack_32_twin_the_type_that_was_asked_for(window: Opened) -> None:
    assert told(window)["outcome"] == "accepted"
