"""Whom a town hall believes about its ledger: whose six words were confirmed here, or who is vouched for.

A watch was begun with trust roots that somebody vouched for, and walks on to newer ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from livret_core import limits
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.believing import believe_unlinked
from livret_core.ledger.evidence import Evidence, ProvenState, verify
from livret_core.ledger.trust_root import format_versions, read_versions
from livret_core.ledger.trusting import Trusted, recall, walked_on
from livret_edge.arguments import Asked
from livret_edge.files import read_file
from livret_edge.saying import now_s
from livret_edge.trust_file import trusted
from livret_edge.trust_store import TrustStore
from livret_issuer.store import Home
from livret_ledger.watch.service.looking import Watch


class OwnLedger(TrustStore):
    """The ledger of a town hall: it keeps no other."""

    def __init__(self, home: Home) -> None:
        super().__init__(home.root)
        ledger = home.read_hall().ledger
        self._origin = None if ledger is None else ledger.origin

    def keep(self, trusted: Trusted) -> None:
        """Keep the ledger.

        Raises:
            Refused: ``home.no_ledger``, ``ledger.origin``.
        """
        if self._origin is None:
            raise Refused("home.no_ledger")
        if trusted.origin != self._origin:
            raise Refused("ledger.origin")
        super().keep(trusted)


@contextmanager
def own_ledger(asked: Asked) -> Iterator[OwnLedger]:
    """Open where the town hall that was asked for keeps whom it believes."""
    yield OwnLedger(Home.open(asked.home))


def confirmed(home: Home) -> bytes | None:
    """Give the trust roots whose words were confirmed in a town hall, one a line."""
    known = OwnLedger(home).known()
    return format_versions(known[0].chain.roots) if known else None


def believed(asked: Asked) -> Trusted | None:
    """Give the ledger as it is believed for this command; None where nobody said whom to believe.

    Args:
        asked: with ``home`` and ``trust``.

    Raises:
        MalformedInput, Refused, Unavailable: as :meth:`TrustStore.known` and
            :func:`livret_edge.trust_file.trusted`.
    """
    known = OwnLedger(Home.open(asked.home)).known()
    if asked.trust is not None:
        chain = trusted(asked)
        head = next((one.remembered for one in known if one.chain.goes_with(chain)), None)
        return recall(chain.roots, since_s=now_s(), head=head)
    watched = _watched(asked.home / "watch")
    if not known:
        return watched
    return known[0] if watched is None else walked_on(known[0], watched.chain, now_s=now_s())


def must_believe(asked: Asked) -> Trusted:
    """Give the ledger as it is believed for this command.

    Raises:
        Unavailable: ``home.no_trust``; otherwise as :func:`believed`.
    """
    found = believed(asked)
    if found is None:
        raise Unavailable("home.no_trust")
    return found


def proven(asked: Asked, path: Path) -> ProvenState:
    """Read what the ledger published, as far as it is to be believed.

    Raises:
        Unavailable: ``home.no_trust``.
        Refused, Unavailable: as :func:`livret_core.ledger.believing.believe_unlinked`.
    """
    ledger = must_believe(asked)
    evidence = Evidence.parse(read_file(path, limits.EVIDENCE_BYTES))
    state = believe_unlinked(
        lambda: verify(evidence, ledger.chain), ledger.believed(), now_s=now_s()
    )
    remember(asked, ledger.saw(state.head))
    return state


def remember(asked: Asked, ledger: Trusted) -> None:
    """Keep what was seen of a ledger that is believed here: trust roots that follow, its newest head."""
    store = OwnLedger(Home.open(asked.home))
    for known in store.known():
        if not known.chain.goes_with(ledger.chain):
            continue
        walked = walked_on(known, ledger.chain, now_s=now_s())
        if len(walked.chain.roots) > len(known.chain.roots):
            store.keep(walked)
        if ledger.remembered is not None:
            store.remember_as(ledger.remembered)


def _watched(folder: Path) -> Trusted | None:
    try:
        standing = Watch.standing_of(folder)
        if standing is None:
            return None
        versions = read_versions(standing.trust)
        return recall(versions, since_s=standing.since_s, head=standing.remembered)
    except LivretError:
        # What the watch cannot read is the watch's to say.
        return None
