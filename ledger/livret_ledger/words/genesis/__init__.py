"""The help of `livret ledger genesis`, one module a language."""
