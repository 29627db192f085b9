"""The wallet and other machines: what it asks, says and reads. Effects, and no rules.

web.py         the network
handed.py      what was handed over at a counter: a link, a code, a picture
fetching.py    proofs from town halls (OpenID4VCI)
delivering.py  one of them, from a token to what is kept
refilling.py   what an open wallet does by itself
answering.py   services that ask (OpenID4VP)
"""
