"""Reading a ledger, and handing operations in: the one part of it that the roles use.

fetcher.py     the one way out to the network
reading.py     checkpoints, entries and proofs from static files, by https or in a folder
submitting.py  one operation in, its place in the log back
"""
