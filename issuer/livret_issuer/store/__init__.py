"""What a town hall keeps on disk: its home folder, and the database inside it."""

from livret_issuer.store.database import Store, Transaction
from livret_issuer.store.home import Home, IssuerKeys, replace, write_recovery_key

__all__ = [
    "Home",
    "IssuerKeys",
    "Store",
    "Transaction",
    "replace",
    "write_recovery_key",
]
