"""The town hall at work.

founding.py    makes one
office.py      hands over, signs, withdraws, publishes
on_ledger.py   what it puts on the public ledger: its DID, its keys, a digest of each day
"""

from livret_issuer.service.founding import found_town_hall, recovery_files
from livret_issuer.service.office import Office
from livret_issuer.service.on_ledger import LedgerOffice

__all__ = ["LedgerOffice", "Office", "found_town_hall", "recovery_files"]
