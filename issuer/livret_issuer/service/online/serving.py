"""A town hall's service, put together."""

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Final, final

from livret_core.errors import Refused
from livret_edge.serving.application import Service
from livret_edge.serving.guard import Bounds
from livret_edge.serving.inside import make_inside
from livret_edge.serving.measuring import Figures
from livret_edge.serving.site import Site
from livret_issuer.identity import TownHall
from livret_issuer.service.office import Office
from livret_issuer.service.online.opened import Opened
from livret_issuer.service.online.published import Published
from livret_issuer.service.online.routes import make_routes
from livret_issuer.service.online.wallets import Wallets

_TITLE: Final = "livret issuer"


@final
class Online:
    """One town hall, as a service.

    Attributes:
        service: its application, and the figures that it counts.
        inside: health and figures, for a listener of their own.
        opened: the town hall.
        site: where it is.
        checks: by name, what has to work.
    """

    def __init__(
        self,
        office: Office,
        clock: Callable[[], int],
        *,
        checks: Mapping[str, Callable[[], None]] | None = None,
        gauges: Mapping[str, tuple[str, Callable[[], float]]] | None = None,
        bounds: Bounds | None = None,
        figures: Figures | None = None,
    ) -> None:
        """Put it together.

        Args:
            office: the town hall.
            clock: seconds since 1970.
            checks: what has to work besides its records and its keys.
            gauges: further figures.
            bounds: of a request.
            figures: to count in, with other town halls of this process.

        Raises:
            Refused: ``pickup.no_address``.
        """
        self.opened: Final = Opened(office)
        self.site: Final = site_of(self.opened.now().hall)
        site = self.site
        wallets = Wallets(self.opened, site, clock)
        published = Published(self.opened, site, clock)
        self.service: Final = Service(
            _TITLE,
            version("livret"),
            site,
            make_routes(wallets, published),
            gauges=gauges,
            bounds=bounds,
            figures=figures,
        )
        self.checks: Final[Mapping[str, Callable[[], None]]] = {
            "records": self._check_records,
            "keys": self._check_keys,
            **(checks or {}),
        }
        self.inside: Final = make_inside(self.service.figures, self.checks)

    def _check_records(self) -> None:
        self.opened.now().office.check_store()

    def _check_keys(self) -> None:
        self.opened.now().office.check_key()

    def close(self) -> None:
        """Let go of its records."""
        self.opened.close()


def site_of(hall: TownHall) -> Site:
    """Say where a town hall is served: at its address, and nowhere else.

    Raises:
        Refused: ``pickup.no_address``.
    """
    if hall.url is None:
        raise Refused("pickup.no_address")
    return Site.of_one(hall.url, hall.tenant)
