"""The rules of the public ledger: what an operation does to the state, and how the state is proved.

Everything here is pure. How the log itself is hashed, signed and cosigned is
:mod:`livret_core.tlog`; stores and services are ``livret_ledger``.
"""
