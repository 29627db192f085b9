"""OpenID4VP 1.0 messages: the request a service signs and the answer a wallet gives.

Only what both sides of a presentation on files need: one credential, SD-JWT VC,
claims by path. A request that asks for more of the protocol is refused by name,
never half understood.
"""
