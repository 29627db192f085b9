"""The wallet and other machines: what it asks, says and reads. Effects, and no rules.

web.py        the network
fetching.py   proofs from town halls (OpenID4VCI)
answering.py  services that ask (OpenID4VP)
"""
