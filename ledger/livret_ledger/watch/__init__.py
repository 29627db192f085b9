"""The watch over one name: what somebody wrote on a ledger about an institution that it did not (LEDGER §9).

alarms.py      what an alert says, and when there is one; pure
rehearsing.py  what the ledger would say of what is not handed in yet; pure
journals.py    an owner's journal as a file; pure
store.py       where it stood, what it found, what it still owes to whom: one SQLite file
service/       at work: follows a ledger as readers and auditors do, looks, hands alerts over
cli.py         `livret ledger watch`, and what a town hall's own `ledger watch` shares with it
"""
