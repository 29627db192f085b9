"""Reads what services registered, where a believed ledger publishes it. An edge.

All that are listed are read, whatever proof is meant: the ledger's host learns that somebody
wanted to know who asks, and not of whom.
"""

from livret_core.errors import MalformedInput, Unavailable
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.trusting import Trusted
from livret_wallet import vouching
from livret_wallet.accepting import INDEX, MOST_SERVICES, Services, listed
from livret_wallet.gather import Source
from livret_wallet.gather.linking import Links
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers


def registered(vault: Vault, source: Source, origin: str, *, now_s: int) -> Services:
    """Read every service that a ledger lists.

    Files of one hour may be of heads of different sizes, so nothing of it is remembered as the
    newest; two histories are, whoever showed them.

    Args:
        vault: open.
        source: where what is published is read.
        origin: of a ledger that is believed.
        now_s: seconds since 1970.

    Raises:
        Refused: ``log.fork``, ``log.consistency``: two histories were shown.
        Unavailable: ``ledger.unavailable``, ``trust.unconfirmed`` for one that is not believed.
    """
    ledgers = Ledgers(vault)
    ledger = next((each for each in ledgers.known() if each.origin == origin), None)
    if ledger is None:
        raise Unavailable("trust.unconfirmed")

    def doubted(doubtful: Trusted) -> None:
        if doubtful.doubt is not None and doubtful.doubt.is_grave:
            ledgers.doubt(doubtful)

    base = f"https://{origin.partition('/')[0]}/"
    paths = listed(source.read(base + INDEX, "ledger.unavailable"))
    links, states = Links(source), list[ProvenState]()
    for path in paths[:MOST_SERVICES]:
        try:
            content = source.read(base + path, "ledger.unavailable")
            voucher, _ = vouching.by_evidence(
                content,
                "",
                (ledger,),
                now_s=now_s,
                nodes=links.nodes(content, (ledger,)),
                doubted=doubted,
            )
        except (MalformedInput, Unavailable):
            continue
        states.append(voucher.state)
    return Services.of(origin, states, now_s=now_s, unread=len(paths) - len(states))
