"""What a service counts of itself: by route, method and kind of status, and by nothing else."""

from collections.abc import Callable, Mapping
from typing import Final, final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from livret_edge.serving.lines import METHODS, OTHER, UNMATCHED

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@final
class Figures:
    """The figures of one application, or of several in one process; how many there are is bounded by its routes."""

    def __init__(
        self, routes: frozenset[str], gauges: Mapping[str, tuple[str, Callable[[], float]]]
    ) -> None:
        """Begin to count.

        Args:
            routes: the templates that were declared.
            gauges: by name: what it is, and what gives it when somebody asks.
        """
        self._routes = routes
        self._registry: Final = CollectorRegistry()
        self._requests: Final = Counter(
            "livret_requests",
            "Requests answered",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds: Final = Histogram(
            "livret_request_seconds",
            "Time from the first octet of a request to the last of its answer",
            ("route", "method"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._open: Final = Gauge(
            "livret_requests_open", "Requests being answered", registry=self._registry
        )
        # To look one up by its labels costs more than to count.
        self._known: Final[dict[tuple[str, str, int], tuple[Counter, Histogram]]] = {}
        for name, (about, read) in gauges.items():
            Gauge(f"livret_{name}", about, registry=self._registry).set_function(read)

    def know(self, routes: frozenset[str]) -> None:
        """Count the routes of one more application too."""
        self._routes |= routes

    def begin(self) -> None:
        """Count a request in."""
        self._open.inc()

    def end(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count its answer. What is not known beforehand is no label."""
        route = route if route in self._routes else UNMATCHED
        method = method if method in METHODS else OTHER
        kind = status // 100
        known = self._known.get((route, method, kind))
        if known is None:
            known = (
                self._requests.labels(route, method, f"{kind}xx"),
                self._seconds.labels(route, method),
            )
            self._known[route, method, kind] = known
        count, histogram = known
        self._open.dec()
        count.inc()
        histogram.observe(seconds)

    def format(self) -> bytes:
        """Write all figures as Prometheus reads them."""
        return generate_latest(self._registry)
