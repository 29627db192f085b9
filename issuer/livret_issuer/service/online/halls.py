"""Several town halls in one process: each its own application, found by where a request goes.

Nothing is shared but the process and its figures: each has its keys, its records, its nonces and
its tokens, and an address that lies in no other's. What is one town hall's does not become
another's by being asked for there, because it is never looked for there.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Final, final

from livret_core.errors import MalformedInput
from livret_edge.serving.inside import make_inside
from livret_edge.serving.measuring import Figures
from livret_edge.serving.site import Site
from livret_edge.serving.together import Together, are_apart
from livret_issuer.service.office import Office
from livret_issuer.service.online.serving import Online, site_of

Checks = Mapping[str, Callable[[], None]]
Gauges = Mapping[str, tuple[str, Callable[[], float]]]


@final
class Halls:
    """Town halls that are served together.

    Attributes:
        app: answers for all of them.
        inside: health and figures of all of them.
        routes: the templates of their routes.
    """

    def __init__(
        self,
        offices: Sequence[Office],
        clock: Callable[[], int],
        *,
        checks: Sequence[Checks] = (),
        gauges: Gauges | None = None,
    ) -> None:
        """Put them together.

        Args:
            offices: one or more, each with its address.
            clock: seconds since 1970.
            checks: of each, what has to work besides its records and its keys.
            gauges: further figures.

        Raises:
            Refused: ``pickup.no_address``.
            MalformedInput: ``usage.contradiction`` for two at one address, or one in another's.
        """
        check_apart([site_of(office.hall) for office in offices])
        figures = Figures(frozenset(), gauges or {})
        each = checks or [{}] * len(offices)
        with ExitStack() as undo:
            self._halls: list[Online] = []
            for office, own in zip(offices, each, strict=True):
                self._halls.append(Online(office, clock, checks=own, figures=figures))
                undo.callback(self._halls[-1].close)
            undo.pop_all()
        named = {
            name if len(offices) == 1 else f"{name} {hall.site.base.text}": check
            for hall in self._halls
            for name, check in hall.checks.items()
        }
        self.inside: Final = make_inside(figures, named)
        self.app: Final = Together([(hall.site, hall.service.app) for hall in self._halls])
        self.routes: Final = frozenset().union(*(hall.service.routes for hall in self._halls))

    def close(self) -> None:
        """Let go of their records."""
        for hall in self._halls:
            hall.close()


def check_apart(sites: Sequence[Site]) -> None:
    """Check that no town hall lies at another's address, or below it.

    Raises:
        MalformedInput: ``usage.contradiction``.
    """
    if not are_apart(sites):
        raise MalformedInput("usage.contradiction", option="--home, --with")
