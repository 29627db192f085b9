"""Camille's proof in the town: handed over at the counter, picked up by her wallet over the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.credential import catalogue
from livret_core.errors import Unavailable
from livret_edge.fetcher import Fetcher
from livret_issuer.intake import Row, read_rows
from livret_issuer.pickup.acting import Act
from livret_issuer.pickup.addresses import offer_url
from livret_issuer.service.counter import Offered
from livret_town.demo.stage import COPIES, RESIDENTS, Stage
from livret_wallet.client.fetching import Fetched, Fetching
from livret_wallet.client.web import Web
from livret_wallet.receiving import invitation

_TYPE: Final = "residency"
_LIFE_S: Final = 3_600


@final
@dataclass(frozen=True, slots=True)
class HandedOver:
    """What Camille leaves the counter with.

    Attributes:
        offered: link, code and PIN.
        address: of the offer, for people.
        row, rows: which of the register's rows it is of, of how many.
    """

    offered: Offered
    address: str
    row: int
    rows: int


def hand_over(stage: Stage) -> HandedOver:
    """Offer what a row of the register says, as a clerk does who saw her identity card."""
    office, now_s = stage.office, stage.now_s()
    kind = catalogue.find(_TYPE)
    found: Sequence[object] = list(
        read_rows(
            [RESIDENTS.read_bytes()],
            kind,
            standing=office.standing_claims(kind, now_s=now_s),
            now_s=now_s,
            communes=office.hall.communes,
        )
    )
    camille = next(row for row in found if isinstance(row, Row))
    offered = office.counter().offer(
        kind,
        camille.claims,
        Act.of(kind, "id-card", "self", "bill"),
        source=RESIDENTS.name,
        line=camille.line,
        max_copies=COPIES,
        valid_s=_LIFE_S,
        now_s=now_s,
    )
    address = offer_url(office.hall.url, offered.handover.code)
    return HandedOver(offered, address, found.index(camille) + 1, len(found))


def pick_up(stage: Stage, handed_over: HandedOver, fetcher: Fetcher) -> Fetched:
    """Open the link with her wallet, type the PIN; what it kept.

    Raises:
        LivretError: why it kept nothing.
    """
    offered = handed_over.offered
    fetching = Fetching(
        stage.vault,
        Web(fetcher),
        clock=stage.now_s,
        ask_pin=lambda _need: offered.pin,
        language=stage.lang,
    )
    fetched = fetching.receive(invitation.parse(offered.link), copies=COPIES)
    if not isinstance(fetched, Fetched):
        raise Unavailable("issuer.unavailable", "put off", issuer=str(stage.office.hall.url))
    return fetched
