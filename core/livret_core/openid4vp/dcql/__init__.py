"""DCQL, the query language of OpenID4VP 1.0 (§6, §7): what a service asks, and what answers it.

    query      a query as sent: credentials, claims, and which combinations will do
    meta       what a query says of the type, one shape for each credential format
    claims     claims by path and value, and which of a credential's claims answer them
    matching   which held credentials answer, and what each would have to show
    vp_token   whether what came back is what was asked for

Every format can be asked for. Only ``dc+sd-jwt`` can be held, so nothing answers the rest.
"""
