"""OpenID4VP 1.0 messages: the request a service makes and the answer a wallet gives.

One module a message, each with what both sides need of it: a link (:mod:`.request_uri`)
leads to a request (:mod:`.request`) by a client (:mod:`.client_id`), which is answered
(:mod:`.response`), and the answer is received (:mod:`.receipt`). What a request asks for is
:mod:`.dcql`. A part of the protocol that livret does not speak is refused by name, never
half understood.
"""
