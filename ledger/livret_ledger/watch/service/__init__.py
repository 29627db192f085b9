"""A watch at work: follows a ledger, looks, hands alerts over."""
