"""Attack 61: a status list made for few people, whose address names them.

Each service fetches the list that a copy names. Where it has room for one family, its
address is the family's number, and whoever publishes it sees where they were.
"""

from pathlib import Path

import pytest

from livret_core.errors import Refused
from livret_core.status.bits import StatusList
from livret_core.status.token import sign
from livret_issuer.service import Office
from livret_wallet.gather import Folder
from livret_wallet.marks import CROWD
from livret_wallet.service import Wallet
from livret_wallet.vault import Vault
from tests.office import CHEAP, DAY_S, NOW_S, offer, open_office


def publish(office: Office, *, entries: int) -> None:
    """Sign the town's list anew with room for *entries*, everything valid."""
    uri = office.hall.status_uri(1)
    token = sign(
        StatusList.of(entries, bits=2, statuses={}),
        office._keys.credentials["credential-1"],
        uri=uri,
        issued_at_s=NOW_S,
        expires_at_s=NOW_S + DAY_S,
        ttl_s=3_600,
        header={"kid": office.hall.key_id},
    )
    office.home.publish(uri, token.encode())


def receive(tmp_path: Path, *, entries: int | None) -> tuple[Wallet, bool]:
    """Ask, be answered, and receive while a list of that size, or none, can be read."""
    office = open_office(tmp_path)
    wallet = Wallet(Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP))
    request = wallet.request(offer(office), copies=2, now_s=NOW_S)
    response = office.issue(request.format(), now_s=NOW_S)
    if entries is None:
        next(office.home.public.rglob("1.jwt")).unlink()
    else:
        publish(office, entries=entries)
    return wallet, wallet.receive(response, Folder(office.home.public), now_s=NOW_S)[1]


@pytest.mark.parametrize("entries", [4, CROWD // 2, CROWD - 4])
def test_attack_61_a_list_for_few(tmp_path: Path, entries: int) -> None:
    with pytest.raises(Refused) as caught:
        receive(tmp_path, entries=entries)
    assert (caught.value.code, caught.value.facts) == ("status.small_list", {"least": CROWD})


def test_attack_61_nothing_of_it_is_kept(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    wallet = Wallet(Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP))
    request = wallet.request(offer(office), copies=2, now_s=NOW_S)
    response = office.issue(request.format(), now_s=NOW_S)
    publish(office, entries=8)
    with pytest.raises(Refused):
        wallet.receive(response, Folder(office.home.public), now_s=NOW_S)
    assert wallet.batches() == []
    publish(office, entries=CROWD)
    wallet.receive(response, Folder(office.home.public), now_s=NOW_S)  # the request is still open
    assert len(wallet.batches()) == 1


def test_attack_61_twin_a_list_for_a_crowd(tmp_path: Path) -> None:
    wallet, is_checked = receive(tmp_path, entries=CROWD)
    assert is_checked
    assert len(wallet.batches()) == 1


def test_attack_61_twin_a_list_that_cannot_be_had_is_not_known_to_be_small(tmp_path: Path) -> None:
    wallet, is_checked = receive(tmp_path, entries=None)
    assert not is_checked
    assert len(wallet.batches()) == 1


def test_attack_61_twin_the_towns_own_lists_are_of_that_size() -> None:
    from livret_issuer.status_lists import LIST_ENTRIES

    assert LIST_ENTRIES >= CROWD
