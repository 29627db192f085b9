"""The wallet and other machines: what it asks, says and reads. Effects, and no rules.

web.py        the network
checking.py   what vouches for who signed, and what the lists say
fetching.py   proofs from town halls (OpenID4VCI)
"""
