"""Attack 32: a town hands back what it may not sign, to a wallet that believes a ledger."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.dids.did import Did
from livret_core.dids.webvh import WebvhDid
from tests.ledger_files import LedgerFiles
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import DAY_S, Town


@pytest.fixture
def holder(tmp_path: Path) -> LedgerHolder:
    return LedgerHolder(tmp_path)


class OfTown(LedgerFiles):
    """The same, of another town of the ledger."""

    def __init__(self, files: LedgerFiles, town: Town) -> None:
        self.desk, self.root, self.published = files.desk, files.root, files.published
        self.other = town

    @property
    def town(self) -> Town:
        return self.other


def from_town(holder: LedgerHolder, town: Town) -> LedgerHolder:
    holder.files = OfTown(holder.files, town)
    holder.files.publish(evidence=holder.files.desk.evidence(town))
    return holder


def test_attack_32_received_from_a_town_without_the_right(holder: LedgerHolder) -> None:
    liege = holder.files.desk.scene.towns[3]
    from_town(holder, liege)
    hall = holder.files.desk.hall(liege)
    refused = holder.refusal(hall=hall, territory="fr-insee:57463")
    assert refused == ("refused", "issuer.not_accredited")


def test_attack_32_received_for_another_towns_territory(holder: LedgerHolder) -> None:
    assert holder.refusal(territory="fr-insee:54395") == ("refused", "issuer.wrong_territory")


def test_attack_32_received_after_the_right_had_ended(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    desk.scene.apply(desk.scene.end_right(desk.metz, desk.root, from_s=desk.issued_s))
    desk.scene.tick(DAY_S)
    holder.files.publish()
    assert holder.refusal() == ("refused", "issuer.not_accredited")


def test_attack_32_received_under_a_key_said_to_be_stolen(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    kid = f"{desk.metz.did}#credential-1"
    desk.scene.apply(desk.scene.compromise(kid, desk.metz, from_s=desk.issued_s))
    desk.scene.tick(60)
    holder.files.publish()
    assert holder.refusal() == ("refused", "issuer.key_compromised")


def test_attack_32_received_from_a_host_of_the_attackers_own(holder: LedgerHolder) -> None:
    """A town hall that nobody ever heard of, on a host of its own: its own log says it is one."""
    other = WebvhDid.parse(str(holder.files.town.did).replace("ledger.example", "ledger.exarnple"))
    handover = holder.files.handover(issuer=Did.parse(other.text))
    hall = replace(holder.files.desk.hall(), did=other.text)
    assert holder.refusal(handover=handover, hall=hall) == ("refused", "issuer.off_ledger")


def test_attack_32_received_in_the_name_of_another_body(holder: LedgerHolder) -> None:
    """The hand-over named Metz; what comes back is signed by Namur, who has the right too."""
    desk = holder.files.desk
    namur, metz, *others = desk.scene.towns
    desk.scene.apply(desk.scene.grant(namur, *others, scope="fr-insee:*"))
    desk.scene.tick(DAY_S)
    both = sorted({*desk.names(metz), *desk.names(namur)})
    holder.files.publish(evidence=desk.seen.evidence(both, desk.head()).format())
    refused = holder.refusal(hall=desk.hall(namur), audience=str(metz.did))
    assert refused == ("refused", "issuer.not_accepted")


def test_attack_32_twin_received_from_the_accredited_town(holder: LedgerHolder) -> None:
    batch, is_checked = holder.receive()
    assert is_checked
    assert batch.vouched is not None
    assert (batch.vouched.who, batch.vouched.members) == ("fr-insee:57463", 4)


def test_attack_32_twin_a_wallet_that_believes_no_ledger_says_so(tmp_path: Path) -> None:
    holder = LedgerHolder(tmp_path, believes=False)
    batch, _ = holder.receive(territory="fr-insee:54395")
    assert batch.vouched is None
