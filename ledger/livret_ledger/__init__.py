"""The public ledger of DIDs: who was allowed to sign what, kept by several towns."""
