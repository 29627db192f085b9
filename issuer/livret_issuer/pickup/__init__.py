"""A hand-over that a wallet picks up over the network: what is decided about it. Pure.

records.py    what is kept of one, and of the right to go on with it
secrets.py    what is drawn for one, and what the store keeps in its place
nonces.py     the nonce that a key proof repeats; made and checked without the store
redeeming.py  the code and the PIN become a token
addresses.py  where a wallet finds an offer, and the link that leads there
going_on.py   what a token opens, for whom, and until when
acting.py     what a clerk saw and in what capacity somebody acts: closed lists
"""
