"""An auditor: replays every operation, and cosigns what the rules come to as well.

auditing.py    decides what entries and heads come to. Pure
service.py     follows a ledger into a copy of its own, and has a word on each head
cli.py         `livret ledger auditor …`, `prove-fraud` and `verify-fraud`
"""
