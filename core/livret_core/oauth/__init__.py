"""What OpenID4VCI and OpenID4VP need of OAuth 2.0: errors, shown tokens, DPoP, server metadata.

One module a thing, pure: time, identifiers and what a store knows are arguments.
"""
