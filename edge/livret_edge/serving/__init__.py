"""The ground that a service stands on: what it answers is declared, and nothing else is served.

endpoint.py      one route: what it takes, what it answers, who does it
site.py          where a service is, and whose: the public address, the tenants
application.py   the application of declared routes; errors, CORS, hosts, methods
reading.py       one request as it comes: headers, query, a body within bounds
hands.py         threads for work that waits
guard.py         what surrounds each request: an id, bounds, the log, the figures
openapi.py       the description of the declared routes
inside.py        health and figures, on a listener of their own
measuring.py     the figures
lines.py         the log: known fields, and nothing else
listening.py     connections, with bounds, until told to stop
answering.py     where a command was asked to listen
running.py       a service as a command runs it: TLS or a proxy, log, health, figures
"""
