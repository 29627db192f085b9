"""Being asked over the network (OpenID4VP 1.0): who asks, what stands behind them, the answer. Pure.

flow.py       from the link to the request object, and from the answer to the service
standing.py   what vouches for who asks, and whether it may ask this
"""
