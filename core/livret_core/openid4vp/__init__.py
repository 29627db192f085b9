"""OpenID4VP 1.0 messages: the request a service signs and the answer a wallet gives.

What is asked for is DCQL, whole (``dcql``). Of the rest only what both sides of a
presentation on files need: a request that asks for more of the protocol is refused by
name, never half understood.
"""
