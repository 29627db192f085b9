"""`livret ledger member|accredit|verifier|schema|policy|key|lists|log`: what members decide, drafted.

standing.py    a ledger as it stands, to draft against and to list
drafted.py     a draft is made, looked at, joined
naming.py      what their commands share: a place to read from, an area, a time
member.py …    one module for each group
"""
