"""Reading a ledger, and handing operations in: the part of it that all roles use.

reading.py     checkpoints, entries and proofs from static files, by https or in a folder
submitting.py  one operation in, its place in the log back
"""
