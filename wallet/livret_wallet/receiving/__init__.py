"""Fetching a proof from a town hall over the network (OpenID4VCI 1.0), without touching it. Pure.

    invitation.py   the link, or the code that was typed
    needs.py        what the outside must do next, and what it answers
    session.py      requests with a token, and with a proof of the key that it is bound to
    announced.py    what an issuer says of itself, and who vouches for that
    opening.py      the offer, the code and the PIN, tokens
    collecting.py   the copies, or later; and going on where it stopped
    sealing.py      encryption beyond TLS

Each flow is a generator: it yields the one thing that it needs, is sent what came of it, and
returns what it was for. It fetches what the offer and its issuer's own metadata name, and never
what stands in a proof that nobody has verified.
"""
