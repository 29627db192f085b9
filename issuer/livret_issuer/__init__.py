"""The town hall: offers, minting, status lists, its records and its command line."""
