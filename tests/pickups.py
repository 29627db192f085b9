"""A town hall that wallets reach, an offer at its counter, and a wallet's messages as values."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa

from livret_core.credential import catalogue
from livret_core.credential.issuer import Profile
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_issuer.pickup.acting import Act
from livret_issuer.pickup.records import Ask, Handed, KeyShown, Tokens, Waiting
from livret_issuer.service import Office
from livret_issuer.service.counter import Counter, Offered
from livret_issuer.store.tables import COPY
from tests.office import CAMILLE, NOW_S, open_office, signer

URL: Final = "https://verneuil.test:8443/verneuil"
HOUR_S: Final = 3_600
ACT: Final = Act("passport", "self", "lease")


def open_hall(
    root: Path, *, list_capacity: int | None = None, database: str | None = None
) -> Office:
    """Found a town hall that has an address."""
    founded = open_office(root, database=database)
    hall = replace(founded.hall, url=HttpsUri.parse(URL))
    founded.home.change_hall(hall)
    founded.close()
    more: dict[str, Any] = {} if list_capacity is None else {"list_capacity": list_capacity}
    return Office(founded.home, hall, founded._keys, **more)


def offer(
    office: Office,
    *,
    type_name: str = "residency",
    max_copies: int = 5,
    valid_s: int = HOUR_S,
    renews: ShortCode | None = None,
    by: str | None = None,
    needs_approval: bool = False,
    now_s: int = NOW_S,
    profile: Profile = "did",
    **claims: JsonValue,
) -> Offered:
    """Offer Camille a proof at the counter."""
    kind = catalogue.find(type_name)
    standing = office.standing_claims(kind, now_s=now_s)
    hall = replace(office.hall, four_eyes=(type_name,) if needs_approval else ())
    counter = Counter(office._store, hall, office._pickup_keys, office.mark_of)
    return counter.offer(
        kind,
        {**CAMILLE, **standing, **claims},
        ACT,
        source="list.csv",
        line=2,
        max_copies=max_copies,
        valid_s=valid_s,
        now_s=now_s,
        renews=renews,
        by=by,
        profile=profile,
    )


def code_of(act: Callable[[], object]) -> str:
    """Do what is refused; the code of the reason."""
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def acts(office: Office) -> list[str]:
    """What the audit log says was done."""
    return [action for _, _, action, _ in office.audit()]


def statuses(office: Office, offered: Offered) -> list[Status]:
    """What the record has of the copies of a hand-over, one entry a copy."""
    with office._store.transaction() as transaction:
        rows = transaction._connection.execute(
            sa.select(COPY.c.status).where(COPY.c.code == offered.handover.code.text)
        )
        return [Status(value) for value in rows.scalars()]


def shown_by(name: str, number: int, *, until_s: int = NOW_S + 2 * HOUR_S) -> KeyShown:
    """A DPoP proof that was verified, by *name*'s key."""
    return KeyShown(f"key of {name}", f"{name} {number}".encode(), until_s)


@dataclass
class Phone:
    """A wallet, as the town hall sees it: one DPoP key, and keys for copies.

    Attributes:
        name: whose; its keys come of it.
        has_dpop: whether it shows a DPoP key.
    """

    office: Office
    name: str = "camille"
    has_dpop: bool = True
    shown: int = field(default=0)

    def dpop(self) -> KeyShown | None:
        """A DPoP proof that was never shown."""
        self.shown += 1
        return shown_by(self.name, self.shown) if self.has_dpop else None

    def redeem(self, offered: Offered, *, pin: str | None = None, now_s: int = NOW_S) -> Tokens:
        """Open an offer, and redeem it."""
        code = self.open(offered, now_s=now_s)
        pin = offered.pin if pin is None else pin
        return self.office.pickups().redeem(code, pin, shown=self.dpop(), now_s=now_s)

    def open(self, offered: Offered, *, now_s: int = NOW_S) -> str:
        """Read an offer; its pre-authorized code."""
        opened = self.office.pickups().open(offered.handover.code, now_s=now_s)
        return opened.pre_authorized_code

    def request(
        self,
        *,
        copies: int = 3,
        nonce: str | None = None,
        batch: str = "",
        now_s: int = NOW_S,
        url: str = URL,
    ) -> Ask:
        """Write a credential request, with keys of a batch of its own."""
        nonce = self.office.pickups().nonce(now_s=now_s) if nonce is None else nonce
        proofs = tuple(
            sign_key_proof(
                signer(f"{self.name} {batch} {number}"),
                audience=url,
                nonce=nonce,
                issued_at_s=now_s,
            )
            for number in range(copies)
        )
        octets = json_encoding.format(list(proofs))
        return Ask(catalogue.find("residency").vct, proofs, hashlib.sha256(octets).digest())

    def ask(
        self, access: str, ask: Ask | None = None, *, now_s: int = NOW_S, batch: str = ""
    ) -> Handed | Waiting:
        """Ask for copies."""
        ask = ask or self.request(now_s=now_s, batch=batch)
        return self.office.pickups().ask(access, ask, shown=self.dpop(), now_s=now_s)

    def fetch(self, access: str, *, now_s: int = NOW_S, batch: str = "") -> Handed:
        """Ask for copies that are ready."""
        handed = self.ask(access, now_s=now_s, batch=batch)
        assert isinstance(handed, Handed)
        return handed

    def refresh(self, token: str | None, *, now_s: int = NOW_S) -> Tokens:
        """Ask for a new access token."""
        assert token is not None
        return self.office.pickups().refresh(token, shown=self.dpop(), now_s=now_s)

    def collect(
        self, tokens: Tokens, waiting: Handed | Waiting, *, now_s: int = NOW_S
    ) -> Handed | Waiting:
        """Ask whether what waits is ready."""
        assert isinstance(waiting, Waiting)
        return self.office.pickups().collect(
            tokens.access, waiting.transaction_id, shown=self.dpop(), now_s=now_s
        )

    def notify(
        self, access: str, name: str, event: str = "credential_accepted", *, now_s: int = NOW_S
    ) -> None:
        """Say what became of a delivery."""
        self.office.pickups().notify(access, name, event, shown=self.dpop(), now_s=now_s)
