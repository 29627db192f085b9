"""What a town hall keeps on disk: its home folder, and the database inside it."""

from livret_issuer.store.at_hand import KeysAtHand
from livret_issuer.store.database import Store, Transaction
from livret_issuer.store.handovers import written
from livret_issuer.store.home import (
    KEYS_PURPOSE,
    Home,
    IssuerKeys,
    read_founder_key,
    read_recovery_key,
    replace,
    write_recovery_key,
)
from livret_issuer.store.inherited import Inherited
from livret_issuer.store.journal import Journal
from livret_issuer.store.lists import Lists
from livret_issuer.store.pickups import Pickups

__all__ = [
    "KEYS_PURPOSE",
    "Home",
    "Inherited",
    "IssuerKeys",
    "Journal",
    "KeysAtHand",
    "Lists",
    "Pickups",
    "Store",
    "Transaction",
    "read_founder_key",
    "read_recovery_key",
    "replace",
    "write_recovery_key",
    "written",
]
