"""The service that asks over the network.

window.py    asks, hands out requests, takes answers: one method for each thing that is asked
routes.py    what of it is served, and how each answer and each no is told
"""
