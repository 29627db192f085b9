"""Attack 20: a credential names a key that its institution never had.

Evidence is one file an hour for everybody: it cannot show the absence of each name that somebody
makes up. The DID's record has all names there ever were, so what is not one of them is refused,
and not put off for a look another day.
"""

import msgspec
import pytest

from livret_core.keys import P256Signer
from livret_core.ledger.records import CREDENTIAL_NAMES, DidRecord
from tests.on_ledger import Desk
from tests.scene import TownHall, seed


class Claimed(TownHall):
    """A town hall, or somebody who says so, that signs under a name of its choice."""

    name = "credential-9"

    @property
    def kid(self) -> str:
        return f"{self.did}#{self.name}"


def claimed(desk: Desk, name: str, *, stranger: bool = True) -> str:
    hall = desk.hall()
    signer = P256Signer.from_seed(seed("stranger", 48)) if stranger else hall.signer
    made = Claimed(signer, hall.did, b"", hall.status_uri)
    object.__setattr__(made, "name", name)
    return desk.text(hall=made)


def record(desk: Desk) -> DidRecord:
    found = desk.scene.state.records[f"did/{desk.metz.did}"]
    assert isinstance(found, DidRecord)
    return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def change_keys(desk: Desk, *names: str) -> None:
    desk.metz.credential_keys = names
    desk.scene.tick(60)
    desk.scene.move_on(desk.metz)
    desk.scene.tick(60)


@pytest.mark.parametrize("name", ["credential-9", "operation-1", "key-1"])
def test_attack_20_a_key_that_the_institution_never_listed_for_credentials(
    desk: Desk, name: str
) -> None:
    assert desk.refusal(claimed(desk, name)) == ("refused", "issuer.key_not_listed")


def test_attack_20_it_may_have_been_listed_since_the_evidence(desk: Desk) -> None:
    """A *no* that a later entry could turn is none."""
    evidence = desk.evidence()
    desk.scene.tick(3_600)
    hall = Claimed(desk.hall().signer, str(desk.metz.did), b"", desk.hall().status_uri)
    late = desk.text(hall=hall, issued_s=desk.scene.at_s)
    assert desk.refusal(late, evidence=evidence) == ("unavailable", "ledger.older_than_proof")


def test_attack_20_twin_a_former_key_that_is_not_shown_is_not_taken_for_made_up(
    desk: Desk,
) -> None:
    change_keys(desk, "credential-2")
    assert record(desk).credentials == ("credential-1", "credential-2")
    text = claimed(desk, "credential-1", stranger=False)
    names = [name for name in desk.names() if "#credential-1" not in name]
    kid = f"{desk.metz.did}#credential-2"
    evidence = desk.seen.evidence(sorted({*names, f"key/{kid}"}), desk.head()).format()
    assert desk.refusal(text, evidence=evidence) == ("unavailable", "ledger.not_shown")
    assert desk.verdict(text).presentation is not None


def test_attack_20_where_names_fell_out_of_the_record_one_is_taken_for_made_up(desk: Desk) -> None:
    name = f"did/{desk.metz.did}"
    full = tuple(f"credential-{number}" for number in range(2, CREDENTIAL_NAMES + 2))
    desk.scene.state.records[name] = msgspec.structs.replace(
        record(desk), credentials=full, are_all=True
    )
    change_keys(desk, "credential-1", "credential-99")
    assert len(record(desk).credentials) == CREDENTIAL_NAMES
    assert record(desk).credentials[-1] == "credential-99"
    assert not record(desk).are_all
    assert desk.refusal(claimed(desk, "credential-200")) == ("unavailable", "ledger.not_shown")
    change_keys(desk, "credential-1")
    assert not record(desk).are_all


def test_attack_20_names_stay_in_the_record_when_the_did_ends(desk: Desk) -> None:
    change_keys(desk, "credential-2")
    desk.scene.apply(desk.scene.did_deactivate(desk.metz))
    assert record(desk).credentials == ("credential-1", "credential-2")
