"""The services of a town on one machine: each a process of its own, begun and ended as a whole.

leash.py       how each is begun: it ends when whoever began it has gone
ports.py       where they listen
started.py     one process, what it said, and how it ended
supervisor.py  all of them, in order
"""
