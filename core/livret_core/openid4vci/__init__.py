"""OpenID4VCI 1.0 messages, in the part that works on files.

The hand-over takes the place of offer, token and nonce endpoint: a file that the town
hall gives to one person. Key proof, Credential Request and Credential Response are the
protocol's own.
"""
