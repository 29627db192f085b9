"""A witness: sees to it that a log only grows, and says so (C2SP tlog-witness 1.0).

minding.py     decides what a request may do to what is remembered. Pure
store/         remembers the head cosigned last, of each log, and every fraud it was shown
service.py     answers over HTTP
cli.py         `livret ledger witness …`
"""
