"""The help of `livret ledger`, one module a language."""
