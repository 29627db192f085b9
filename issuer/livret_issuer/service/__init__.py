"""The town hall at work.

founding.py    makes one
office.py      hands over, signs (changing.py: withdraws; looking_up.py: what its record says)
publishing.py  signs and publishes status lists (shelving.py: on each of its machines)
on_ledger.py   what it puts on the public ledger: its DID, its keys, a digest of each day
               (entries.py, settling.py; inheriting.py for those it goes on for)
own_name.py    what others wrote there in its name, noted and taken back
without_keys.py  what its journal says to a watch, which has no passphrase
"""

from livret_issuer.service.founding import found_town_hall, recovery_files
from livret_issuer.service.office import Office
from livret_issuer.service.on_ledger import LedgerOffice
from livret_issuer.service.own_name import OwnName
from livret_issuer.service.without_keys import known, recovery_hashes, unnoted

__all__ = [
    "LedgerOffice",
    "Office",
    "OwnName",
    "found_town_hall",
    "known",
    "recovery_files",
    "recovery_hashes",
    "unnoted",
]
