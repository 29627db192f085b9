"""One module for each family of operations: what it takes, and what it writes.

A rule is a pure function of a :class:`~livret_core.ledger.rules.case.Case` and a body. It
returns the records it writes, or raises ``Refused`` with the reason. That the operation is
for this ledger, in its place, and properly signed has been decided before.
"""
