"""The service that asks: request, policy, the decision and the reason for it."""
