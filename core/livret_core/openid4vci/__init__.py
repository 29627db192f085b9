"""OpenID4VCI 1.0: how a wallet comes by a credential, on files and over the network.

On files, the hand-over takes the place of offer, token and nonce endpoint; key proof,
Credential Request and Credential Response are the protocol's own.

Over the network, in the order a wallet meets them:

    offer  →  issuer_metadata (signed_metadata)  →  offered     what is offered, and by whom
    token (authorization_details)                               the code and its PIN
    nonce  →  key_proof (key_attestation)  →  credential_request  →  credential_response
    deferred, notification                                      coming back, and how it ended
    encryption                                                  of requests and answers
    errors                                                      our reasons in the standard's words

Each module reads, writes and checks one message. Nothing here is fetched, stored,
drawn at random or timed.
"""
