"""A town hall that wallets reach: OpenID4VCI 1.0 over HTTPS.

opened.py      the town hall that is served, as its folder says it is now
shown.py       what a request shows: a token, a DPoP proof, something encrypted
wallets.py     what wallets do; a method a route
published.py   status lists, its DID's log, the digests of a day
routes.py      each route, what it takes and what it answers
serving.py     all of it put together
schedule.py    what is done without being asked, and how it went

A route reads with a message of core, calls one method of the office, and writes with a message
of core. Nothing is decided here.
"""
