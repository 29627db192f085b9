"""A mirror: a whole copy of a ledger, checked entry by entry, that answers when the ledger does not.

deciding.py    what a head that is shown means to a copy, and when cosignatures are asked for anew. Pure
service.py     follows a ledger, publishes the copy, keeps its last head fresh
store.py       the folder of one mirror
cli.py         `livret ledger mirror`
"""
